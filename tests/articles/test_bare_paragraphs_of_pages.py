"""Paragraphs that browsers close before their text, because a box stands in them."""

from __future__ import annotations

from annotator.articles import read_file
from annotator.models import Article

TITLE = "Council votes to close old bridge"
FIRST = "MARLBECK - The council voted on Monday night to close the old ferry bridge for good."
BODY = (
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
    "Critics who packed the gallery said that nobody had asked the people who cross it.",
    "Engineers had warned since 2011 that its piers were cracked, according to the papers.",
)
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in BODY)
BOX = "<div class=related><ul><li><a href=/b>Article: Fog stops the ferry</a></li></ul></div>"


def read(body: str) -> Article:
    page = f"<html lang=en><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body>"
    (article,) = read_file("a.html", page.encode()).articles
    return article


def test_a_paragraph_with_a_box_in_it_keeps_its_text() -> None:
    article = read(f"<div class=body><p>{BOX}{FIRST}</p>{PARAGRAPHS}</div>")
    assert article.text == "\n\n".join((FIRST, *BODY))


def test_links_and_words_in_bold_stay_in_such_a_paragraph() -> None:
    linked = FIRST.replace("voted", "<a href=/c>voted</a>").replace("ferry", "<b>ferry</b>")
    article = read(f"<div class=body><p>{BOX}{linked}</p>{PARAGRAPHS}</div>")
    assert article.text == "\n\n".join((FIRST, *BODY))


def test_a_bare_word_between_a_box_and_a_paragraph_is_none() -> None:
    article = read(f"<div class=body><p>{BOX}Advertisement</p>{PARAGRAPHS}</div>")
    assert article.text == "\n\n".join(BODY)
