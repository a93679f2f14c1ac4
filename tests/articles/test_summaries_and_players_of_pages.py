"""What pages put above an article for those who won't read it, and an end that was lost. All
invented."""

from __future__ import annotations

import pytest
from lxml import html

from annotator.articles import read_file
from annotator.articles.furniture import is_furniture
from annotator.articles.pages.rest import put_back
from annotator.models import Article

LINES = (
    "The harbour council voted on Monday night to close the old bridge to all traffic.",
    "Residents called the plan reckless, and said that it had been rushed through.",
    "Officials denied the claim; they pointed to three meetings held in the spring.",
    "A second vote is expected in October, after a report that the council has asked for.",
)
TITLE = "Council closes the old bridge for good"
LEAD = "The mayor will travel to the lower town on Friday to speak with the traders there."


def read(above: str, between: str = "") -> Article:
    text = "".join(f"<p>{line}</p>" for line in LINES[:2])
    text += between + "".join(f"<p>{line}</p>" for line in LINES[2:])
    page = (
        f"<html lang='en'><head><title>{TITLE}</title></head><body><main><h1>{TITLE}</h1>"
        f"<p class='subtitle'>{LEAD}</p>{above}<div class='text'>{text}</div></main></body></html>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    return article


def test_what_a_program_summed_up_is_no_standfirst() -> None:
    told = "What stands in this box was written by a program and may be wrong."
    article = read(
        "<div class='ai-summary'><div class='ai-summary-title'>Quick take</div><ul>"
        f"<li>The bridge is closed.</li></ul><div class='ai-summary-disclaimer'>{told}</div></div>"
    )
    assert article.standfirst == LEAD
    assert article.text.split("\n\n") == [LEAD, *LINES]
    assert told in article.removed


def test_what_a_newsroom_summed_up_stays() -> None:
    summary = "The council has closed the bridge, and the traders of the lower town are angry."
    assert summary in read(f"<div class='summary'><p>{summary}</p></div>").text


def test_a_player_is_no_text() -> None:
    article = read(
        "",
        "<div class='tt-audio-player'><button>Listen to this story</button><span>Voice: Ada Penna"
        "</span><span class='tt-sr-only'>Use the arrow keys to seek in the recording.</span></div>",
    )
    assert article.text.split("\n\n") == [LEAD, *LINES]
    kept = "The recording of the meeting was played to the traders on Friday, and they booed."
    assert kept in read("", f"<div class='audio-player'><p>{kept}</p></div>").text


def test_read_also_in_greek_is_no_heading() -> None:
    pointer = (
        "<div><h2>ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ</h2><ul><li><a href='/a'>Το νέο πορθμείο</a></li></ul></div>"
    )
    assert read("", pointer).text.split("\n\n") == [LEAD, *LINES]


@pytest.mark.parametrize(
    "line",
    ["图注：达娜可能是第二个在渡船上过夜的人", "原标题：渡船上的一夜", "出品︱科学栏目组"],
)
def test_chinese_captions_and_first_headlines_are_furniture(line: str) -> None:
    assert is_furniture(line)


def test_chinese_sentences_that_begin_so_are_none() -> None:
    assert not is_furniture("出品方表示，渡船将于十月恢复通航。")
    assert not is_furniture("原标题是编辑起的，作者并不知情。")


def test_an_end_in_a_box_known_by_its_id_alone_is_put_back() -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    page = html.fromstring(
        f"<html><body><div id='article-body'>{body}</div>"
        "<div id='more'><p>The ferry has carried more people than ever this year.</p></div>"
        "</body></html>"
    )
    assert put_back(page, LINES[:2], ()) == (list(LINES), 2)
