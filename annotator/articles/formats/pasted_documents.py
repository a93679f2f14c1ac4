"""One document of a press database as people copy it from the screen.

GENIOS and Europresse name the outlet and the day above the title, ProQuest lists them below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from annotator.articles.bylines import is_name, read_byline
from annotator.articles.formats.document import make_document
from annotator.articles.reading import Piece
from annotator.articles.vocabulary.copied_words import (
    DATABASE_ENDS,
    DATABASE_MARKS,
    FULL_TEXT,
)

__all__ = ["is_pasted_document", "read_pasted_document"]

_GENIOS = re.compile(
    r"(?P<outlet>\S[^\n]{1,80}?) (?:Nr\. \d{1,4} )?vom (?P<date>\d{1,2}\.\d{1,2}\.\d{4})"
    r"(?:[,/ ][^\n]{0,120})?"
)
_EUROPRESSE = re.compile(
    r"(?:[^\n,]{1,60}, )?(?P<date>(?:[^\W\d_]{3,12},? )?(?:\d{1,2}(?:er)? [^\W\d_]{3,12}|"
    r"[^\W\d_]{3,12} \d{1,2},) \d{4})"
    r"(?: [–—-] |, )\d[\d\s]{0,8} (?:mots|words|palabras)\b[^\n]{0,60}"
)
_FIELD = re.compile(r"([^\W\d_][^:\n]{1,40}): (\S.{0,2000})")
_FEWEST_LINES = 4
_LOOKED_AT = 3  # lines above the title
_ADDRESS = re.compile(r"https?://\S{1,500}")


@dataclass(frozen=True)
class _Head:
    """What stands above the title: how many lines, and what they say."""

    lines: int
    outlet: str
    date: str


def is_pasted_document(text: str) -> bool:
    """Whether a text is one such document, copied whole."""
    lines = _filled(text)
    if len(lines) < _FEWEST_LINES:
        return False
    small = text.lower()
    if _full_text(lines):
        return "proquest document id:" in small
    return any(mark in small for mark in DATABASE_MARKS) and _head(lines) is not None


def read_pasted_document(name: str, text: str) -> Iterator[Piece]:
    """Read it; what is no part of the article is in its fields, or is the database's own."""
    lines = _filled(text)
    at = _full_text(lines)
    if at:
        yield _of_proquest(name, lines, at)
        return
    head = _head(lines)
    if head is None:
        return
    title, rest = lines[head.lines], lines[head.lines + 1 :]
    byline = read_byline(rest[0]) if rest else None
    author = byline.author if byline else rest[0] if rest and is_name(rest[0]) else ""
    body = list(
        takewhile(lambda line: not line.lower().startswith(DATABASE_ENDS), rest[bool(author) :])
    )
    address = _ADDRESS.search("\n".join(rest[len(body) :]))
    yield make_document(
        name,
        title=title,
        outlet=head.outlet,
        date=head.date,
        author=author,
        language="",
        body=body,
        url=address[0] if address else "",
    )


def _of_proquest(name: str, lines: Sequence[str], at: int) -> Piece:
    found = filter(None, map(_FIELD.fullmatch, lines[at:]))
    said = {one[1].lower(): one[2] for one in found}
    body = takewhile(lambda line: line not in ("Details", "Word count") and not _is_first(line),
                     lines[at + 1 :])  # fmt: skip
    return make_document(
        name,
        title=lines[0],
        outlet=said.get("publication title", "").partition(";")[0],
        date=said.get("publication date", ""),
        author=said.get("author", ""),
        language=said.get("language of publication", ""),
        body=list(body),
        url=said.get("document url", ""),
    )


def _is_first(line: str) -> bool:
    """Whether a line is the first of the fields below the text."""
    return line.startswith(("Subject: ", "Word count: ", "Title: ", "Publication title: "))


def _head(lines: Sequence[str]) -> _Head | None:
    for at, line in enumerate(lines[:_LOOKED_AT]):
        if len(line) > 250:
            return None
        if (genios := _GENIOS.fullmatch(line)) is not None:
            return _Head(at + 1, genios["outlet"], genios["date"])
        if at and (found := _EUROPRESSE.fullmatch(line)) is not None:
            return _Head(at + 1, lines[0], found["date"])
    return None


def _full_text(lines: Sequence[str]) -> int:
    """Where the text begins in a copy from ProQuest; 0 in any other."""
    return next((i for i, line in enumerate(lines) if i and line.lower() in FULL_TEXT), 0)


def _filled(text: str) -> list[str]:
    return [line for line in map(str.strip, text.split("\n")) if line]
