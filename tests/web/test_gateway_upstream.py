"""How the gateway talks to Label Studio, and what it lets be seen; Label Studio is played here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.keys import Keys
from annotator.store.records import Account
from annotator.web.gateway import scrubbing
from annotator.web.gateway.own_numbers import OwnNumbers
from annotator.web.gateway.upstream import Upstream

KEYS = Keys("secret", "token")
OWN = OwnNumbers("secret", 1)


def account(number: int) -> Account:
    email = f"annotator-{number}@annotator.invalid"
    return Account(
        number, f"p{number}@newsroom.example", "", "annotator", "x", email, number, False
    )


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Signing in works at once; the list says who did, in order."""
    done: list[str] = []

    def sign_in(url: str, email: str, password: str) -> dict[str, str]:
        done.append(email)
        return {"sessionid": f"session {len(done)} of {email}", "csrftoken": "x"}

    monkeypatch.setattr("annotator.labelstudio.accounts.sign_in", sign_in)
    return done


def talking_to(answer: Callable[[httpx.Request], httpx.Response]) -> Upstream:
    made = Upstream(lambda: "http://labelstudio", KEYS)
    made._client._transport = httpx.MockTransport(answer)
    made._client._mounts = {}
    return made


def test_each_account_has_a_session_of_its_own_and_no_cookie_is_learnt(
    signed_in: list[str],
) -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("Cookie"))
        return httpx.Response(200, headers={"Set-Cookie": "sessionid=learnt; Path=/"})

    talk = talking_to(answer)
    for number in (1, 2, 1):
        talk.send(account(number), "GET", "/api/version")
    talk.open_file("/static/x.js", {}, {}).close()
    assert seen == [
        "sessionid=session 1 of annotator-1@annotator.invalid",
        "sessionid=session 2 of annotator-2@annotator.invalid",
        "sessionid=session 1 of annotator-1@annotator.invalid",
        None,  # static files need no session
    ]


@pytest.mark.parametrize(
    "ended",
    [httpx.Response(401), httpx.Response(302, headers={"Location": "/user/login/?next=/x"})],
)
def test_an_ended_session_is_begun_again_and_the_request_repeated(
    signed_in: list[str], ended: httpx.Response
) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return ended if "session 1" in request.headers["Cookie"] else httpx.Response(200)

    assert talking_to(answer).send(account(1), "GET", "/x").status_code == 200
    assert len(signed_in) == 2


def test_a_session_that_always_ends_is_an_error(signed_in: list[str]) -> None:
    talk = talking_to(lambda request: httpx.Response(401))
    with pytest.raises(LabelStudioRefused):
        talk.send(account(1), "GET", "/x")


@pytest.mark.parametrize(("repeatable", "asked"), [(True, 2), (False, 1)])
def test_a_connection_that_breaks_is_tried_again_only_where_that_is_safe(
    signed_in: list[str], repeatable: bool, asked: int
) -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        raise httpx.RemoteProtocolError("closed", request=request)

    with pytest.raises(LabelStudioDown):
        talking_to(answer).send(account(1), "POST", "/x", None, {}, repeatable=repeatable)
    assert len(seen) == asked


def test_only_our_own_headers_are_sent(signed_in: list[str]) -> None:
    seen: list[httpx.Headers] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers)
        return httpx.Response(200)

    talking_to(answer).send(account(1), "POST", "/x", {"project": 1}, {"result": []})
    assert set(seen[0]) == {
        *("host", "connection", "cookie", "accept", "accept-encoding", "content-type"),
        "content-length",
    }


def annotation(user: Any, **more: Any) -> dict[str, Any]:
    known = {"id": 5, "result": [], "completed_by": user, "updated_by": 9, "new_key": "secret"}
    return known | {"created_username": " other@x.example, 9"} | more


def test_an_annotation_shows_nobody_but_the_reader() -> None:
    seen = scrubbing.annotation(annotation(1), account(1), OWN)
    assert seen["completed_by"] == seen["updated_by"] == 1
    assert "other@x.example" not in str(seen)
    assert "new_key" not in seen


def test_a_task_shows_the_reader_s_own_work_only() -> None:
    raw = {
        "id": 3,
        "annotations": [annotation(1, id=5), annotation({"id": 2, "email": "b@x"}, id=6)],
        "drafts": [{"id": 7, "user": account(1).technical_email}, {"id": 8, "user": "b@x"}],
        "comment_authors": [{"email": "b@x"}],
        "updated_by": [{"user_id": 2}],
    }
    seen = scrubbing.task(raw, account(1), OWN)
    assert [OWN.meant("annotation", one["id"]) for one in seen["annotations"]] == [5]
    assert [OWN.meant("draft", one["id"]) for one in seen["drafts"]] == [7]
    assert "b@x" not in str(seen)
    assert seen["updated_by"] == [{"user_id": 1}]


def test_a_project_shows_the_study_s_title_and_no_creator() -> None:
    raw = {
        "id": 3,
        "title": "Work of Ada",
        "created_by": {"email": "owner@x"},
        "description": "annotator 1",
        "can_delete_tasks": True,
        "task_data_login": "x",
    }
    seen = scrubbing.project(raw, "Our study")
    assert seen["title"] == "Our study"
    assert seen["created_by"] is None
    assert seen["can_delete_tasks"] is False
    assert "task_data_login" not in seen
    assert "annotator 1" not in str(seen)


def test_columns_about_people_list_only_the_reader() -> None:
    raw = {"columns": [{"id": "text"}, {"id": "annotators", "schema": {"items": [1, 2, 3]}}]}
    seen = scrubbing.columns(raw["columns"], account(2))
    assert seen["columns"] == [{"id": "text"}, {"id": "annotators", "schema": {"items": [2]}}]
