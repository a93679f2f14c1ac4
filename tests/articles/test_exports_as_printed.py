"""Exports of press databases with all that is printed round their documents, and lists of them."""

from __future__ import annotations

import io

import docx
import pytest

from annotator.articles import read_file
from annotator.articles.authors import clean_authors

BODY = [
    "The council of Marlbeck voted on Monday night to close the old ferry bridge for good.",
    "Mayor Dana Holt called the decision overdue, and promised a ferry every ten minutes.",
]
NEXIS = f"""User Name: Ada Reader
Date and Time: Wednesday, 24 November 2021 10:15:00 AM CET
Job Number: 158741234

Documents (2)

1. Bridge closes for good
Client/Matter: -None-
Search Terms: bridge AND ferry

2. Ferry firm asks for time
Client/Matter: -None-

| About LexisNexis | Privacy Policy | Terms & Conditions | Copyright © 2021 LexisNexis
Ada Reader

Page 1 of 2
Bridge closes for good

Bridge closes for good
The Marl Courier
September 22, 2021 Wednesday
FINAL EDITION

Copyright 2021 Marl Media All Rights Reserved
Section: NEWS; Pg. 3
Length: 312 words
Byline: Ben Marsh
Body

{BODY[0]}

Page 2 of 2
Bridge closes for good

{BODY[1]}

Classification

Language: ENGLISH

Load-Date: September 23, 2021

End of Document

Ferry firm asks for time
Marl Blogs
September 21, 2021 Tuesday 8:15 PM EST

Copyright 2021 Newstex LLC All Rights Reserved
Body

{BODY[1]}

Load-Date: September 22, 2021

End of Document
"""
GERMAN = f"""Stadt schließt die alte Brücke
Marler Zeitung
Mittwoch 22. September 2021

Copyright 2021 Marler Verlag Alle Rechte vorbehalten
Rubrik: POLITIK; S. 3
Länge: 312 Wörter
Autor: Lena Ostrow
Body

{BODY[0]}

Load-Date: September 22, 2021

End of Document
"""
OLDER = f"""1 of 1 DOCUMENTS

The Marl Courier

September 22, 2021 Wednesday
Final Edition

Bridge closes for good;
A council acts

BYLINE: ADA QUILL, Staff Writer

LENGTH: 312 words

{BODY[0]}

LOAD-DATE: September 23, 2021
"""
FACTIVA = f"""News
Bridge closes for good
A council acts
By Ada Quill
312 words
22 September 2021
02:15 GMT
The Marl Courier
MARLC
English
Copyright 2021. Marl Media. All rights reserved.

{BODY[0]}

{BODY[1]}

Marl Media

Document MARLC00020210922eh9m0001q
"""


def as_word(text: str) -> bytes:
    document, saved = docx.Document(), io.BytesIO()
    for line in filter(None, text.split("\n")):
        document.add_paragraph(line)
    document.save(saved)
    return saved.getvalue()


def as_page(text: str) -> bytes:
    lines = text.replace("&", "&amp;").split("\n")
    return f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>".encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", NEXIS.encode()),
        ("windows.txt", NEXIS.replace("\n", "\r\n").encode("utf-8-sig")),
        ("wide.txt", NEXIS.encode("utf-16")),
        ("a.docx", as_word(NEXIS)),
        ("a.html", as_page(NEXIS)),
    ],
)
def test_cover_editions_and_heads_of_pages_are_no_part_of_a_document(
    name: str, data: bytes
) -> None:
    reading = read_file(name, data)
    first, second = reading.articles
    assert (first.title, first.outlet) == ("Bridge closes for good", "The Marl Courier")
    assert (first.author, first.published, first.language) == ("Ben Marsh", "2021-09-22", "en")
    assert first.text == "\n\n".join(BODY)
    assert (second.title, second.outlet) == ("Ferry firm asks for time", "Marl Blogs")
    assert (second.published, second.text) == ("2021-09-21", BODY[1])
    assert reading.refusals == ()


@pytest.mark.parametrize(
    ("text", "title", "author", "outlet"),
    [
        (GERMAN, "Stadt schließt die alte Brücke", "Lena Ostrow", "Marler Zeitung"),
        (OLDER, "Bridge closes for good; A council acts", "Ada Quill", "The Marl Courier"),
        (FACTIVA, "Bridge closes for good", "Ada Quill", "The Marl Courier"),
    ],
    ids=["German", "older", "Factiva with its section"],
)
def test_titles_are_told_from_sections_and_editions(
    text: str, title: str, author: str, outlet: str
) -> None:
    (one,) = read_file("a.txt", text.encode()).articles
    assert (one.title, one.author, one.outlet) == (title, author, outlet)
    assert one.published == "2021-09-22"
    assert one.text == "\n\n".join(BODY if text == FACTIVA else BODY[:1])


def test_a_document_of_proquest_without_its_text_is_refused() -> None:
    documents = [
        f"{'_' * 40}\nDocument {n} of 2\n\nBridge {n}\n\nFull text: {full}\n\n"
        "Publication title: Marl\n\nPublication date: Sep 22, 2021\n\nDatabase: ProQuest\n\n"
        for n, full in ((1, "\n\n".join(BODY)), (2, "Not available."))
    ]
    reading = read_file("a.txt", "".join(documents).encode())
    assert [one.title for one in reading.articles] == ["Bridge 1"]
    (refusal,) = reading.refusals
    assert "document 2" in refusal.source_name
    assert "has no text" in refusal.reason


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.bib", "@article{quill_2021,\n title = {Bridge closes},\n}\n", "holds references"),
        ("a.ris", "TY  - NEWS\nTI  - Bridge closes\nER  - \n", "holds references"),
        (
            "a.rdf",
            '<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"><a/></rdf:RDF>',
            "holds references",
        ),
        ("gkg.csv", "2021\t1\thttps://a.example/1\tTAX\n" * 3, "lists addresses"),
    ],
)
def test_lists_of_articles_say_what_to_do(name: str, text: str, reason: str) -> None:
    (refusal,) = read_file(name, text.encode()).refusals
    assert reason in refusal.reason
    assert "save the pages" in refusal.reason


def test_xml_without_a_declaration_gives_each_of_its_articles() -> None:
    articles = "".join(
        f"<article><title>Bridge {n}</title><body><p>{one}</p></body></article>"
        for n, one in enumerate(BODY)
    )
    reading = read_file("a.xml", f"<articles>{articles}</articles>".encode())
    assert [one.title for one in reading.articles] == ["Bridge 0", "Bridge 1"]


def test_a_place_behind_a_name_takes_no_other_name_with_it() -> None:
    assert clean_authors(["Ada Quill in Marlbeck and Ben Marsh"]) == "Ada Quill, Ben Marsh"
    assert clean_authors(["Ada Quill in New York, Ben Marsh"]) == "Ada Quill, Ben Marsh"
