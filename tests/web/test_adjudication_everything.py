"""Every kind of decision on one article in a real Chromium: by keyboard alone, by mouse alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from adjudication_world import JUDGE, ROOT, AdjudicationWorld, serving_adjudication
from pages_world import PASSWORD
from settle_world import CLAIM, LOADED, NAME

from annotator.workflow.adjudication.gold_files import export_gold

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ARTICLE = f"{ROOT}/articles/1"
REASON = "It is what they are called."


@pytest.fixture
def served(tmp_path: Path, web_port: int) -> Iterator[AdjudicationWorld]:
    """With a relation, a question, attributes, and a codebook that allows alternatives."""
    with serving_adjudication(tmp_path / "data", web_port) as world:
        voice = {0: {"voice": "journalist"}, 1: {"voice": "journalist"}}
        world.made.submit(
            0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime"),
                (CLAIM, "minutes 🌉 of")],
            attributes=voice, relations=[(2, 1)], answers={"primary_frame": "economic"},
        )  # fmt: skip
        world.made.allow_alternatives()
        yield world


@pytest.fixture
def judge(served: AdjudicationWorld, page: Page, web_port: int) -> Page:
    origin = f"http://127.0.0.1:{web_port}"
    page.goto(f"{origin}/sign-in")
    page.fill("#email", JUDGE)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/")
    page.goto(f"{origin}{ROOT}/next")
    return page


def press(page: Page, *keys: str) -> None:
    """Keys, or words to type when there are several letters that are no key's name."""
    for key in keys:
        if key.startswith("type:"):
            page.keyboard.type(key.removeprefix("type:"))
        else:
            page.keyboard.press(key)


def sent(page: Page, *keys: str) -> None:
    """The last of these keys sends a form."""
    press(page, *keys[:-1])
    with page.expect_navigation():
        press(page, keys[-1])


def click(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def select(page: Page, first_word: str, last_word: str) -> None:
    """Drag over the text from one word to another."""
    words = page.locator("#text .column")
    words.first.scroll_into_view_if_needed()
    first = words.filter(has_text=first_word).first.bounding_box()
    last = words.filter(has_text=last_word).first.bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 1, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 2, last["y"] + 8, steps=8)
    page.mouse.up()


def exported(served: AdjudicationWorld, folder: Path) -> dict[str, Any]:
    """The gold as a user gets it, its texts compared with the article character for character."""
    export_gold(served.made.db, served.made.study.id, "jsonl", folder)
    (line,) = (folder / "gold.jsonl").read_text("utf-8").splitlines()
    article = json.loads(line)
    for span in article["gold"]["spans"]:
        assert span["text"] == article["text"][span["start"] : span["end"]]
        assert span["how"] == "hand"
    return dict(article["gold"])


def check(gold: dict[str, Any]) -> None:
    """Both ways lead to this."""
    words = [(one["label"], one["text"]) for one in gold["spans"]]
    assert words == [
        (LOADED, "brazen"), (LOADED, "brazen vote"), (NAME, "minutes 🌉"), (NAME, "regime"),
        (LOADED, "slammed"), (LOADED, "slammed the protest"), (CLAIM, "more closures"),
    ]  # fmt: skip
    spans = gold["spans"]
    assert [bool(one["alternative_of"]) for one in spans] == [
        False, True, False, False, False, False, False,
    ]  # fmt: skip
    assert spans[3]["attributes"] == {"voice": "quoted_source"}
    assert spans[2]["attributes"] == {"intensity": "strong"}, "of the label it has now"
    assert spans[3]["reason"] == REASON
    assert [(one["from"]["start"], one["to"]["start"]) for one in gold["relations"]] == [
        (spans[3]["start"], spans[4]["start"])
    ]
    assert [(one["question"], one["value"], one["reason"]) for one in gold["answers"]] == [
        ("primary_frame", "political", "It is about power.")
    ]


def test_by_keyboard_alone(served: AdjudicationWorld, judge: Page, tmp_path: Path) -> None:
    page = judge
    sent(page, "1", "2", "s", "Enter")  # two, each as acceptable as the other
    press(page, "1", "Alt+ArrowLeft", "Alt+ArrowLeft", "Alt+ArrowLeft", "t", "type:Name", "Escape")
    press(page, "a", "Tab", "Tab", "type:Strong", "Escape")
    sent(page, "Enter")
    sent(page, "0")  # “regime”: nothing is marked here
    sent(page, "u")  # taken back
    press(page, "1", "a", "type:Quoted", "Escape", "r", f"type:{REASON}", "Escape")
    sent(page, "Enter")
    sent(page, "l")  # later: comes again, being the only one
    sent(page, "1", "2", "Enter")
    assert "Nothing is left to decide" in page.inner_text("main")

    page.goto(page.url.split("/studies/")[0] + ARTICLE)
    press(page, "?")
    assert page.locator("#keys").is_visible()
    sent(page, "q", "type:Political", "Tab", "type:It is about power.", "Tab", "Enter")
    sent(page, "e", "Enter")
    press(page, "m", "type:MORE", "Escape", "ArrowRight", "t", "type:Unattr", "Escape")
    assert page.locator("#add .words").inner_text() == "more closures"
    sent(page, "Enter")
    check(exported(served, tmp_path / "out"))

    sent(page, "f", "Enter")
    assert page.locator(".badge.good", has_text="finished").count() == 1
    sent(page, "f", "Enter")
    assert "nothing is open" in page.inner_text("main")
    sent(page, "g", "Enter")  # the first gold mark is taken back, and its passage is open again
    sent(page, "d")
    assert "brazen" in page.locator(".option .words").first.inner_text()


def test_by_mouse(served: AdjudicationWorld, judge: Page, tmp_path: Path) -> None:
    page = judge

    def accept(*numbers: str) -> None:
        for number in numbers:
            page.locator(f".option[data-number='{number}'] label.choice").click()

    accept("1", "2")
    page.locator(".option[data-number='2'] [name=alternative]").check()
    click(page, "Save and next")
    accept("1")
    select(page, "minutes", "🌉")
    page.select_option("[name=label-1]", NAME)
    page.select_option("[name=intensity-1]", "strong")
    click(page, "Save and next")
    click(page, "Nothing is marked here")
    click(page, "Take back my last decision")
    accept("1")
    page.select_option("[name=voice-1]", "quoted_source")
    page.locator("#reason").click()
    page.keyboard.type(REASON)
    click(page, "Save and next")
    click(page, "Later")
    accept("1", "2")
    click(page, "Save and next")

    page.get_by_role("link", name="Article 0").click()
    page.select_option("[name=value]", "political")
    page.locator("#reason-1").click()
    page.keyboard.type("It is about power.")
    click(page, "Decide")
    click(page, "Accept")
    select(page, "more", "closures")
    page.select_option("[name=label-own]", CLAIM)
    click(page, "Add it to the gold")
    check(exported(served, tmp_path / "out"))
    click(page, "Finished")
    click(page, "Reopen")
    assert "nothing is open" in page.inner_text("main")
