"""An annotator's own pages."""

from __future__ import annotations

from pages_world import ANNA, BRUNO, MANAGER, World, send

from annotator.workflow.inviting import invite


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
