"""Pages of results that take a while: the current one, else the last one while it is made anew.

A small study's result is made while the page is asked for. A large one's is made in the background;
until it is there its page says so and refreshes by itself, with JavaScript or without.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from flask import render_template, request

from annotator.errors import AnnotatorError
from annotator.store import Store
from annotator.store.records import Job, Study
from annotator.store.results import is_small_study
from annotator.web.context import get_db, get_settings
from annotator.web.jobs import Progress, run_in_background
from annotator.workflow.making_results import make_in_process
from annotator.workflow.results import NOTHING, About, Kind, Result, find_result, result_now

__all__ = ["Shown", "computing_page", "shown"]

T = TypeVar("T")


@dataclass(frozen=True)
class _Failure:
    """What went wrong with which state of the work, and how often something did."""

    work: str
    message: str
    times: int


_starting = threading.Lock()  # two looks at once begin one computation
_failed: dict[tuple[str, int, str, str], _Failure] = {}


@dataclass(frozen=True)
class Shown(Generic[T]):
    """What a page shows: `result`, `job` while another one is made, or why that went wrong."""

    result: Result[T] | None
    job: Job | None = None
    failed: str = ""
    times: int = 0  # that it went wrong: "again" is asked for after just so many


def shown(
    study: Study, kind: Kind[T], about: About = NOTHING, *, made_with: Kind[Any] | None = None
) -> Shown[T]:
    """The result to show, and its making begun when the work has changed since.

    `made_with` is another kind that makes this one on its way.
    """
    db = get_db()
    found = find_result(db, study.id, kind, about)
    if found is not None and found.current:
        return Shown(found)
    if is_small_study(db, study.id):
        return Shown(result_now(db, study.id, kind, about))
    return _begun(study, made_with or kind, about, found)


def computing_page(study: Study, made: Shown[Any], title: str) -> str:
    """Instead of a result: of an earlier one it says nothing."""
    made = replace(made, result=None)
    return render_template("agreement/computing.html", study=study, made=made, title=title)


def _begun(study: Study, kind: Kind[Any], about: About, found: Result[T] | None) -> Shown[T]:
    """Begin to make the result, unless just that has failed before."""
    work = kind.source.fingerprint(get_db(), study.id)
    key = (str(get_settings().database), study.id, kind.name, str(sorted(about.items())))
    failure = _failed.get(key, _Failure("", "", 0))
    # A page that asks for it again loads itself anew; after another failure that asks for nothing.
    if failure.work == work and request.args.get("again") != str(failure.times):
        return Shown(found, failed=failure.message, times=failure.times)

    def task(db: Store, progress: Progress) -> str:
        progress(f"{kind.words} waits for another computation", 0, 0)
        try:
            make_in_process(db, study.id, kind, about, progress=progress)
        except AnnotatorError as error:
            _failed[key] = _Failure(work, str(error), failure.times + 1)
            raise
        _failed.pop(key, None)
        return f"{kind.words} is there."

    with _starting:
        return Shown(found, run_in_background(kind.words, study.id, task))
