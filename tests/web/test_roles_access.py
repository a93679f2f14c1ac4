"""Every route x role in a study: manager, adjudicator, viewer, annotator, and nobody there."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from pages_world import BRUNO, PASSWORD, World, csrf_token
from test_access import ANNAS, address, role, routes

from annotator import store
from annotator.store.members import add_member, remove_member
from annotator.web.access import (
    ADJUDICATORS,
    ANYONE,
    MANAGERS,
    OVERSEERS,
    SIGNED_IN,
    VIEWERS,
)
from annotator.workflow.passwords import hash_password

EVERYBODY = {ANYONE, SIGNED_IN}
OPEN = {
    "manager": EVERYBODY | {OVERSEERS, MANAGERS, ADJUDICATORS, VIEWERS},
    "adjudicator": EVERYBODY | {ADJUDICATORS},
    "viewer": EVERYBODY | {OVERSEERS, VIEWERS},
}
HER = "vera@example.org"
# Jobs have a test below; the others would change the world under the test, or refuse everybody.
ELSEWHERE = (
    "jobs.show",
    "jobs.state",
    "accounts.sign_out",
    "accounts.first_manager",
    "studies.remove",
    "studies.collect_study",
    "studies.publish_study",
    "health.metrics",  # asks for a token, or a manager of the installation, by itself
)


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD)


def with_role(world: World, part: str, hashed: str) -> FlaskClient:
    """Signed in as somebody who has this role in the study, and nothing else."""
    db = world.open_store()
    person = store.create_account(db, email=HER, role="annotator", name="Vera Lint")
    store.set_password(db, person.id, hashed)
    add_member(db, world.study.id, person.id, part)
    db.close()
    return world.client(HER)


@pytest.mark.parametrize("part", OPEN)
def test_each_role_opens_its_own_routes_and_no_others(world: World, hashed: str, part: str) -> None:
    client = with_role(world, part, hashed)
    token = csrf_token(client, "/account")
    tried = {True: 0, False: 0}
    for rule, method in routes(world.app):
        if rule.endpoint in ELSEWHERE:
            continue
        needed = role(world.app, rule)
        if needed == VIEWERS and method != "GET":
            needed = MANAGERS  # a viewer changes nothing
        answer = client.open(address(rule), method=method, data={"csrf_token": token})
        allowed = needed in OPEN[part]
        assert (answer.status_code != 403) == allowed, f"{method} {rule.rule}: {answer.status}"
        answer.close()
        tried[allowed] += 1
    assert min(tried.values()) > 5


@pytest.mark.parametrize("part", OPEN)
def test_a_role_in_one_study_is_none_in_another_and_ends(
    world: World, hashed: str, part: str
) -> None:
    client = with_role(world, part, hashed)
    token = csrf_token(client, "/account")
    for rule, method in routes(world.app):
        if "study_id" in rule.arguments and role(world.app, rule) in (
            MANAGERS, ADJUDICATORS, VIEWERS,
        ):  # fmt: skip
            path = address(rule).replace("/studies/1", "/studies/2", 1)
            answer = client.open(path, method=method, data={"csrf_token": token})
            assert answer.status_code == 403, f"{method} {path}"
    db = world.open_store()
    person = store.find_account(db, HER)
    assert person is not None
    remove_member(db, world.study.id, person.id)
    db.close()
    for path in ("/studies/", "/studies/1", "/studies/1/agreement/", "/studies/1/adjudication/"):
        assert client.get(path).status_code == 403, path


def test_a_viewer_finds_pseudonyms_and_no_names(world: World, hashed: str) -> None:
    client = with_role(world, "viewer", hashed)
    assert client.get("/studies/1").location == "/studies/1/agreement/"
    seen = ""
    for rule, method in routes(world.app):
        if method == "GET" and role(world.app, rule) in OPEN["viewer"]:
            answer = client.get(address(rule))
            seen += answer.text
            answer.close()
    assert "A01" in seen
    for word in (*ANNAS[:2], "Bruno Kerr", BRUNO):
        assert word not in seen


def test_a_job_is_shown_to_who_manages_its_study_and_its_progress_to_viewers(
    world: World, hashed: str
) -> None:
    db = world.open_store()
    job = store.start_job(db, "collect", 0, world.study.id)
    other = store.start_job(db, "collect", 0, None)
    db.close()
    client = with_role(world, "viewer", hashed)
    assert client.get(f"/jobs/{job}.json").status_code == 200
    assert client.get(f"/jobs/{job}").status_code == 403
    assert client.get(f"/jobs/{other}.json").status_code == 403


def test_after_signing_in_each_lands_where_they_have_something(world: World, hashed: str) -> None:
    client = with_role(world, "viewer", hashed)
    assert client.get("/").location == "/studies/"
    assert "Bridges of Marl" in client.get("/studies/").text
    assert "New study" not in client.get("/studies/").text
