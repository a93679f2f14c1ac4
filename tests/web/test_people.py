"""The page on which a manager names managers, adjudicators and viewers of a study."""

from __future__ import annotations

import re

import pytest
from pages_world import ANNA, MANAGER, PASSWORD, World, send

from annotator import store
from annotator.store.members import add_member, load_members
from annotator.workflow.passwords import hash_password

PAGE = "/studies/1/people/"
JUDIT = "judit@example.org"


def members(world: World) -> dict[str, str]:
    db = world.open_store()
    found = {one.email: one.role for one in load_members(db, 1)}
    db.close()
    return found


def link_in(text: str) -> str:
    (found,) = re.findall(r'value="http://127.0.0.1:5000(/reset/[\w-]+)"', text)
    return found


def test_who_has_no_account_gets_a_link_and_then_has_the_role(world: World) -> None:
    client = world.client(MANAGER)
    led = send(client, PAGE, {"email": JUDIT, "role": "adjudicator"})
    page = client.get(led.location).text
    assert members(world) == {JUDIT: "adjudicator"}
    fresh = world.client()
    new = {"password": PASSWORD, "password_again": PASSWORD}
    assert send(fresh, link_in(page), new).status_code == 302
    assert fresh.get("/studies/1/adjudication/").status_code == 200
    assert send(client, PAGE, {"email": JUDIT, "role": "viewer"}).status_code == 302
    assert members(world) == {JUDIT: "viewer"}
    assert fresh.get("/studies/1/adjudication/").status_code == 403
    send(client, PAGE, {"email": JUDIT, "role": "none"})
    assert members(world) == {}


@pytest.mark.parametrize("role", ["adjudicator", "manager"])
def test_who_annotates_settles_only_when_the_manager_says_so_again(world: World, role: str) -> None:
    client = world.client(MANAGER)
    warned = send(client, PAGE, {"email": ANNA, "role": role})
    assert warned.status_code == 400
    assert "would settle their own work" in warned.text
    assert members(world) == {}
    send(client, PAGE, {"email": ANNA, "role": role, "also_annotates": "1"})
    assert members(world) == {ANNA: role}
    assert "annotates too" in client.get(PAGE).text


def test_an_adjudicator_is_not_invited_to_annotate_by_accident(world: World) -> None:
    client = world.client(MANAGER)
    send(client, PAGE, {"email": JUDIT, "role": "adjudicator"})
    send(client, "/studies/1", {"emails": JUDIT}, to="/studies/1/annotators/")
    db = world.open_store()
    assert JUDIT not in {one.email for one in store.load_annotators(db, 1)}
    db.close()


def test_a_password_link_ends_the_sessions_and_only_an_installations_manager_makes_one(
    world: World,
) -> None:
    anna, client = world.client(ANNA), world.client(MANAGER)
    assert anna.get("/work/").status_code == 200
    number = world.anna.account_id
    led = send(client, PAGE, to=f"{PAGE}{number}/reset")
    assert anna.get("/work/").status_code == 302
    new = {"password": "another long password", "password_again": "another long password"}
    assert send(world.client(), link_in(client.get(led.location).text), new).status_code == 302

    db = world.open_store()
    person = store.create_account(db, email=JUDIT, role="annotator", name="Judit Orr")
    store.set_password(db, person.id, hash_password(PASSWORD))
    add_member(db, 1, person.id, "manager")
    db.close()
    judit = world.client(JUDIT)
    assert "New password link" not in judit.get(PAGE).text
    assert send(judit, PAGE, to=f"{PAGE}{number}/reset").status_code == 403


def test_a_studys_manager_gets_no_link_into_an_account_that_has_a_part_elsewhere(
    world: World,
) -> None:
    db = world.open_store()
    person = store.create_account(db, email=JUDIT, role="annotator", name="Judit Orr")
    store.set_password(db, person.id, hash_password(PASSWORD))
    add_member(db, 1, person.id, "manager")
    store.create_account(db, email="boss@example.org", role="manager")
    db.close()
    judit = world.client(JUDIT)
    for path, form, to in (
        (PAGE, {"email": "boss@example.org", "role": "viewer"}, PAGE),
        ("/studies/1", {"emails": "boss@example.org"}, "/studies/1/annotators/"),
    ):
        answer = send(judit, path, form, to=to)
        text = answer.text if answer.status_code != 302 else judit.get(answer.location).text
        assert "part elsewhere" in text
    assert "boss@example.org" not in members(world)


def test_a_wrong_address_or_role_is_refused_with_what_was_typed(world: World) -> None:
    client = world.client(MANAGER)
    answer = send(client, PAGE, {"email": "no address", "role": "viewer"})
    assert answer.status_code == 400
    assert 'value="no address"' in answer.text
    unknown = send(client, PAGE, {"email": ANNA, "role": "emperor"})
    assert unknown.status_code == 400
    assert "is no role in a study" in unknown.text
