"""The server itself: killed in mid-save, hanging, its disk full; and clocks set back."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil
import pytest
from harbour import Harbour, mark, submission
from saving_requests import SAVES

from annotator import store
from annotator.workflow.publishing import publish
from annotator.workflow.safety.verifying import verify

pytestmark = pytest.mark.server

TO_COME = "2999-01-01T00:00:00.000000Z"
SAVERS = 4


def server_processes(harbour: Harbour) -> list[psutil.Process]:
    assert harbour.server.pid is not None
    master = psutil.Process(harbour.server.pid)
    return [master, *master.children(recursive=True)]


def wait_until_well(harbour: Harbour, starts: int) -> None:
    """Until the one that watches has noticed and started it so often."""
    while harbour.server.restarts < starts or not harbour.server.health():
        time.sleep(0.2)


# ---------------------------------------------------------------------- clocks


@pytest.mark.parametrize("skip", [False, True])
def test_what_is_saved_after_the_clock_was_set_back_is_the_newest_all_the_same(
    harbour: Harbour, skip: bool
) -> None:
    one = harbour.next_article()
    path = f"/api/tasks/{one.task_id}/annotations"
    assert harbour.ask("POST", path, submission(mark())).said == [201]
    with store.writing(harbour.db):
        harbour.db.execute(
            "UPDATE annotations SET updated_at = ? WHERE assignment_id = ?", [TO_COME, one.id]
        )
    before = harbour.here(one)
    body = submission(skip=True) if skip else submission(mark(0, 3))
    assert harbour.ask("POST", path, body).said == [201]
    assert harbour.here(one) == harbour.there(one) != before
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one)


@pytest.mark.parametrize("changed", [False, True])
def test_a_collection_after_label_studios_clock_was_set_back_finds_everything(
    harbour: Harbour, changed: bool
) -> None:
    one = harbour.next_article()
    if changed:
        number = harbour.behind(one.task_id, submission(mark()))
        harbour.next_start()
    with store.writing(harbour.db):
        harbour.db.execute(
            "UPDATE annotators SET collected_until = ? WHERE study_id = ?",
            [TO_COME, harbour.study_id],
        )
    if changed:
        harbour.labelstudio.change_annotation(number, {"result": [mark(0, 3)]})
    else:
        harbour.behind(one.task_id, submission(mark()))
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one)
    assert len(harbour.here(one)) == 1


# ---------------------------------------------------------------------- a full disk there


@contextmanager
def full_disk(harbour: Harbour) -> Iterator[None]:
    """No file of Label Studio's may grow: its writes fail as on a full disk."""
    found = server_processes(harbour)
    before = [one.rlimit(psutil.RLIMIT_FSIZE) for one in found]
    for one, (_, hard) in zip(found, before, strict=True):
        one.rlimit(psutil.RLIMIT_FSIZE, (8192, hard))
    try:
        yield
    finally:
        for one, limits in zip(found, before, strict=True):
            one.rlimit(psutil.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize("save", SAVES, ids=lambda one: one.__name__)
def test_with_label_studios_disk_full_nothing_is_answered_as_saved(
    harbour: Harbour, save: object
) -> None:
    one = harbour.next_article()
    request = save(harbour, one)  # type: ignore[operator]
    before = harbour.here(one)
    with full_disk(harbour):
        [status] = harbour.ask(*request).said
    assert status in (500, 502, 503, 504)
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one) == before
    assert harbour.ask(*request).said == [201]
    assert harbour.here(one) == harbour.there(one) != before


def test_a_study_published_onto_a_full_disk_is_completed_when_there_is_room(
    harbour: Harbour,
) -> None:
    study_id = harbour.another_study()
    with full_disk(harbour), pytest.raises(Exception, match="Label Studio"):
        publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    assert verify(harbour.db, harbour.labelstudio, harbour.keys, study_id).differences == ()


# ---------------------------------------------------------------------- hanging and killed


@pytest.mark.parametrize("seconds", [1.0, 3.0])
def test_a_server_that_stands_still_for_a_while_is_waited_for(
    harbour: Harbour, seconds: float
) -> None:
    one = harbour.next_article()
    found = server_processes(harbour)
    request = ("POST", f"/api/tasks/{one.task_id}/annotations", submission(mark()))
    with ThreadPoolExecutor(1) as pool:
        for process in found:
            process.send_signal(signal.SIGSTOP)
        saving = pool.submit(harbour.ask, *request)
        time.sleep(seconds)
        for process in found:
            process.send_signal(signal.SIGCONT)
        assert saving.result().said == [201]
    assert harbour.here(one) == harbour.there(one)


@pytest.mark.parametrize("after", [0.05, 0.4])
def test_a_server_killed_while_people_save_loses_and_doubles_nothing(
    harbour: Harbour, after: float
) -> None:
    articles = [harbour.next_article() for _ in range(SAVERS)]
    requests = [
        ("POST", f"/api/tasks/{one.task_id}/annotations", submission(mark())) for one in articles
    ]
    restarts = harbour.server.restarts
    with ThreadPoolExecutor(SAVERS) as pool:
        saving = [pool.submit(harbour.ask, *request) for request in requests]
        time.sleep(after)
        for process in server_processes(harbour):
            process.kill()
        answers = [one.result().said[0] for one in saving]
    wait_until_well(harbour, starts=restarts + 1)
    harbour.next_start()
    for one, answer, request in zip(articles, answers, requests, strict=True):
        if answer == 201:
            assert len(harbour.here(one)) == 1
        assert harbour.here(one) == harbour.there(one)
        assert harbour.ask(*request).said == [201]
        assert harbour.here(one) == harbour.there(one)
        assert len(harbour.here(one)) == 1
