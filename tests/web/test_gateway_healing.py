"""Saved but answered as not saved: whatever fails between the two stores, the next request heals.

Label Studio is the real one. What fails is the store after its answer, or its answer on the way.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from gateway_world import World, mark, open_world, submission
from unkeepable import UNKEEPABLE

from annotator import store
from annotator.errors import LabelStudioDown, StoreError
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.web.gateway import saving

pytestmark = pytest.mark.server
BRAZEN, MAYOR = mark(24, 30, "brazen"), mark(11, 16, "mayor", "r2")
_UNUSED = itertools.count()


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
    web_port: int,
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("healing")
    with open_world(folder, web_port, labelstudio_server, labelstudio, articles=24) as made:
        yield made


@pytest.fixture
def n() -> int:
    """The place of an article that no other test has used."""
    return next(_UNUSED)


def post(world: World, n: int, *regions: Any, unique_id: str = "", **fields: Any) -> Any:
    body = submission(unique_id or str(uuid4()), *regions, **fields)
    return world.ask(world.a, "POST", f"/api/tasks/{world.a.task(n)}/annotations", body)


def patch(world: World, number: int, *regions: Any) -> Any:
    return world.ask(world.a, "PATCH", f"/api/annotations/{number}", {"result": list(regions)})


def spans(world: World, n: int) -> list[list[str]]:
    """What SQLite has of the article: the marks of each live annotation, by their ids."""
    with world.open_db() as db:
        records = store.annotations_of_assignment(db, world.a.assignments[n].id)
        sql = "SELECT region FROM spans WHERE annotation_id = ? ORDER BY id"
        return [[row["region"] for row in db.query(sql, [one.id])] for one in records]


def in_labelstudio(world: World, n: int) -> list[list[str]]:
    found = world.annotations_in_labelstudio(world.a.task(n))
    return [[one["id"] for one in annotation["result"]] for annotation in found]


def locked(*arguments: object) -> str:
    raise sqlite3.OperationalError("database is locked")


def full(*arguments: object) -> str:
    raise StoreError("The disk is full.")


NEXT = {
    "reading it": lambda world, n, number: world.ask(
        world.a, "GET", f"/api/tasks/{world.a.task(n)}?interaction=labelstream"
    ),
    "drafting": lambda world, n, number: world.ask(
        world.a, "POST", f"/api/tasks/{world.a.task(n)}/drafts", {"result": []}
    ),
    "reading the annotation": lambda world, n, number: world.ask(
        world.a, "GET", f"/api/annotations/{number}"
    ),
}


@pytest.mark.parametrize("failure", [locked, full])
@pytest.mark.parametrize("request_", NEXT)
def test_a_change_that_the_store_missed_is_there_after_the_next_request(
    world: World, n: int, monkeypatch: pytest.MonkeyPatch, failure: Any, request_: str
) -> None:
    number = post(world, n, BRAZEN).json["id"]
    with monkeypatch.context() as broken:
        broken.setattr(saving, "store_annotation", failure)
        assert patch(world, number, MAYOR).status_code == 503
    assert (spans(world, n), in_labelstudio(world, n)) == ([["r1"]], [["r2"]])
    assert NEXT[request_](world, n, number).status_code in (200, 201)
    assert spans(world, n) == [["r2"]]


def test_a_change_that_the_store_missed_is_saved_by_sending_it_again(
    world: World, n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = post(world, n, BRAZEN).json["id"]
    with monkeypatch.context() as broken:
        broken.setattr(saving, "store_annotation", locked)
        assert patch(world, number, MAYOR).status_code == 503
    assert patch(world, number, MAYOR).status_code == 200
    assert spans(world, n) == in_labelstudio(world, n) == [["r2"]]


def test_a_deletion_that_the_store_missed_is_there_after_the_next_request(
    world: World, n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = post(world, n, BRAZEN).json["id"]
    with monkeypatch.context() as broken:
        broken.setattr(store, "mark_deleted", locked)
        answer = world.ask(world.a, "DELETE", f"/api/annotations/{number}")
        assert answer.status_code == 503
    assert (spans(world, n), in_labelstudio(world, n)) == ([["r1"]], [])
    NEXT["reading it"](world, n, number)
    assert spans(world, n) == []


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_an_answer_that_is_lost_on_its_way_is_healed(
    world: World, n: int, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    number = post(world, n, BRAZEN).json["id"] if method == "PATCH" else 0
    send = real_send(world)

    def lost(account: Any, asked: str, *arguments: Any, **options: Any) -> Any:
        answer = send(account, asked, *arguments, **options)
        if asked == method:
            raise LabelStudioDown("The connection broke.")
        return answer

    with monkeypatch.context() as broken:
        broken.setattr(upstream(world), "send", lost)
        answer = post(world, n, MAYOR) if method == "POST" else patch(world, number, MAYOR)
        assert answer.status_code == 503
    assert in_labelstudio(world, n) == [["r2"]]
    NEXT["reading it"](world, n, number)
    assert spans(world, n) == [["r2"]]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_what_label_studio_kept_and_failed_after_is_answered_as_saved(
    world: World, n: int, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    number = post(world, n, BRAZEN).json["id"] if method == "PATCH" else 0
    send = real_send(world)

    def failing(account: Any, asked: str, *arguments: Any, **options: Any) -> Any:
        answer = send(account, asked, *arguments, **options)
        if asked == method:
            answer.status_code = 500
        return answer

    with monkeypatch.context() as broken:
        broken.setattr(upstream(world), "send", failing)
        answer = post(world, n, MAYOR) if method == "POST" else patch(world, number, MAYOR)
    assert answer.status_code in (200, 201)
    assert spans(world, n) == in_labelstudio(world, n) == [["r2"]]


def test_an_article_that_label_studio_cannot_give_back_can_be_saved_again(
    world: World, n: int
) -> None:
    number = post(world, n, BRAZEN).json["id"]
    there = world.numbers(world.a).meant("annotation", number)
    world.labelstudio.connection.client.patch(
        f"/api/annotations/{there}/",
        content=json.dumps({"result": [mark(0, 3, "\ud800")]}),
        headers={"Content-Type": "application/json"},
    )
    assert patch(world, number, MAYOR).status_code == 200
    assert spans(world, n) == in_labelstudio(world, n) == [["r2"]]


@pytest.mark.parametrize("method", ["PATCH", "POST"])
@pytest.mark.parametrize("value", [[1], "text", None])
def test_an_article_that_holds_what_label_studio_cannot_count_can_be_changed(
    world: World, n: int, value: object, method: str
) -> None:
    number = post(world, n, BRAZEN).json["id"]
    there = world.numbers(world.a).meant("annotation", number)
    # As it came in before the gateway refused it: Label Studio keeps it, and fails ever after.
    world.labelstudio.connection.client.patch(
        f"/api/annotations/{there}/", json={"result": [BRAZEN | {"value": value}]}
    )
    answer = patch(world, number, MAYOR) if method == "PATCH" else post(world, n, MAYOR)
    assert answer.status_code == (200 if method == "PATCH" else 201)
    assert spans(world, n) == in_labelstudio(world, n) == [["r2"]]
    assert patch(world, answer.json["id"], BRAZEN).status_code == 200
    assert spans(world, n) == in_labelstudio(world, n) == [["r1"]]


def test_what_cannot_be_kept_is_refused_and_reaches_neither_store(world: World, n: int) -> None:
    number = post(world, n, BRAZEN).json["id"]
    task = f"/api/tasks/{world.a.task(n)}"
    for name, item in UNKEEPABLE.items():
        body = {"result": [MAYOR, item]}
        for method, path in (
            ("POST", f"{task}/annotations"),
            ("PATCH", f"/api/annotations/{number}"),
            ("POST", f"{task}/drafts"),
            ("POST", f"{task}/annotations/{number}/drafts"),
        ):
            answer = world.ask(world.a, method, path, body)
            assert answer.status_code == 400, (name, path, answer.status_code)
            assert "Entry 2" in answer.json["detail"], name
    assert spans(world, n) == in_labelstudio(world, n) == [["r1"]]
    assert world.admin(f"{task}/drafts") == []
    assert patch(world, number, MAYOR).status_code == 200


def upstream(world: World) -> Any:
    return world.app.extensions["gateway"]


def real_send(world: World) -> Any:
    world.ask(world.a, "GET", "/api/version")  # makes the connection
    return upstream(world).send
