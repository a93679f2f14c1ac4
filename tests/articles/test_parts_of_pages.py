"""What stands round an article's paragraphs: standfirsts, names, invitations, links, comments."""

from __future__ import annotations

import pytest

from annotator.articles import read_file
from annotator.models import Article

BODY = "".join(
    f"<p>{one}</p>"
    for one in (
        "The harbour council voted on Monday night to close the old bridge to all traffic.",
        "Residents called the plan reckless, and said that it had been rushed through.",
        "Officials denied the claim; they pointed to three meetings held in the spring.",
        "The mayor said nothing to the traders of the lower town who had come to hear her.",
        "A second vote is expected in October, after a report that the council has asked for.",
    )
)


def as_page(head: str, above: str, inside: str = BODY) -> Article:
    page = (
        f"<html lang='en'><head><title>Council closes the old bridge</title>{head}</head><body>"
        f"<main>{above}<article>{inside}</article></main></body></html>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    return article


H1 = "<h1>Council closes the old bridge</h1>"


@pytest.mark.parametrize(
    "notice",
    [
        "This article is more than 3 years old and may no longer be right",
        "Sign up to our newsletter and never miss what the council decides",
        "By Ada Quill and Ben Marsh | Published 10:32 GMT, 22 September 2021",
        "The bridge on Monday before the council met. Photo: Jo Penrose",
    ],
)
def test_what_stands_below_the_headline_and_is_none_is_no_standfirst(notice: str) -> None:
    article = as_page("", f"{H1}<p>{notice}</p>")
    assert article.standfirst == ""
    assert notice not in article.text


def test_a_line_right_below_the_headline_is_a_standfirst_without_a_class_or_full_stop() -> None:
    line = "Traders blame years of neglect, while the mayor says that safety could not wait"
    assert as_page("", f"<div class='has-sidebar'>{H1}<h2>{line}</h2></div>").standfirst == line


def test_authors_may_be_named_by_reference_and_agencies_count_but_not_the_outlet() -> None:
    graph = (
        '{"@graph": [{"@type": "NewsArticle", "headline": "Council closes the old bridge", '
        '"author": [{"@id": "#a"}, {"@type": "Organization", "name": "Quillmouth Post"}, '
        '{"@type": "Organization", "name": "AFP"}], "publisher": {"name": "Quillmouth Post"}}, '
        '{"@type": "Person", "@id": "#a", "name": "Ada Quill"}]}'
    )
    head = f'<script type="application/ld+json">{graph}</script>'
    assert as_page(head, H1).author == "Ada Quill, AFP"


def test_paid_text_in_a_box_called_paywall_stays_and_an_invitation_goes_and_is_listed() -> None:
    paid = (
        "<div class='paywall'><p>The mayor said that the repair would cost five million.</p></div>"
    )
    asks = "<div class='paywall'><p>Subscribe now to read on, for five pounds a month.</p></div>"
    article = as_page("", H1, BODY + paid + asks)
    assert article.text.endswith("would cost five million.")
    assert "Subscribe now to read on, for five pounds a month." in article.removed


def test_a_paragraph_that_is_a_link_is_cut_and_listed_but_not_one_that_links() -> None:
    link = "<p>Our files: <a href='/b'>Ferry firm asks for more time</a></p>"
    links = (
        "<p>The <a href='/c'>report of the engineers</a> speaks of rust and of nothing else.</p>"
    )
    article = as_page("", H1, BODY + link + links)
    assert article.text.endswith("speaks of rust and of nothing else.")
    assert "Ferry firm" not in article.text
    assert any("Ferry firm asks for more time" in one for one in article.removed)


def test_a_page_whose_rest_a_comment_hides_is_remarked() -> None:
    article = as_page("", H1, f"{BODY}<!-- <p>Nobody sees this sentence of the page.</p>")
    assert "never ends" in article.remarks[0]


def test_a_standfirst_that_the_extractor_puts_behind_a_short_body_comes_first() -> None:
    line = "Traders blame years of neglect, while the mayor says that safety could not wait"
    short = "".join(f"{one}</p>" for one in BODY.split("</p>")[:3])
    article = as_page("", f"{H1}<p>{line}</p>", short)
    assert article.text.startswith(line)
    assert article.text.count(line) == 1


def test_a_headline_made_of_a_topic_and_itself_is_the_part_that_the_head_names() -> None:
    parts = "<h1><span class='k'>Bridges</span><span>Council closes the old bridge</span></h1>"
    article = as_page("", "", parts + BODY)
    assert article.title == "Council closes the old bridge"
    assert article.text.startswith("The harbour council voted")


def test_a_box_of_name_and_role_gives_the_author_and_is_no_text() -> None:
    spans = "<span>Ada Quill</span><span>Transport editor</span>"
    box = f"<div data-testid='byline-contributors'>{spans}</div>"
    article = as_page("", "", H1 + box + BODY)
    assert article.author == "Ada Quill"
    assert article.text.startswith("The harbour council voted")
