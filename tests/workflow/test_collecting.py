"""Collecting from the real server what went past the gateway."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from annotator import store
from annotator.keys import Keys
from annotator.labelstudio import EmbeddedServer, LabelStudio, connection, fetching
from annotator.models import State
from annotator.store.records import Assignment
from annotator.workflow import taking_in
from annotator.workflow.collecting import CollectReport, collect
from annotator.workflow.publishing import publish
from annotator.workflow.saving import store_annotation
from tests.workflow.published_study import annotate, make_study, mark

pytestmark = pytest.mark.server
two_people = pytest.mark.parametrize("study_id", [2], indirect=True, ids=["two people"])


@pytest.fixture(scope="module")
def keys(labelstudio_server: EmbeddedServer) -> Keys:
    return labelstudio_server.keys


@pytest.fixture
def study_id(
    store_db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    request: pytest.FixtureRequest,
) -> int:
    """One person, or as many as asked for, with three articles each, published."""
    people = getattr(request, "param", 1)
    study_id = make_study(store_db, articles=3, people=people)
    publish(store_db, labelstudio, keys, study_id, people)
    return study_id


@pytest.fixture
def tasks(store_db: store.Store, study_id: int) -> list[int]:
    """The first annotator's three tasks, then the second's, if there is one."""
    return [one.task_id or 0 for one in store.load_assignments(store_db, study_id)]


@pytest.fixture
def again(
    store_db: store.Store, labelstudio: LabelStudio, study_id: int, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], CollectReport]:
    """Collect; the sweep's margin of ten seconds would see everything of a test as new."""
    monkeypatch.setattr(fetching, "CLOCK_MARGIN", fetching.CLOCK_MARGIN * 0)
    return lambda: collect(store_db, labelstudio, study_id)


def state_of(db: store.Store, task_id: int) -> State:
    found = store.find_assignment(db, task_id)
    assert found is not None
    return found.state


