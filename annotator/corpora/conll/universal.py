"""CoNLL-U: ten columns, of which the last (MISC) may hold the labels of entities.

    3    Bee     Bee    PROPN  ...  NER=I-PER|SpaceAfter=No       (or ner=, NE=)
    3    Bee     Bee    PROPN  ...  Entity=e1)                    brackets of mentions, as CorefUD's

A range (`1-2`) is what stands in the text, and the words in it are not; an empty node (`1.1`) is
no word of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote

from annotator.corpora.conll.columns import Row, is_tag, read_tag

__all__ = [
    "Mention",
    "Word",
    "is_universal",
    "is_word",
    "mentions_of",
    "order_of",
    "why_no_labels",
    "words_of",
]

COLUMNS, FORM, MISC = 10, 1, 9
_ID = re.compile(r"\d+(?:[-.]\d+)?")
_TAGS = ("ner", "ne")
_BRACKETS = "entity"
_ORDER = re.compile(r"^#\s*global\.Entity\s*=\s*(\S+)", re.MULTILINE)
_PIECE = re.compile(r"\(?[^()]+\)?")
_PART = re.compile(r"\[(\d+)/(\d+)\]$")
SHOWN = 8  # keys that a refusal names


@dataclass
class Word:
    """What stands in the text, and what is said of it; of a range, of each word in it."""

    line: int
    text: str
    first: bool  # whether it begins a sentence
    glued: bool  # whether no space is before it
    tag: str = "O"


class Mention(NamedTuple):
    """`places`: the first and the last word of each of its pieces."""

    line: int
    label: str
    places: list[tuple[int, int]]


def is_universal(rows: Sequence[Row]) -> bool:
    """Ten columns, numbered, in most of the rows, and no labels as the last of them."""
    numbered = [row.cells[-1] for row in rows if is_word(row)]
    return 2 * len(numbered) > len(rows) and not any(
        is_tag(one) and read_tag(one)[1] for one in numbered
    )


def is_word(row: Row) -> bool:
    return len(row.cells) == COLUMNS and _ID.fullmatch(row.cells[0]) is not None


def why_no_labels(rows: Sequence[Row]) -> str:
    """What to say of a file without labels of entities; "" where there are some."""
    keys = dict.fromkeys(key for row in rows for key in _misc(row))
    if any(key.lower() in (*_TAGS, _BRACKETS) for key in keys):
        return ""
    found = ", ".join(list(keys)[:SHOWN]) or "nothing"
    return (
        "It is CoNLL-U (words, parts of speech, dependencies) without labels of entities. Expected "
        f"NER=B-PER or Entity=(... in the tenth column, MISC; found there: {found}. Where the "
        "labels are in another file, bring that one."
    )


def order_of(text: str) -> list[str]:
    """What stands in brackets, in which order: a comment of the file says it.

    >>> order_of("# global.Entity = etype-eid\\n")
    ['etype', 'eid']
    """
    found = _ORDER.search(text)
    return (found[1] if found else "eid-etype").replace("GRP", "eid").split("-")


def words_of(rows: Sequence[Row]) -> list[Word]:
    words: list[Word] = []
    glued = first = False
    inside = 0  # the number of the last word of a range
    for row in rows:
        first = first or row.first
        number, _, last = row.cells[0].partition("-")
        if "." in number:
            continue
        tag = _tag(row)
        inside = 0 if row.first else inside
        if not last and int(number) <= inside:
            if words[-1].tag == "O":
                words[-1].tag = tag
            continue
        words.append(Word(row.line, row.cells[FORM], first, glued, tag))
        inside = int(last) if last.isdecimal() else inside
        glued = _misc(row).get("SpaceAfter") == "No"
        first = False
    return words


def mentions_of(rows: Sequence[Row], order: Sequence[str]) -> Iterator[Mention]:
    """The mentions that brackets in MISC mark; one without words in the text has no places."""
    at, inside = -1, 0  # the word we are at
    begun: dict[str, list[tuple[Mention, int]]] = {}
    pieces: dict[str, Mention] = {}
    for row in rows:
        number, _, last = row.cells[0].partition("-")
        empty = "." in number
        inside = 0 if row.first else inside
        if not empty and (last or int(number) > inside):
            at += 1
            inside = int(last) if last.isdecimal() else inside
        brackets = next((v for k, v in _misc(row).items() if k.lower() == _BRACKETS), "")
        for piece in _PIECE.findall(brackets):
            said = piece.strip("()").split("-")
            place = order.index("eid") if "eid" in order and piece.startswith("(") else 0
            name = said[place] if place < len(said) else ""
            if piece.startswith("("):
                kind = order.index("etype") if "etype" in order else 1
                label = unquote(said[kind]) if kind < len(said) else ""
                mention = _piece_of(name, Mention(row.line, label or "mention", []), pieces)
                begun.setdefault(name, []).append((mention, at + 1 if empty else at))
            if piece.endswith(")") and begun.get(name):
                mention, start = begun[name].pop()
                if start <= at:
                    mention.places.append((start, at))
                part = _PART.search(name)
                if part is None or part[1] == part[2]:
                    yield mention
    for left in begun.values():
        yield from (Mention(mention.line, "", []) for mention, _ in left)


def _piece_of(name: str, new: Mention, pieces: dict[str, Mention]) -> Mention:
    """The mention whose piece begins: `e3[2/2]` goes on with what `e3[1/2]` began."""
    part = _PART.search(name)
    if part is None:
        return new
    whole = f"{_PART.sub('', name)}/{part[2]}"
    if part[1] == "1" or whole not in pieces:
        pieces[whole] = new
    return pieces[whole]


def _tag(row: Row) -> str:
    return next((v for k, v in _misc(row).items() if k.lower() in _TAGS), "O")


def _misc(row: Row) -> dict[str, str]:
    """
    >>> _misc(Row(1, [*"123456789", "NER=B-PER|SpaceAfter=No"], first=True))
    {'NER': 'B-PER', 'SpaceAfter': 'No'}
    """
    pairs = (one.partition("=") for one in row.cells[MISC].split("|"))
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip() != "_"}
