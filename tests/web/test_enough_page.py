"""Enough data? The page about intervals and differences."""

from __future__ import annotations

import re

import pytest
from crowd_world import Crowd, make_crowd
from pages_world import MANAGER, World, send


@pytest.fixture
def crowd(world: World) -> Crowd:
    return make_crowd(world)


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def section(page: str, title: str) -> str:
    return words(page[page.index(f"<h3>{title}") :].split("<h3>")[1])


def test_what_more_articles_would_do_is_said_in_words_and_numbers(
    world: World, crowd: Crowd
) -> None:
    page = world.client(MANAGER).get(crowd.address("enough/")).text
    said = words(page)
    assert "With twice as many articles (48) the interval would be about" in said
    assert re.search(r"4 times as many 96 0\.\d\d to 0\.\d\d 0\.\d\d", said)
    assert "With other annotators like these the value might lie anywhere from" in said


def test_another_measure_and_label_can_be_chosen(world: World, crowd: Crowd) -> None:
    client = world.client(MANAGER)
    page = client.get(crowd.address("enough/?about=label:loaded_language&measure=f1_exact")).text
    assert "F1, exact of Loaded language is" in words(page)
    assert re.search(r'<option value="f1_exact" selected>', page)
    assert 'value="u_alpha_macro"' not in page  # it has no value for one label
    page = client.get(crowd.address("enough/?measure=u_alpha_macro")).text
    assert "has no value for one label." in section(page, "Two labels")


def test_two_labels_are_compared(world: World, crowd: Crowd) -> None:
    query = "enough/?first=unattributed_claim&second=loaded_language"
    page = world.client(MANAGER).get(crowd.address(query)).text
    said = section(page, "Two labels")
    assert "The first is higher, by more than the luck of the articles." in said
    back = "enough/?first=loaded_language&second=unattributed_claim"
    page = world.client(MANAGER).get(crowd.address(back)).text
    assert "The second is higher" in section(page, "Two labels")
    same = "enough/?first=loaded_language&second=loaded_language"
    page = world.client(MANAGER).get(crowd.address(same)).text
    assert "Choose two different labels." in section(page, "Two labels")


def test_two_groups_are_compared_once_there_are_two(world: World, crowd: Crowd) -> None:
    client = world.client(MANAGER)
    assert "Needs two groups" in section(
        client.get(crowd.address("enough/")).text, "Two groups of annotators"
    )
    form = {"group-A01": "x", "group-A02": "x", "group-A03": "y", "group-A04": "y"}
    send(client, crowd.address("groups/"), form)
    page = client.get(crowd.address("enough/?one=y&two=x")).text
    assert "The second is higher" in section(page, "Two groups of annotators")


def test_rounds_are_halves_or_split_by_a_date(world: World, crowd: Crowd) -> None:
    client = world.client(MANAGER)
    page = client.get(crowd.address("enough/")).text
    assert "first half (12 articles)" in section(page, "Two rounds of the work")
    page = client.get(crowd.address("enough/?since=2026-02-07")).text
    said = section(page, "Two rounds of the work")
    assert "before 2026-02-07 (6 articles)" in said
    assert "from 2026-02-07 on (18 articles)" in said
    assert "They cannot be told apart" in said
    page = client.get(crowd.address("enough/?since=tomorrow")).text
    assert "Expected a date as 2026-11-24" in section(page, "Two rounds of the work")
    page = client.get(crowd.address("enough/?since=2030-01-01")).text
    assert "One round has no article" in section(page, "Two rounds of the work")


def test_a_question_is_asked_about_in_the_same_way(world: World, crowd: Crowd) -> None:
    page = world.client(MANAGER).get(crowd.address("enough/?about=question:primary_frame")).text
    assert "Krippendorff’s α of Primary frame is" in words(page)
    assert "Needs a measure of marks" in section(page, "Two labels")
    assert "first half (12 articles)" in section(page, "Two rounds of the work")


def test_one_shared_article_has_no_interval(world: World) -> None:
    page = words(world.client(MANAGER).get("/studies/1/agreement/enough/").text)
    assert "No interval: an interval needs at least two articles, there is 1." in page
    assert "needs 4 annotators, there are 2" in page


def test_a_measure_that_is_undefined_says_why(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get("/studies/1/agreement/enough/?about=label:presupposition").text
    assert "This measure has no value here:" in page
