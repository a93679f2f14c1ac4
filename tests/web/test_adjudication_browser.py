"""A passage decided in a real Chromium: by keyboard alone, and by mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from adjudication_world import JUDGE, ROOT, AdjudicationWorld, serving_adjudication
from pages_world import PASSWORD
from settle_world import CLAIM, LOADED, NAME

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path, web_port: int) -> Iterator[AdjudicationWorld]:
    with serving_adjudication(tmp_path / "data", web_port) as made:
        yield made


@pytest.fixture
def judge(served: AdjudicationWorld, page: Page, web_port: int) -> Page:
    """Signed in as the adjudicator, at the first passage."""
    origin = f"http://127.0.0.1:{web_port}"
    page.goto(f"{origin}/sign-in")
    page.fill("#email", JUDGE)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/work/")
    page.goto(f"{origin}{ROOT}/next")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def saved(page: Page, key: str = "Enter") -> None:
    """Press a key that sends the form, and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_every_kind_of_decision_is_made_by_keyboard_alone(
    served: AdjudicationWorld, judge: Page
) -> None:
    page, made = judge, served.made
    press(page, "?")
    assert page.locator("#keys").is_visible()
    press(page, "?")
    saved(page, "l")  # later: “brazen vote” goes to the end
    assert "minutes 🌉 of" in page.locator(".option .words").first.inner_text()

    press(page, "1", "Alt+ArrowLeft", "Alt+ArrowLeft", "Alt+ArrowLeft")  # “minutes 🌉”
    press(page, "m", "ArrowRight")  # and a mark that nobody made: “minutes 🌉 of debate”
    press(page, "t")
    page.keyboard.type("Unattr")
    press(page, "Escape")
    saved(page)
    saved(page, "0")  # “regime”: nothing is marked here
    saved(page, "u")  # taken back
    assert "regime" in page.locator(".option .words").first.inner_text()
    press(page, "1", "a")
    page.keyboard.type("Quoted")
    press(page, "Escape", "r")
    page.keyboard.type("It is what they are called.")
    press(page, "Escape")
    saved(page)

    assert "slammed" in page.locator(".option .words").first.inner_text()
    press(page, "2")
    saved(page)  # overrules two of three: asked for the reason
    assert "Say why" in page.locator(".flash.error").inner_text()
    press(page, "r")
    page.keyboard.type("The object belongs to it.")
    press(page, "Escape")
    saved(page)
    press(page, "2", "Shift+ArrowRight")  # “brazen vote” without its first word
    press(page, "r")
    page.keyboard.type("Only the noun.")
    press(page, "Escape")
    saved(page)
    assert "Nothing is left to decide" in page.locator("main").inner_text()

    text = made.texts[0]
    rows = made.db.execute(
        'SELECT label, text, start, "end", attributes, reason, how, adjudicator FROM gold_table '
        "ORDER BY start, 4"
    ).fetchall()
    assert [(row[0], row[1]) for row in rows] == [
        (LOADED, "vote"), (CLAIM, "minutes 🌉"), (CLAIM, "minutes 🌉 of debate"),
        (NAME, "regime"), (LOADED, "slammed the protest"),
    ]  # fmt: skip
    assert all(text[row[2] : row[3]] == row[1] for row in rows)
    assert '"voice": "quoted_source"' in rows[3][4]
    assert rows[3][5:] == ("It is what they are called.", "hand", "J01")


def test_the_same_goes_by_mouse(served: AdjudicationWorld, judge: Page) -> None:
    page, made = judge, served.made
    words = page.locator("#text .column")
    first = words.filter(has_text="ten").bounding_box()
    last = words.filter(has_text="debate").bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 1, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 2, last["y"] + 8, steps=8)
    page.mouse.up()
    assert page.locator('input[name=accept][value="own"]').is_checked()
    page.select_option('[name="label-own"]', CLAIM)
    page.locator(".option[data-number='1'] label.choice").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and next").click()
    found = [row[:2] for row in made.gold()]
    assert found[0] == (LOADED, "brazen")
    assert found[1][0] == CLAIM
    assert found[1][1].startswith("ten minutes 🌉 of")
    with page.expect_navigation():
        page.get_by_role("button", name="Nothing is marked here").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Take back my last decision").click()
    assert "minutes 🌉 of" in page.locator(".option .words").first.inner_text()


def click(page: Page, name: str) -> None:
    """A button that sends the form."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def select(page: Page, first_word: str, last_word: str) -> None:
    """Drag over the text from one word to another."""
    words = page.locator("#text .column")
    first = words.filter(has_text=first_word).first.bounding_box()
    last = words.filter(has_text=last_word).first.bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 1, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 2, last["y"] + 8, steps=8)
    page.mouse.up()


def accept(page: Page, number: str) -> None:
    page.locator(f".option[data-number='{number}'] label.choice").click()


def test_every_kind_of_decision_is_made_by_mouse(served: AdjudicationWorld, judge: Page) -> None:
    page, made = judge, served.made
    click(page, "Later")  # “brazen vote” goes to the end
    accept(page, "1")
    select(page, "ten", "🌉")  # the ends of the mark that was accepted
    assert page.locator(".option[data-number='1'] .words").inner_text().startswith("ten minutes 🌉")
    assert not page.locator('input[name=accept][value="own"]').is_checked()
    page.select_option('[name="label-1"]', LOADED)
    click(page, "Save and next")
    click(page, "Nothing is marked here")  # “regime”
    click(page, "Take back my last decision")
    accept(page, "1")
    page.select_option('[name="voice-1"]', "quoted_source")
    page.locator("#reason").click()
    page.keyboard.type("It is what they are called.")
    click(page, "Save and next")
    accept(page, "1")
    accept(page, "2")  # several: “slammed”, and “slammed the protest”
    click(page, "Save and next")
    accept(page, "2")
    page.locator("#reason").click()
    page.keyboard.type("The noun belongs to it.")
    click(page, "Save and next")
    assert "Nothing is left to decide" in page.locator("main").inner_text()
    rows = made.db.execute(
        "SELECT label, text, attributes, how FROM gold_table ORDER BY start, 2"
    ).fetchall()
    assert [tuple(row[:2]) for row in rows] == [
        (LOADED, "brazen vote"), (LOADED, "ten minutes 🌉"), (NAME, "regime"),
        (LOADED, "slammed"), (LOADED, "slammed the protest"),
    ]  # fmt: skip
    assert '"voice": "quoted_source"' in rows[2][2]
    assert {row[3] for row in rows} == {"hand"}


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_no_wider_than_the_window(
    served: AdjudicationWorld, judge: Page, width: int, tmp_path: Path
) -> None:
    judge.set_viewport_size({"width": width, "height": 900})
    for name, address in {
        "passage": judge.url, "queue": f"{judge.url.split('/studies/')[0]}{ROOT}/",
        "article": f"{judge.url.split('/studies/')[0]}{ROOT}/articles/1",
    }.items():  # fmt: skip
        judge.goto(address)
        wide = judge.evaluate("document.documentElement.scrollWidth")
        judge.screenshot(path=tmp_path / f"{name}-{width}.png", full_page=True)
        assert wide <= width, name
