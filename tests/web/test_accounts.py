"""Signing in and out, the first manager, invitations."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from page_text import browsed
from pages_world import ANNA, BRUNO, MANAGER, PASSWORD, World, csrf_token, make_app, send, sign_in
from patient import PATIENCE

from annotator import store
from annotator.keys import load_keys
from annotator.settings import Settings
from annotator.web import create_app
from annotator.web.accounts import patience
from annotator.web.edge.patience import Patience, TooManyAttempts
from annotator.workflow.inviting import invite

FIRST = {"email": "mona@example.org", "password": PASSWORD, "password_again": PASSWORD}


def test_the_first_visit_asks_once_for_the_manager(tmp_path: Path) -> None:
    app, settings = make_app(tmp_path / "data")
    client = app.test_client()
    assert client.get("/").location == "/first-manager"
    assert client.get("/sign-in").location == "/first-manager"
    answer = send(client, "/first-manager", FIRST)
    assert answer.location == "/studies/"
    assert client.get("/studies/").status_code == 200
    db = store.open_store(settings.database)
    assert store.find_account(db, FIRST["email"]).is_manager
    db.close()


def test_a_second_first_manager_is_refused(world: World) -> None:
    client = world.client()
    assert client.get("/first-manager").location == "/sign-in"
    answer = send(client, "/sign-in", FIRST | {"email": "eve@example.org"}, to="/first-manager")
    assert answer.status_code == 403
    db = world.open_store()
    assert store.find_account(db, "eve@example.org") is None
    db.close()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "mona"}, "is not an e-mail address"),
        ({"password": "short", "password_again": "short"}, "at least 10"),
        ({"password_again": "another long password"}, "two passwords differ"),
    ],
)
def test_what_is_wrong_with_the_first_manager_is_said(
    tmp_path: Path, form: dict[str, str], words: str
) -> None:
    app, _ = make_app(tmp_path / "data")
    client = app.test_client()
    answer = send(client, "/first-manager", FIRST | form)
    assert words in answer.text
    assert client.get("/").location == "/first-manager"


def test_signing_in_leads_each_to_their_own_start(world: World) -> None:
    assert sign_in(world.client(), MANAGER, PASSWORD).location == "/studies/"
    assert sign_in(world.client(), ANNA.upper(), PASSWORD).location == "/work/"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(world: World) -> None:
    wrong = sign_in(world.client(), ANNA, "a wrong invented password")
    unknown = sign_in(world.client(), "nobody@example.org", "a wrong invented password")
    assert wrong.status_code == unknown.status_code == 401
    assert _main(wrong.text).replace(ANNA, "") == _main(unknown.text).replace(
        "nobody@example.org", ""
    )


def test_guessing_has_to_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(patience, "_sleep", waited.append)
    client = world.client()
    for _ in range(8):
        assert sign_in(client, ANNA, "wrong").status_code == 401
    assert waited == [0.5, 1.0, 2.0]
    assert sign_in(client, ANNA, PASSWORD).location == "/work/"  # slower, but never refused
    assert waited == [0.5, 1.0, 2.0, 4.0]


def test_guessing_at_ones_own_password_has_to_wait_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever finds a browser signed in could try for as long as they like."""
    waited: list[float] = []
    monkeypatch.setattr(patience, "_sleep", waited.append)
    client, new = world.client(ANNA), "another invented password"
    token = csrf_token(client, "/account")
    form = {"csrf_token": token, "password": new, "password_again": new}
    for _ in range(7):
        assert "not right" in client.post("/account", data=form | {"old_password": "wrong"}).text
    assert waited == [0.5, 1.0]
    answer = client.post("/account", data=form | {"old_password": PASSWORD})
    assert answer.status_code == 302


def test_guesses_at_unknown_addresses_lock_nobody_out_behind_the_same_proxy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(patience, "_sleep", waited.append)
    for number in range(25):
        assert sign_in(world.client(), f"nobody{number}@example.org", "wrong").status_code == 401
    assert sign_in(world.client(), ANNA, PASSWORD).location == "/work/"
    assert max(waited) <= 2.0


