"""What surrounds the article on the labelling page: how far one is, ways in and out, direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from gateway_world import TEXT, World, open_world, submission
from labelling_editor import Editor

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.workflow.inviting import create_manager

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.server, pytest.mark.browser]

ARABIC = (
    "BBC News: الرئيس التنفيذي قال إن الميناء سيغلق أبوابه. وأضاف أن القرار نهائي 😀 تماما اليوم."
)
HEBREW = "ראש העיר אמר שהתוכנית אושרה. המועצה תתכנס ביום שישי."
LONG_TITLE = "A study of harbour boards, ferries, quarries, tram lines and " * 4
# Where the last full stop of the article stands, and where its line begins and ends.
FULL_STOP = """() => {
  const text = document.querySelector(".lsf-richtext__container");
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let last = null, at = -1;
  while (walker.nextNode()) {
    const found = walker.currentNode.data.lastIndexOf(".");
    if (found >= 0) [last, at] = [walker.currentNode, found];
  }
  const range = document.createRange();
  range.setStart(last, at);
  range.setEnd(last, at + 1);
  const stop = range.getBoundingClientRect();
  range.setStart(last, at - 1);
  range.setEnd(last, at);
  return stop.left - range.getBoundingClientRect().left;
}"""


@pytest.fixture
def world(
    tmp_path: Path, web_port: int, labelstudio_server: EmbeddedServer, labelstudio: LabelStudio
) -> Iterator[World]:
    texts = [TEXT.format(0), ARABIC, HEBREW]
    with open_world(tmp_path, web_port, labelstudio_server, labelstudio, texts=texts) as made:
        with made.open_db() as db:
            db.execute("UPDATE studies SET title = ?", [LONG_TITLE])
            create_manager(db, "mia@example.org", "four unrelated words")
        yield made


@pytest.fixture
def context(chromium: Browser, world: World) -> Iterator[BrowserContext]:
    """A browser in which A is signed in, while the application is served."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900})
    made.add_cookies([world.cookie(world.a)])
    with world.served():
        yield made
        made.close()


@pytest.fixture
def page(context: BrowserContext, world: World) -> Page:
    page = context.new_page()
    page.goto(world.labelling_page(world.a))
    Editor(page).close_guideline()
    return page


def states(world: World) -> list[str]:
    with world.open_db() as db:
        own = store.assignments_of_annotator(db, world.a.annotator.id)
        return [one.state.value for one in own]


def direction(page: Page) -> str:
    page.locator(".lsf-richtext__container[dir]").wait_for()
    return str(page.locator(".lsf-richtext__container").get_attribute("dir"))


def test_from_the_first_article_to_the_end_and_back(page: Page, world: World) -> None:
    editor = Editor(page)
    editor.shows("Report 0")
    editor.counter("1 of 3")
    assert direction(page) == "ltr"
    assert page.evaluate(FULL_STOP) > 0  # after the letter before it
    editor.submit()

    editor.shows("BBC News")
    editor.counter("2 of 3")
    assert direction(page) == "rtl"
    assert page.evaluate(FULL_STOP) < 0  # to the left of the letter before it
    page.keyboard.press("1")
    editor.draw("تماما")  # after a character beyond the basic plane
    editor.postpone()
    editor.shows("ראש העיר")
    editor.counter("2 of 3")  # what was put off is not done
    assert direction(page) == "rtl"
    editor.submit()
    editor.shows("BBC News")
    editor.counter("3 of 3")
    editor.submit()

    page.get_by_text("Done", exact=True).wait_for()
    page.get_by_text("Nothing is left for you in this study.").wait_for()
    assert states(world) == ["submitted"] * 3
    with world.open_db() as db:
        (span,) = db.query("SELECT text, raw_start, raw_end FROM spans")
    assert (span["text"], ARABIC[span["raw_start"] : span["raw_end"]]) == ("تماما", "تماما")
    editor.button("Previous task").click()  # the last one again
    editor.counter("of 3")
    page.goto(world.labelling_page(world.a))
    page.get_by_role("link", name="To My work").click()
    page.wait_for_url("**/work/")


SHOWN_FOCUS = """() => {
  const one = document.activeElement, box = getComputedStyle(one).opacity === "0";
  const shown = box ? one.nextElementSibling : one;
  return [one.tagName, getComputedStyle(shown).outlineStyle, getComputedStyle(shown).outlineWidth];
}"""


def test_where_the_keyboard_is_can_be_seen_on_every_control(page: Page, world: World) -> None:
    Editor(page).shows("Report 0")
    page.locator("body").press("Tab")
    seen = []
    while (focused := page.evaluate(SHOWN_FOCUS))[0] != "BODY":
        seen.append(focused)
        page.keyboard.press("Tab")
    assert "INPUT" in {name for name, *_ in seen}
    assert [one for one in seen if one[1:] != ["solid", "3px"]] == []


def test_a_long_list_of_answers_is_answered_by_keyboard(page: Page, world: World) -> None:
    Editor(page).shows("Report 0")
    answer = page.locator("[data-testid^=select-trigger]").first
    answer.focus()
    page.keyboard.press("Enter")
    page.get_by_test_id("select-popup").wait_for()
    page.locator("[cmdk-root]:focus").wait_for()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    answer.get_by_text("Morality").wait_for()


