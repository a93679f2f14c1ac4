"""Pasted pages in a real browser: the clipboard's markup is read, blocks are cut and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from gateway_world import serving
from pages_world import MANAGER, PASSWORD, World, send
from playwright.sync_api import expect
from test_uploads import UPLOAD, articles, bring

from annotator.keys import load_keys
from annotator.settings import Settings
from annotator.web import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST = "The council voted on Monday night to close the old bridge for good."
SECOND = "Critics say the mayor had long made up her mind, and that nobody was asked at all."
THIRD = "The bakery by the bridge will have to move, said its owner Tomas Weil on Tuesday."
LINES = ["The Marl Courier", "Home", "Politics", "Council shuts the old bridge", "By Ada Quill",
         "22 September 2021", FIRST, "The bridge in 2019. Photo: Marl Press", SECOND,
         "Sign up for our newsletter", THIRD, "Market hall reopens after repairs",
         "© The Marl Courier"]  # fmt: skip
TEXT = "\n".join(LINES)
HTML = (
    "<html><body><!--StartFragment--><header><a href='/'>The Marl Courier</a><nav><a href='/'>Home"
    "</a> <a href='/p'>Politics</a></nav></header><article><h1>Council shuts the old bridge</h1>"
    "<p class='byline'>By Ada Quill</p><time datetime='2021-09-22'>22 September 2021</time>"
    f"<p>{FIRST}</p><figure><img src='x'><figcaption>The bridge in 2019. Photo: Marl Press"
    f"</figcaption></figure><p>{SECOND}</p><div class='newsletter'>Sign up for our newsletter</div>"
    f"<p>{THIRD}</p></article><aside class='related'><a href='a'>Market hall reopens after repairs"
    "</a></aside><footer>© The Marl Courier</footer><!--EndFragment--></body></html>"
)


def test_the_clipboards_page_is_read_and_every_line_left_out_is_listed(world: World) -> None:
    client = world.client(MANAGER)
    preview = send(client, UPLOAD, {"text": TEXT, "html": HTML}).location
    form = {"title-0": "Council shuts the old bridge", "author-0": "Ada Quill"}
    send(client, preview, form | {"keep-0": "1", "action": "keep"})
    kept = articles(world)[-1]
    assert kept.text == f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert "The Marl Courier\nHome\nPolitics" in kept.removed
    assert kept.source_name == "pasted page"
    listed = {line for passage in kept.removed for line in passage.split("\n")}
    used = {kept.title, "By Ada Quill", "22 September 2021", FIRST, SECOND, THIRD}
    assert set(LINES) - used <= listed


def test_markup_without_an_article_leaves_the_text_as_it_was_pasted(world: World) -> None:
    client = world.client(MANAGER)
    for html in ("<b>Bold</b>", "<ul><li><a href='/'>Home</a></li></ul>", "no markup", "<" * 9000):
        preview = send(client, UPLOAD, {"text": TEXT, "html": html}).location
        page = client.get(preview).text
        assert "From pasted text" in page, html[:30]
        assert FIRST in page


def test_a_block_is_cut_and_taken_back_without_a_script(world: World) -> None:
    client = world.client(MANAGER)
    preview = send(client, UPLOAD, {"text": TEXT, "html": HTML}).location
    answer = send(client, preview, {"title-0": "Mine", "keep-0": "1", "action": "cut-0-1"})
    assert answer.location == f"{preview}?page=1#article-0"
    page = client.get(preview).text
    assert 'value="Mine"' in page  # what was typed beside it stays
    cut = page.split('<span class="badge">cut</span>')
    assert any(part.lstrip().startswith(SECOND[:40]) or SECOND in part[:300] for part in cut[1:])
    keep = {"title-0": "Mine", "keep-0": "1", "action": "keep"}
    send(client, preview, keep)
    assert articles(world)[-1].text == f"{FIRST}\n\n{THIRD}"
    assert SECOND in articles(world)[-1].removed


@pytest.mark.parametrize("action", ["cut-9-0", "cut-0-99", "back-0-99", "cut-0-x", "cut--1-0"])
def test_a_button_that_is_none_changes_nothing(world: World, action: str) -> None:
    client = world.client(MANAGER)
    preview = bring(client, ("a.txt", b"A\n\nFirst text.\n\nSecond text.")).location
    assert (
        send(client, preview, {"title-0": "A", "keep-0": "1", "action": action}).status_code == 302
    )
    send(client, preview, {"title-0": "A", "keep-0": "1", "action": "keep"})
    assert articles(world)[-1].text == "First text.\n\nSecond text."


def test_what_is_doubtful_stands_on_top_of_three_hundred(world: World) -> None:
    client = world.client(MANAGER)
    rows = "".join(f"T{n},Text number {n} of the table.,2021-09-22\n" for n in range(299))
    table = "title,text,date\n" + rows + "Doubtful,The last text of the table.,9/5/2021\n"
    page = client.get(bring(client, ("rows.csv", table.encode())).location).text
    assert page.index('id="article-299"') < page.index('id="article-0"')


@pytest.fixture
def served(world: World, web_port: int) -> Iterator[World]:
    settings = Settings(data_dir=world.settings.data_dir, port=web_port)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    with serving(app, settings):
        yield replace(world, app=app, settings=settings)


@pytest.mark.browser
def test_pasting_a_page_and_moving_blocks_by_click_and_key(served: World, page: Page) -> None:
    origin = served.settings.origin
    page.goto(f"{origin}/sign-in")
    page.fill("#email", MANAGER)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{origin}/studies/1/upload/")
    page.focus("#text")
    # A real paste: the clipboard is what another page put there.
    page.evaluate(
        """([text, html]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          data.setData("text/html", html);
          const field = document.getElementById("text");
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
          field.dispatchEvent(event);
          document.execCommand("insertText", false, text);
        }""",
        [TEXT, HTML],
    )
    page.wait_for_selector("#html-said:not([hidden])")
    page.click("text=Read the text")
    page.wait_for_selector(".blocks")
    assert page.input_value("#title-0") == "Council shuts the old bridge"
    kept = page.locator(".block.kept p")
    expect(kept).to_have_text([FIRST, SECOND, THIRD])
    page.locator(".block.kept", has_text=SECOND).locator("p").click()
    expect(page.locator(".block.kept")).to_have_count(2)
    assert page.locator(".block.cut", has_text=SECOND).count() == 1
    focused = page.evaluate("document.activeElement.value")
    assert focused.startswith("back-0-")
    page.keyboard.press("Enter")  # the same block, by key
    expect(page.locator(".block.kept")).to_have_count(3)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press(" ")
    expect(page.locator(".block.kept")).to_have_count(2)
    page.press("#title-0", "Enter")  # saves what was typed, and moves no block
    page.wait_for_url("**page=1")
    expect(page.locator(".block.kept")).to_have_count(2)
    page.click("text=Keep 1 article")
    page.wait_for_url(f"{origin}/studies/1")
    assert articles(served)[-1].text == f"{SECOND}\n\n{THIRD}"


@pytest.mark.browser
def test_what_is_typed_after_pasting_counts_as_it_stands(served: World, page: Page) -> None:
    origin = served.settings.origin
    page.goto(f"{origin}/sign-in")
    page.fill("#email", MANAGER)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{origin}/studies/1/upload/")
    page.evaluate(
        """([text, html]) => {
          document.getElementById("html").value = html;
          document.getElementById("text").value = text;
        }""",
        [TEXT, HTML],
    )
    page.focus("#text")
    page.keyboard.type("x")
    expect(page.locator("#html")).to_have_value("")
