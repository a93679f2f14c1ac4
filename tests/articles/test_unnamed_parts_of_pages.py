"""What stands on pages in boxes that say little of themselves: whoever is quoted, readers,
pictures, other articles, and names of outlets and authors that only the edge of the page has.

"""

from __future__ import annotations

import pytest

from annotator.articles import read_file
from annotator.articles.dates import cut_dates, read_date
from annotator.models import Article

TITLE = "Council closes the old harbour bridge"
LINES = (
    "The harbour council voted on Monday night to close the old bridge to all traffic.",
    "Residents called the plan reckless, and said that it had been rushed through.",
    "Officials denied the claim; they pointed to three meetings held in the spring.",
    "The mayor said nothing to the traders of the lower town who had come to hear her.",
    "Engineers had warned for years that two of the pillars were worn by the tide.",
    "A second vote is expected in October, after a report that the council has asked for.",
    "Until then a ferry will leave every twenty minutes, and residents will not have to pay.",
    "The firm that runs it said that it would need two more boats before the winter came.",
)
PARAGRAPHS = [f"<p>{line}</p>" for line in LINES]
QUOTE = "We had no choice after the report."


def as_page(
    *, above: str = "", inside: str = "", end: str = "", title: str = TITLE, around: str = "",
    language: str = "en",
) -> Article:  # fmt: skip
    body = "".join([*PARAGRAPHS[:3], inside, *PARAGRAPHS[3:], end])
    page = (
        f"<html lang='{language}'><head><title>{title}</title></head><body><article><h1>{TITLE}"
        f"</h1>{above}<div class='entry-content'>{body}</div></article>{around}</body></html>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    return article


# --------------------------------------------------------------------------- who is quoted


@pytest.mark.parametrize(
    "box",
    [
        "<aside class='pullquote'><p>{}</p><p class='pullquote__author'>Dorian Vale</p></aside>",
        "<div class='pull-quote'><p>{}</p><p class='quote-author'>Dorian Vale</p></div>",
        "<div class='field--name-field-quote quote'><div class='quote-text'><p>{}</p></div>"
        "<div class='quote-source'><p>Dorian Vale</p></div></div>",
        "<figure class='wp-block-pullquote'><blockquote><p>{}</p><cite>Dorian Vale</cite>"
        "</blockquote></figure>",
    ],
)
def test_whoever_a_pulled_quote_names_is_neither_text_nor_author(box: str) -> None:
    article = as_page(inside=box.format(QUOTE))
    assert article.author == ""
    assert "Dorian Vale" not in article.text
    assert "Dorian Vale" in article.removed


def test_a_quotation_of_the_text_itself_keeps_who_said_it() -> None:
    inside = f"<blockquote><p>{QUOTE}</p><cite>Dorian Vale, mayor</cite></blockquote>"
    assert "Dorian Vale, mayor" in as_page(inside=inside).text


# --------------------------------------------------------------------------- what readers wrote


def comment(number: int) -> str:
    return (
        f"<div class='c'><b>Reader{number}</b> <span>12 March 2024</span><p>I think that the "
        f"council number {number} should have asked the traders before it voted.</p></div>"
    )


COMMENTS = "".join(map(comment, range(3)))


@pytest.mark.parametrize(
    "heading",
    ["Comments", "3 Comments", "Kommentare (3)", "Leserkommentare", f"3 thoughts on “{TITLE}”"],
)
def test_what_readers_wrote_in_boxes_without_a_name_is_no_text(heading: str) -> None:
    article = as_page(end=f"<h3>{heading}</h3>{COMMENTS}")
    assert article.text.split("\n\n") == list(LINES)


def test_a_heading_of_the_text_about_comments_keeps_what_is_below() -> None:
    below = "<p>On <b>12 March 2024</b> the council had asked for them, and got four hundred.</p>"
    for heading in ("Comments", "3 responses to the flood"):
        article = as_page(end=f"<h3>{heading}</h3>{below}")
        assert "got four hundred" in article.text


def test_a_count_of_comments_below_the_headline_does_not_take_the_text() -> None:
    others = "".join(f"<p>Ferry {number} sails again on Sunday.</p>" for number in range(4))
    below = f"<p>3 comments</p><p>12 March 2024</p>{''.join(PARAGRAPHS)}"
    page = f"<html><body><div>{others}</div><div><h2>{TITLE}</h2>{below}</div></body></html>"
    (article,) = read_file("a.html", page.encode()).articles
    assert all(line in article.text for line in LINES)


# --------------------------------------------------------------------------- pictures

CAPTION = "The old bridge in Marl on Sunday, seen from the ferry's pier."


@pytest.mark.parametrize(
    "box",
    [
        "<div class='foto'><img src='a.jpg'><small>{}</small></div>",
        "<div class='article image'><img src='a.jpg'><p>{}</p></div>",
        "<p class='image-legend'>{}</p>",
        "<table><tr><td><img src='a.jpg'></td></tr><tr><td class='tr-caption'>{}</td></tr></table>",
    ],
)
def test_a_picture_s_line_is_neither_standfirst_nor_first_line(box: str) -> None:
    above, inside = as_page(above=box.format(CAPTION)), as_page(inside=box.format(CAPTION))
    assert (above.standfirst, above.text) == ("", inside.text)
    assert inside.text.split("\n\n") == list(LINES)
    assert CAPTION in inside.removed


def test_a_paragraph_of_a_box_with_more_than_a_picture_stays() -> None:
    box = f"<div class='image'><img src='a.jpg'><p>{CAPTION}</p><p>It is to be torn down.</p></div>"
    assert "torn down" in as_page(inside=box).text


def test_a_brief_in_a_box_that_has_a_picture_stays() -> None:
    brief = f"<div class='post has-image'><img src='a.jpg'><p>{CAPTION}</p></div>"
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{brief}</body></html>"
    (article,) = read_file("a.html", page.encode()).articles
    assert CAPTION in article.text


# --------------------------------------------------------------------------- other articles

TEASER = "<div><h3><a href='/{0}'>Ferry firm {0} asks for time</a></h3><p>It wants to keep pier {0} until May.</p></div>"  # noqa: E501


def test_summaries_of_other_articles_below_their_linked_titles_are_cut_at_the_end() -> None:
    article = as_page(end=TEASER.format(1) + TEASER.format(2))
    assert article.text.split("\n\n") == list(LINES)
    assert "It wants to keep pier 2 until May." in article.removed


def test_an_article_of_linked_titles_with_a_paragraph_each_keeps_them() -> None:
    article = as_page(end="".join(TEASER.format(number) for number in range(8)))
    assert "It wants to keep pier 7 until May." in article.text


# --------------------------------------------------------------------------- outlet and author

HOME = "<nav><a href='/'><img src='logo.svg' alt='Marl Voice'></a></nav>"
OWNED = "<footer><p>© 2019–2024 Marl Voice. All rights reserved.</p></footer>"


@pytest.mark.parametrize(
    ("tail", "around", "outlet"),
    [
        (" | Marl Gazette", "", "Marl Gazette"),
        (" - Politik - Marler Tageblatt", "", "Marler Tageblatt"),
        (" | Marl Voice", HOME, "Marl Voice"),
        (" | Marl Voice", OWNED, "Marl Voice"),
        (" | Marl Voice", "", ""),  # may be a section, or a series
        (" | Politics", HOME + OWNED, ""),
        (" | Ada Quill", "", ""),
    ],
)
def test_an_outlet_that_only_the_title_names_is_found(tail: str, around: str, outlet: str) -> None:
    article = as_page(title=TITLE + tail, around=around)
    assert (article.title, article.outlet) == (TITLE, outlet)


@pytest.mark.parametrize(
    "line",
    ["<em>Ada Quill</em>", "<strong>Ada Quill</strong>", "— Ada Quill", "(Ada Quill)",
     "Written by Ada Quill"],
)  # fmt: skip
def test_an_author_named_only_below_the_text_is_found(line: str) -> None:
    article = as_page(end=f"<p>{line}</p>")
    assert article.author == "Ada Quill"
    assert article.text.split("\n\n") == list(LINES)


def test_a_last_line_that_names_whom_the_text_speaks_of_is_no_author() -> None:
    article = as_page(
        inside="<p>It was for Dorian Vale to say.</p>", end="<p><em>Dorian Vale</em></p>"
    )
    assert article.author == ""
    assert article.text.endswith("Dorian Vale")


def test_the_author_of_a_box_below_is_the_name_on_top_of_it() -> None:
    said = "<p>Harbour reporter since 2012, she lives in Marl.</p>"
    box = f"<section class='post-author'><div><strong>Ada Quill</strong>{said}</div></section>"
    assert as_page(around=box).author == "Ada Quill"


# --------------------------------------------------------------------------- summed up


def test_the_title_of_a_box_that_sums_up_stays_with_its_points_and_is_remarked() -> None:
    points = "<ul><li>Die Brücke schließt am Freitag.</li><li>Niemand wurde gehört.</li></ul>"
    box = f"<div class='box'><p>Das Wichtigste in Kürze</p>{points}</div>"
    page = f"<html lang='de'><body><article><h1>{TITLE}</h1><div>{box}{''.join(PARAGRAPHS)}</div>"
    (article,) = read_file("a.html", page.encode()).articles
    assert article.text.startswith("Das Wichtigste in Kürze")
    assert any("“Das Wichtigste in Kürze” stays" in one for one in article.remarks)


def test_a_sum_in_its_title_s_own_line_is_remarked() -> None:
    said = "<p><strong>TL;DR:</strong> The bridge closes, and traders were not heard.</p>"
    assert any("“TL;DR” stays" in one for one in as_page(inside=said).remarks)


# --------------------------------------------------------------------------- days


def test_days_with_two_figures_of_the_year_are_read_where_only_one_reading_is_right() -> None:
    assert read_date("Di, 8.5.12") == read_date("Stand: 8. 5. 12") == "2012-05-08"
    assert read_date("24.05.08") == ""  # in Korea in 2024, in Germany in 2008
    for text in ("Version 8.5.12", "v8.5.12", "8.5.12.3", "3.4.12 Results"):
        assert cut_dates(text)[0] is None


@pytest.mark.parametrize(("language", "day"), [("de", "2012-05-08"), ("ko", ""), ("en", "")])
def test_the_page_s_language_says_which_figures_are_the_year(language: str, day: str) -> None:
    article = as_page(above="<p class='x'>08.05.12</p>", language=language)
    assert article.published == day
    assert bool(article.remarks) == (day == "")
