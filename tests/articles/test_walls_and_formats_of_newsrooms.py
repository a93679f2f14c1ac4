"""Walls saved in place of an article, newsrooms' XML and JSON, lines that name where it ran first.

All invented: what each must give, or that it is refused.
"""

from __future__ import annotations

import json

import pytest
from cannery import BODY, PARAGRAPHS, TITLE, page

from annotator.articles import read_file


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (
            "Falls Register",
            "<h1>We value your privacy</h1><p>We and our 842 partners store information on a "
            "device, such as cookies, and process personal data for the purposes below.</p>",
        ),
        (
            "Zustimmung | MARL.de",
            "<h1>Weiter mit Werbung oder PUR-Abo</h1><p>Besuchen Sie MARL.de wie gewohnt mit "
            "Werbung und Tracking. Details finden Sie in der Datenschutzerklärung.</p>",
        ),
        (
            "Log in | Falls Register",
            "<h1>Sign in to continue reading</h1><p>Subscribers have unlimited access to all "
            "articles. Already a subscriber? Sign in below.</p>",
        ),
        (
            "451: Unavailable due to legal reasons",
            "<p>We recognize you are attempting to access this website from a country in which "
            "the General Data Protection Regulation holds, and access cannot be granted.</p>",
        ),
        (
            "Falls Register",
            "<noscript><p>You need to enable JavaScript to run this app.</p></noscript>",
        ),
    ],
    ids=["consent", "consent or pay", "sign in", "451", "script"],
)
def test_a_wall_is_no_article(title: str, body: str) -> None:
    found = read_file("a.html", page(body, title))
    assert not found.articles
    assert found.refusals


def test_an_article_below_a_wall_or_about_one_is_read() -> None:
    below = page(f"<div><h1>We value your privacy</h1></div><h1>{TITLE}</h1>{PARAGRAPHS}")
    assert [one.title for one in read_file("a.html", below).articles] == [TITLE]
    about = "Zustimmung zum Haushalt von Marl"
    found = read_file("a.html", page(f"<h1>{about}</h1>{PARAGRAPHS}", about))
    assert [one.title for one in found.articles] == [about]


@pytest.mark.parametrize(
    "said",
    [
        f"This article originally appeared on Falls Register: {TITLE}",
        "This story was originally published May 15, 2024, 9:12 AM.",
        "L’espace des contributions est réservé aux abonnés.",
        "Quelle: M.A.Z.",
        "Join our WhatsApp community to get top stories. To leave our community click on the name "
        "at the top of your screen and choose Exit group.",
        "Sigue toda la información de Ayala en Facebook y X, o en nuestra newsletter semanal.",
    ],
)
def test_where_it_ran_first_and_what_it_invites_to_is_no_text(said: str) -> None:
    body = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}<p>{said}</p></article>"
    (article,) = read_file("a.html", page(body)).articles
    assert article.text.split("\n\n") == list(BODY)
    assert said in article.removed


def test_nitf_names_its_author_without_what_they_do_and_its_paper() -> None:
    (article,) = read_file(
        "a.xml",
        (
            '<?xml version="1.0"?><nitf xml:lang="en-US"><head><pubdata name="Falls Register" '
            'date.publication="20240515"/><docdata><date.issue norm="20240515T091200Z"/></docdata>'
            f"</head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>By <person>Ada "
            "Quill</person><byttl>Staff Writer</byttl></byline></body.head><body.content>"
            f"{PARAGRAPHS}<media><media-caption><p>The cannery.</p></media-caption></media>"
            "</body.content></body></nitf>"
        ).encode(),
    ).articles
    assert (article.author, article.outlet) == ("Ada Quill", "Falls Register")
    assert (article.published, article.language) == ("2024-05-15", "en-US")
    assert article.text.split("\n\n") == list(BODY)


def test_newsml_names_its_provider_and_its_language() -> None:
    (article,) = read_file(
        "a.xml",
        (
            '<?xml version="1.0"?><newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" '
            'xml:lang="en"><itemMeta><provider literal="FNA"><name>Falls News Agency</name>'
            f"</provider></itemMeta><contentMeta><headline>{TITLE}</headline></contentMeta>"
            "<contentSet><inlineXML><html xmlns='http://www.w3.org/1999/xhtml'><body>"
            f"{PARAGRAPHS}</body></html></inlineXML></contentSet></newsItem>"
        ).encode(),
    ).articles
    assert (article.outlet, article.language) == ("Falls News Agency", "en")


def test_ninjs_says_when_it_was_made() -> None:
    said = {"headline": TITLE, "body_html": PARAGRAPHS, "versioncreated": "2024-05-15T09:12:00Z"}
    (article,) = read_file("a.json", json.dumps(said).encode()).articles
    assert article.published == "2024-05-15"


def test_a_page_filled_by_its_data_has_the_outlet_of_its_head() -> None:
    data = [{"title": 1, "body": 2}, TITLE, PARAGRAPHS]
    script = f"<script type='application/json' id='__NUXT_DATA__'>{json.dumps(data)}</script>"
    head = f"{TITLE}</title><meta property='og:site_name' content='Falls Post'><title>"
    (article,) = read_file("a.html", page(f"<div id='__nuxt'></div>{script}", head)).articles
    assert article.outlet == "Falls Post"