def test_the_head_of_the_page_is_ours(page: Page, world: World) -> None:
    Editor(page).shows("Report 0")
    head = page.locator(".annotator-head")
    for one in (head.get_by_role("button", name="Guideline"), head.get_by_text("Sign out")):
        box = one.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 1280  # a long title pushes nothing away
    for words in ("Projects", "Organization", "API", "Docs", "GitHub", "Slack Community"):
        assert page.get_by_text(words, exact=True).filter(visible=True).count() == 0, words
    for link in page.locator("a[href]").filter(visible=True).all():
        assert str(link.get_attribute("href")).startswith("/work"), link
    head.get_by_role("button", name="Guideline").click()
    dialog = page.get_by_role("dialog", name="Guideline")
    dialog.get_by_text("Loaded language").wait_for()
    dialog.get_by_role("button", name="Close").click()
    page.reload()
    Editor(page).shows("Report 0")
    assert not dialog.is_visible()  # by itself only the first time

    page.set_viewport_size({"width": 800, "height": 900})
    page.get_by_text("Marking needs a wider screen").wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_text("Marking needs a wider screen").wait_for(state="hidden")

    head.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.goto(f"{world.settings.origin}/work/")
    assert "/sign-in" in page.url


def test_label_studios_own_way_out_signs_out(page: Page, world: World) -> None:
    Editor(page).shows("Report 0")
    # Its menu lies under our head; its links still must not lead astray.
    page.evaluate("""() => {
      const link = document.createElement("a");
      link.href = "/labeling/logout";
      document.body.append(link);
      link.click();
    }""")
    page.wait_for_url("**/sign-in")
    page.goto(world.labelling_page(world.a))
    assert "/sign-in" in page.url


def test_a_finished_article_is_opened_for_changing_from_my_work(page: Page, world: World) -> None:
    editor = Editor(page)
    editor.shows("Report 0")
    editor.submit()
    editor.shows("BBC News")
    page.goto(f"{world.settings.origin}/work/")
    page.get_by_role("link", name="Change Title 0").click()
    editor.shows("Report 0")
    editor.counter("1 of 3")
    page.keyboard.press("1")
    editor.draw("brazen")
    editor.update()
    with world.open_db() as db:
        (span,) = db.query("SELECT text FROM spans")
    assert span["text"] == "brazen"
    assert states(world)[:2] == ["submitted", "not started"]


def said_of(page: Page, editor: Editor, why: str) -> None:
    """What an annotator who submits too much reads."""
    editor.button("Submit current annotation").click()
    notice = page.get_by_role("alert").filter(has_text=why)
    notice.get_by_text("Remove some marks, then save again").wait_for()
    words = notice.inner_text()
    assert "Your marks are still on this page." in words
    assert "What was saved before is safe." in words
    assert "press the button again" not in words  # as it is, that would not help


def test_what_could_not_be_saved_is_said_with_what_is_safe(page: Page, world: World) -> None:
    editor = Editor(page)
    editor.shows("Report 0")
    page.keyboard.press("1")
    editor.draw("brazen")
    editor.is_selected()
    editor.choose_frame()
    page.route("**/annotations?*", lambda route: route.abort())  # no connection
    editor.button("Submit current annotation").click()
    notice = page.get_by_role("alert").filter(has_text="Not submitted yet.")
    notice.get_by_text("There is no connection to the tool.").wait_for()
    assert "still on this page" in notice.inner_text()
    assert page.get_by_text("contact our team").count() == 0
    editor.shows("Report 0")
    marked = "() => Htx.annotationStore.selected.regions.map((one) => one.text).filter(Boolean)"
    assert page.evaluate(marked) == ["brazen"]
    page.unroute("**/annotations?*")
    # More than may be kept: marks, then bytes. Nothing is lost, and it is said what to do.
    parts = world.app.extensions["annotator"]
    parts["settings"] = replace(world.settings, max_marks=0)
    said_of(page, editor, "This article has 1 mark; 0 are the most that can be saved.")
    parts["settings"] = world.settings
    page.evaluate("annotatorPage.mostBytes = 300")
    said_of(page, editor, "0.0 MB are the most that can be saved.")
    assert page.evaluate(marked) == ["brazen"]
    page.evaluate("annotatorPage.mostBytes = 2 ** 21")
    editor.submit()
    editor.shows("BBC News")
    assert states(world)[0] == "submitted"


def test_a_second_tab_says_that_it_replaced_the_firsts_work(
    page: Page, context: BrowserContext, world: World
) -> None:
    Editor(page).shows("Report 0")
    second = context.new_page()
    second.goto(world.labelling_page(world.a))
    Editor(second).shows("Report 0")
    Editor(page).submit()
    Editor(page).shows("BBC News")
    second.keyboard.press("1")
    Editor(second).draw("brazen")
    Editor(second).submit()
    second.get_by_text("in another tab or window").wait_for()
    assert page.get_by_text("in another tab or window").count() == 0


def test_another_persons_finished_article_is_not_opened(world: World) -> None:
    task = world.b.task(0)
    body = submission("00000000-0000-0000-0000-000000000001")
    world.ask(world.b, "POST", f"/api/tasks/{task}/annotations", body)
    article = world.b.assignments[0].article_id
    address = f"/projects/{world.a.project}/data?labeling=1&article={article}"
    assert world.ask(world.a, "GET", address).status_code == 404
