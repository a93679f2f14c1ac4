"""What stands among the paragraphs of pages as newsrooms' systems make them today. All invented."""

from __future__ import annotations

import pytest

from annotator.articles import read_file
from annotator.articles.furniture import is_small_print
from annotator.articles.vocabulary.sign_offs import is_sign_off, is_sign_up
from annotator.models import Article

LINES = (
    "The harbour council voted on Monday night to close the old bridge to all traffic.",
    "Residents called the plan reckless, and said that it had been rushed through.",
    "Officials denied the claim; they pointed to three meetings held in the spring.",
    "A second vote is expected in October, after a report that the council has asked for.",
)
TITLE = "Council closes the old bridge for good"
LEAD = "The mayor will travel to the lower town on Friday to speak with the traders there."


def read(body: str, lang: str = "en") -> Article:
    page = (
        f"<html lang='{lang}'><head><title>{TITLE}</title></head><body><main>{body}</main></body>"
        "</html>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    assert article.title == TITLE
    return article


def with_box(box: str) -> Article:
    """A page with a box between its second paragraph and its third."""
    text = "".join(f"<p>{line}</p>" for line in LINES[:2])
    text += box + "".join(f"<p>{line}</p>" for line in LINES[2:])
    return read(f"<h1>{TITLE}</h1><div class='text'>{text}</div>")


def test_headings_for_programs_that_read_aloud_are_no_text() -> None:
    article = with_box("<h2 class='teaser hidden'>Main content</h2>")
    assert article.text.split("\n\n") == list(LINES)
    assert "Main content" in article.removed
    seen = with_box("<h2 class='hidden md:block'>What the traders say</h2>")
    assert "What the traders say" in seen.text


def test_a_standfirst_behind_a_hidden_heading_is_marked() -> None:
    body = "".join(f"<div class='paragraph'><p>{line}</p></div>" for line in LINES)
    article = read(
        f"<h1>{TITLE}</h1><h2 class='hidden'>Main content</h2><p class='einleitung'>{LEAD}</p>"
        f"<div>{body}</div>"
    )
    assert article.standfirst == LEAD


def test_a_headline_inside_its_picture_has_its_standfirst_below() -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    article = read(
        f"<div class='media'><figure><img src='a.jpg'><figcaption><h1>{TITLE}</h1></figcaption>"
        f"</figure><div class='mediaCaption'><p class='lead'>{LEAD}</p></div></div>"
        f"<article>{body}</article>"
    )
    assert article.standfirst == LEAD
    assert article.text.split("\n\n") == [LEAD, *LINES]


@pytest.mark.parametrize(
    "box",
    [
        "<p>Read also</p><ul><li><a href='/a'>The ferry that nobody wants to pay</a></li></ul>",
        "<div><p>La rédaction vous conseille</p><ul><li><a href='/a'>Le bac</a></li></ul></div>",
        "<p><strong>LEIA TAMBÉM:</strong></p>",
        "<p><b>Lire : <a href='/a'>Que sont les bacs qui traversent la rivière ?</a></b></p>",
        "<div><div class='card'><a href='/a'></a><div><a href='/a'>A new ferry opened upriver</a>"
        "<div>4 February, 12:15</div></div></div></div>",
        "<table><tr><td><div>Přečtěte si také</div><a href='/a'>Nový přívoz vozí lidi zdarma</a>"
        "</td></tr></table>",
        "<p>We welcome debate. Please read our <a href='/our_guidelines.html'>guidelines</a>; "
        "what you send us may be used under our <a href='/privacy.html'>rules</a>.</p>",
        "<p>Edited by: Ada Quill</p>",
    ],
)  # fmt: skip
def test_what_points_elsewhere_is_no_text(box: str) -> None:
    assert with_box(box).text.split("\n\n") == list(LINES)


@pytest.mark.parametrize(
    "box",
    [
        "<p>The ministry answered on a <a href='/privacy.html'>page about privacy</a> in May.</p>",
        "<p>Mehr zum Thema sagte der Minister nicht, als er am Abend vor die Presse trat.</p>",
        "<p>Related questions came up in March, and the council left them open again.</p>",
    ],
)  # fmt: skip
def test_sentences_that_only_look_so_stay(box: str) -> None:
    assert len(with_box(box).text.split("\n\n")) == len(LINES) + 1


@pytest.mark.parametrize(
    "line",
    ["Temas", "Lo que se lee ahora", "Veja mais notícias da região no m1", "トップニュース",
     "Share via:"],
)  # fmt: skip
def test_a_heading_of_something_else_below_the_text_is_cut(line: str) -> None:
    body = "".join(f"<p>{one}</p>" for one in LINES)
    article = read(f"<h1>{TITLE}</h1><div class='text'>{body}<p>{line}</p></div>")
    assert article.text.split("\n\n") == list(LINES)


@pytest.mark.parametrize(
    "line", ["cwo/fab (dpa, afp)", "dpa/cwo", "MRF (Felix Fahner)", "red (APA)"]
)
def test_who_wrote_by_letters_and_for_whom_is_a_sign_off(line: str) -> None:
    assert is_sign_off(line)


@pytest.mark.parametrize(
    "line", ["NATO (Brussels)", "one/two (three)", "He called the AP (twice)."]
)
def test_other_brackets_are_none(line: str) -> None:
    assert not is_sign_off(line)


def test_what_the_views_are_not_is_small_print() -> None:
    said = "The views expressed in this article are those of the author and not of the paper."
    assert is_small_print(said)
    assert not is_small_print("The views expressed in the hall on Monday night were harsh.")
    assert is_sign_up("Nichts Neues verpassen! - Newsletter abonnieren")