def test_others_guesses_at_an_account_do_not_refuse_its_right_password(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(patience, "_sleep", waited.append)
    token = csrf_token(client := world.client(), "/sign-in")
    for number in range(30):
        client.post(
            "/sign-in",
            data={"csrf_token": token, "email": ANNA, "password": "wrong"},
            environ_overrides={"REMOTE_ADDR": f"198.51.100.{number}"},
        )
    waited.clear()
    assert sign_in(world.client(), ANNA, PASSWORD).location == "/work/"
    assert waited == [2.0]


def test_guesses_sent_at_once_are_counted_before_they_are_checked() -> None:
    """While one waits its turn, more from the same place are refused; none slips through."""
    waiting, go_on = threading.Event(), threading.Event()

    def sleep(_seconds: float) -> None:
        waiting.set()
        go_on.wait(PATIENCE)

    patient = Patience(sleep=sleep)
    checked: list[int] = []

    def guess(number: int) -> None:
        with patient.attempt("anna", "here"):
            checked.append(number)

    for number in range(5):
        guess(number)
    sixth = threading.Thread(target=guess, args=(5,))
    sixth.start()
    assert waiting.wait(PATIENCE)
    for number in range(6, 40):
        with pytest.raises(TooManyAttempts):
            guess(number)
    go_on.set()
    sixth.join()
    assert checked == [0, 1, 2, 3, 4, 5]


def test_however_many_guesses_wait_the_right_password_is_taken() -> None:
    """Guesses from many places wait at once; nobody else is refused because of them."""
    waiting, go_on = threading.Semaphore(0), threading.Event()

    def sleep(_seconds: float) -> None:
        waiting.release()
        go_on.wait(PATIENCE)

    patient = Patience(sleep=sleep)

    def guess(address: str) -> None:
        with patient.attempt("anna", address):
            pass

    for number in range(20):
        guess(f"198.51.100.{number}")
    guessing = [
        threading.Thread(target=guess, args=(f"203.0.113.{number}",)) for number in range(10)
    ]
    for thread in guessing:
        thread.start()
        assert waiting.acquire(timeout=PATIENCE)
    patient._sleep = lambda _seconds: None
    with patient.attempt("anna", "192.0.2.1") as attempt:
        attempt.succeeded = True
    go_on.set()
    for thread in guessing:
        thread.join()


@pytest.mark.parametrize(
    ("host", "origin", "asks"),
    [
        ("127.0.0.1", "", False),
        ("::1", "", False),
        ("localhost", "", False),
        ("0.0.0.0", "", True),
        ("192.0.2.7", "", True),
        ("127.0.0.1", "https://annotate.example.org", True),
    ],
)
def test_where_strangers_may_come_first_the_manager_needs_the_code_that_up_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, origin: str, asks: bool
) -> None:
    monkeypatch.setattr(patience, "_sleep", lambda seconds: None)
    settings = Settings(data_dir=tmp_path / "data", host=host, public_origin=origin)
    keys = load_keys(settings)
    client = browsed(create_app(settings, keys, "http://127.0.0.1:9")).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    page = client.get("/first-manager", base_url=settings.origin)
    assert ('name="code"' in page.text) is asks
    if asks:
        for wrong in ("", "0000-0000-0000-0000"):
            form = FIRST | {"code": wrong}
            refused = client.post("/first-manager", data=form, base_url=settings.origin)
            assert "The code is not right" in refused.text
    form = FIRST | ({"code": keys.first_manager_code} if asks else {})
    made = client.post("/first-manager", data=form, base_url=settings.origin)
    assert made.location == "/studies/"


def test_signing_out_ends_the_session(world: World) -> None:
    client = world.client(ANNA)
    assert send(client, "/work/", to="/sign-out").location == "/sign-in"
    assert client.get("/work/").location.startswith("/sign-in")


def test_a_new_password_ends_older_sessions(world: World) -> None:
    here, elsewhere = world.client(ANNA), world.client(ANNA)
    new = "another invented password"
    form = {"old_password": PASSWORD, "password": new, "password_again": new}
    assert send(here, "/account", form).status_code == 302
    assert here.get("/work/").status_code == 200
    assert elsewhere.get("/work/").status_code == 302
    assert sign_in(world.client(), ANNA, PASSWORD).status_code == 401


def test_the_present_password_is_needed_for_a_new_one(world: World) -> None:
    new = "another invented password"
    form = {"old_password": "wrong", "password": new, "password_again": new}
    assert "Nothing was changed" in send(world.client(ANNA), "/account", form).text
    assert sign_in(world.client(), ANNA, PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/work/1/guideline", "/work/1/guideline"),
        ("https://evil.example", "/work/"),
        ("//evil.example/x", "/work/"),
        ("/\\evil.example", "/work/"),
        ("javascript:alert(1)", "/work/"),
    ],
)
def test_after_signing_in_one_is_led_on_within_this_site_only(
    world: World, wanted: str, led_to: str
) -> None:
    client = world.client()
    form = {"email": ANNA, "password": PASSWORD}
    answer = send(client, "/sign-in", form, to="/sign-in?next=" + wanted)
    assert answer.location == led_to


