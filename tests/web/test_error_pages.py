"""Pages that say what went wrong: nothing that a person wrote is lost with them."""

from __future__ import annotations

import errno

import pytest
from markupsafe import escape
from pages_world import MANAGER, PASSWORD, World, csrf_token, send, sign_in

from annotator.errors import LabelStudioError, StoreError
from annotator.web import error_pages, studies
from annotator.web.access import ANYONE, open_to

WRITTEN = "The mayor spoke of <two> bridges. Nobody else did."


def test_what_was_written_before_the_session_ended_is_shown_to_be_copied(world: World) -> None:
    client = world.client(MANAGER)
    form = {"csrf_token": csrf_token(client, "/studies/1/upload/"), "text": WRITTEN}
    send(client, "/studies/", to="/sign-out")
    answer = client.post("/studies/1/upload/", data=form)
    assert answer.status_code == 401
    assert "You are signed out" in answer.text
    assert str(escape(WRITTEN)) in answer.text
    # Signed in again beside it, the form of before is refused and nothing of it lost.
    sign_in(client, MANAGER, PASSWORD)
    again = client.post("/studies/1/upload/", data=form)
    assert again.status_code == 400
    assert "from another sign-in" in again.text
    assert str(escape(WRITTEN)) in again.text


def test_no_password_is_shown_to_be_copied(world: World) -> None:
    form = {"old_password": PASSWORD, "password": PASSWORD, "password_again": PASSWORD}
    answer = world.client().post("/account", data=form)
    assert answer.status_code == 401
    assert PASSWORD not in answer.text


def test_a_pages_script_is_told_that_the_session_has_ended(world: World) -> None:
    """It was led to the sign-in page, which is no answer to it."""
    answer = world.client().get("/jobs/1.json", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.get_json() == {"error": "You are signed out"}


def test_a_page_that_answers_a_form_does_not_ask_again_by_itself(world: World) -> None:
    def ends() -> None:
        raise LabelStudioError("It is being started.")

    world.app.add_url_rule("/ends", "ends", open_to(ANYONE)(ends), methods=["GET", "POST"])
    client = world.client(MANAGER)
    assert 'http-equiv="refresh"' in client.get("/ends").text
    form = {"csrf_token": csrf_token(client, "/studies/new"), "text": WRITTEN}
    answer = client.post("/ends", data=form)
    assert answer.status_code == 503
    assert 'http-equiv="refresh"' not in answer.text
    assert str(escape(WRITTEN)) in answer.text


def test_what_was_written_is_shown_even_where_the_store_cannot_be_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(*_: object, **__: object) -> str:
        raise StoreError("The store cannot be read.")

    client = world.client(MANAGER)
    form = {"csrf_token": csrf_token(client, "/studies/new"), "title": WRITTEN, "scheme": "framing"}
    monkeypatch.setattr(studies, "create_study", unread)
    monkeypatch.setattr(error_pages, "render_template", unread)
    answer = client.post("/studies/new", data=form)
    assert answer.status_code == 500
    assert str(escape(WRITTEN)) in answer.text


def test_where_no_file_can_be_opened_the_page_was_read_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where too many are open: neither the page nor a part of it is looked for then."""

    def none_left(*_: object, **__: object) -> str:
        raise OSError(errno.EMFILE, "Too many open files")

    app = world.app
    monkeypatch.setattr(app.jinja_env.loader, "get_source", none_left)
    monkeypatch.setattr(error_pages, "render_template", none_left)
    with app.test_request_context("/anywhere", method="POST", data={"note": WRITTEN}):
        page, code = error_pages.error_page(507, "Too many files are open.")
    assert code == 507
    assert "Too many files are open." in page
    assert str(escape(WRITTEN)) in page
