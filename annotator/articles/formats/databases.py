"""Exports of press databases: several documents in one text, each with its fields.

Nexis Uni, LexisNexis, Factiva and ProQuest, as text or as the text of a Word or RTF file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from annotator.articles.dates import read_date
from annotator.articles.decoding import decode
from annotator.articles.formats.document import make_document
from annotator.articles.formats.factiva import is_factiva, read_factiva
from annotator.articles.formats.nexis_pages import (
    named_lines,
    text_of_page,
    without_cover,
    without_page_heads,
)
from annotator.articles.formats.pasted_documents import is_pasted_document, read_pasted_document
from annotator.articles.reading import Note, Piece, clean
from annotator.models import Article

_NEXIS_OLD = re.compile(
    r"^[ \t]{0,80}(?:Do[ck]ument[oe]? )?\d{1,5} (?:of|von|de|di|van|sur) \d{1,5}(?: DOCUMENTS?)?"
    r"[ \t]{0,20}$",
    re.I | re.M,
)
_NEXIS_NEW = re.compile(r"^End of Document[ \t]{0,20}$", re.I | re.M)
# What other languages' exports call the fields.
_CALLED = {
    "autor": "byline", "auteur": "byline", "rubrik": "section", "rubrique": "section",
    "sección": "section", "länge": "length", "longueur": "length", "longitud": "length",
    "lengte": "length", "update": "load-date", "date-chargement": "load-date",
    "sprache": "language", "langue": "language", "idioma": "language", "taal": "language",
    "überschrift": "headline", "titel": "headline", "titre": "headline", "titular": "headline",
}  # fmt: skip
_RIGHTS = re.compile(
    r"(?:copyright|©|all rights|alle rechte|tous droits|todos los derechos|tutti i diritti)"
    r".{0,200}",
    re.I,
)
_PROQUEST_RULE = re.compile(r"^_{20,200}[ \t]{0,20}$", re.M)
_FIELD = re.compile(r"([^\W\d_][^\W\d_ -]{0,30}(?:[ -][^\W\d_]{1,20}){0,3}):[ \t]{0,20}(.{0,2000})")
_ENDS_BODY = frozenset(
    (
        "load-date",
        "language",
        "publication-type",
        "copyright",
        "graphic",
        "subject",
        "notes",
        "classification",
        "ident",
        "document-type",
        "publication-subject",
    )
)
_NO_TEXT = re.compile(r"(?:full text )?(?:not available|nicht verfügbar)\.?", re.I)


def split_documents(name: str, text: str) -> list[Piece]:
    """The documents of an export; [] for a text that is none."""
    for marks, read in _EXPORTS:
        if marks(text):
            pieces = list(read(name, text))
            if any(isinstance(piece, Article) for piece in pieces):
                return pieces
    return []


def read_export(name: str, data: bytes) -> Iterator[Piece]:
    """Read a text file of documents."""
    decoded = decode(data)
    if decoded.note:
        yield Note(name, decoded.note)
    text = decoded.text
    yield from split_documents(name, clean(text_of_page(text) if text[:1] == "<" else text))


def is_export(text: str) -> bool:
    """Whether a text is an export of one of these databases."""
    return any(marks(text) for marks, _ in _EXPORTS)


def _is_nexis(text: str) -> bool:
    fields = ("LENGTH:", "Length:", "BYLINE:", "Byline:", "LOAD-DATE:", "Load-Date:", "SECTION:")
    others = (f"\n{form}:" for name in _CALLED for form in (name.upper(), name.title()))
    found = sum(field in text for field in (*fields, *others))
    return found >= (1 if "\nBody\n" in text and _NEXIS_NEW.search(text) else 2) and bool(
        _NEXIS_OLD.search(text) or _NEXIS_NEW.search(text) or found >= 3
    )


def _is_proquest(text: str) -> bool:
    return bool("ProQuest" in text and re.search(r"^(?:Full text|Volltext): ", text, re.M))


def _read_nexis(name: str, text: str) -> Iterator[Piece]:
    is_old = _NEXIS_OLD.search(text) is not None
    text = text if is_old else without_cover(text)
    documents = [one for one in (_NEXIS_OLD if is_old else _NEXIS_NEW).split(text) if one.strip()]
    for number, document in enumerate(documents, 1):
        lines = without_page_heads([line.strip() for line in document.split("\n")])
        if not any(_FIELD.fullmatch(line) for line in lines):
            continue
        yield _of_nexis(f"{name}, document {number}", lines, is_old=is_old)


def _of_nexis(where: str, lines: Sequence[str], *, is_old: bool) -> Piece:
    head: list[str] = []
    said: dict[str, str] = {}
    body: list[str] = []
    state = "head"
    for line in lines:
        field = _FIELD.fullmatch(line)
        key = field[1].strip().lower() if field else ""
        key = _CALLED.get(key, key)
        is_key = field is not None and (field[1].isupper() or field[1].istitle()) and key in _NEXIS
        if line.lower() in ("body", "body:"):
            state = "body"
        elif field is not None and is_key:
            said.setdefault(key, field[2].strip())
            if key in _ENDS_BODY and state == "body":
                state = "end"
            elif key == "length":
                state = "body"
        elif line.lower().startswith("copyright ") or line in ("Classification", "Graphic"):
            state = "end" if state == "body" and any(body) else state
        elif state == "head":
            head.append(line)
        elif state == "body":
            body.append(line)
    named = named_lines([line for line in head if not _RIGHTS.fullmatch(line)])
    date = next((line for line in named if read_date(line)), "")
    before = named[: named.index(date)] if date in named else []
    after = [line for line in named if line != date and line not in before]
    headline = said.get("headline", "")
    if headline or (after and is_old):  # outlet, date, title
        outlet, title = (before or [""])[0], (after or [""])[0]
    else:  # title, outlet, date, as the newer exports have it
        title, outlet = (before or [""])[0], before[1] if len(before) > 1 else ""
    return make_document(
        where,
        title=headline or title,
        outlet=outlet,
        date=date or said.get("load-date", ""),
        author=said.get("byline", ""),
        language=said.get("language", "").split(";")[0],
        body=body,
    )


_NEXIS = (
    frozenset(
        ("byline", "section", "length", "headline", "dateline", "highlight", "body", "source")
    )
    | _ENDS_BODY
)


def _read_proquest(name: str, text: str) -> Iterator[Piece]:
    number = 0
    for document in _PROQUEST_RULE.split(text):
        said: dict[str, str] = {}
        key = ""
        for line in document.split("\n"):
            field = _FIELD.fullmatch(line.strip())
            if field is not None and field[1].lower() in _PROQUEST:
                key = field[1].lower()
                said[key] = field[2]
            elif key in ("full text", "volltext"):
                said[key] += f"\n{line}"
        body = said.get("full text") or said.get("volltext") or ""
        body = "" if _NO_TEXT.fullmatch(body.strip()) else body
        if not (body or said.get("publication title") or said.get("title")):
            continue  # what stands before the first document, and behind the last
        number += 1
        yield make_document(
            f"{name}, document {number}",
            title=said.get("title", "") or _first_title(document),
            outlet=said.get("publication title", ""),
            date=said.get("publication date", "") or said.get("date", ""),
            author=said.get("author", ""),
            language=said.get("language of publication", "") or said.get("language", ""),
            body=body.split("\n"),
            url=said.get("document url", ""),
        )


def _first_title(document: str) -> str:
    """The first line that is more than "Document 2 of 7"."""
    lines = (line.strip() for line in document.split("\n"))
    return next((line for line in lines if line and not _NEXIS_OLD.fullmatch(line)), "")


_PROQUEST_FIELDS = (
    "title|author|publication title|publication date|date|full text|volltext|abstract|links|"
    "language of publication|language|document url|document type|subject|place|publisher|section|"
    "issn|source type|last updated|database|company|copyright|location|people|pages|first page|"
    "publication year|proquest document id|publication info|country of publication|"
    "publication subject"
)
_PROQUEST = frozenset(_PROQUEST_FIELDS.split("|"))


_Read = Callable[[str, str], Iterator[Piece]]
_EXPORTS: tuple[tuple[Callable[[str], bool], _Read], ...] = (
    (_is_nexis, _read_nexis),
    (is_factiva, read_factiva),
    (_is_proquest, _read_proquest),
    (is_pasted_document, read_pasted_document),
)
