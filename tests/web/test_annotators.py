"""Inviting annotators, new links, removing."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from pages_world import ANNA, MANAGER, World, send

from annotator import store


def followed(client: FlaskClient, answer):
    """The page that the answer to a form leads to."""
    assert answer.status_code == 302
    return client.get(answer.location)


def test_each_invited_person_gets_a_link_shown_this_once(world: World) -> None:
    client = world.client(MANAGER)
    form = {"emails": "cora@example.org, dan@example.org\ncora@example.org"}
    answer = followed(client, send(client, "/studies/1", form, to="/studies/1/annotators/"))
    links = re.findall(r'value="(http://127\.0\.0\.1:5000/invitation/[^"]+)"', answer.text)
    assert len(links) == len(set(links)) == 2
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "/invitation/" not in client.get("/studies/1").text
    for link in links:
        assert world.client().get(link.removeprefix(world.settings.origin)).status_code == 200


def test_loading_the_page_of_links_again_ends_none_of_them(world: World) -> None:
    client = world.client(MANAGER)
    form = {"emails": "cora@example.org"}
    sent = send(client, "/studies/1", form, to="/studies/1/annotators/")
    link = _link(followed(client, sent).text)
    assert _link(client.get(sent.location).text) == link
    assert world.client().get(link).status_code == 200
    assert world.client(ANNA).get(sent.location).status_code == 403
    other_study = send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    assert other_study.status_code == 302
    elsewhere = client.get(sent.location.replace("/studies/1/", "/studies/2/"))
    assert elsewhere.status_code == 302
    assert "no longer shown" in client.get(elsewhere.location).text
    assert client.get("/studies/1/annotators/links/guessed").status_code == 302


def test_who_has_an_account_needs_no_link(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    answer = followed(
        client, send(client, "/studies/2", {"emails": ANNA}, to="/studies/2/annotators/")
    )
    assert "Already have an account" in answer.text
    assert "/invitation/" not in answer.text
    assert "Second" in world.client(ANNA).get("/work/").text


@pytest.mark.parametrize("emails", ["", "cora@example.org, not-an-address"])
def test_one_wrong_address_invites_nobody(world: World, emails: str) -> None:
    client = world.client(MANAGER)
    answer = send(client, "/studies/1", {"emails": emails}, to="/studies/1/annotators/")
    assert answer.status_code == 302
    assert "address" in client.get("/studies/1").text
    db = world.open_store()
    assert len(store.load_annotators(db, 1)) == 2
    db.close()


def test_addresses_that_are_refused_stand_in_the_form_to_be_mended(world: World) -> None:
    client = world.client(MANAGER)
    typed = "cora@example.org, not-an-address <b>"
    answer = send(client, "/studies/1", {"emails": typed}, to="/studies/1/annotators/")
    shown = "cora@example.org, not-an-address &lt;b&gt;</textarea>"
    assert shown in client.get(answer.location).text
    assert shown in client.get(answer.location).text  # loaded again
    assert "not-an-address" not in client.get("/studies/1").text
    other = world.client(ANNA).get(answer.location)
    assert "not-an-address" not in other.text


def test_what_a_form_is_answered_stands_at_the_form(world: World) -> None:
    """The answer leads to the form, which the top of the page is far from."""
    client = world.client(MANAGER)
    page_of = dict.fromkeys(("invite-title", "publish"), "/studies/1")
    page_of["facts"] = "/studies/1/downloads/release"
    for path, data, part in (
        ("/studies/1/annotators/", {"emails": "nobody"}, "invite-title"),
        ("/studies/1/publish", {"overlap": "99"}, "publish"),
        ("/studies/1/downloads/release/facts", {"fact-licence": ""}, "facts"),
    ):
        answer = send(client, page_of[part], data, to=path)
        assert answer.headers["Location"].endswith(f"#{part}"), path
        page = client.get(answer.headers["Location"]).text
        before, _, there = page.partition(f'id="{part}"')
        assert 'class="flash' not in before, path
        assert there.count('class="flash') == 1, path


def test_a_new_link_ends_the_earlier_one(world: World) -> None:
    client = world.client(MANAGER)
    form = {"emails": "cora@example.org"}
    sent = send(client, "/studies/1", form, to="/studies/1/annotators/")
    first = _link(followed(client, sent).text)
    cora = 3
    sent = send(client, "/studies/1", to=f"/studies/1/annotators/{cora}/link")
    second = _link(followed(client, sent).text)
    assert world.client().get(first).status_code == 404
    assert world.client().get(second).status_code == 200


def test_removing_asks_first_and_keeps_the_work(world: World) -> None:
    client = world.client(MANAGER)
    path = f"/studies/1/annotators/{world.anna.id}/remove"
    assert "is kept" in client.get(path).text
    assert send(client, path).location == "/studies/1"
    assert "Removed: Anna Bell (A01, 1 submitted)" in client.get("/studies/1").text
    assert "Bridges of Marl" not in world.client(ANNA).get("/work/").text
    db = world.open_store()
    assert any(one.annotator == "A01" for one in store.load_study_work(db, 1).work)
    db.close()


def test_an_annotator_of_another_study_is_not_found_here(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    assert client.get(f"/studies/2/annotators/{world.anna.id}/remove").status_code == 404


def _link(page: str) -> str:
    found = re.search(r"/invitation/[\w-]+", page)
    assert found is not None
    return found[0]
