"""An article with 200 marks of 8 annotators in a real Chromium: how long its longest task takes."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from werkzeug.serving import make_server

from annotator import store
from annotator.keys import load_keys
from annotator.models import Annotation, Article, Span, State
from annotator.settings import Settings
from annotator.store.records import Study
from annotator.web import create_app
from annotator.workflow.inviting import create_manager
from annotator.workflow.studies import create_study
from benchmarks.pages import EMAIL, PASSWORD
from tests.system_chromium import system_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

ANNOTATORS, EACH, WORDS = 8, 25, 600
LABELS = ("loaded_language", "unattributed_claim", "name_calling", "vague_attribution")
ADDRESS = "/studies/1/adjudication/articles/1"
# The browser tells every task of its main thread that takes more than 50 ms.
LISTEN = """
window.long = [0];
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.long.push(one.duration);
}).observe({ type: "longtask", buffered: true });
"""


def longest_tasks(rounds: int) -> list[float]:
    """In seconds, of each round; 0: none took more than 50 ms."""
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as origin,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=system_chromium())
        page = browser.new_page(base_url=origin)
        page.add_init_script(LISTEN)
        page.goto("/sign-in")
        page.fill("#email", EMAIL)
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "/sign-in" not in address)
        found = [longest_task(page) for _ in range(rounds + 1)][1:]
        browser.close()
    return found


def longest_task(page: Page) -> float:
    """Opening the page, and the first steps at its keyboard."""
    page.goto(ADDRESS)
    page.locator(".lane").first.wait_for()
    for key in ("m", "a", "Escape", "ArrowRight", "ArrowRight", "?"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    return max(map(float, page.evaluate("window.long"))) / 1000


@contextmanager
def served(folder: Path) -> Iterator[str]:
    settings = Settings(data_dir=folder)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    db = store.open_store(settings.database)
    create_manager(db, EMAIL, PASSWORD, "Bench")
    fill(db)
    db.close()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def fill(db: store.Store) -> Study:
    """Everybody marked passages of up to eight words all over one article."""
    rng = np.random.default_rng(5)
    words = [f"{('lorem', 'ipsum', 'dolor', 'amet')[n % 4]}{n}" for n in range(WORDS)]
    starts = np.cumsum([0, *(len(one) + 1 for one in words)]).tolist()
    study = create_study(db, "Crowded", "framing", seed=1)
    (article,) = store.save_articles(db, study.id, [Article("Crowded", " ".join(words))])
    for number in range(ANNOTATORS):
        account = store.create_account(db, email=f"{number}@x.example", role="annotator")
        person = store.add_annotator(db, study.id, account.id)
        store.save_assignments(db, study.id, [(article.id, person.id, number)])
        first = np.sort(rng.choice(WORDS - 10, EACH, replace=False)).tolist()
        last = [begin + int(rng.integers(1, 9)) for begin in first]
        spans = tuple(
            Span(f"r{n}", LABELS[n % 4], start, end, start, end, "")
            for n, (begin, stop) in enumerate(zip(first, last, strict=True))
            for start, end in [(starts[begin], starts[stop] - 1)]
        )
        (given,) = store.assignments_of_annotator(db, person.id)
        moment = "2026-01-01T00:00:00.000000Z"
        made = Annotation(
            number + 1, number + 1, State.SUBMITTED, moment, moment, 1.0, spans, (), (), raw="{}"
        )
        store.save_annotations(db, [store.Incoming(given.id, study.scheme_id, made)], "benchmark")
    return study
