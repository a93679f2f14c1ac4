"""Label Studio, or the way to it, fails at one request: nothing answered is missing or doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import fault_steps
import pytest
from fault_proxy import MODES, FaultProxy, proxying, reads, writes
from harbour import Harbour, mark, submission
from saving_requests import SAVES, Request, skip

from annotator import store
from annotator.store.records import Assignment
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish
from annotator.workflow.safety.returning_work import put_back
from annotator.workflow.safety.verifying import verify

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def proxy(harbour: Harbour) -> Iterator[FaultProxy]:
    with proxying(harbour.server.url) as one:
        yield one


def well_or_said(outcome: Any, mode: str) -> None:
    """Done, or refused with a status or an error that a person is told; slow is no fault."""
    if outcome.failed:
        assert outcome.failed.startswith(("LabelStudioDown", "LabelStudioRefused")), outcome.failed
    elif outcome.said and isinstance(outcome.said[0], int) and outcome.said[0] >= 300:
        assert outcome.said[0] in (500, 502, 503, 504)
    if mode == "slow":
        assert not outcome.failed
        assert outcome.said
        assert outcome.said[0] not in (500, 502, 503, 504)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("save", SAVES, ids=lambda one: one.__name__)
def test_a_save_that_fails_is_whole_or_not_there_and_goes_through_when_sent_again(
    harbour: Harbour, proxy: FaultProxy, save: Callable[..., Request], mode: str
) -> None:
    one = harbour.next_article()
    request = save(harbour, one)
    before = harbour.here(one)
    proxy.fail(mode, writes)
    outcome = harbour.ask(*request, url=proxy.url)
    assert proxy.failed == 1
    well_or_said(outcome, mode)
    if outcome.said[0] < 300:
        assert harbour.here(one) not in ([], before)
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one)
    assert harbour.ask(*request).said == [201]
    assert len(harbour.here(one)) == 1
    assert harbour.here(one) == harbour.there(one) != before
    assert harbour.drafts_there(one) == []


@pytest.mark.parametrize("mode", MODES)
def test_a_draft_that_fails_is_there_once_when_sent_again(
    harbour: Harbour, proxy: FaultProxy, mode: str
) -> None:
    one = harbour.next_article()
    path, body = f"/api/tasks/{one.task_id}/drafts", {"result": [mark()], "lead_time": 1.0}
    proxy.fail(mode, writes)
    well_or_said(harbour.ask("POST", path, body, url=proxy.url), mode)
    assert proxy.failed == 1
    harbour.next_start()
    assert harbour.ask("POST", path, body).said == [201]
    assert [marks for _, marks in harbour.drafts_there(one)] == [1]
    assert harbour.drafts_here(one) == [number for number, _ in harbour.drafts_there(one)]


@pytest.mark.parametrize("mode", MODES)
def test_a_skip_whose_taking_back_fails_is_the_same_in_both_stores(
    harbour: Harbour, proxy: FaultProxy, mode: str
) -> None:
    one = harbour.next_article()
    assert harbour.ask(*skip(harbour, one)).said == [201]
    [record] = store.annotations_of_assignment(harbour.db, one.id)
    proxy.fail(mode, writes)
    path = f"/api/annotations/{{annotation:{record.labelstudio_id}}}"
    outcome = harbour.ask("DELETE", path, url=proxy.url)
    well_or_said(outcome, mode)
    if outcome.said[0] == 204 and not mode.startswith("garbage"):
        assert harbour.here(one) == []
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one)


def whole(harbour: Harbour, study_id: int) -> None:
    given = store.load_assignments(harbour.db, study_id)
    [person] = store.load_annotators(harbour.db, study_id)
    tasks = harbour.labelstudio.tasks_of_ours(person.project_id or 0)
    assert sorted(tasks) == sorted((one.task_id, one.article_id) for one in given)
    assert verify(harbour.db, harbour.labelstudio, harbour.keys, study_id).differences == ()


@pytest.mark.parametrize("at", [writes, reads], ids=lambda one: one.__name__)
@pytest.mark.parametrize("mode", MODES)
def test_publishing_that_fails_is_completed_by_publishing_again(
    harbour: Harbour, proxy: FaultProxy, mode: str, at: Callable[[str, str], bool]
) -> None:
    study_id = harbour.another_study()
    proxy.fail(mode, at)
    outcome = harbour.study_step(fault_steps.publish_study, study_id, url=proxy.url)
    assert proxy.failed == 1
    well_or_said(outcome, mode)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    whole(harbour, study_id)


@pytest.fixture(scope="module")
def study_id(harbour: Harbour) -> int:
    study_id = harbour.another_study(articles=30)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    return study_id


@pytest.fixture
def missed(harbour: Harbour, study_id: int) -> Assignment:
    """Saved in Label Studio, and the application was not there."""
    free = [one for one in store.load_assignments(harbour.db, study_id) if not harbour.here(one)]
    harbour.behind(free[0].task_id, submission(mark()))
    return free[0]


@pytest.mark.parametrize("step", [fault_steps.collect_study, fault_steps.verify_study],
                         ids=lambda one: one.__name__)  # fmt: skip
@pytest.mark.parametrize("mode", MODES)
def test_a_collection_that_fails_marks_nothing_as_deleted_and_the_next_finds_all(
    harbour: Harbour,
    proxy: FaultProxy,
    study_id: int,
    missed: Assignment,
    mode: str,
    step: Callable[..., None],
) -> None:
    deleted = "SELECT count(*) FROM annotations WHERE state = 'deleted'"
    before = harbour.db.execute(deleted).fetchone()
    proxy.fail(mode, reads)
    well_or_said(harbour.study_step(step, study_id, url=proxy.url), mode)
    assert proxy.failed == 1
    assert harbour.db.execute(deleted).fetchone() == before
    collect(harbour.db, harbour.labelstudio, study_id)
    assert harbour.here(missed) == harbour.there(missed)
    assert len(harbour.here(missed)) == 1


@pytest.mark.parametrize("mode", MODES)
def test_putting_back_that_fails_is_completed_by_the_next(
    harbour: Harbour, proxy: FaultProxy, mode: str
) -> None:
    study_id = harbour.another_study(articles=2)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    one = store.load_assignments(harbour.db, study_id)[0]
    harbour.behind(one.task_id, submission(mark()))
    harbour.next_start(study_id)
    before = harbour.here(one)
    [person] = store.load_annotators(harbour.db, study_id)
    harbour.labelstudio.delete_project(person.project_id or 0)
    proxy.fail(mode, lambda method, path: method == "POST" and "/annotations" in path)
    well_or_said(harbour.study_step(fault_steps.return_study, study_id, url=proxy.url), mode)
    assert proxy.failed == 1
    put_back(harbour.db, harbour.labelstudio, harbour.keys, study_id)
    whole(harbour, study_id)
    assert harbour.here(one) == before


LOST = ("dropped after", "500 after", "truncated")


@pytest.mark.parametrize("then", ["killed", "locked", "failing again"])
@pytest.mark.parametrize("mode", LOST)
def test_two_faults_one_after_the_other_lose_and_double_nothing(
    harbour: Harbour, proxy: FaultProxy, mode: str, then: str
) -> None:
    """The answer to a save got lost; then the page's second try meets the next fault."""
    one = harbour.next_article()
    request: Request = ("POST", f"/api/tasks/{one.task_id}/annotations", submission(mark()))
    proxy.fail(mode, writes)
    harbour.ask(*request, url=proxy.url)
    if then == "killed":
        assert harbour.ask(*request, kill_at=40).killed
    elif then == "locked":
        with harbour.locked(seconds=1.0):
            assert harbour.ask(*request).said == [201]
    else:
        proxy.fail(mode, writes)
        harbour.ask(*request, url=proxy.url)
    harbour.next_start()
    assert harbour.ask(*request).said == [201]
    assert harbour.here(one) == harbour.there(one)
    assert len(harbour.here(one)) == 1
