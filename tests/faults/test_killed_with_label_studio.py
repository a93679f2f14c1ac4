"""`kill -9` at moments of saving, publishing, collecting, verifying and putting back."""

from __future__ import annotations

import functools
from collections.abc import Callable

import fault_steps
import pytest
from dying_child import Outcome, place
from harbour import Harbour, mark, submission
from saving_requests import SAVES, Request, skip

from annotator import store
from annotator.store.records import Assignment
from annotator.workflow.publishing import publish
from annotator.workflow.safety.returning_work import put_back
from annotator.workflow.safety.verifying import verify

pytestmark = pytest.mark.server


@functools.cache
def moments_of_saving(harbour_id: int, save: Callable[..., Request]) -> int:
    harbour = _HARBOURS[harbour_id]
    outcome = harbour.ask(*save(harbour, harbour.next_article()))
    assert outcome.said == [201]
    return outcome.moments


_HARBOURS: dict[int, Harbour] = {}


@pytest.mark.parametrize(
    ("save", "turn"),
    [(save, turn) for save, turns in SAVES.items() for turn in range(turns)],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_killed_while_saving_nothing_answered_is_missing_and_nothing_doubled(
    harbour: Harbour, save: Callable[..., Request], turn: int
) -> None:
    _HARBOURS[id(harbour)] = harbour
    moments = moments_of_saving(id(harbour), save)
    one = harbour.next_article()
    request = save(harbour, one)
    before = harbour.here(one)
    killed = harbour.ask(*request, kill_at=place(turn, SAVES[save], moments))
    assert killed.killed
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one)
    assert len(harbour.here(one)) <= 1
    if killed.said:  # it was answered as saved
        assert harbour.here(one) not in ([], before)
    assert harbour.ask(*request).said == [201]  # the page sends it again
    assert len(harbour.here(one)) == 1
    assert harbour.here(one) == harbour.there(one) != before
    assert harbour.drafts_there(one) == []
    assert harbour.drafts_here(one) == []


DRAFTS = 10


@functools.cache
def moments_of_a_draft(harbour_id: int, *, second: bool) -> int:
    harbour = _HARBOURS[harbour_id]
    path = f"/api/tasks/{harbour.next_article().task_id}/drafts"
    outcome = harbour.ask("POST", path, {"result": [mark()], "lead_time": 1.0})
    if second:
        outcome = harbour.ask("POST", path, {"result": [], "lead_time": 2.0})
    assert outcome.said == [201]
    return outcome.moments


@pytest.mark.parametrize("second", [False, True], ids=["first", "second"])
@pytest.mark.parametrize("turn", range(DRAFTS))
def test_killed_while_a_draft_is_saved_it_is_there_when_answered_and_never_twice(
    harbour: Harbour, turn: int, second: bool
) -> None:
    _HARBOURS[id(harbour)] = harbour
    moments = moments_of_a_draft(id(harbour), second=second)
    one = harbour.next_article()
    path, body = f"/api/tasks/{one.task_id}/drafts", {"result": [mark()], "lead_time": 1.0}
    if second:
        assert harbour.ask("POST", path, body).said == [201]
        body = {"result": [mark(), mark(0, 3)], "lead_time": 2.0}
    killed = harbour.ask("POST", path, body, kill_at=place(turn, DRAFTS, moments))
    assert killed.killed
    harbour.next_start()
    assert harbour.drafts_here(one) == [number for number, _ in harbour.drafts_there(one)]
    if killed.said:
        assert [marks for _, marks in harbour.drafts_there(one)] == [len(body["result"])]  # type: ignore[arg-type]
    assert harbour.ask("POST", path, body).said == [201]
    assert [marks for _, marks in harbour.drafts_there(one)] == [len(body["result"])]  # type: ignore[arg-type]
    assert harbour.drafts_here(one) == [number for number, _ in harbour.drafts_there(one)]


DELETIONS = 8


@functools.cache
def moments_of_deleting(harbour_id: int) -> int:
    harbour = _HARBOURS[harbour_id]
    outcome = deletion(harbour, harbour.next_article(), 0)
    assert outcome.said == [204]
    return outcome.moments


def deletion(harbour: Harbour, one: Assignment, kill_at: int) -> Outcome:
    """*Cancel skip*, as the page sends it."""
    if not harbour.here(one):
        assert harbour.ask(*skip(harbour, one)).said == [201]
    [record] = store.annotations_of_assignment(harbour.db, one.id)
    path = f"/api/annotations/{{annotation:{record.labelstudio_id}}}"
    return harbour.ask("DELETE", path, kill_at=kill_at)


