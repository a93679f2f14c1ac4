"""Settling a large study: 1,000 articles x 5 annotators x 40 marks, overlapping and nested.

`make bench ONLY=settle`: the queue, the next passage and saving a decision against 0.3 s of server
time; applying a rule against a minute, and what saving an annotation waits for it against 5 s; the
longest task of Chromium when it draws an article with 200 marks of 8 annotators against 0.2 s.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.keys import load_keys
from annotator.settings import Settings
from annotator.store.adjudication import Settler
from annotator.web import create_app
from annotator.web.jobs import wait_for_all
from annotator.workflow.adjudication import settling
from annotator.workflow.adjudication.queue import load_queue, refresh_queue
from annotator.workflow.adjudication.warming import warm
from annotator.workflow.inviting import create_manager
from benchmarks.agreement.spans import filled
from benchmarks.agreement.spans_data import nested_corpus
from benchmarks.measured import Measured
from benchmarks.pages import EMAIL, PASSWORD, signed_in
from benchmarks.settle_drawing import longest_tasks

SECONDS = 0.3
MINUTE = 60.0
LOCK = 10.0
LONG_TASK = 0.2
ROOT = "/studies/1/adjudication"
MAJORITY = Rules(parse_rule("majority"))


def settle(rounds: int) -> Iterator[Measured]:
    """One study, one run: before a rule, by hand, by rule, and after it."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        db = store.open_store(settings.database)
        study_id = filled(db, nested_corpus())
        create_manager(db, EMAIL, PASSWORD, "Bench")
        warm(settings.database)  # as `annotator up` does before anybody looks
        yield line("queue, first look", [clock(lambda: load_queue(db, study_id))])
        yield line("queue, all of it", [clock(lambda: refresh_queue(db, study_id))], MINUTE)
        app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
        client = signed_in(app)
        yield from by_hand(client, rounds)
        effect = [clock(lambda: settling.effect_of(db, study_id, MAJORITY))]
        yield line("effect of a rule", effect, MINUTE)
        yield from by_rule(db, study_id)
        refresh_queue(db, study_id)
        yield from by_hand(client, rounds, " after a rule")
        wait_for_all(app)
        db.close()
    yield line("longest task, 200 marks of 8", longest_tasks(rounds), LONG_TASK)


def by_hand(client: FlaskClient, rounds: int, when: str = "") -> Iterator[Measured]:
    """An adjudicator at work."""
    times: dict[str, list[float]] = {"queue": [], "next passage": [], "saving a decision": []}
    page = f"{ROOT}/next"
    for _ in range(rounds + 1):  # the first round warms up
        times["queue"].append(clock(lambda: answered(client, f"{ROOT}/")))
        began = time.perf_counter()
        led = client.get(page)
        shown = answered(client, led.location)
        times["next passage"].append(time.perf_counter() - began)
        form = {"seen": first(r'name="seen" value="(\d+)"', shown), "action": "nothing"}
        form["reason"] = "Not marked here."
        began = time.perf_counter()
        page = client.post(led.location, data=form).location
        times["saving a decision"].append(time.perf_counter() - began)
    for name, measured in times.items():
        yield line(name + when, measured[1:])


def by_rule(db: store.Store, study_id: int) -> Iterator[Measured]:
    """How long it takes, and how long nobody else can write meanwhile."""
    with timed_lock() as held:
        took = clock(lambda: settling.apply_rules(db, study_id, MAJORITY, Settler()))
    yield line("applying a rule", [took], MINUTE)
    yield line("others wait for it", [max(held)], LOCK)


@contextmanager
def timed_lock() -> Iterator[list[float]]:
    """How long each outermost transaction of settling held the write lock."""
    held: list[float] = []
    writing = store.writing

    @contextmanager
    def timed(db: store.Store) -> Iterator[None]:
        began = time.perf_counter()
        with writing(db):
            yield
        held.append(time.perf_counter() - began)

    setattr(store, "writing", timed)  # noqa: B010 - mypy takes no other function there
    try:
        yield held
    finally:
        setattr(store, "writing", writing)  # noqa: B010


def answered(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer.text


def first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise RuntimeError(f"the page has no {pattern}")
    return found[1]


def line(name: str, times: list[float], bound: float = SECONDS) -> Measured:
    return Measured(f"settle: {name}", tuple(times), (bound,), 1, f"{bound:g} s")


def clock(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
