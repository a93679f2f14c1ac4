"""B, signed in, sends everything there is to send against A: refused, and A's work unchanged.

test_hostile_control.py sends the same forms with the checks off.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from gateway_world import World, open_world, words
from hostile_forms import ADDRESSES, FORMS, METHODS, Form
from hostile_victim import (
    SECRET_REGION,
    Ids,
    aimed,
    filled,
    prepare,
    work_in_labelstudio,
    work_in_sqlite,
)

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
    web_port: int,
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("hostile")
    with open_world(folder, web_port, labelstudio_server, labelstudio, articles=4) as made:
        yield made


@pytest.fixture(scope="module")
def ids(world: World) -> Ids:
    return prepare(world)


@pytest.fixture(scope="module")
def work_of_a(world: World, ids: Ids) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """A's work in both stores, before B begins."""
    before = work_in_labelstudio(world, ids), work_in_sqlite(world)
    there = {table for table, rows in before[0].items() if rows}
    made = {"task_completion", "tasks_annotationdraft", "data_manager_view"}
    assert there >= {"project", "task"} | made
    assert len(before[1]) > 6
    return before


@pytest.fixture
def unchanged(world: World, ids: Ids, work_of_a: Any) -> Iterator[None]:
    """A's work, in both stores, is after the test what it was before."""
    yield
    assert (work_in_labelstudio(world, ids), work_in_sqlite(world)) == work_of_a


def secrets(world: World) -> list[str]:
    account = world.a.account
    return [
        *(SECRET_REGION, account.name, account.email, account.technical_email),
        *("owner@annotator.invalid", world.server.keys.labelstudio_token),
    ]


def tells_nothing(world: World, answer: Any) -> None:
    text = words(answer)
    assert [one for one in secrets(world) if one in text] == []


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_b_cannot(world: World, ids: Ids, form: Form) -> None:
    answer = world.ask(
        world.b,
        form.method,
        filled(form.path, aimed(world, ids)),
        filled(form.body, aimed(world, ids)),
        headers=filled(form.headers, aimed(world, ids)),
    )
    if form.answered:
        assert answer.status_code in (200, 201)
    else:
        assert 400 <= answer.status_code < 500
        assert "detail" in answer.json
    tells_nothing(world, answer)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", METHODS)
def test_b_reaches_nothing_of_a_by_any_method(
    world: World, ids: Ids, method: str, address: str
) -> None:
    body = None if method == "GET" else {"result": [], "title": "B was here", "data": {}}
    answer = world.ask(world.b, method, filled(address, aimed(world, ids)), body)
    assert 400 <= answer.status_code < 500
    tells_nothing(world, answer)


def test_what_b_writes_is_in_b_s_own_name(world: World, ids: Ids) -> None:
    body = {
        "result": [],
        "completed_by": ids.a_user,
        "ground_truth": True,
        "parent_annotation": ids.a_annotation,
    }
    answer = world.ask(world.b, "POST", f"/api/tasks/{world.b.task(2)}/annotations", body)
    assert answer.status_code == 201
    (made,) = world.annotations_in_labelstudio(world.b.task(2))
    assert made["completed_by"]["id"] == world.b.account.labelstudio_user_id
    assert made["ground_truth"] is False
    assert made["parent_annotation"] is None


def test_b_cannot_choose_an_article(world: World, ids: Ids) -> None:
    last = world.b.task(3)
    wanted = {
        "selectedItems": {"all": False, "included": [last]},
        "ordering": ["-tasks:id"],
        "filters": {
            "conjunction": "and",
            "items": [
                {"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": last}
            ],
        },
    }
    path = f"/api/dm/actions?id=next_task&project={ids.b_project}"
    assert world.ask(world.b, "POST", path, wanted).json["id"] == ids.b_free_task


@pytest.mark.usefixtures("unchanged")
def test_b_cannot_end_a_draft_of_a_by_submitting(world: World, ids: Ids) -> None:
    body = {"result": [], "draft_id": aimed(world, ids).a_draft}
    answer = world.ask(world.b, "POST", f"/api/tasks/{world.b.task(3)}/annotations", body)
    assert answer.status_code == 403


def test_nobody_who_is_not_signed_in_gets_anything(world: World, ids: Ids) -> None:
    client = world.app.test_client()
    for path in ("/api/version", "/react-app/main.js", f"/projects/{ids.a_project}/data"):
        answer = client.get(f"/labeling{path}", base_url=world.settings.origin)
        assert answer.status_code in (302, 401)
        assert "sign-in" in answer.headers.get("Location", "sign-in")
    answer = client.get("/static/fonts/Figtree-Regular.ttf", base_url=world.settings.origin)
    assert answer.status_code in (302, 401)


def test_no_answer_brings_label_studio_s_cookies_or_headers(world: World, ids: Ids) -> None:
    for path in (
        f"/projects/{ids.b_project}/data?labeling=1",
        "/api/version",
        "/react-app/main.js",
    ):
        answer = world.ask(world.b, "GET", path)
        assert answer.status_code == 200
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
        cookies = " ".join(answer.headers.getlist("Set-Cookie"))
        assert "sessionid" not in cookies
        assert "csrftoken" not in cookies


def test_a_withdrawn_article_and_a_removed_annotator_are_refused(
    world: World, labelstudio_server: EmbeddedServer, tmp_path: Any, labelstudio: LabelStudio
) -> None:
    port = world.settings.port
    with open_world(tmp_path, port, labelstudio_server, labelstudio, articles=2) as other:
        b = other.b
        paths = [f"/api/tasks/{b.task(0)}", f"/api/tasks/{b.task(1)}"]
        assert [other.ask(b, "GET", path).status_code for path in paths] == [200, 200]
        with other.open_db() as db:
            store.withdraw_assignments(db, [b.assignments[0].id])
        assert [other.ask(b, "GET", path).status_code for path in paths] == [403, 200]
        with other.open_db() as db:
            store.remove_annotator(db, b.annotator.id)
        assert [other.ask(b, "GET", path).status_code for path in paths] == [403, 403]
        page = f"/projects/{b.project}/data?labeling=1"
        assert other.ask(b, "GET", page).status_code == 403
