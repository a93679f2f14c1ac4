"""Studies in the browser: made, shown, published, collected, removed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from pages_world import MANAGER, World, send

from annotator import store
from annotator.errors import LabelStudioDown
from annotator.web.jobs import wait_for_all


def test_a_new_study_is_made_with_its_scheme(world: World) -> None:
    client = world.client(MANAGER)
    answer = send(client, "/studies/new", {"title": " Night  buses ", "scheme": "framing"})
    page = client.get(answer.location).text
    assert "Night buses" in page
    assert "Next: bring the articles" in page
    db = world.open_store()
    assert store.find_study(db, "Night buses").scheme_name == "framing"
    db.close()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"title": "", "scheme": "framing"}, "needs a title"),
        ({"title": "Bridges of Marl", "scheme": "framing"}, "already"),
        ({"title": "New", "scheme": "unheard-of"}, "There is no scheme"),
    ],
)
def test_what_is_wrong_with_a_new_study_is_said_and_nothing_is_made(
    world: World, form: dict[str, object], words: str
) -> None:
    client = world.client(MANAGER)
    assert words in send(client, "/studies/new", form).text
    db = world.open_store()
    assert len(store.load_studies(db)) == 1
    db.close()


def test_the_list_shows_how_far_each_study_is(world: World) -> None:
    page = world.client(MANAGER).get("/studies/").text
    assert "Bridges of Marl" in page
    assert "2 of 6" in page


def test_the_page_of_a_study_shows_progress_problems_and_articles(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1").text
    assert "1 of 3 submitted, 1 in progress" in page
    assert "1 of 3 submitted, 1 skipped" in page
    assert "A mark ends after the text." in page
    assert "Council shuts the old bridge" in page


def test_an_empty_list_says_what_to_do(world: World) -> None:
    db = world.open_store()
    store.remove_study(db, 1)
    db.close()
    page = world.client(MANAGER).get("/studies/").text
    assert "No study yet" in page
    assert "/studies/new" in page


def test_removing_asks_first_and_only_hides(world: World) -> None:
    client = world.client(MANAGER)
    assert "Nothing is deleted" in client.get("/studies/1/remove").text
    assert client.get("/studies/1").status_code == 200
    assert send(client, "/studies/1/remove").location == "/studies/"
    assert client.get("/studies/1").status_code == 404
    db = world.open_store()
    assert len(store.load_study_work(db, 1).work) == 3
    db.close()


@pytest.mark.parametrize("overlap", ["", "0", "-1", "two", "1.5"])
def test_an_overlap_that_is_no_number_is_refused(world: World, overlap: str) -> None:
    client = world.client(MANAGER)
    answer = send(client, "/studies/1", {"overlap": overlap}, to="/studies/1/publish")
    assert "whole number" in client.get(answer.location).text
    db = world.open_store()
    assert store.load_jobs(db, 1) == []
    db.close()


def test_more_annotators_than_there_are_is_refused_at_once(world: World) -> None:
    client = world.client(MANAGER)
    answer = send(client, "/studies/1", {"overlap": "9"}, to="/studies/1/publish")
    assert "Overlap 9 needs at least 9 annotators" in client.get(answer.location).text
    db = world.open_store()
    assert store.load_jobs(db, 1) == []
    db.close()


def test_publishing_runs_as_a_job_that_says_how_far_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def publish(db, labelstudio, keys, study_id, overlap, *, rebalance=False, progress=None):
        asked.append((study_id, overlap, rebalance))
        progress("Adding articles", 3, 6)
        return SimpleNamespace(sentence="6 articles given.")

    monkeypatch.setattr("annotator.web.studies.publish", publish)
    client = world.client(MANAGER)
    form = {"overlap": "2", "rebalance": "1"}
    answer = send(client, "/studies/1", form, to="/studies/1/publish")
    wait_for_all(world.app)
    assert asked == [(1, 2, True)]
    assert "6 articles given." in client.get(answer.location).text
    state = client.get(answer.location + ".json").json
    assert (state["state"], state["done"], state["total"]) == ("done", 3, 6)


def test_a_job_that_fails_says_why(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def collect(db, labelstudio, study_id, progress=None):
        raise LabelStudioDown("Label Studio does not answer; start it again.")

    monkeypatch.setattr("annotator.web.studies.collect", collect)
    client = world.client(MANAGER)
    answer = send(client, "/studies/1", to="/studies/1/collect")
    wait_for_all(world.app)
    page = client.get(answer.location).text
    assert "Label Studio does not answer; start it again." in page
    assert client.get(answer.location + ".json").json["state"] == "failed"


def test_a_second_press_leads_to_the_job_that_runs(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = world.open_store()
    running = store.start_job(db, "collect", 10, 1)
    store.update_job(db, running, 4, "Fetching")
    db.close()
    monkeypatch.setattr("annotator.web.studies.collect", None)  # must not be called
    client = world.client(MANAGER)
    answer = send(client, "/studies/1", to="/studies/1/collect")
    assert answer.location == f"/jobs/{running}"
    page = client.get(answer.location).text
    assert "4 of 10" in page
    assert 'http-equiv="refresh"' in page  # without JavaScript


def test_a_study_is_renamed_and_two_cannot_share_a_title(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    assert "There is a study called" in send(client, "/studies/1/rename", {"title": "Second"}).text
    assert "A study needs a title" in send(client, "/studies/1/rename", {"title": " "}).text
    answer = send(client, "/studies/1/rename", {"title": "Bridges and markets"})
    page = client.get(answer.location).text
    assert ">Bridges and markets</h1>" in page
    assert "“Bridges of Marl” is now “Bridges and markets”" in page


def test_a_removed_study_is_brought_back_with_everything_in_it(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/1/remove")
    page = client.get("/studies/").text
    assert "Removed studies (1)" in page
    assert client.get("/studies/1").status_code == 404
    answer = send(client, "/studies/", to="/studies/1/restore")
    assert answer.location == "/studies/1"
    assert "is back, with everything in it" in client.get("/studies/1").text


def test_a_study_does_not_come_back_beside_another_of_its_title(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/1/remove")
    send(client, "/studies/new", {"title": "Bridges of Marl", "scheme": "framing"})
    answer = send(client, "/studies/", to="/studies/1/restore")
    assert "There is a study called" in client.get(answer.location).text
    assert client.get("/studies/1").status_code == 404
