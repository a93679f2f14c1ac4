"""Pages whose paragraphs hold scripts, whose pictures' descriptions stand below them, whose readers
comment, and what stands where a name or a date is looked for. All are invented."""

from __future__ import annotations

import pytest
from lxml import html

from annotator.articles import read_file
from annotator.articles.authors import clean_authors
from annotator.articles.dates import read_date
from annotator.articles.pages.edges import without_end
from annotator.models import Article

FIRST = "The harbour council voted on Monday night to close the old bridge to all traffic."
LAST = "A second vote is expected in October, after a report that the council has asked for."
LINES = (
    FIRST,
    "Residents called the plan reckless, and said that it had been rushed through.",
    "Officials denied the claim; they pointed to three meetings held in the spring.",
    "The mayor said nothing to the traders of the lower town who had come to hear her.",
    LAST,
)
BODY = "".join(f"<p>{line}</p>" for line in LINES)
TITLE = "Council closes the old bridge"


def as_page(above: str = "", inside: str = BODY, below: str = "", head: str = "") -> Article:
    page = (
        f"<html lang='en'><head><title>{TITLE}</title>{head}</head><body><main><h1>{TITLE}</h1>"
        f"{above}<div class='text'>{inside}</div>{below}</main></body></html>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    return article


SCRIPT = (
    "<script>ad_client = 'pub-1'; ad_width = 300; /* Top of the story */ show_the_ad(ad_width, 2);"
    "</script>"
)


def test_scripts_and_styles_inside_paragraphs_are_no_text() -> None:
    style = "<style>.ad { width: 300px; margin: 0 auto; border: 1px solid #ccc; }</style>"
    inside = BODY.replace("<p>Officials", f"<p>{SCRIPT}{style}Officials")
    article = as_page(f"<p>{SCRIPT}</p><div>{style}{SCRIPT}</div>", inside)
    assert article.standfirst == ""
    assert article.text.split("\n\n") == list(LINES)
    assert not [one for one in article.removed if "ad_client" in one or "margin" in one]


def test_a_picture_s_description_that_stands_below_it_is_no_standfirst() -> None:
    said = "Harbour mayor Dorian Vale says that traders will be heard before the second vote."
    picture = f"<div class='box300'><img src='a.jpg' alt='{said}'><div>{said}</div></div>"
    article = as_page(picture)
    assert article.standfirst == ""
    assert article.text.startswith(FIRST)


def test_a_picture_described_by_the_standfirst_leaves_it_there() -> None:
    said = "Traders blame years of neglect, while the mayor says that safety could not wait."
    head = f"<meta name='description' content='{said}'>"
    article = as_page(f"<h2>{said}</h2><img src='a.jpg' alt='{said}'>", head=head)
    assert article.standfirst == said


@pytest.mark.parametrize("name", ["id='comentarios'", "class='commentlist'", "id='user-comments'"])
def test_what_readers_wrote_is_no_text(name: str) -> None:
    wrote = "I have crossed that bridge every day for thirty years, and nobody ever asked me."
    readers = "".join(f"<li><div class='user'>Reader {n}</div><p>{wrote}</p></li>" for n in "123")
    article = as_page(below=f"<div {name}><h3>Readers</h3><ul>{readers}</ul></div>")
    assert wrote not in article.text
    assert article.text.endswith(LAST)


def test_a_box_called_after_comments_that_holds_the_text_is_kept() -> None:
    page = f"<div id='kommentare'><div class='article-body'>{BODY}</div></div>"
    assert as_page(inside=page).text.endswith(LAST)


@pytest.mark.parametrize(
    "line",
    ["Loading weather data ...", "Sponsored Links", "___", "Follow Ada Quill on Twitter."],
)
def test_lines_of_buttons_and_boxes_below_the_text_are_none_of_it(line: str) -> None:
    assert as_page(inside=f"{BODY}<p>{line}</p>").text.endswith(LAST)


def test_a_line_of_a_name_and_a_place_below_the_headline_is_a_byline() -> None:
    signed = "<p class='firma'><em>Ángela Esquivel</em> | <span>Port Ayala</span></p>"
    assert as_page(signed).author == "Ángela Esquivel"
    path = "<p><a href='/world'>World News</a> | <a href='/europe'>Europe</a></p>"
    assert as_page(path).author == ""


@pytest.mark.parametrize("words", ["Text Size", "More Activity", "View Comments", "Mein Konto"])
def test_what_buttons_say_is_not_taken_for_a_name_that_somebody_should_check(words: str) -> None:
    assert not [one for one in as_page(f"<div>{words}</div>").remarks if words in one]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("Account You're logged", ""),
        ("Ada Quill, Apr", "Ada Quill"),
        ("Ada Quill Senior Harbour Correspondent", "Ada Quill"),
        ("Ada Quill, 8:42 a.m. EDT October 3", "Ada Quill"),
        ("View all posts by Ada Quill", "Ada Quill"),
        ("SHOW ALL ARTICLES OF Ada Quill", "Ada Quill"),
        ("von Autor: Ada Quill", "Ada Quill"),
        ("Autor/in: Ada Quill", "Ada Quill"),
        ("Hafenpost GmbH, Munich, Germany", ""),
        ("Julio", "Julio"),
        ("Mary Stone Reporter", "Mary Stone"),
        ("Chief Joseph", "Chief Joseph"),
        ("Harbour News staff", ""),
    ],
)
def test_names_are_found_among_what_stands_beside_them(given: str, wanted: str) -> None:
    assert clean_authors([given]) == wanted


