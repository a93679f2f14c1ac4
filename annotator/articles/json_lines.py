"""JSON Lines (an article a line) and JSON files (a list of articles, or one).

Of a key that stands twice in one object JSON keeps the last value; that a value was lost is said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from annotator.articles.decoding import decode
from annotator.articles.fields import read_row
from annotator.articles.formats.json_shapes import INNER, listed_articles
from annotator.articles.reading import Note, Piece, one_line, remarked, stem
from annotator.articles.told import refused
from annotator.doubled_keys import of_pairs
from annotator.errors import ArticleError
from annotator.models import Refusal

MOST_KEYS = 10  # named in a remark
_PLACES = frozenset(("_index", "_id", "_type", "routing"))


class _Doubled(dict[str, object]):
    """An object in which keys stand several times, with values that differ."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found, twice = of_pairs(pairs)
    if not twice:
        return found
    doubled = _Doubled(found)
    doubled.twice = tuple(twice)
    return doubled


_DECODER = json.JSONDecoder(object_pairs_hook=_object)


def read_json(name: str, data: bytes) -> Iterator[Piece]:
    """Read either form; a bad line or item is refused with its number, the others go on.

    >>> list(read_json("a.jsonl", b'{"title": "A", "text": "One."}\\n{oops\\n'))[1].source_name
    'a.jsonl, line 2'
    """
    decoded = decode(data)
    if decoded.note:
        yield Note(name, decoded.note)
    text = decoded.text.lstrip("\ufeff").strip()
    if not text:
        raise ArticleError("The file is empty.")
    try:
        whole = _load(text)
    except ArticleError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if text.startswith("[") and not _is_json_object(lines[0]):
            raise ArticleError(f"The list is no valid JSON: {error}") from error
        several = _concatenated(text) if not _is_json_object(lines[0]) else []
        if several:
            yield from _read_items(name, several)
        else:
            yield from _read_lines(name, decoded.text)
        return
    listed = listed_articles(whole)
    if listed is not None:
        if lost := _lost(whole, apart_from=listed):
            yield Note(name, lost)
        yield from _read_items(name, listed)
    else:
        yield _read_value(whole, name, stem(name))


def _concatenated(text: str) -> list[object]:
    """JSON values one behind the other, each over several lines; [] when it is not that."""
    found: list[object] = []
    at = 0
    try:
        while at < len(text):
            value, at = _DECODER.raw_decode(text, at)
            found.append(value)
            while at < len(text) and text[at] in " \t\r\n,":
                at += 1
    except (ValueError, RecursionError):
        return []
    return found


def _load(text: str) -> object:
    """One JSON value. Raises ArticleError with line and column."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise ArticleError(f"{error.msg} (line {error.lineno}, column {error.colno}).") from error
    except (ValueError, RecursionError) as error:  # an endless number, or lists in lists in lists
        raise ArticleError("a number is too long, or the nesting is too deep.") from error


def _is_json_object(line: str) -> bool:
    try:
        return isinstance(_load(line), dict)
    except ArticleError:
        return False


def _read_lines(name: str, text: str) -> Iterator[Piece]:
    # Only "\n" ends a line: U+2028 may stand inside a JSON string.
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip(" \t\r\ufeff"):
            continue
        where = f"{name}, line {number}"
        try:
            value = _load(line.strip(" \t\r\ufeff"))
        except ArticleError as error:
            yield Refusal(
                where, f"Expected one JSON object, but the line is no valid JSON: {error}"
            )
            continue
        if not _is_order(value):
            yield _read_value(value, where, f"{stem(name)}, line {number}")


def _is_order(value: object) -> bool:
    """Whether a line only says where the next one goes, as in Elasticsearch's bulk format."""
    if not isinstance(value, dict) or len(value) != 1:
        return False
    ((word, where),) = value.items()
    return word in ("index", "create") and isinstance(where, dict) and set(where) <= _PLACES


def _read_items(name: str, items: Sequence[object]) -> Iterator[Piece]:
    if not items:
        raise ArticleError("The list holds no article.")
    for number, item in enumerate(items, 1):
        yield _read_value(item, f"{name}, item {number}", f"{stem(name)}, item {number}")


def _read_value(value: object, where: str, title: str) -> Piece:
    if not isinstance(value, dict):
        return Refusal(
            where,
            f"Expected an object with fields such as title and text, but found {_kind(value)}.",
        )
    lost = _lost(value)
    embedded = value.get("_embedded")  # WordPress: the author's name behind the number
    if isinstance(embedded, dict) and embedded.get("author"):
        value = {**value, "author": embedded["author"]}
    for key in INNER:  # as in a task of Label Studio, or an answer of the Guardian
        inner = value.get(key)
        if isinstance(inner, dict):
            value = {**value, **inner}
            del value[key]
    try:
        return remarked(read_row(value, title=title, source_name=where), lost)
    except ArticleError as error:
        return refused(where, error)


def _lost(value: object, apart_from: Sequence[object] = ()) -> str:
    """A sentence about the keys that stand twice in an object of the value, however deep; "" where
    none does. What is looked at by itself is left out."""
    seen = set(map(id, apart_from))
    found: dict[str, None] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, _Doubled):
            found |= dict.fromkeys(one.twice)
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        waiting += [each for each in inside if id(each) not in seen]
    if not found:
        return ""
    keys = ", ".join(repr(one_line(key, 60)) for key in [*found][:MOST_KEYS])
    return f"of keys that stand several times in one object the last was taken: {keys}"


def _kind(value: object) -> str:
    kinds = {
        list: "a list",
        str: "a string",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return kinds.get(type(value), "null")
