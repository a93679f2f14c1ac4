"""Outlets, authors and days as newsrooms' systems write them today. All invented."""

from __future__ import annotations

import pytest

from annotator.articles import read_file
from annotator.articles.authors import clean_authors
from annotator.articles.bylines import read_byline
from annotator.articles.dates import read_date, read_date_line
from annotator.articles.outlets import outlet_in, outlet_of
from annotator.models import Article

LINES = (
    "The harbour council voted on Monday night to close the old bridge to all traffic.",
    "Residents called the plan reckless, and said that it had been rushed through.",
    "Officials denied the claim; they pointed to three meetings held in the spring.",
    "A second vote is expected in October, after a report that the council has asked for.",
)
BODY = "".join(f"<p>{line}</p>" for line in LINES)
TITLE = "Council closes the old bridge for good"


def read(above: str, head: str = "", title: str = TITLE, lang: str = "en") -> Article:
    page = (
        f"<html lang='{lang}'><head><title>{title}</title>{head}</head><body><main>"
        f"<article>{above}<div class='text'>{BODY}</div></article></main></body></html>"
    )
    (article,) = read_file("a.html", page.encode()).articles
    assert article.title == TITLE
    assert article.text.split("\n\n") == list(LINES)
    return article


H1 = f"<h1>{TITLE}</h1>"


@pytest.mark.parametrize(
    ("site", "publisher", "outlet"),
    [
        ("Marl Courier", "www.marlcourier.example", "Marl Courier"),
        ("fw.example", "Marl Welle", "Marl Welle"),
        ("Marlsky.cz - All that happens", "Marlsky.cz", "Marlsky.cz"),
        ("The Marl Courier", "Marl Courier", "The Marl Courier"),
        ("", "www.marl.example", "www.marl.example"),
    ],
)
def test_an_outlet_s_name_is_no_address_and_no_slogan(
    site: str, publisher: str, outlet: str
) -> None:
    assert outlet_of(site, publisher) == outlet


def test_an_outlet_that_other_elements_name_stands_in_the_title() -> None:
    meta = {"source": "Marl Daily", "application-name": "App 7"}
    assert outlet_in([f"{TITLE} - Marl Daily"], meta) == "Marl Daily"
    assert outlet_in([TITLE], meta) == ""
    article = read(H1, "<meta name='source' content='Marl Daily'>", f"{TITLE} - Marl Daily")
    assert article.outlet == "Marl Daily"


def test_an_outlet_s_region_is_no_second_author() -> None:
    head = "<meta property='og:site_name' content='MFL.DE'>"
    byline = "<p class='author'>von <a href='/f'>Felix Fahner, MFL MARLBACH</a></p>"
    assert read(H1 + byline, head, lang="de").author == "Felix Fahner"


@pytest.mark.parametrize("said", ["Publicado:", "Cortesía", "red, Agenturen", "Agencias"])
def test_what_stands_in_a_name_s_place_is_nobody(said: str) -> None:
    assert clean_authors([said]) == ""


def test_whose_picture_it_is_did_not_write() -> None:
    above = f"{H1}<div><img src='a.jpg'><span class='img-author'>Ávila Pons</span></div>"
    assert read(above, lang="es").author == ""


def test_a_byline_with_its_portal_s_region_is_read() -> None:
    byline = read_byline("Por Ada Pena, m1 Porto Ayala")
    assert byline is not None
    assert byline.author == "Ada Pena"


def test_a_byline_that_tells_more_of_its_bearer_is_cut() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
        + TITLE
        + '", "author": {"@type": "Person", "name": "Ada Penna"}}</script>'
    )
    article = read(f"{H1}<p>di Ada Penna, nostra inviata a Porto Ayala</p>", head)
    assert article.author == "Ada Penna"
    assert "di Ada Penna, nostra inviata a Porto Ayala" in article.removed


def test_days_with_one_more_comma_or_word_are_read() -> None:
    assert read_date("26, Abril, 2022") == "2022-04-26"
    line = read_date_line("5 febbraio 2024 ( modifica il 6 febbraio 2024 | 15:02)")
    assert line is not None
    assert line.published == "2024-02-05"
    updated = read_date_line("Aggiornato il 6 febbraio 2024")
    assert updated is not None
    assert updated.is_update


def test_a_day_at_the_end_of_the_title_is_taken() -> None:
    assert read(H1, title=f"{TITLE} | Latest | FW | 14.03.2023").published == "2023-03-14"
    assert read(H1, title=f"{TITLE} | Marl News, 05.02.2024").published == "2024-02-05"
    assert read(H1, title=f"{TITLE} | since 1987").published == ""


def test_what_the_page_calls_a_day_is_one_whatever_stands_behind_it() -> None:
    place = "<span>発信地：カノ/マール [ <a href='/m'>マール</a> <a href='/a'>アヤラ</a> ]"
    above = f"{H1}<div><span class='day'>2018年6月18日 10:01　{place}</span></span></div>"
    assert read(above, lang="ja").published == "2018-06-18"
