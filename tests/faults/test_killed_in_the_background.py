"""The application killed while something is done in the background: no process of it goes on, its
bar does not stand for ever, and it can be begun again."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from flask.testing import FlaskClient
from pages_at_hand import MANAGER, Pages, app_of, make_pages
from patient import PATIENCE

from annotator import store
from annotator.models import Annotation, Span, State
from annotator.settings import Settings
from annotator.store import Incoming
from annotator.web.jobs import wait_for_all

HERE = Path(__file__).parent
LIVE = "import sys, test_killed_in_the_background as it; it.live(*sys.argv[1:])"
ARTICLES, PEOPLE, MARKS = 12, 3, 12


def gamma(visitor: FlaskClient, pages: Pages) -> None:
    form = {"alpha": "1", "beta": "1", "sampler": "shuffle", "samples": "30", "seed": "7"}
    answer = visitor.post(f"{pages.study}/agreement/gamma", data={**form, "seconds": "60"})
    assert answer.status_code == 302


def release(visitor: FlaskClient, pages: Pages) -> None:
    asked = {"version": "1.0.0", "format": "jsonl", "text": "yes", "seen": "no"}
    assert visitor.post(f"{pages.study}/downloads/release.zip", data=asked).status_code == 302


def corpus(visitor: FlaskClient, pages: Pages) -> None:
    """Looked at anew, the one that waits."""
    [place] = (pages.settings.data_dir / "corpora").glob("*")
    assert visitor.get(f"/corpora/import/{place.name}?format=jsonl").status_code == 200


def study_of_corpus(visitor: FlaskClient, pages: Pages) -> None:
    [place] = (pages.settings.data_dir / "corpora").glob("*")
    words = {"title": "Quarry", "format": "jsonl"}
    assert visitor.post(f"/corpora/import/{place.name}/keep", data=words).status_code == 302


Step = Callable[[FlaskClient, Pages], None]
STEPS: list[Step] = [gamma, release, corpus, study_of_corpus]


def live(folder: str, step: str) -> None:
    """The application that will be killed: it begins one step and goes on."""
    pages = Pages(app_of(Settings(data_dir=Path(folder))), Settings(data_dir=Path(folder)), 1)
    globals()[step](pages.visitor(MANAGER), pages)
    print("begun", flush=True)
    time.sleep(600)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages") / "data"
    pages = make_pages(folder, articles=ARTICLES, people=PEOPLE)
    rng = random.Random(5)
    with pages.open_db() as db:
        study = store.load_study(db, pages.study_id)
        for one in store.load_assignments(db, pages.study_id):
            text = store.load_article(db, one.article_id).article.text
            spans = []
            for n in range(MARKS):
                start = rng.randrange(len(text) - 20)
                end = start + rng.randint(3, 20)
                label = rng.choice(["loaded_language", "name_calling"])
                spans.append(Span(f"r{n}", label, start, end, start, end, text[start:end]))
            moment = "2026-01-01T00:00:00Z"
            annotation = Annotation(
                one.id,
                one.id,
                State.SUBMITTED,
                moment,
                moment,
                None,
                tuple(spans),
                (),
                (),
                raw="{}",
            )
            store.save_annotations(db, [Incoming(one.id, study.scheme_id, annotation)], "test")
    waiting = folder / "corpora" / ("a" * 32)
    waiting.mkdir(parents=True)
    with (waiting / "corpus.jsonl").open("w") as file:
        for n in range(3600):
            text = f"Report {n}: the brazen mayor of Hask slammed the door. " * 4
            marks = [{"start": 4, "end": 10, "label": "loaded"}]
            work = [{"annotator": who, "spans": marks} for who in ("ann", "ben")]
            file.write(json.dumps({"id": f"d{n}", "text": text, "annotations": work}) + "\n")
    return folder


@pytest.fixture
def begun(made: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Begun]:
    """The application in a process of its own, with a process of its own at work."""
    folder = tmp_path / "data"
    shutil.copytree(made, folder)
    search = os.pathsep.join(map(str, (HERE, HERE.parent, HERE.parent.parent)))
    words = [sys.executable, "-c", LIVE, str(folder), request.param.__name__]
    with subprocess.Popen(
        words, env={**os.environ, "PYTHONPATH": search}, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "begun\n"
            yield Begun(folder, process, request.param)
        finally:
            process.kill()


@dataclass(frozen=True)
class Begun:
    folder: Path
    process: subprocess.Popen[str]
    step: Step

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)


def jobs_of(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "annotator.sqlite")) as db:
        return db.execute("SELECT state, message FROM jobs ORDER BY id").fetchall()


@pytest.mark.parametrize("begun", STEPS, ids=lambda one: one.__name__, indirect=True)
@pytest.mark.parametrize("after", [0.3])  # in which no process gets to its end
def test_it_ends_with_the_application_and_can_be_begun_again(begun: Begun, after: float) -> None:
    while not (workers := begun.workers()):
        assert jobs_of(begun.folder)[-1][0] == "running"
        time.sleep(0.02)
    time.sleep(after)
    begun.process.kill()
    _, left = psutil.wait_procs(workers, timeout=PATIENCE)
    assert left == []
    # What every start does:
    settings = Settings(data_dir=begun.folder)
    with closing(store.open_store(settings.database)) as db:
        store.fail_running_jobs(db)
    [(state, message)] = jobs_of(begun.folder)
    assert (state, "start it again" in message) == ("failed", True)
    pages = Pages(app_of(settings), settings, 1)
    begun.step(pages.visitor(MANAGER), pages)
    wait_for_all(pages.app)
    assert jobs_of(begun.folder)[-1][0] == "done", jobs_of(begun.folder)
