"""Pages on which outsiders saw the tool fail, and their siblings."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.articles import read_file
from annotator.models import Article

DATA = Path(__file__).parent.parent / "data" / "articles"
BODY = (
    "<p>The harbour council voted on Monday night to close the old ferry bridge from May.</p>"
    "<p>Residents called the plan reckless, and said that it had been rushed through.</p>"
    "<p>A second vote is expected in October, after a report that the council has asked for.</p>"
)


def page(body: str, head: str = "", language: str = "en") -> Article:
    text = f'<!DOCTYPE html><html lang="{language}"><head>{head}</head><body>{body}</body></html>'
    reading = read_file("a.html", text.encode())
    assert not reading.refusals
    return reading.articles[0]


def read(name: str) -> Article:
    reading = read_file(name, (DATA / name).read_bytes())
    assert not reading.refusals
    return reading.articles[0]


@pytest.mark.parametrize("name", ["pages/brief_131.html", "pages/brief_233.html"])
def test_paragraphs_of_a_short_notice_stay_apart(name: str) -> None:
    lines = read(name).text.split("\n\n")
    assert lines[0].startswith("The harbour town")
    assert lines[0].endswith("the council said.")
    assert lines[1] == "Engineers found cracks in two of its pillars."


def test_a_chinese_page_is_read_whole() -> None:
    article = read("pages/chinese_page.html")
    assert article.title == "旧桥关闭"
    assert article.text.count("\n\n") == 5


@pytest.mark.parametrize(
    "sentence",
    [
        "市は金曜日に古い橋を閉鎖する。技術者が二本の柱に亀裂を見つけたためだ。",
        "เมืองจะปิดสะพานเก่าในวันศุกร์ วิศวกรพบรอยร้าวในเสาสองต้น",
        "नगर परिषद शुक्रवार को पुराना पुल बंद कर देगी।",
        "شہر جمعہ کو پرانا پل بند کر دے گا۔",
        "Քաղաքը ուրբաթ օրը կփակի հին կամուրջը։",
    ],
)
def test_pages_in_other_scripts_are_read(sentence: str) -> None:
    article = page(f"<article><h1>X</h1>{f'<p>{sentence}</p>' * 4}</article>")
    assert article.text.split("\n\n") == [sentence] * 4


@pytest.mark.parametrize("language", ["am", "en", "hi", "zh"])
def test_a_first_paragraph_is_no_title_whatever_its_full_stop(language: str) -> None:
    article = read(f"pages/first_paragraph_{language}.txt")
    assert article.title == f"first_paragraph_{language}"
    assert article.text.count("\n\n") == 2


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("pages/standfirst.html", "Council blames years of neglect"),
        ("pages/first_para_apart.html", "LEADWORDS The first paragraph"),
    ],
)
def test_what_stands_between_headline_and_body_is_put_back_and_to_be_checked(
    name: str, begins: str
) -> None:
    article = read(name)
    assert article.standfirst.startswith(begins)
    assert article.text.startswith(article.standfirst + "\n\n")
    assert "put back as standfirst" in article.remarks[0]


@pytest.mark.parametrize(
    "between",
    [
        "<nav><a href='/a'>Home of everything that is new in the whole town today.</a></nav>",
        "<p class='byline'>By Ada Quill and Ben Marsh, who both live in the town of Hask.</p>",
        "<figure><figcaption>The old bridge over the Tarn in May.</figcaption></figure>",
        "<div class='related'><p>Read how the ferry came to the town so many years ago.</p></div>",
        "<div class='newsletter'><p>Sign up for our newsletter and read the news at six.</p></div>",
        "<p><a href='/x'>The story of the ferry that never came back to its own harbour.</a></p>",
    ],
)
def test_what_is_no_standfirst_stays_out(between: str) -> None:
    article = page(f"<main><h1>Bridge closes</h1>{between}<article>{BODY}</article></main>")
    assert article.text.startswith("The harbour council voted")
    assert article.standfirst == ""


def test_the_title_is_the_heading_without_the_outlets_name() -> None:
    head = (
        "<title>Bridge closes for good - Quillmouth Post</title>"
        '<meta property="og:site_name" content="Quillmouth Post">'
    )
    assert page(f"<article>{BODY}</article>", head).title == "Bridge closes for good"
    assert page(f"<h1>Quillmouth Post</h1><article>{BODY}</article>", head).title == (
        "Bridge closes for good"
    )


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="Watermark feed">', ""),
        ('<meta name="author" content="Ada Quill, Political Editor">', "Ada Quill"),
        ('<meta name="author" content="By Ada Quill and Ben Reed">', "Ada Quill, Ben Reed"),
        ('<meta name="author" content="Ada Quill (@adaquill)">', "Ada Quill"),
        (
            '<meta name="author" content="Quillmouth Post">'
            '<meta property="og:site_name" content="Quillmouth Post">',
            "",
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": '
            '"X", "author": [{"@type": "Person", "name": "Ada Quill"}, {"@type": "Person", "name":'
            ' "ADA QUILL"}, {"@type": "Organization", "name": "The Post"}]}]}</script>',
            "Ada Quill",
        ),
    ],
)
def test_authors_are_people_and_each_once(head: str, author: str) -> None:
    assert page(f"<article><h1>Bridge closes</h1>{BODY}</article>", head).author == author


def test_an_author_of_another_story_is_none_of_this_one() -> None:
    assert read("pages/related_authors.html").author == "Aaron Bunch"


def test_joiners_and_marks_without_a_shape_are_kept() -> None:
    text = read("pages/persian_zwnj.html").text
    assert "می\u200cخواهد کتاب\u200cها" in text
    assert "👨\u200d👩\u200d👧\u200d👦" in text
    assert "Donau\u00addampf\u00adschiff" in text
    paragraph = "It took 10\u00a0km and the mark \u2068Hask\u2069 of the town, they said on Friday."
    assert page(f"<article><h1>X</h1><p>{paragraph}</p>{BODY}</article>").text.startswith(paragraph)
    assert read_file("a.txt", f"T\n\n{paragraph}".encode()).articles[0].text == paragraph


def test_a_vertical_tab_parts_words_and_windows_quotes_are_quotes() -> None:
    article = read_file(
        "a.json", b'{"title": "A", "text": "One\\u000btwo. It\\u0092s old."}'
    ).articles[0]
    assert article.text == "One\ntwo. It’s old."


def test_one_bad_byte_is_replaced_and_said() -> None:
    article = read("damaged/declared_utf8_one_bad_byte.html")
    assert article.text.startswith("Łódź, Kraków and Café “Nord”.\n\nThe harb\ufffdour town")
    assert "a byte was no UTF-8" in article.remarks[0]


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("nested_300_div.html", "take three years."),
        ("wordpress_blocks.html", "for repairs this spring."),
        ("unclosed_comment.html", "in two of its pillars."),
        ("trunc_0.6.html", "until the ferry was repaired."),
    ],
)
def test_damaged_pages_are_read_as_far_as_they_go(name: str, ends: str) -> None:
    article = read(f"damaged/{name}")
    assert article.text.endswith(ends)
    assert any("cut off" in remark for remark in article.remarks) == name.startswith("trunc")


def test_a_short_last_paragraph_stays_and_tags_below_it_go() -> None:
    article = page(f"<article><h1>X</h1>{BODY}<p>“Never”</p><div>Ferries</div></article>")
    assert article.text.split("\n\n")[-1] == "“Never”"
