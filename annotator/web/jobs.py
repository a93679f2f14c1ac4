"""Long work (publishing, collecting): done in a thread, its progress kept in the store.

The page that shows it refreshes by itself, with JavaScript or without.
"""

from __future__ import annotations

import logging
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, current_app, jsonify, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from annotator.background import start_thread
from annotator.errors import AnnotatorError, StoreError, StudyError
from annotator.shortage import shortage
from annotator.store import (
    Store,
    finish_job,
    load_job,
    load_jobs,
    load_study,
    open_store,
    start_job,
    update_job,
)
from annotator.store.records import Job
from annotator.time_left import TimeLeft
from annotator.web import made_files
from annotator.web.access import MANAGERS, VIEWERS, open_to
from annotator.web.context import get_db, get_settings

__all__ = ["Ended", "Progress", "Task", "blueprint", "run_in_background", "wait_for_all"]

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")

Progress = Callable[[str, int, int], None]  # (what is being done, how many are, of how many)


@dataclass(frozen=True)
class Ended:
    """What to say at the end, and the study or the file (at a `made_files.new_place`) that the work
    has made."""

    message: str
    study_id: int | None = None
    file: Path | None = None


Task = Callable[[Store, Progress], str | Ended]  # returns what to say at the end

log = logging.getLogger(__name__)

_THREADS = "annotator.jobs"
AGAIN_SECONDS = 5.0  # between two attempts to store how a job ended, as on a full disk
_UNFORESEEN = "Something unforeseen went wrong; the application's log says what. Nothing was lost."


def run_in_background(kind: str, study_id: int | None, task: Task) -> Job:
    """Start `task` with its own store; the study's running job of this kind, if there is one."""
    db = get_db()
    for job in load_jobs(db, study_id, kind) if study_id is not None else ():
        if job.kind == kind and job.state == "running":
            thread = _threads().get(job.id)
            if thread is None or thread.is_alive():
                return job
            finish_job(db, job.id, _UNFORESEEN, failed=True)
    job_id = start_job(db, kind, 0, study_id)
    try:
        thread = start_thread(f"job-{job_id}", _run, get_settings().database, job_id, task)
    except RuntimeError as error:  # no thread is left to be had
        finish_job(db, job_id, shortage(error) or _UNFORESEEN, failed=True)
    else:
        _threads()[job_id] = thread
    return load_job(db, job_id)


def wait_for_all(app: Any) -> None:
    """Wait until the jobs started so far have ended."""
    for thread in list(app.extensions.get(_THREADS, {}).values()):
        thread.join()


def _threads() -> dict[int, threading.Thread]:
    """The threads of this application's jobs, by the job's id."""
    threads: dict[int, threading.Thread] = current_app.extensions.setdefault(_THREADS, {})
    return threads


def _run(database: Path, job_id: int, task: Task) -> None:
    """Do it, and say how it ended as soon as that can be said: a page waits for it."""
    ended, failed = _done(database, job_id, task)
    told = False
    while True:
        try:
            with closing(open_store(database)) as db:
                finish_job(db, job_id, ended.message, failed=failed, study_id=ended.study_id)
        except (StoreError, sqlite3.Error):
            if not told:
                log.exception("The end of job %s cannot be stored yet; it is tried again.", job_id)
            told = True
            time.sleep(AGAIN_SECONDS)
        else:
            return


def _done(database: Path, job_id: int, task: Task) -> tuple[Ended, bool]:
    """How it ended, and whether it failed."""
    left = TimeLeft()

    def progress(words: str, done: int, total: int) -> None:
        update_job(db, job_id, done, words + left.after(done, total), total)

    try:
        with closing(open_store(database)) as db:
            found = task(db, progress)
        ended = found if isinstance(found, Ended) else Ended(found)
        if ended.file is not None:
            made_files.hand_to(job_id, ended.file)
    except AnnotatorError as error:
        log.warning("Job %s stopped: %s", job_id, error, exc_info=True)
        return Ended(str(error)), True
    except Exception as error:
        log.exception("Job %s was ended by an error.", job_id)
        return Ended(shortage(error) or _UNFORESEEN), True
    return ended, False


@blueprint.get("/<int:job_id>")
@open_to(MANAGERS)
def show(job_id: int) -> ResponseReturnValue:
    job = _load(job_id)
    study = load_study(get_db(), job.study_id) if job.study_id is not None else None
    made = made_files.file_of(get_settings().data_dir, job_id)
    return render_template("jobs/show.html", job=job, study=study, made=made)


@blueprint.get("/<int:job_id>/<ticket>")
@open_to(MANAGERS)
def download(job_id: int, ticket: str) -> ResponseReturnValue:
    """The file that the work has made, for a day."""
    found = made_files.file_of(get_settings().data_dir, _load(job_id).id)
    if found is None or not secrets.compare_digest(found[0].encode(), ticket.encode()):
        abort(404, "This file does not wait here (any more): make it again.")
    answer = send_file(found[1].absolute(), as_attachment=True, download_name=found[1].name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/<int:job_id>.json")
@open_to(VIEWERS)
def state(job_id: int) -> ResponseReturnValue:
    """The same for the page's script."""
    job = _load(job_id)
    return jsonify(
        state=job.state,
        done=job.done,
        total=job.total,
        message=job.message,
        page=url_for("jobs.show", job_id=job.id),
    )


def _load(job_id: int) -> Job:
    try:
        return load_job(get_db(), job_id)
    except StudyError as error:
        abort(404, str(error))
