"""An annotator's own pages."""

from __future__ import annotations

from contextlib import closing

from pages_world import ANNA, BRUNO, MANAGER, PASSWORD, World, send

from annotator import store
from annotator.store.members import add_member
from annotator.workflow.correcting import withdraw_article
from annotator.workflow.inviting import invite
from annotator.workflow.passwords import hash_password


def test_my_work_says_how_far_i_am_and_leads_to_my_own_project(world: World) -> None:
    page = world.client(ANNA).get("/work/").text
    assert "1 of 3 articles submitted, 1 in progress" in page
    assert f'href="/labeling/projects/{world.anna.project_id}/data?labeling=1"' in page
    assert str(world.bruno.project_id) not in page


def test_the_guideline_is_at_hand(world: World) -> None:
    page = world.client(ANNA).get("/work/1/guideline").text
    assert "Loaded language" in page
    assert "<mark>brazen</mark>" in page


def test_my_past_work_shows_my_marks_also_overlapping_ones(world: World) -> None:
    page = world.client(ANNA).get("/work/1/articles/1").text
    assert 'title="Name-calling">regime at the town hall </mark>' in page
    assert 'title="Name-calling + Loaded language">slammed' in page
    assert 'title="Loaded language"> the protest 🌉' in page
    assert "Whose words: Journalist" in page
    assert "Political" in page


def test_a_skipped_article_is_shown_as_skipped(world: World) -> None:
    page = world.client(BRUNO).get("/work/1/articles/2").text
    assert "skipped" in page
    assert "Nothing is marked" in page


def test_an_article_i_have_not_finished_is_not_shown(world: World) -> None:
    assert world.client(ANNA).get("/work/1/articles/2").status_code == 404
    assert world.client(BRUNO).get("/work/1/articles/3").status_code == 404


def test_a_study_i_am_not_in_is_not_there(world: World) -> None:
    manager = world.client(MANAGER)
    send(manager, "/studies/new", {"title": "Second", "scheme": "framing"})
    for path in ("/work/2/guideline", "/work/2/articles/1"):
        assert world.client(ANNA).get(path).status_code == 404


def test_before_publishing_there_is_only_the_guideline(world: World) -> None:
    manager = world.client(MANAGER)
    send(manager, "/studies/new", {"title": "Second", "scheme": "framing"})
    db = world.open_store()
    invite(db, 2, ANNA, world.settings.origin)
    db.close()
    page = world.client(ANNA).get("/work/").text
    assert "has not been published" in page


def test_a_manager_in_no_study_is_told_how_to_try_it(world: World) -> None:
    assert "invite your own address" in world.client(MANAGER).get("/work/").text


def test_who_has_no_article_of_a_published_study_is_told_why(world: World) -> None:
    with closing(world.open_store()) as db:
        invite(db, 1, "late@example.org", world.settings.origin)
        store.set_password(db, store.load_annotators(db, 1)[-1].account_id, hash_password(PASSWORD))
    late = world.client("late@example.org").get("/work/").text
    assert "No articles were given to you yet" in late
    assert "not been published" not in late
    with closing(world.open_store()) as db:
        for article in world.article_ids:
            withdraw_article(db, article)
    page = world.client(ANNA).get("/work/").text
    assert f"{len(world.article_ids)} articles of yours were withdrawn" in page
    assert "not been published" not in page


def test_who_oversees_a_study_is_not_told_to_be_in_none(world: World) -> None:
    with closing(world.open_store()) as db:
        judge = store.create_account(db, email="judit@example.org", role="annotator")
        store.set_password(db, judge.id, hash_password(PASSWORD))
        add_member(db, 1, judge.id, "adjudicator")
    page = world.client("judit@example.org").get("/work/").text
    assert "Adjudicate" in page
    assert "You are in no study" not in page
