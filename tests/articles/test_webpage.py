"""Web pages: the article comes out whole, the page round it stays behind, what was cut is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.articles import read_file

DATA = Path(__file__).parent.parent / "data" / "articles"
PAGE = (DATA / "tram-vote.html").read_text(encoding="utf-8")


def test_a_news_page_gives_its_article_and_its_origin() -> None:
    (article,) = read_file("tram-vote.html", PAGE.encode()).articles
    assert article.title == "Tram extension approved by a single vote"
    assert article.author == "Ines Corviel, Tobin Marsh"
    assert article.published == "2021-09-21"  # published, not modified
    assert article.outlet == "The Varmouth Ledger"
    assert article.url == "https://ledger.varmouth.example/2021/09/tram-vote"
    assert article.language == "en-GB"
    paragraphs = article.text.split("\n\n")
    assert paragraphs[0].startswith("The city assembly of Varmouth approved the extension")
    assert paragraphs[-1].endswith("The next election is due in May.")
    assert "Shopkeepers divided" in paragraphs
    assert "Before the war of the parking spaces" in article.text
    assert (
        "- Line 4 will get five new stops.\n- Three hundred parking spaces will go." in paragraphs
    )


def test_share_bars_captions_comments_and_menus_are_left_out_and_told() -> None:
    (article,) = read_file("tram-vote.html", PAGE.encode()).articles
    for gone in (
        "Getty",
        "Tweet",
        "Advertisement",
        "Read more",
        "First!",
        "©",
        "Weather",
        "Comments",
    ):
        assert gone not in article.text
    assert article.removed == (
        "Share on Facebook",
        "Tweet",
        "Email this article",
        "A tram passes the old exchange in Varmouth last week. (Photo by Lorne Keld/Getty Images)",
        "Advertisement",
        "Read more: Why parking divides the old town",
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),  # what browsers take Latin-1 for
        ("windows-1252", "cp1252"),
        ("utf-8", "cp1252"),  # a wrong declaration
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-16"),
        ("no-such-thing", "utf-8"),
    ],
)
def test_encodings_declared_or_not_are_read(declared: str, encoding: str) -> None:
    page = PAGE.replace("charset=utf-8", f"charset={declared}").encode(encoding)
    (article,) = read_file("a.html", page).articles
    (right,) = read_file("a.html", PAGE.encode()).articles
    assert article.text == right.text


def test_a_foreign_charset_is_believed() -> None:
    page = (
        '<html><head><meta charset="windows-1251"><title>Мост</title></head><body><article><p>'
        + "Мэр сказал, что старый мост закроют до весны. " * 4
        + "</p></article></body></html>"
    )
    (article,) = read_file("a.html", page.encode("cp1251")).articles
    assert article.text.startswith("Мэр сказал, что старый мост")
    assert article.title == "Мост"


@pytest.mark.parametrize(
    "broken",
    [
        PAGE[: PAGE.index("</article>")],  # cut off
        PAGE.replace("</p>", ""),
        PAGE.replace("<!DOCTYPE html>", "<!-- saved page -->"),
        PAGE.replace('"datePublished"', '"datePublished" oops'),  # JSON-LD that is none
        PAGE.replace("<html lang", "<?xml version='1.0' encoding='latin-1'?>\n<html lang"),
        PAGE.replace("<p>The city", "<p>\x00\x08The city".replace("\x00", "")),
    ],
)
def test_broken_pages_still_give_their_text(broken: str) -> None:
    (article,) = read_file("a.html", broken.encode()).articles
    assert "approved the extension of tram line 4 to the harbour on Tuesday night" in article.text
    assert "It is widely believed that the assembly’s vote" in article.text


@pytest.mark.parametrize(
    "page",
    [
        "<html><body></body></html>",
        "<html><head><title>Only a title</title></head></html>",
        "<html><body><div id='root'></div><script>render()</script></body></html>",
        "<html><body><ul><li><a href='/a'>News</a></li><li><a href='/b'>Sport</a></li></ul></body>",
    ],
)
def test_a_page_without_an_article_is_refused_and_says_what_to_do(page: str) -> None:
    reading = read_file("a.html", page.encode())
    assert reading.articles == ()
    assert "paste" in reading.refusals[0].reason


def test_a_short_notice_is_an_article() -> None:
    page = b"<html><head><title>Closed</title></head><body><h1>Closed</h1><p>It is shut.</p></body>"
    (article,) = read_file("a.html", page).articles
    assert (article.title, article.text) == ("Closed", "It is shut.")
