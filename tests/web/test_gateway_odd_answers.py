"""Label Studio answers the gateway with something else: said in words, and never a failure of ours.

It is played here: a real one answers none of this, but another version of it might, or a proxy's
page in front of it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from flask.testing import FlaskClient
from pages_world import ANNA, World

from annotator import store
from annotator.keys import load_keys
from annotator.web.gateway.own_numbers import OwnNumbers
from annotator.web.gateway.upstream import Upstream

ODD: dict[str, bytes] = {
    "a page": b"<html><head><title>Back soon</title></head></html>",
    "nothing": b"",
    "nested deeply": b"[" * 100_000,
    **{repr(one): json.dumps(one).encode() for one in (None, 7, "yes", [1], [[]], {"detail": "x"})},
    "nulls": b'{"id": null, "data": null, "annotations": null, "columns": null}',
    "texts": b'{"id": "a", "data": "b", "annotations": "c", "columns": "d", "result": "e"}',
}
ODD_ROWS = (
    b'{"id": 1, "data": {}, "annotations": [1], "columns": [1]}',
    b'{"id": 1, "data": {}, "drafts": [{}], "columns": 5}',
)
CREATED = {
    "result": [],
    "was_cancelled": False,
    "unique_id": "0a1b2c3d-0000-4000-8000-000000000001",
}


@pytest.fixture
def answers(world: World, monkeypatch: pytest.MonkeyPatch) -> list[httpx.Response]:
    """The one answer that whatever is sent gets."""
    given: list[httpx.Response] = []

    def answered(*arguments: Any, **options: object) -> httpx.Response:
        given[0].request = httpx.Request(arguments[2], f"http://labelstudio{arguments[3]}")
        return given[0]

    db = world.open_store()
    store.set_technical_account(db, world.anna.account_id, "a@annotator.invalid", 5)
    db.close()
    monkeypatch.setattr(Upstream, "send", answered)
    return given


@pytest.fixture
def asked(world: World) -> list[tuple[str, str, Any]]:
    """One request of each rule that Label Studio has a word in."""
    db = world.open_store()
    first, second, _ = store.assignments_of_annotator(db, world.anna.id)
    project = store.load_annotator(db, world.anna.id).project_id
    [annotation] = store.annotations_of_assignment(db, first.id)
    [draft] = store.drafts_of_assignment(db, second.id)
    db.close()
    own = OwnNumbers(load_keys(world.settings).secret_key, world.anna.account_id)
    one = f"/api/annotations/{own.shown('annotation', annotation.labelstudio_id)}"
    begun = f"/api/drafts/{own.shown('draft', draft.labelstudio_id)}"
    return [
        ("GET", f"/projects/{project}/data?labeling=1", None),
        ("GET", "/api/version", None),
        ("GET", f"/api/projects/{project}", None),
        ("GET", f"/api/dm/project?project={project}", None),
        ("GET", f"/api/dm/columns?project={project}", None),
        ("GET", f"/api/projects/{project}/label-stream-history", None),
        ("POST", f"/api/dm/actions?id=next_task&project={project}", None),
        ("GET", f"/api/tasks/{first.task_id}", None),
        ("GET", one, None),
        ("POST", f"/api/tasks/{first.task_id}/annotations", CREATED),
        ("POST", f"/api/tasks/{second.task_id}/annotations", CREATED),
        ("PATCH", one, {"result": []}),
        ("POST", f"/api/tasks/{second.task_id}/drafts", {"result": []}),
        ("PATCH", begun, {"result": []}),
    ]


@pytest.fixture
def anna(world: World) -> Iterator[FlaskClient]:
    with world.client(ANNA) as client:
        yield client


def ask(client: FlaskClient, world: World, method: str, path: str, body: Any) -> tuple[int, str]:
    headers = {"Origin": world.settings.origin, "Sec-Fetch-Site": "same-origin"}
    answer = client.open(f"/labeling{path}", method=method, json=body, headers=headers)
    return answer.status_code, answer.get_data(as_text=True)


def test_what_is_not_understood_is_said_and_what_was_sent_is_not_taken_for_saved(
    anna: FlaskClient, world: World, answers: list[httpx.Response], asked: Any
) -> None:
    for (name, odd), one in itertools.product(ODD.items(), asked):
        if one[1] == "/api/version" and odd.startswith(b"{"):
            continue  # there any object will do
        answers[:] = [httpx.Response(200, content=odd)]
        status, said = ask(anna, world, *one)
        assert (status, "is not understood here" in said) == (502, True), (name, one, said)


def test_odd_work_on_a_task_and_odd_columns_are_not_understood_either(
    anna: FlaskClient, world: World, answers: list[httpx.Response], asked: Any
) -> None:
    shown = [one for one in asked if one[:2] == ("GET", asked[7][1]) or "/dm/col" in one[1]]
    for rows, one in itertools.product(ODD_ROWS, [*shown, asked[6]]):
        answers[:] = [httpx.Response(200, content=rows)]
        assert ask(anna, world, *one)[0] == 502, (rows, one)


def test_who_has_no_time_at_the_moment_is_said_to_have_none(
    anna: FlaskClient, world: World, answers: list[httpx.Response], asked: Any
) -> None:
    for status, one in itertools.product([429, 502, 503, 504], asked):
        answers[:] = [httpx.Response(status, content=ODD["a page"])]
        assert ask(anna, world, *one)[0] == 503, (status, one)


def test_a_file_that_cannot_be_had_now_is_not_said_to_be_missing(
    anna: FlaskClient, answers: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for status, given in {404: 404, 429: 503, 502: 503, 500: 503}.items():
        monkeypatch.setattr(Upstream, "open_file", lambda *_, status=status: httpx.Response(status))
        assert anna.get("/labeling/static/app.js").status_code == given
