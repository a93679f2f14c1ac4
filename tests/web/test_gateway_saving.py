"""Saving through the gateway: in SQLite before the answer, never doubled, never lost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from gateway_world import Person, World, mark, open_world, submission

from annotator import store
from annotator.errors import StoreError
from annotator.labelstudio import EmbeddedServer, LabelStudio

pytestmark = pytest.mark.server
BRAZEN = mark(24, 30, "brazen")
_UNUSED = itertools.count()


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
    web_port: int,
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("saving")
    with open_world(folder, web_port, labelstudio_server, labelstudio, articles=20) as made:
        yield made


@pytest.fixture
def n() -> int:
    """The place of an article that no other test has used."""
    return next(_UNUSED)


@pytest.fixture
def unique() -> str:
    """The id that the labelling page makes for an article it shows."""
    return str(uuid4())


def post(world: World, person: Person, task: int, *regions: Any, **fields: Any) -> Any:
    unique_id = fields.pop("unique_id", None) or str(uuid4())
    body = submission(unique_id, *regions, **fields)
    path = f"/api/tasks/{task}/annotations?project={person.project}"
    return world.ask(person, "POST", path, body)


def stored(world: World, person: Person, index: int) -> list[tuple[int, str]]:
    with world.open_db() as db:
        found = store.annotations_of_assignment(db, person.assignments[index].id)
        return [(shown(world, person, one.labelstudio_id), one.state) for one in found]


def shown(world: World, person: Person, labelstudio_id: int) -> int:
    """An annotation's number as this person's browser knows it."""
    return world.numbers(person).shown("annotation", labelstudio_id)


def revisions(world: World, number: int) -> list[str]:
    """Of one of A's annotations, by the number that A's browser knows."""
    labelstudio_id = world.numbers(world.a).meant("annotation", number)
    with world.open_db() as db:
        record = store.find_annotation(db, labelstudio_id)
        assert record is not None
        sql = "SELECT kind FROM revisions WHERE annotation_id = ? ORDER BY id"
        return [row["kind"] for row in db.query(sql, [record.id])]


def drafts(world: World, person: Person, index: int) -> list[bool]:
    with world.open_db() as db:
        found = store.drafts_of_assignment(db, person.assignments[index].id)
        return [one.postponed for one in found]


def test_a_submitted_annotation_is_stored_with_its_unique_id(
    world: World, n: int, unique: str
) -> None:
    answer = post(world, world.a, world.a.task(n), BRAZEN, unique_id=unique)
    assert answer.status_code == 201
    assert answer.json["result"] == [BRAZEN]
    assert stored(world, world.a, n) == [(answer.json["id"], "submitted")]
    with world.open_db() as db:
        kept = db.execute("SELECT labelstudio_id FROM annotations WHERE unique_id = ?", [unique])
        [(by_unique_id,)] = kept.fetchall()
    assert shown(world, world.a, by_unique_id) == answer.json["id"]


def test_the_same_submission_twice_is_one_annotation(world: World, n: int, unique: str) -> None:
    first = post(world, world.a, world.a.task(n), BRAZEN, unique_id=unique)
    again = post(world, world.a, world.a.task(n), BRAZEN, unique_id=unique)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json["id"] == first.json["id"]
    assert len(world.annotations_in_labelstudio(world.a.task(n))) == 1
    assert stored(world, world.a, n) == [(first.json["id"], "submitted")]


def test_a_second_tab_changes_the_annotation_and_keeps_both_versions(world: World, n: int) -> None:
    first = post(world, world.a, world.a.task(n), BRAZEN)
    second = post(world, world.a, world.a.task(n), mark(11, 16, "mayor", "r2"))
    assert second.status_code == 201
    assert second.json["id"] == first.json["id"]
    in_labelstudio = world.annotations_in_labelstudio(world.a.task(n))
    assert [one["result"][0]["value"]["text"] for one in in_labelstudio] == ["mayor"]
    assert revisions(world, first.json["id"]) == ["created", "updated"]


def test_when_sqlite_fails_the_answer_is_an_error_and_the_repetition_heals(
    world: World, n: int, unique: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> str:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr("annotator.web.gateway.saving.store_annotation", fail)
        answer = post(world, world.a, world.a.task(n), BRAZEN, unique_id=unique)
        assert answer.status_code == 503
        assert answer.is_json
    assert len(world.annotations_in_labelstudio(world.a.task(n))) == 1
    assert stored(world, world.a, n) == []
    again = post(world, world.a, world.a.task(n), BRAZEN, unique_id=unique)
    assert again.status_code == 201
    assert stored(world, world.a, n) == [(again.json["id"], "submitted")]
    assert len(world.annotations_in_labelstudio(world.a.task(n))) == 1


def test_an_annotation_that_sqlite_missed_can_be_changed(
    world: World, n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> str:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr("annotator.web.gateway.saving.store_annotation", fail)
        post(world, world.a, world.a.task(n), BRAZEN)
    (missed,) = world.annotations_in_labelstudio(world.a.task(n))
    body = {"result": [mark(11, 16, "mayor")], "lead_time": 3, "draft_id": 0}
    number = shown(world, world.a, missed["id"])
    path = f"/api/annotations/{number}?taskID={world.a.task(n)}&project={world.a.project}"
    answer = world.ask(world.a, "PATCH", path, body)
    assert answer.status_code == 200
    assert stored(world, world.a, n) == [(number, "submitted")]
    assert revisions(world, number) == ["created", "updated"]


def test_a_skip_taken_back_is_no_loss(world: World, n: int, unique: str) -> None:
    task = world.a.task(n)
    skip = post(world, world.a, task, was_cancelled=True, unique_id=unique)
    assert stored(world, world.a, n) == [(skip.json["id"], "skipped")]
    draft = world.ask(
        world.a, "POST", f"/api/tasks/{task}/drafts?project={world.a.project}", {"result": []}
    )
    assert draft.status_code == 201
    path = f"/api/annotations/{skip.json['id']}?taskID={task}&project={world.a.project}"
    assert world.ask(world.a, "DELETE", path, {"project": "1"}).status_code == 204
    assert stored(world, world.a, n) == []
    assert drafts(world, world.a, n) == [False]
    done = post(world, world.a, task, BRAZEN, unique_id=unique, draft_id=draft.json["id"])
    assert done.status_code == 201
    assert stored(world, world.a, n) == [(done.json["id"], "submitted")]
    assert drafts(world, world.a, n) == []
    assert revisions(world, skip.json["id"]) == ["created", "deleted"]


def test_a_submitted_annotation_can_be_skipped(world: World, n: int) -> None:
    done = post(world, world.a, world.a.task(n), BRAZEN)
    path = f"/api/annotations/{done.json['id']}?taskID={world.a.task(n)}"
    answer = world.ask(world.a, "PATCH", path, {"result": [BRAZEN], "was_cancelled": True})
    assert answer.status_code == 200
    assert stored(world, world.a, n) == [(done.json["id"], "skipped")]


def test_a_draft_is_kept_changed_postponed_and_ended(world: World, n: int) -> None:
    task, project = world.a.task(n), world.a.project
    path = f"/api/tasks/{task}/drafts?project={project}"
    draft = world.ask(world.a, "POST", path, {"result": [BRAZEN], "lead_time": 1.5})
    assert drafts(world, world.a, n) == [False]
    one = f"/api/drafts/{draft.json['id']}?project={project}"
    postponed = world.ask(world.a, "PATCH", one, {"result": [BRAZEN], "was_postponed": True})
    assert postponed.status_code == 200
    assert drafts(world, world.a, n) == [True]
    assert world.ask(world.a, "DELETE", one).status_code == 204
    assert drafts(world, world.a, n) == []
    assert world.ask(world.a, "DELETE", one).status_code == 403  # as for any that is not there


def test_a_draft_of_a_change_ends_with_the_change(world: World, n: int) -> None:
    task, project = world.a.task(n), world.a.project
    done = post(world, world.a, task, BRAZEN)
    path = f"/api/tasks/{task}/annotations/{done.json['id']}/drafts?project={project}"
    assert world.ask(world.a, "POST", path, {"result": []}).status_code == 201
    assert drafts(world, world.a, n) == [False]
    world.ask(world.a, "PATCH", f"/api/annotations/{done.json['id']}", {"result": []})
    assert drafts(world, world.a, n) == []


def test_an_annotation_deleted_in_label_studio_can_be_made_again(world: World, n: int) -> None:
    first = post(world, world.a, world.a.task(n), BRAZEN)
    first_there = world.numbers(world.a).meant("annotation", first.json["id"])
    world.labelstudio.connection.delete(f"/api/annotations/{first_there}/")
    second = post(world, world.a, world.a.task(n), BRAZEN)
    assert second.status_code == 201
    assert stored(world, world.a, n) == [(second.json["id"], "submitted")]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"result": "all"}, 400, "list"),
        ({"result": [], "lead_time": "long"}, 400, "lead_time"),
        ({"result": [], "was_cancelled": "no"}, 400, "was_cancelled"),
        ({"result": [], "unique_id": "x' OR 1=1"}, 400, "unique_id"),
        ([1, 2], 400, "object"),
    ],
)
def test_a_body_that_is_not_the_page_s_is_refused(
    world: World, n: int, body: Any, status: int, says: str
) -> None:
    path = f"/api/tasks/{world.a.task(n)}/annotations"
    answer = world.ask(world.a, "POST", path, body)
    assert answer.status_code == status
    assert says in answer.json["detail"]
    assert world.annotations_in_labelstudio(world.a.task(n)) == []


def test_a_body_that_is_too_large_is_refused_with_its_size(world: World, n: int) -> None:
    path = f"/api/tasks/{world.a.task(n)}/annotations"
    long = {"result": [mark(0, 1, "x" * 9_000_000)]}
    answer = world.ask(world.a, "POST", path, long)
    assert answer.status_code == 413
    assert "8.6 MB" in answer.json["detail"]


def test_a_double_click_is_one_annotation(world: World, n: int) -> None:
    """Two submissions at once, which do not even share a unique_id."""
    with ThreadPoolExecutor(2) as pool:
        sent = [pool.submit(post, world, world.a, world.a.task(n), BRAZEN) for _ in range(2)]
        answers = [one.result() for one in sent]
    assert [one.status_code for one in answers] == [201, 201]
    assert len(world.annotations_in_labelstudio(world.a.task(n))) == 1
    assert stored(world, world.a, n) == [(answers[0].json["id"], "submitted")]
