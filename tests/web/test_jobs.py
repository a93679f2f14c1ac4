"""Jobs: whatever ends one is said on its page and stands in the log."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from typing import Any

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


def broken(_db: store.Store, _progress: Progress) -> str:
    raise sqlite3.OperationalError("no such table: bridges")


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
    job = run(world, broken)
    assert job.state == "failed"
    assert "the application's log says what" in job.message
    assert "no such table: bridges" in caplog.text
    assert "Traceback" in caplog.text


def test_a_foreseen_end_is_in_the_log_too(world: World, caplog: pytest.LogCaptureFixture) -> None:
    def task(_db: store.Store, _progress: Progress) -> str:
        raise StudyError("There is nothing to publish.")

    job = run(world, task)
    assert (job.state, job.message) == ("failed", "There is nothing to publish.")
    assert "There is nothing to publish." in caplog.text


def test_how_a_job_ended_is_stored_as_soon_as_that_is_possible(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    attempts = []

    def stored_the_third_time(*args: Any, **options: Any) -> None:
        attempts.append(args)
        if len(attempts) < 3:
            raise sqlite3.OperationalError("database or disk is full")
        store.finish_job(*args, **options)

    monkeypatch.setattr(jobs, "AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "finish_job", stored_the_third_time)
    job = run(world, lambda db, progress: "Done at last.")
    assert (job.state, job.message) == ("done", "Done at last.")
    assert caplog.text.count("cannot be stored yet") == 1


def test_a_job_for_which_no_thread_is_left_has_failed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(*_args: object) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as exhausted:
        exhausted.setattr(jobs, "start_thread", none_left)
        job = run(world, lambda db, progress: "Done.")
    assert job.state == "failed"
    assert "No further thread can be started" in job.message
    assert run(world, lambda db, progress: "Done.").message == "Done."


def test_a_job_that_runs_is_found_however_many_came_after_it(world: World) -> None:
    end = threading.Event()

    def long_work(_db: store.Store, _progress: Progress) -> str:
        end.wait()
        return "Done."

    with world.app.app_context():
        first = run_in_background("gamma", world.study.id, long_work)
        for n in range(25):
            run_in_background(f"release {n}", world.study.id, lambda db, progress: "Done.")
        again = run_in_background("gamma", world.study.id, long_work)
    with closing(world.open_store()) as db:
        assert first.id in {one.id for one in store.load_jobs(db, world.study.id)}
        assert {one.id for one in store.load_jobs(db, world.study.id, "gam")} == {first.id}
    end.set()
    wait_for_all(world.app)
    assert again.id == first.id
