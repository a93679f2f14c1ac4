"""The page about annotators: who differs, how, and since when."""

from __future__ import annotations

import json
import re

import pytest
from crowd_world import Crowd, make_crowd
from pages_world import ANNA, MANAGER, World, send

from annotator.reports import annotator_models
from annotator.reports.subjects import subjects_of
from annotator.web.jobs import wait_for_all
from annotator.workflow.study_marks import load_study_marks


@pytest.fixture
def crowd(world: World) -> Crowd:
    return make_crowd(world)


def row(page: str, after: str, name: str) -> str:
    """The first table row of an annotator after a heading, as words."""
    part = page[page.index(after) :]
    found = re.search(rf'<tr><th scope="row">{name}</th>(.*?)</tr>', part, re.S)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_the_pages_of_the_section_link_one_another(world: World, crowd: Crowd) -> None:
    client = world.client(MANAGER)
    for page in ("", "labels/", "profile/", "annotators/", "groups/", "enough/", "method/"):
        text = client.get(crowd.address(page)).text
        nav = text[text.index('aria-label="Agreement"') :].split("</nav>")[0]
        assert re.findall(r">([^<]+)</a>", nav) == [
            "Report", "Labels", "Framing profile", "Annotators", "Groups", "Enough data?",
            "Gamma (γ)", "Against the gold", "Models", "Method",
        ]  # fmt: skip
        (current,) = re.findall(r'href="([^"]+)" aria-current="page"', nav)
        assert current == crowd.address(page)


def test_an_annotator_may_not_see_who_differs(world: World) -> None:
    client = world.client(ANNA)
    for page in ("labels/", "profile/", "annotators/", "groups/", "enough/", "method/"):
        assert client.get(f"/studies/1/agreement/{page}").status_code == 403


def test_who_marks_more_and_who_is_better_left_out(world: World, crowd: Crowd) -> None:
    page = world.client(MANAGER).get(crowd.address("annotators/")).text
    more, less = (row(page, "Who marks more", who) for who in ("A01", "A04"))
    assert "marks more text" in more
    assert "makes more marks" in more
    assert "marks less text" in less
    assert "makes fewer marks" in less
    assert "no clear difference" not in more + less
    assert "others agree worse" in row(page, "Agreement without", "A01")
    assert "With other annotators like these, α might lie anywhere from" in page
    assert "no clear change" in row(page, "Since when", "A01")


def test_the_models_stand_there_at_once_in_a_small_study(world: World, crowd: Crowd) -> None:
    page = world.client(MANAGER).get(crowd.address("annotators/")).text
    db = world.open_store()
    marks = load_study_marks(db, crowd.study_id)
    db.close()
    first = annotator_models.fit_models(marks, subjects_of(marks.scheme)[0]).annotators[0]
    assert row(page, "the most reliable first", first.annotator) == (
        f"{first.found:.0%} {first.right:.0%} {first.accuracy:.2f} {first.competence:.2f}".replace(
            "%", " %"
        )
    )
    assert page.count('<table class="confusion">') == 4
    assert "Starts that ended as well" in page
    assert "Fit the models" not in page


def test_a_question_has_its_own_page(world: World, crowd: Crowd) -> None:
    page = world.client(MANAGER).get(crowd.address("annotators/?about=question:primary_frame")).text
    assert "Who marks more" not in page
    assert "the share of the others who answered the same" in page
    assert "Political" in page[page.index("What is taken for what") :]


def test_the_chart_s_numbers_come_with_it(world: World, crowd: Crowd) -> None:
    page = world.client(MANAGER).get(crowd.address("annotators/")).text
    (spec,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S)
    values = json.loads(spec)["data"]["values"]
    assert len(values) == 4 * 4
    first = next(one for one in values if one["annotator"] == "A01")
    assert row(page, "Since when", "A01").startswith(f"{first['agreement']:.2f}")


def test_what_no_scheme_knows_is_not_found(world: World) -> None:
    for page in ("annotators/", "groups/", "enough/"):
        answer = world.client(MANAGER).get(f"/studies/1/agreement/{page}?about=label:nothing")
        assert answer.status_code == 404
        assert "no label or question" in answer.text
    assert world.client(MANAGER).get("/studies/77/agreement/annotators/").status_code == 404


def test_two_annotators_and_one_shared_article_say_what_is_missing(world: World) -> None:
    page = world.client(MANAGER).get("/studies/1/agreement/annotators/").text
    assert "Leaving one out needs at least three annotators; 2 have submitted work." in page
    assert "fewer than the 8 that two halves need" in page
    assert "With two annotators nothing in the data says which of them is right" in page


def test_an_empty_study_leads_back(world: World) -> None:
    client = world.client(MANAGER)
    send(client, "/studies/new", {"title": "Second", "scheme": "framing"})
    for page in ("annotators/", "groups/", "enough/"):
        text = client.get(f"/studies/2/agreement/{page}").text
        assert "The study has no articles." in text
        assert 'href="/studies/2"' in text


def test_every_label_and_question_of_the_sample_world_opens(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get("/studies/1/agreement/annotators/").text
    subjects = re.findall(r'<option value="([^"]*)"', page)
    assert len(subjects) > 10
    for subject in subjects:
        for where in ("annotators/", "groups/", "enough/"):
            answer = client.get(f"/studies/1/agreement/{where}", query_string={"about": subject})
            assert answer.status_code == 200, (where, subject)
            assert not re.search(r"\bnan\b|\bNone\b", answer.text), (where, subject)


def test_models_of_a_large_study_are_fitted_in_the_background(
    world: World, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotator_models, "SMALL", 0)
    client = world.client(MANAGER)
    address = crowd.address("annotators/")
    page = client.get(address).text
    assert "This study is large" in page
    assert "the most reliable first" not in page
    answer = send(client, address, {"about": ""}, to=crowd.address("annotators/models"))
    wait_for_all(world.app)
    job = client.get(answer.location).text
    assert "The models are fitted; the page about annotators shows them" in job
    assert f'href="{address}"' in job
    page = client.get(address).text
    assert "the most reliable first" in page
    assert "Fit the models" not in page
    one_label = client.get(f"{address}?about=label:loaded_language").text
    assert "Fit the models</button>" in one_label


def test_models_kept_from_before_a_change_say_so(
    world: World, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotator_models, "SMALL", 0)
    client = world.client(MANAGER)
    address = crowd.address("annotators/")
    send(client, address, {"about": ""}, to=crowd.address("annotators/models"))
    wait_for_all(world.app)
    db = world.open_store()
    db.execute("UPDATE annotations SET content_sha256 = 'other' WHERE labelstudio_id > 9000")
    db.conn.commit()
    page = client.get(address).text
    assert "Work was submitted or changed after these models were fitted" in page
    assert "Fit the models again</button>" in page