def test_a_form_without_its_token_is_refused(world: World) -> None:
    client = world.client()
    answer = client.post("/sign-in", data={"email": ANNA, "password": PASSWORD})
    assert answer.status_code == 400
    assert client.get("/work/").status_code == 302


def test_an_invitation_lets_a_person_sign_up_once(world: World) -> None:
    path = _invite(world, "cora@example.org")
    client = world.client()
    page = client.get(path)
    assert "cora@example.org" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    form = {"name": "Cora Lind", "password": PASSWORD, "password_again": PASSWORD}
    assert send(client, path, form).location == "/work/"
    assert "Bridges of Marl" in client.get("/work/").text
    again = world.client().get(path)
    assert again.status_code == 404
    assert "does not work any more" in again.text


def test_signing_up_ends_another_persons_session_in_the_same_browser(world: World) -> None:
    path = _invite(world, "cora@example.org")
    client = world.client(MANAGER)
    form = {"name": "Cora Lind", "password": PASSWORD, "password_again": PASSWORD}
    assert send(client, path, form).location == "/work/"
    assert client.get("/studies/").status_code == 403


def test_who_has_an_account_signs_in_and_accepts(world: World) -> None:
    first, second = _invite(world, "cora@example.org"), _invite(world, "cora@example.org", study=2)
    form = {"name": "Cora Lind", "password": PASSWORD, "password_again": PASSWORD}
    assert send(world.client(), first, form).location == "/work/"
    client = world.client()
    assert client.get(second).location == "/sign-in"
    assert sign_in(client, "cora@example.org", PASSWORD).location == second
    assert send(client, second).location == "/work/"
    assert world.client().get(second).status_code == 404


def test_an_invitation_is_for_one_person_only(world: World) -> None:
    first, second = _invite(world, "cora@example.org"), _invite(world, "cora@example.org", study=2)
    form = {"name": "Cora Lind", "password": PASSWORD, "password_again": PASSWORD}
    send(world.client(), first, form)
    other = world.client(BRUNO)
    answer = other.get(second)
    assert answer.status_code == 403
    assert "somebody else" in answer.text
    assert "cora@example.org" not in answer.text
    assert send(other, second).status_code == 403


def test_a_made_up_invitation_says_only_that_it_does_not_work(world: World) -> None:
    assert world.client().get("/invitation/made-up").status_code == 404


def _invite(world: World, email: str, study: int = 1) -> str:
    from annotator.workflow.studies import create_study

    db = world.open_store()
    if study == 2:
        study = create_study(db, "A second study", "framing").id
    link = invite(db, study, email, world.settings.origin).link
    db.close()
    return link.removeprefix(world.settings.origin)


def _main(page: str) -> str:
    """The page's own part, without its changing form token."""
    import re

    return re.sub(r'value="[^"]*"', "", page[page.index("<main") :])


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    client = world.client(ANNA)
    elsewhere = world.client(ANNA)
    old = client.get_cookie("annotator_session")
    assert old is not None
    send(client, "/work/", to="/sign-out")
    client.set_cookie("annotator_session", old.value, path="/")
    assert client.get("/work/").status_code == 302
    assert elsewhere.get("/work/").status_code == 200  # another browser stays signed in


def test_removing_somebody_from_their_last_study_ends_their_sessions(world: World) -> None:
    anna, bruno = world.client(ANNA), world.client(BRUNO)
    send(world.client(MANAGER), f"/studies/1/annotators/{world.anna.id}/remove")
    assert anna.get("/work/").status_code == 302
    assert bruno.get("/work/").status_code == 200
    assert world.client(ANNA).get("/work/").status_code == 200  # the account itself is there


def test_no_answer_is_kept_by_a_browser_but_stylesheets_and_the_drawing_library(
    world: World,
) -> None:
    client = world.client(MANAGER)
    for path in (
        "/studies/", "/schemes/framing.yaml", "/studies/1/downloads/spans", "/jobs/99.json",
        "/nowhere", "/", "/work/",
    ):  # fmt: skip
        with client.get(path) as answer:
            assert answer.headers["Cache-Control"] == "no-store", path
    with client.get("/assets/style.css") as answer:
        assert "no-store" not in answer.headers["Cache-Control"]
