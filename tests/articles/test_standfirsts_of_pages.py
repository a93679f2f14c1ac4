"""What newsrooms call and how they set a standfirst, and who a page's head says wrote it."""

from __future__ import annotations

import pytest

from annotator.articles import read_file
from annotator.models import Article

TITLE = "Council votes to close old bridge"
LEAD = "Nobody asked the neighbours, and it shows in every line of the report."
BODY = (
    "The council of Marlbeck voted on Monday night to close the old ferry bridge for good.",
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
    "Critics who packed the gallery said that nobody had asked the people who cross it.",
    "Engineers had warned since 2011 that its piers were cracked, according to the papers.",
)
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in BODY)


def read(body: str, head: str = "", language: str = "en") -> Article:
    title = f"<title>{TITLE} | The Marl Courier</title>"
    page = f"<html lang={language}><head>{title}{head}</head><body>{body}</body></html>"
    (article,) = read_file("a.html", page.encode()).articles
    assert article.title == TITLE
    assert all(one in article.text for one in BODY)
    return article


def with_first(first: str, language: str = "en") -> Article:
    """A page whose first paragraph is one of those of the text."""
    article = read(f"<article><h1>{TITLE}</h1>{first}{PARAGRAPHS}</article>", language=language)
    assert article.text.startswith(LEAD)
    return article


@pytest.mark.parametrize(
    "called",
    [
        "class=preface",
        "class='einleitung small'",
        "class=article__preamble",
        "class=id-StoryElement-leadText",
        "class=Head_lead__x1",
        "data-external-selector=header-teaser",
        "data-test-tag=lead-text",
        "data-manual=teaserText",
    ],
)
def test_what_newsrooms_call_a_standfirst_is_marked(called: str) -> None:
    assert with_first(f"<p {called}>{LEAD}</p>").standfirst == LEAD


def test_a_first_paragraph_that_nothing_sets_apart_is_none() -> None:
    assert with_first(f"<p>{LEAD}</p>").standfirst == ""
    assert with_first(f"<p data-note='a teaser of the week'>{LEAD}</p>").standfirst == ""
    all_called = "".join(f"<p class=lead>{one}</p>" for one in (LEAD, *BODY))
    assert read(f"<article><h1>{TITLE}</h1>{all_called}</article>").standfirst == ""


def test_a_first_paragraph_alone_in_bold_is_a_standfirst_in_german_pages() -> None:
    bold = f"<p><strong>{LEAD}</strong></p>"
    assert with_first(bold, "de-AT").standfirst == LEAD
    assert with_first(bold, "en").standfirst == ""
    again = f"{bold}<p><b>And nobody will ask them now, as the mayor made clear.</b></p>"
    assert with_first(again, "de").standfirst == ""


def test_a_paragraph_in_the_headline_s_box_is_a_standfirst() -> None:
    header = f"<header><h1>{TITLE}</h1><p>{LEAD}</p></header>"
    assert read(f"<article>{header}<div>{PARAGRAPHS}</div></article>").standfirst == LEAD
    split = f"<div><h1>{TITLE}</h1><p>{LEAD}</p><p>{BODY[0]}</p></div>"
    rest = PARAGRAPHS.replace(f"<p>{BODY[0]}</p>", "")
    assert read(f"<article>{split}<div>{rest}</div></article>").standfirst == ""


def test_a_paragraph_in_a_box_of_another_kind_than_the_text_s_is_a_standfirst() -> None:
    top = f"<h1>{TITLE}</h1><img src=a.jpg>"

    def page(first: str, rest: str) -> Article:
        boxes = f"<div class={first}><p>{LEAD}</p></div><div class={rest}>{PARAGRAPHS}</div>"
        return read(f"<article>{top}{boxes}</article>")

    assert page("x7Hay", "x9Bee").standfirst == LEAD
    assert page("x9Bee", "x9Bee").standfirst == ""  # an advertisement closed its box


@pytest.mark.parametrize(
    "said",
    [
        "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='NAME'>",
        "<meta name=twitter:label2 content='Verfasst von'><meta name=twitter:data2 content='NAME'>",
        "<meta name=Author content='NAME'>",
        "<meta property=og:article:author content='NAME'>",
        "<meta name=articleAuthor content='NAME'>",
    ],
)
def test_more_manners_in_which_heads_name_who_wrote_it(said: str) -> None:
    page = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>"
    assert read(page, said.replace("NAME", "Ada Quill")).author == "Ada Quill"


def test_how_long_reading_takes_is_no_author() -> None:
    said = "<meta name=twitter:label1 content='Est. reading time'>"
    said += "<meta name=twitter:data1 content='Five Minutes'>"
    assert read(f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>", said).author == ""
