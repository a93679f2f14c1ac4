"""What people paste and pass on: documents of databases, press releases, messages, forwarded mail.

All invented: what each must give.
"""

from __future__ import annotations

import json

import pytest

from annotator.articles import read_file
from annotator.articles.bylines import read_byline
from annotator.models import Article

TITLE = "Old cannery burns in Ostrava Falls"
BODY = (
    "Firefighters in Ostrava Falls worked through the night to contain a blaze on the quay.",
    "Nobody was hurt, according to Chief Lowell Marsh, who said that it began in a storeroom.",
    "About sixty residents of the streets around it spent the night on cots in a school.",
)
TEXT = "\n\n".join(BODY)


def read(text: str, name: str = "a.txt") -> Article:
    (article,) = read_file(name, text.encode()).articles
    assert article.text.split("\n\n") == list(BODY)
    return article


def said(article: Article) -> tuple[str, str, str, str]:
    return article.title, article.author, article.published, article.outlet


GENIOS = f"""Marler Tagblatt vom 12.03.2024, S. 3 / Lokales

{TITLE}

Uwe Lindner

{TEXT}

Quelle: Marler Tagblatt vom 12.03.2024, S. 3
Ressort: Lokales
Dokumentnummer: 120324003
Dauerhafte Adresse des Dokuments: https://www.genios.example/document/MT__120324003
Alle Rechte vorbehalten: (c) Marler Verlag GmbH
"""
EUROPRESSE = f"""Marler Tagblatt
Région, mardi 12 mars 2024 - 1 230 mots, p. 7

{TITLE}

Uwe Lindner

{TEXT}

© 2024 Marler Tagblatt. Tous droits réservés. Le présent document est protégé.
Certificat émis le 3 février 2026 à Université de Vaucelles à des fins personnelles.
news·20240312·MT·0012
"""
PROQUEST = f"""{TITLE}
Lindner, Uwe. Marler Tagblatt; Marl [Marl]. 12 Mar 2024: A.1.

Full text

{TEXT}

Details

Subject: Fires
Title: {TITLE}
Author: Lindner, Uwe
Publication title: Marler Tagblatt; Marl
Publication date: Mar 12, 2024
Language of publication: English
ProQuest document ID: 123456789
Document URL: https://www.proquest.example/docview/123456789
"""


@pytest.mark.parametrize("copied", [GENIOS, EUROPRESSE, PROQUEST])
def test_a_document_copied_from_a_database_has_its_fields(copied: str) -> None:
    assert said(read(copied)) == (TITLE, "Uwe Lindner", "2024-03-12", "Marler Tagblatt")


def test_an_article_about_a_database_is_none_of_its_documents() -> None:
    article = read(f"{TITLE}\n\nBy Ada Quill\n\nMay 15, 2024\n\n{TEXT}\n\nSource: Europresse")
    assert (article.title, article.author) == (TITLE, "Ada Quill")


def test_a_press_release_is_its_text_alone() -> None:
    article = read(
        f"PRESS RELEASE\nFOR IMMEDIATE RELEASE\nMay 15, 2024\n\nContact:\nAda Quill, Press Office\n"
        f"(555) 013-4422\npress@falls.example\n\n{TITLE}\n\n{TEXT}\n\n###\n\nAbout Ostrava Falls\n"
        "The City of Ostrava Falls is home to 41,000 people and a harbour.\n"
    )
    assert (article.title, article.author, article.published) == (TITLE, "", "2024-05-15")
    assert {"PRESS RELEASE", "Contact:", "(555) 013-4422", "###", "About Ostrava Falls"} <= set(
        article.removed
    )


def test_a_mark_between_parts_of_an_article_ends_nothing() -> None:
    (article,) = read_file("a.txt", f"{TITLE}\n\n{BODY[0]}\n\n###\n\n{BODY[1]}".encode()).articles
    assert BODY[1] in article.text


def test_a_message_s_sender_is_no_part_of_the_title() -> None:
    copied = f"[15/05/2024, 09:31:12] Bo: *{TITLE}*\n\nBy Ada Quill, Falls Register, May 15, 2024"
    assert said(read(f"{copied}\n\n{TEXT}")) == (TITLE, "Ada Quill", "2024-05-15", "Falls Register")


@pytest.mark.parametrize(
    ("line", "author", "outlet"),
    [
        ("By Ada Quill, Falls Register", "Ada Quill", "Falls Register"),
        ("Von Uwe Lindner, Marler Anzeiger", "Uwe Lindner", "Marler Anzeiger"),
        ("By Ada Quill, Bo Lind", "Ada Quill, Bo Lind", ""),
        ("Von Uwe Lindner, Marlbach", "Uwe Lindner", ""),
    ],
)
def test_a_paper_or_a_place_behind_a_name_is_no_author(line: str, author: str, outlet: str) -> None:
    found = read_byline(line)
    assert found is not None
    assert (found.author, found.outlet) == (author, outlet)


def test_a_paper_between_title_and_day_is_the_outlet() -> None:
    article = read(f"{TITLE}\nFalls Register\n15 May 2024\nBy Ada Quill\n\n{TEXT}")
    assert said(article) == (TITLE, "Ada Quill", "2024-05-15", "Falls Register")


def test_a_mail_passed_on_is_the_one_inside() -> None:
    mail = (
        "From: Bo Lind <bo@x.example>\nTo: me@x.example\nSubject: Fwd: smoke\n"
        "Date: Thu, 16 May 2024 09:12:00 +0000\nMIME-Version: 1.0\n\nFYI, all\n\n"
        "---------- Forwarded message ---------\nFrom: Ada Quill from "
        "Falls Register <n@f.example>\n"
        f"Date: Wed, May 15, 2024 at 9:12 AM\nSubject: {TITLE}\nTo: <bo@x.example>\n\n\n{TEXT}\n"
    )
    article = read(mail, "a.eml")
    assert said(article) == (TITLE, "Ada Quill", "2024-05-15", "Falls Register")
    assert any("FYI, all" in one for one in article.removed)


def test_an_apple_news_document_is_its_body() -> None:
    article = {
        "title": TITLE,
        "language": "en",
        "metadata": {"authors": ["Ada Quill"], "datePublished": "2024-05-15T09:12:00Z"},
        "components": [
            {"role": "title", "text": TITLE},
            {"role": "byline", "text": "By Ada Quill | May 15, 2024"},
            {"role": "photo", "URL": "bundle://a.jpg", "caption": "The cannery"},
            *({"role": "body", "format": "html", "text": f"<p>{one}</p>"} for one in BODY),
        ],
    }
    found = read(json.dumps(article), "article.json")
    assert said(found)[:3] == (TITLE, "Ada Quill", "2024-05-15")