@pytest.mark.parametrize("turn", range(DELETIONS))
def test_killed_while_a_skip_is_taken_back_both_stores_say_the_same(
    harbour: Harbour, turn: int
) -> None:
    _HARBOURS[id(harbour)] = harbour
    moments = moments_of_deleting(id(harbour))
    one = harbour.next_article()
    killed = deletion(harbour, one, place(turn, DELETIONS, moments))
    assert killed.killed
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one)
    if killed.said:
        assert harbour.here(one) == []


def published(harbour: Harbour, study_id: int) -> None:
    """Every article is with the annotator once, in one project."""
    given = store.load_assignments(harbour.db, study_id)
    [person] = store.load_annotators(harbour.db, study_id)
    tasks = harbour.labelstudio.tasks_of_ours(person.project_id or 0)
    assert sorted(tasks) == sorted((one.task_id, one.article_id) for one in given)
    assert verify(harbour.db, harbour.labelstudio, harbour.keys, study_id).differences == ()


PUBLISHINGS = 14


@pytest.mark.parametrize("turn", range(PUBLISHINGS))
def test_killed_while_publishing_publishing_again_completes_it(harbour: Harbour, turn: int) -> None:
    first = harbour.another_study() if turn == 0 else 0
    if first:
        outcome = harbour.study_step(fault_steps.publish_study, first)
        _MOMENTS["publish"] = outcome.moments
        published(harbour, first)
    study_id = harbour.another_study()
    at = place(turn, PUBLISHINGS, _MOMENTS["publish"])
    assert harbour.study_step(fault_steps.publish_study, study_id, kill_at=at).killed
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    published(harbour, study_id)


_MOMENTS: dict[str, int] = {}


@pytest.fixture(scope="module")
def worked_on(harbour: Harbour) -> int:
    """A study of its own that is published and collected again and again."""
    study_id = harbour.another_study(articles=60)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    return study_id


def new_work(harbour: Harbour, study_id: int, count: int = 3) -> list[Assignment]:
    """Saved in Label Studio, and the application was not there."""
    free = [
        one
        for one in store.load_assignments(harbour.db, study_id)
        if not harbour.here(one) and one.task_id
    ][:count]
    for one in free:
        harbour.behind(one.task_id, submission(mark()))
    return free


COLLECTIONS = 10


@pytest.mark.parametrize("step", ["collect", "verify"])
@pytest.mark.parametrize("turn", range(COLLECTIONS))
def test_killed_while_collecting_or_healing_the_next_one_completes_it(
    harbour: Harbour, worked_on: int, turn: int, step: str
) -> None:
    """Each step has a work of its own; what the killed one took in stays."""
    run_it = fault_steps.collect_study if step == "collect" else fault_steps.verify_study
    if step not in _MOMENTS:
        new_work(harbour, worked_on, 1)
        _MOMENTS[step] = harbour.study_step(run_it, worked_on).moments
    done = new_work(harbour, worked_on, 1)
    at = place(turn, COLLECTIONS, _MOMENTS[step] - 4)
    assert harbour.study_step(run_it, worked_on, kill_at=at).killed
    harbour.next_start(worked_on)
    for one in done:
        assert harbour.here(one) == harbour.there(one)
        assert len(harbour.here(one)) == 1


RETURNS = 14


@pytest.mark.parametrize("turn", range(RETURNS))
def test_killed_while_putting_back_the_next_one_completes_it(harbour: Harbour, turn: int) -> None:
    study_id = harbour.another_study(articles=3)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    done = new_work(harbour, study_id, 2)
    begun = next(one for one in store.load_assignments(harbour.db, study_id) if one not in done)
    draft = {"result": [mark()], "lead_time": 1.0}
    assert harbour.ask("POST", f"/api/tasks/{begun.task_id}/drafts", draft).said == [201]
    harbour.next_start(study_id)
    before = [harbour.here(one) for one in done]
    [person] = store.load_annotators(harbour.db, study_id)
    harbour.labelstudio.delete_project(person.project_id or 0)
    if "return" not in _MOMENTS:
        _MOMENTS["return"] = harbour.study_step(fault_steps.return_study, study_id).moments
        [person] = store.load_annotators(harbour.db, study_id)
        harbour.labelstudio.delete_project(person.project_id or 0)
    at = place(turn, RETURNS, _MOMENTS["return"] - 4)
    assert harbour.study_step(fault_steps.return_study, study_id, kill_at=at).killed
    put_back(harbour.db, harbour.labelstudio, harbour.keys, study_id)
    assert [harbour.here(one) for one in done] == before
    published(harbour, study_id)
    now = {one.id: one for one in store.load_assignments(harbour.db, study_id)}
    assert [harbour.there(now[one.id]) for one in done] == before
    assert [marks for _, marks in harbour.drafts_there(now[begun.id])] == [1]
