"""Every route, opened by nobody, by an annotator and by a manager: who may see what."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from pages_world import ANNA, BRUNO, MANAGER, World, csrf_token
from werkzeug.routing import Rule

from annotator.web.access import (
    ADJUDICATORS,
    ANYONE,
    INSTALLERS,
    MANAGERS,
    OVERSEERS,
    SIGNED_IN,
    VIEWERS,
)

ROLES = {ANYONE, SIGNED_IN, OVERSEERS, INSTALLERS, ADJUDICATORS, MANAGERS, VIEWERS}
FILLED = {
    "study_id": 1,
    "article_id": 1,
    "annotator_id": 1,
    "account_id": 1,
    "job_id": 1,
    "scheme_id": 1,
    "model_id": 1,
    "number": 0,
    "name": "framing",
    "ending": "md",
    "token": "made-up",
    "weight": "Regular",
    "filename": "style.css",
    "key": "made-up",
    "ticket": "made-up",
}
# Who she is, and a mark that only she made (the text itself was given to Bruno too).
ANNAS = ("Anna Bell", ANNA, "A01", 'title="Name-calling"')


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Our own routes (not the gateway's, which has tests of its own) and a method of each."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("gateway.") or rule.endpoint == "static":
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            yield rule, method


def role(app: Flask, rule: Rule) -> str:
    return getattr(app.view_functions[rule.endpoint], "open_to", "")


def address(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(FILLED[found[1]]), rule.rule)


def test_every_route_says_who_may_open_it(world: World) -> None:
    silent = [rule.rule for rule, _ in routes(world.app) if role(world.app, rule) not in ROLES]
    assert silent == []


def test_a_route_that_says_nothing_is_closed_to_everybody(world: World) -> None:
    world.app.add_url_rule("/forgotten", "forgotten", lambda: "seen")
    assert world.client().get("/forgotten").status_code == 403
    assert world.client(MANAGER).get("/forgotten").status_code == 403


def test_nobody_gets_past_the_sign_in(world: World) -> None:
    client = world.client()
    token = csrf_token(client, "/sign-in")
    for rule, method in routes(world.app):
        if role(world.app, rule) == ANYONE:
            continue
        answer = client.open(address(rule), method=method, data={"csrf_token": token})
        led = answer.status_code == 302 and answer.location.startswith("/sign-in")
        assert led or answer.status_code == 401, f"{method} {rule.rule}: {answer.status}"


def test_an_annotator_opens_no_page_of_the_managers(world: World) -> None:
    client = world.client(BRUNO)
    token = csrf_token(client, "/work/")
    tried = 0
    for rule, method in routes(world.app):
        if role(world.app, rule) in (ANYONE, SIGNED_IN):
            continue
        answer = client.open(address(rule), method=method, data={"csrf_token": token})
        assert answer.status_code == 403, f"{method} {rule.rule}: {answer.status}"
        tried += 1
    assert tried > 25


def test_an_annotator_finds_nothing_of_another_anywhere(world: World) -> None:
    client = world.client(BRUNO)
    for rule, method in routes(world.app):
        if rule.endpoint == "accounts.sign_out":
            continue
        answer = client.open(address(rule), method=method)
        for word in ANNAS:
            assert word not in answer.text, f"{word!r} at {method} {rule.rule}"


def test_the_managers_pages_do_name_them(world: World) -> None:
    """The control: what the test above looks for is really there to be found."""
    client = world.client(MANAGER)
    seen = client.get("/studies/1").text + client.get("/studies/1/articles/1?annotator=A01").text
    assert all(word in seen for word in ANNAS)


@pytest.mark.parametrize(
    "path",
    ["/studies/99", "/studies/1/articles/99", "/studies/1/annotators/99/remove", "/jobs/99",
     "/schemes/none", "/schemes/kept/99", "/studies/1/upload/made-up", "/studies/1/upload/..%2f..",
     "/studies/1/downloads/annotator.sqlite", "/nowhere"],
)  # fmt: skip
def test_what_is_not_there_is_said_on_a_page(world: World, path: str) -> None:
    answer = world.client(MANAGER).get(path)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def test_our_pages_carry_the_headers_that_protect_them(world: World) -> None:
    answer = world.client(MANAGER).get("/schemes/framing")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    nonce = re.search("'nonce-([^']+)'", policy)
    assert nonce is not None
    assert f'<style nonce="{nonce[1]}">' in answer.text


def test_no_page_has_styles_or_scripts_of_its_own_that_the_policy_would_stop(world: World) -> None:
    client = world.client(MANAGER)
    for path in ("/studies/", "/studies/1", "/studies/new", "/schemes/", "/schemes/framing",
                 "/studies/1/articles/1?annotator=A01", "/studies/1/upload/"):  # fmt: skip
        page = client.get(path).text
        assert not re.search(r'\sstyle="|\son\w+="|<style>|<script>', page), path


def test_the_cookie_is_closed_to_scripts_and_other_sites(world: World) -> None:
    cookie = world.client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_localhost_leads_to_the_one_address_we_are_known_by(world: World) -> None:
    answer = world.client().get("/sign-in?next=/work/", base_url="http://localhost:5000")
    assert answer.location == "http://127.0.0.1:5000/sign-in?next=/work/"
    assert world.client().get("/sign-in", base_url="http://127.0.0.1:5000").status_code == 200


def test_a_disabled_account_is_signed_out(world: World) -> None:
    client = world.client(BRUNO)
    db = world.open_store()
    db.execute("UPDATE accounts SET disabled_at = '2026-11-24' WHERE email = ?", [BRUNO])
    db.conn.commit()
    db.close()
    assert client.get("/work/").status_code == 302
