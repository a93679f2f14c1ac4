"""Adjudicators in a real Chromium: two at once, relations, whole articles, and their gold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from adjudication_world import (
    JUDGE,
    MANAGER,
    OTHER,
    ROOT,
    AdjudicationWorld,
    serving_adjudication,
)
from pages_world import PASSWORD
from settle_world import CLAIM, LOADED, NAME
from test_accessibility import sticking_out, violations

from annotator import store
from annotator.adjudication import Rules, parse_rule
from annotator.store.adjudication import Settler, SettlingChoices, save_choices
from annotator.workflow.adjudication.gold_files import export_gold
from annotator.workflow.adjudication.settling import apply_rules
from annotator.workflow.passwords import hash_password

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ARTICLE = f"{ROOT}/articles/1"
GOLD, ANNOTATOR = "/studies/1/gold", "bridges0@example.org"


@pytest.fixture
def served(tmp_path: Path, web_port: int) -> Iterator[AdjudicationWorld]:
    with serving_adjudication(tmp_path / "data", web_port) as made:
        yield made


def signed_in(chromium: Browser, port: int, email: str) -> Page:
    origin = f"http://127.0.0.1:{port}"
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, bypass_csp=True, base_url=origin
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    return page


def sends(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_the_second_of_two_adjudicators_sees_the_first_ones_decision_and_chooses(
    served: AdjudicationWorld, chromium: Browser, web_port: int
) -> None:
    first, second = (signed_in(chromium, web_port, one) for one in (JUDGE, OTHER))
    for page in (first, second):
        page.goto(f"{ROOT}/next?label={NAME}")
    first.keyboard.press("1")
    sends(first, "Enter")
    second.keyboard.press("r")
    second.keyboard.type("A plain word.")
    second.keyboard.press("Escape")
    sends(second, "0")
    assert "Somebody else decided on this passage first" in second.inner_text(".flash.error")
    assert second.input_value("#reason") == "A plain word."
    assert served.made.gold() == [(NAME, "regime", "hand")]
    sends(second, "0")
    assert served.made.gold() == []
    rows = served.made.db.execute("SELECT adjudicator, kind FROM decisions ORDER BY id")
    assert rows.fetchall() == [("J01", "mark"), ("J02", "nothing")]


def test_a_whole_article_is_settled_by_keyboard_and_its_gold_is_what_was_decided(
    served: AdjudicationWorld, chromium: Browser, web_port: int, tmp_path: Path
) -> None:
    made = served.made
    voice = {0: {"voice": "journalist"}, 1: {"voice": "journalist"}}
    made.submit(
        0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime"), (CLAIM, "minutes 🌉 of")],
        attributes=voice, relations=[(2, 1)], answers={"primary_frame": "political"},
    )  # fmt: skip
    page = signed_in(chromium, web_port, JUDGE)
    page.goto(f"{ROOT}/next")
    for _ in range(4):
        page.keyboard.press("1")
        page.keyboard.press("r")
        page.keyboard.type("So.")
        page.keyboard.press("Escape")
        sends(page, "Enter")
    assert "Nothing is left to decide" in page.inner_text("main")

    page.get_by_role("link", name="Article 0").click()  # the question and the relation are open
    assert "2 open below" in page.inner_text("main")
    page.focus("#relations button[value=accept]")
    sends(page, "Enter")
    page.focus("select[name=value]")
    page.keyboard.type("Political")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    sends(page, "Enter")
    page.get_by_role("button", name="Finished").focus()
    sends(page, "Enter")
    assert page.locator(".badge.good", has_text="finished").count() == 1
    page.get_by_role("button", name="Reopen").focus()
    sends(page, "Enter")
    assert "nothing is open" in page.inner_text("main")

    export_gold(made.db, made.study.id, "jsonl", tmp_path / "out")
    (line,) = (tmp_path / "out" / "gold.jsonl").read_text("utf-8").splitlines()
    gold = json.loads(line)["gold"]
    text = made.texts[0]
    words = [(one["label"], text[one["start"] : one["end"]]) for one in gold["spans"]]
    assert words == [
        (LOADED, "brazen"), (CLAIM, "minutes 🌉 of"), (NAME, "regime"), (LOADED, "slammed"),
    ]  # fmt: skip
    assert all(one["text"] == text[one["start"] : one["end"]] for one in gold["spans"])
    assert len(gold["relations"]) == 1
    assert [one["value"] for one in gold["answers"]] == ["political"]

    made.submit(2, [(LOADED, "brazen vote"), (LOADED, "slammed the protest as")])
    page.goto(f"{ROOT}/next")
    assert "slammed" in page.locator(".option .words").first.inner_text()
    assert "came or changed since" in page.inner_text("main")
    assert page.locator(".option").first.locator("input[name=accept]").is_checked()
    assert "1 passage left" in page.inner_text("main")


def test_with_the_mouse_a_mark_is_added_on_the_whole_article(
    served: AdjudicationWorld, chromium: Browser, web_port: int
) -> None:
    page = signed_in(chromium, web_port, JUDGE)
    page.goto(ARTICLE)
    words = page.locator("#text .column")
    first, last = (words.filter(has_text=one).first.bounding_box() for one in ("ten", "🌉"))
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 1, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 1, last["y"] + 8, steps=8)
    page.mouse.up()
    assert page.locator("#add .words").inner_text().startswith("ten minutes 🌉")
    page.select_option("[name=label-own]", CLAIM)
    with page.expect_navigation():
        page.get_by_role("button", name="Add it to the gold").click()
    ((label, text, how),) = served.made.gold()
    assert (label, how) == (CLAIM, "hand")
    assert text.startswith("ten minutes 🌉")
    with page.expect_navigation():
        page.get_by_role("button", name="Take back").click()
    assert served.made.gold() == []


def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_window(
    served: AdjudicationWorld, chromium: Browser, web_port: int
) -> None:
    made = served.made
    person = store.find_account(made.db, ANNOTATOR)
    assert person is not None
    store.set_password(made.db, person.id, hash_password(PASSWORD))
    people = {one: signed_in(chromium, web_port, one) for one in (MANAGER, JUDGE, ANNOTATOR)}
    found = {}

    def look(email: str, *addresses: str) -> None:
        page = people[email]
        for address in addresses:
            page.goto(address)
            act(page, address)
            for width in (390, 1280):
                page.set_viewport_size({"width": width, "height": 900})
                if wrong := [*violations(page), *sticking_out(page)]:
                    found[email, address, width] = wrong

    def act(page: Page, address: str) -> None:
        if address.endswith("next"):
            page.keyboard.press("1")
            page.keyboard.press("?")
        elif address == ARTICLE:
            page.keyboard.press("m")
        elif address.endswith("links"):
            page.goto("/studies/1/people/")
            page.locator("button", has_text="New password link").first.click()
            page.wait_for_url("**/links/**")
        elif address.endswith("renewal"):
            page.get_by_role("button", name="Look for them").click()

    look(JUDGE, f"{ROOT}/", f"{ROOT}/next", ARTICLE)
    look(MANAGER, f"{ROOT}/rules?rule=majority")
    rules = Rules(parse_rule("majority"), {}, 2)
    apply_rules(made.db, made.study.id, rules, Settler(None, "M01"))
    save_choices(made.db, made.study.id, SettlingChoices(True, True, True))
    look(ANNOTATOR, "/work/1/articles/1")
    assert "Beside the gold" in people[ANNOTATOR].inner_text("main")
    people[ANNOTATOR].locator("#feedback ~ ol textarea").first.fill("It is a name.")
    people[ANNOTATOR].locator("#feedback ~ ol button").first.click()
    made.submit(1, [(LOADED, "brazen vote"), (LOADED, "slammed")])
    look(
        MANAGER, f"{ROOT}/", ARTICLE, "/studies/1/people/", "/studies/1/people/links", f"{GOLD}/",
        f"{GOLD}/renewal", f"{GOLD}/confirm", f"{GOLD}/choices", f"{GOLD}/answers",
    )  # fmt: skip
    assert found == {}