def test_a_date_with_two_names_of_its_month_is_read_and_no_standfirst() -> None:
    line = "الأحد، 04 آب/أغسطس 2013، آخر تحديث 02:21 (GMT+0400)"
    assert read_date(line) == "2013-08-04"
    article = as_page(f"<p>{line}</p>")
    assert article.standfirst == ""
    assert article.published == "2013-08-04"


def test_a_day_that_a_point_of_the_story_tells_of_is_not_the_page_s_own() -> None:
    points = "<ul><li>The Old Bridge Act was signed into law on August 14, 1935</li></ul>"
    assert as_page(f"{points}<p>September 22, 2021</p>").published == "2021-09-22"


def test_a_date_among_what_readers_wrote_is_still_the_last_resort() -> None:
    wrote = "<li><time datetime='2021-09-22T15:46'>15:46</time> <p>I crossed it every day.</p></li>"
    article = as_page(below=f"<ul id='comments'>{wrote * 3}</ul>")
    assert article.published == "2021-09-22"
    assert "crossed" not in article.text


def test_links_to_other_articles_and_the_day_of_a_change_below_the_text_are_none_of_it() -> None:
    others = ["Ferry firm asks for time!", "- Why the tides are higher this year!"]
    page = html.fromstring("".join(f"<a href='/a.html'>{one.strip('- ')}</a>" for one in others))
    changed = "Mis à jour le 29/10/2012 à 14h03"
    assert without_end(page, [*LINES, *others]) == (list(LINES), others)
    assert without_end(page, [*LINES, changed]) == (list(LINES), [changed])


def test_a_single_link_below_the_text_may_be_its_source_and_a_list_of_links_an_article() -> None:
    source = "The council published the whole report at noon."
    page = html.fromstring(f"<div><a href='/report.html'>{source}</a><p>Why?</p></div>")
    assert without_end(page, [*LINES, source])[0] == [*LINES, source]
    page = html.fromstring("".join(f"<p><a href='/a.html'>{line}</a></p>" for line in LINES))
    assert without_end(page, LINES)[0] == list(LINES)


@pytest.mark.parametrize("credit", ["Bild: dpa", "Imagen: Quillmouth", "Crédit : Ada Quill"])
def test_captions_with_credits_in_other_languages_are_none_of_the_text(credit: str) -> None:
    caption = f"Auch Dorian Vale gehört zu denen, die gehört werden wollen. {credit}"
    assert as_page(f"<div><p>{caption}</p></div>").text.startswith(FIRST)
