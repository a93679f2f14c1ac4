"""Exports of press databases in their several manners: split into documents, with their fields."""

from __future__ import annotations

import pytest

from annotator.articles import read_file

BODY = [
    "The council of Marlbeck voted on Monday night to close the old ferry bridge for good.",
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
]
TEXT = "\n\n".join(BODY)
NEXIS = f"""Document {{n}} of 2

Copyright 2021 The Marl Courier
All Rights Reserved
The Marl Courier

September 22, 2021 Wednesday

SECTION: NEWS; Pg. 3

LENGTH: 312 words

HEADLINE: Bridge closes {{n}}

BYLINE: Ada Quill

BODY:

{TEXT}

Number {{n}}.

LOAD-DATE: September 23, 2021

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper

"""
GERMAN = f"""Dokument {{n}} von 2

The Marl Courier

22. September 2021 Mittwoch

Bridge closes {{n}}

AUTOR: Ada Quill

RUBRIK: LOKALES; S. 3

LÄNGE: 200 Wörter

{TEXT}

Number {{n}}.

UPDATE: 23. September 2021

SPRACHE: ENGLISH

PUBLICATION-TYPE: Zeitung

Copyright 2021 The Marl Courier
Alle Rechte vorbehalten

"""
FACTIVA = f"""HD
Bridge closes {{n}}

BY
By Ada Quill

WC
312 words

PD
22 September 2021

SN
The Marl Courier

LA
English

CY
Copyright 2021 Marl Media

LP
{BODY[0]}

TD
{BODY[1]}

Number {{n}}.

AN
Document MARLC0002021092{{n}}e

"""
PROQUEST = f"""____________________________________________________________
Document {{n}} of 2

Bridge closes {{n}}

Author: Quill, Ada

Full text: {TEXT}

Number {{n}}.

Subject: Bridges; Ferries

Publication title: The Marl Courier

Publication date: Sep 22, 2021

Language of publication: English

Database: ProQuest

"""


@pytest.mark.parametrize(
    "document",
    [NEXIS, GERMAN, FACTIVA, PROQUEST],
    ids=["Nexis", "Nexis in German", "Factiva with codes", "ProQuest"],
)
def test_an_export_is_split_into_its_documents_with_their_fields(document: str) -> None:
    reading = read_file("export.txt", "".join(document.format(n=n) for n in (1, 2)).encode())
    assert [one.title for one in reading.articles] == ["Bridge closes 1", "Bridge closes 2"]
    for number, one in enumerate(reading.articles, 1):
        assert (one.author, one.published) == ("Ada Quill", "2021-09-22")
        assert (one.outlet, one.language) == ("The Marl Courier", "en")
        assert one.text == f"{TEXT}\n\nNumber {number}."
    assert reading.refusals == ()


def test_front_matter_and_labels_of_other_languages_are_known() -> None:
    head = '---\ntitle: "Bridge closes"\nauthors: [Ada Quill, Tom Weil]\n---\n'
    front = f"{head}\n# Bridge closes\n\n{TEXT}"
    (one,) = read_file("a.md", front.encode()).articles
    assert (one.title, one.author, one.text) == ("Bridge closes", "Ada Quill, Tom Weil", TEXT)
    labels = f"Titel: Brücke zu\nAutor: Lena Ostrow\nQuelle: Marler Zeitung\n\n{TEXT}"
    (one,) = read_file("a.txt", labels.encode()).articles
    assert (one.title, one.author, one.outlet) == ("Brücke zu", "Lena Ostrow", "Marler Zeitung")
    assert one.text == TEXT
