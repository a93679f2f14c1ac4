"""Pages in odd manners, all invented: what each must give, or what it is refused for."""

from __future__ import annotations

import pytest

from annotator.articles import read_file
from annotator.models import Article

TITLE = "Council votes to close old bridge"
BODY = (
    "The council of Marlbeck voted on Monday night to close the old ferry bridge for good.",
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
    "Critics who packed the gallery said that nobody had asked the people who cross it.",
    "Engineers had warned since 2011 that its piers were cracked, according to the papers.",
)
PARAGRAPHS = "".join(f"<p>{one}</p>" for one in BODY)
STANDFIRST = "Nobody asked the neighbours, and it shows in every line of the report"
OUTLET = "<meta property='og:site_name' content='The Marl Courier'>"
HEAD = f"<title>{TITLE} | The Marl Courier</title>{OUTLET}"
PAID = '{"@type": "NewsArticle", "isAccessibleForFree": false}'


def read(body: str, head: str = HEAD) -> Article:
    found = read_file(
        "a.html", f"<html lang=en><head>{head}</head><body>{body}</body></html>".encode()
    )
    (article,) = found.articles
    assert article.title == TITLE
    assert all(one in article.text for one in BODY if one in body)
    return article


def test_a_standfirst_is_marked_wherever_it_stands() -> None:
    outside = read(
        f"<main><h1>{TITLE}</h1><p class='intro__sub'>{STANDFIRST}.</p><div>By Ada Quill, Chief "
        f"Reporter <time>22 September 2021</time></div><article>{PARAGRAPHS}</article></main>"
    )
    assert outside.standfirst == f"{STANDFIRST}."
    assert outside.text.startswith(outside.standfirst)
    assert (outside.author, outside.published) == ("Ada Quill", "2021-09-22")
    heading = read(f"<article><h1>{TITLE}</h1><h2>{STANDFIRST}</h2>{PARAGRAPHS}</article>")
    assert heading.standfirst == STANDFIRST
    assert heading.text.startswith(STANDFIRST)


def test_a_date_below_a_standfirst_that_nothing_calls_so_is_found() -> None:
    soup = "".join(f"<div>{one}</div>" for one in BODY)
    one = read(f"<h1>{TITLE}</h1><div>{STANDFIRST}.</div><div>22.09.2021</div><div>{soup}</div>")
    assert one.published == "2021-09-22"


def test_both_names_of_a_byline_in_bold_and_no_role() -> None:
    one = read(
        f"<article><h1>{TITLE}</h1><p>By <b>ADA QUILL</b> and <b>BEN ROOK</b><br>Political Editors"
        f"</p><p>Published: 10:20 BST, 22 September 2021 | Updated: 11:20</p>{PARAGRAPHS}</article>"
    )
    assert (one.author, one.published) == ("Ada Quill, Ben Rook", "2021-09-22")
    assert "Political Editors" not in one.text
    assert "Political Editors" in one.removed


def test_an_article_for_subscribers_is_remarked() -> None:
    paid = f"<script type='application/ld+json'>{PAID}</script>"
    stub = (
        f"<article><h1>{TITLE}</h1><p>{BODY[0]}</p><p>To read on, please subscribe.</p></article>"
    )
    assert any("subscribers" in one for one in read(stub, HEAD + paid).remarks)
    assert not any("subscribers" in one for one in read(stub).remarks)


@pytest.mark.parametrize(
    "body",
    [
        "<div id=root></div><noscript>Enable JavaScript</noscript>",
        "<h1>Latest</h1><ul>"
        + "".join(
            f"<li><a href=/{n}>Story {n} about the bridge and the ferry</a></li>" for n in range(30)
        )
        + "</ul>",
    ],
)
def test_pages_without_an_article_are_refused(body: str) -> None:
    found = read_file("a.html", f"<html><head>{HEAD}</head><body>{body}</body></html>".encode())
    assert found.articles == ()
    assert "No article text was found" in found.refusals[0].reason