@two_people
def test_everything_is_collected_and_nothing_twice(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    annotate(labelstudio, tasks[0], mark(17, 19), mark(4, 11, "r2"))
    annotate(labelstudio, tasks[1], skip=True)
    annotate(labelstudio, tasks[3], mark(4, 11))
    words: list[tuple[str, int, int]] = []
    report = collect(store_db, labelstudio, study_id, lambda *what: words.append(what))
    assert report == CollectReport(created=3)
    assert words[-1][1:] == (2, 2)
    assert [state_of(store_db, task) for task in tasks[:3]] == [
        State.SUBMITTED,
        State.SKIPPED,
        State.NOT_STARTED,
    ]
    [first] = [
        one.annotation
        for one in store.load_study_work(store_db, study_id).work
        if len(one.annotation.spans) == 2
    ]
    assert [(span.start, span.end, span.text) for span in first.spans] == [
        (17, 18, "😀"),
        (4, 11, "council"),
    ]
    second = again()
    assert (second.created, second.updated, second.deleted, second.problems) == (0, 0, 0, ())


@two_people
def test_the_sweep_finds_the_same_by_little_questions_and_rests_after_each(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    tasks: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What nobody waits for must not keep Label Studio from those who save."""
    monkeypatch.setattr(fetching, "CLOCK_MARGIN", fetching.CLOCK_MARGIN * 0)
    monkeypatch.setattr(fetching, "IDS_A_GENTLE_REQUEST", 1)
    rests, asked = list[float](), list[str]()
    monkeypatch.setattr(connection, "time", SimpleNamespace(sleep=rests.append))
    gentle = LabelStudio(labelstudio.url, labelstudio.connection.api_key, gentle=True)
    gentle.connection.client.event_hooks["response"] = [
        lambda answer: asked.append(answer.url.path)
    ]
    first = annotate(labelstudio, tasks[0], mark(17, 19))
    second = annotate(labelstudio, tasks[1], skip=True)
    annotate(labelstudio, tasks[3], mark(4, 11))
    assert collect(store_db, gentle, study_id) == CollectReport(created=3)
    labelstudio.connection.patch(f"/api/annotations/{first}/", {"result": [mark(4, 11)]})
    labelstudio.connection.delete(f"/api/annotations/{second}/")
    report = collect(store_db, gentle, study_id)
    assert (report.created, report.updated, report.deleted) == (0, 1, 1)
    gentle.close()
    assert not [path for path in asked if path.endswith("/export")]
    questions = [path for path in asked if path != "/api/version"]
    assert len(rests) == len(questions) > 3
    assert min(rests) > 0
    # Two lists of states and three tasks one by one; then what changed, one or two.
    assert questions.count("/api/tasks") >= 2 * 2 + 3 + 2


def test_a_change_and_a_deletion_inside_label_studio_are_found(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    changed, deleted, kept = (annotate(labelstudio, task, mark(4, 11)) for task in tasks[:3])
    again()
    labelstudio.connection.patch(f"/api/annotations/{changed}/", {"result": [mark(0, 3)]})
    labelstudio.connection.delete(f"/api/annotations/{deleted}/")
    report = again()
    assert (report.created, report.updated, report.deleted) == (0, 1, 1)
    assert "1 changed, 1 deleted" in report.sentence
    texts = {
        one.annotation.labelstudio_id: [span.text for span in one.annotation.spans]
        for one in store.load_study_work(store_db, study_id).work
    }
    assert texts == {changed: ["The"], kept: ["council"]}
    assert state_of(store_db, tasks[1]) is State.NOT_STARTED
    last = again()
    assert last == CollectReport(unchanged=last.unchanged)  # how far a window overlaps varies


def test_a_change_that_sets_no_time_is_found_by_the_numbers(
    store_db: store.Store,
    labelstudio: LabelStudio,
    tasks: list[int],
    again: Callable[[], CollectReport],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bulk actions of the data manager delete and make annotations without touching the task."""
    deleted = annotate(labelstudio, tasks[0], mark(4, 11))
    again()
    labelstudio.connection.delete(f"/api/annotations/{deleted}/")
    annotate(labelstudio, tasks[1], mark(4, 11))
    annotate(labelstudio, tasks[2], skip=True)
    monkeypatch.setattr(fetching, "changed_tasks", lambda *_: [])
    report = again()
    assert (report.created, report.deleted) == (2, 1)


def test_a_task_deleted_inside_label_studio_is_said_and_can_be_published_again(
    store_db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    study_id: int,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    annotate(labelstudio, tasks[0], mark(4, 11))
    again()
    labelstudio.delete_task(tasks[0])
    labelstudio.delete_task(tasks[1])
    report = again()
    assert (report.deleted, len(report.problems)) == (1, 2)
    assert "was deleted inside Label Studio; publish the study again" in report.problems[0]
    assert len(store.load_problems(store_db, study_id)) == 2
    publish(store_db, labelstudio, keys, study_id, 1)
    assert all(one.task_id for one in store.load_assignments(store_db, study_id))
    after = again()
    assert (after.deleted, after.problems) == (0, ())


def test_a_deleted_annotation_keeps_its_revisions(
    store_db: store.Store,
    labelstudio: LabelStudio,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    deleted = annotate(labelstudio, tasks[0], mark(4, 11))
    again()
    labelstudio.connection.delete(f"/api/annotations/{deleted}/")
    again()
    record = store.find_annotation(store_db, deleted)
    assert record is not None
    assert record.state == "deleted"
    kinds = [
        row[0]
        for row in store_db.execute(
            "SELECT kind FROM revisions WHERE annotation_id = ? ORDER BY id", [record.id]
        )
    ]
    assert kinds == ["created", "deleted"]


def test_drafts_are_collected_apart_and_end_when_they_are_submitted(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    draft = labelstudio.connection.post(f"/api/tasks/{tasks[0]}/drafts", {"result": [mark(4, 11)]})
    put_off = labelstudio.connection.post(f"/api/tasks/{tasks[1]}/drafts", {"result": []})
    labelstudio.connection.patch(f"/api/drafts/{put_off['id']}/", {"was_postponed": True})
    assert again() == CollectReport()
    assert state_of(store_db, tasks[0]) is State.IN_PROGRESS
    assert state_of(store_db, tasks[1]) is State.POSTPONED
    assert store.load_study_work(store_db, study_id).work == ()
    body = {"result": [mark(4, 11)], "draft_id": draft["id"]}
    labelstudio.connection.post(f"/api/tasks/{tasks[0]}/annotations/", body)
    labelstudio.connection.delete(f"/api/drafts/{put_off['id']}/")
    assert again().created == 1
    assert store.find_draft(store_db, draft["id"]) is None
    assert state_of(store_db, tasks[0]) is State.SUBMITTED
    assert state_of(store_db, tasks[1]) is State.NOT_STARTED


def test_a_skip_that_is_taken_back_is_no_loss(
    store_db: store.Store,
    labelstudio: LabelStudio,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    """As the labelling page does it: a draft is made and the skipping annotation deleted."""
    skip = annotate(labelstudio, tasks[0], mark(4, 11), skip=True)
    again()
    labelstudio.connection.post(f"/api/tasks/{tasks[0]}/drafts", {"result": [mark(4, 11)]})
    labelstudio.connection.delete(f"/api/annotations/{skip}/")
    report = again()
    assert (report.deleted, report.problems) == (1, ())
    assert state_of(store_db, tasks[0]) is State.IN_PROGRESS


def test_what_is_stored_while_we_collect_does_not_look_deleted(
    store_db: store.Store,
    labelstudio: LabelStudio,
    tasks: list[int],
    again: Callable[[], CollectReport],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The gateway saves between our fetching a project and our writing it."""
    whole = fetching.fetch_project
    saved: list[int] = []

    def fetch_and_then_somebody_saves(*arguments: Any) -> Any:
        found = whole(*arguments)
        if not saved:
            saved.append(annotate(labelstudio, tasks[0], mark(4, 11)))
        return found

    taken = taking_in.Collection.take

    def stored_first(self: Any, *arguments: Any) -> None:
        assignment = store.find_assignment(store_db, tasks[0])
        assert assignment is not None
        raw = labelstudio.connection.get(f"/api/annotations/{saved[0]}/")
        store_annotation(store_db, assignment, raw, "gateway")
        taken(self, *arguments)

    monkeypatch.setattr(fetching, "fetch_project", fetch_and_then_somebody_saves)
    monkeypatch.setattr(taking_in.Collection, "take", stored_first)
    assert again().deleted == 0
    assert state_of(store_db, tasks[0]) is State.SUBMITTED


def test_bad_offsets_are_kept_raw_and_listed(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    annotate(labelstudio, tasks[0], mark(4, 9999), mark(4, 11, "r2"), mark(0, 3, "r3", "nonsense"))
    assert again().created == 1
    kinds = sorted(problem.kind for problem in store.load_problems(store_db, study_id))
    assert kinds == ["label", "offset"]
    assert "9999" in store.load_problems(store_db, study_id)[0].raw
    [work] = store.load_study_work(store_db, study_id).work
    assert [span.text for span in work.annotation.spans] == ["council"]


def test_a_project_that_is_gone_is_said_and_its_work_kept(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    annotate(labelstudio, tasks[0], mark(4, 11))
    again()
    project_id = store.load_annotators(store_db, study_id)[0].project_id
    assert project_id is not None
    labelstudio.delete_project(project_id)
    report = again()
    assert report.deleted == 0
    assert "is gone; what was collected from it before is kept" in report.problems[0]
    assert state_of(store_db, tasks[0]) is State.SUBMITTED


def test_a_task_that_is_not_ours_is_said_once_and_left_out(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    again: Callable[[], CollectReport],
) -> None:
    project_id = store.load_annotators(store_db, study_id)[0].project_id or 0
    [foreign] = labelstudio.import_tasks(project_id, [{"text": "somebody else's"}])
    annotate(labelstudio, foreign, mark(0, 3))
    for _ in range(2):
        assert again().created == 0
    assert [p.kind for p in store.load_problems(store_db, study_id)] == ["task"]


def test_what_label_studio_cannot_give_back_is_named_and_the_rest_collected(
    store_db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    tasks: list[int],
    again: Callable[[], CollectReport],
) -> None:
    """Half of a surrogate pair in a mark: `make test-faults` has it in every place."""
    annotate(labelstudio, tasks[0], mark(4, 11))
    broken = mark(0, 3) | {"value": {"start": 0, "end": 3, "text": "\ud800", "labels": ["x"]}}
    answer = labelstudio.connection.client.post(
        f"/api/tasks/{tasks[1]}/annotations/",
        content=json.dumps({"result": [broken], "lead_time": 1}),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code == 500
    report = again()
    [problem] = store.load_problems(store_db, study_id)
    assert (report.created, report.problems) == (1, (problem.message,))
    assert problem.kind == "unreadable"


def test_an_annotation_without_a_usable_id_is_listed(store_db: store.Store, study_id: int) -> None:
    assignment: Assignment = store.load_assignments(store_db, study_id)[0]
    assert store_annotation(store_db, assignment, {"result": []}, "gateway") == "problem"
    [problem] = store.load_problems(store_db, study_id)
    assert problem.raw == '{"result": []}'
