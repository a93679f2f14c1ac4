"""Jobs: whatever ends one is said on its page and stands in the log."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from pages_world import ANNA, MANAGER, World

from annotator import store
from annotator.errors import StudyError
from annotator.time_left import TimeLeft
from annotator.web import jobs
from annotator.web.jobs import Progress, run_in_background, wait_for_all


def run(world: World, task: jobs.Task, kind: str = "collect") -> store.records.Job:
    with world.app.app_context():
        job = run_in_background(kind, world.study.id, task)
    wait_for_all(world.app)
    with closing(world.open_store()) as db:
        return store.load_job(db, job.id)


def full_disk(_db: store.Store, _progress: Progress) -> str:
    raise sqlite3.OperationalError("database or disk is full")


def test_a_job_that_ends_well_says_what_it_did(world: World) -> None:
    job = run(world, lambda db, progress: "2 new.")
    assert (job.state, job.message) == ("done", "2 new.")
    assert "2 new." in world.client(MANAGER).get(f"/jobs/{job.id}").text
    assert world.client(ANNA).get(f"/jobs/{job.id}").status_code == 403


def test_work_that_takes_long_says_on_its_page_how_long_it_will_still_take(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = iter([0.0, 20.0])
    monkeypatch.setattr(jobs, "TimeLeft", lambda: TimeLeft(lambda: next(times)))
    seen = []

    def task(db: store.Store, progress: Progress) -> str:
        progress("article 3 of 40, 3 of 30 samples", 10, 100)
        (job,) = [one for one in store.load_jobs(db, world.study.id) if one.state == "running"]
        client = world.client(MANAGER)
        seen.append(client.get(f"/jobs/{job.id}.json").get_json()["message"])
        seen.append(client.get(f"/jobs/{job.id}").text)
        return "done"

    run(world, task, "gamma")
    assert seen[0] == "article 3 of 40, 3 of 30 samples, about 3 min left"
    assert seen[0] in seen[1]


def test_an_unforeseen_end_is_in_the_log_with_its_traceback(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    job = run(world, full_disk)
    assert job.state == "failed"
    assert "the application's log says what" in job.message
    assert "database or disk is full" in caplog.text
    assert "Traceback" in caplog.text


def test_a_foreseen_end_is_in_the_log_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def task(_db: store.Store, _progress: Progress) -> str:
        raise StudyError("There is nothing to publish.")

    job = run(world, task)
    assert (job.state, job.message) == ("failed", "There is nothing to publish.")
    assert "There is nothing to publish." in caplog.text


def test_a_job_whose_end_could_not_be_stored_keeps_no_later_one_from_starting(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def cannot_be_stored(*_args: object, **_options: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        full.setattr(jobs, "finish_job", cannot_be_stored)
        left = run(world, full_disk)
    assert left.state == "running"
    assert caplog.text.count("disk is full") >= 2
    later = run(world, lambda db, progress: "Done at last.")
    assert later.id != left.id
    assert later.message == "Done at last."
    with closing(world.open_store()) as db:
        assert store.load_job(db, left.id).state == "failed"
