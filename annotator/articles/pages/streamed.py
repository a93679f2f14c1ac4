"""Data that a page's scripts pass on in pieces: React's stream, Nuxt's tables of values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.articles.scripts import count_words

__all__ = ["nuxt_strings", "nuxt_values", "streamed_values"]

_PUSHED = re.compile(r"__next_f\.push\(\s{0,5}\[\s{0,5}1\s{0,5},\s{0,5}(?=\")")
_ROW_HERE = re.compile(r"([0-9a-f]{1,6}):(T([0-9a-f]{1,6}),|(?=[\[{\"]))")
_ROW = re.compile(rf"^{_ROW_HERE.pattern}", re.MULTILINE)
_REFERENCE = re.compile(r"\$([0-9a-f]{1,6})")
_PARAGRAPHS = frozenset(("p", "h2", "h3", "blockquote", "li"))
_DECODER = json.JSONDecoder(strict=False)
_FEWEST_PARAGRAPHS = 3
_FEWEST_WORDS = 40
_MOST_ERRORS = 50  # each makes the decoder count all lines before it
_MOST_VALUES = 100_000
_DEEPEST = 6


def streamed_values(scripts: Iterable[str]) -> Iterator[Any]:
    """The values of React's rows, and its elements' paragraphs as an object with a text."""
    values, texts = _rows("".join(_pushed(scripts)))
    for value in values:
        _put_texts(value, texts)
        yield value
    paragraphs = [text for value in values for text in _paragraphs(value)]
    if len(paragraphs) >= _FEWEST_PARAGRAPHS:
        yield {"text": "\n\n".join(paragraphs)}


def _pushed(scripts: Iterable[str]) -> Iterator[str]:
    """The pieces of the stream, in order."""
    errors = 0
    for script in scripts:
        for pushed in _PUSHED.finditer(script):
            try:
                yield _DECODER.raw_decode(script, pushed.end())[0]
            except ValueError:
                errors += 1
            if errors > _MOST_ERRORS:
                return


def _rows(stream: str) -> tuple[list[Any], dict[str, str]]:
    """The values of a stream's rows, and the texts of those that are nothing else, by their names.

    Such a text has so many bytes, and the next row begins right behind it.
    """
    texts: dict[str, str] = {}
    values: list[Any] = []
    at = errors = 0
    while errors < _MOST_ERRORS and (row := _ROW_HERE.match(stream, at) or _ROW.search(stream, at)):
        at = row.end()
        if row[3]:
            size = min(int(row[3], 16), len(stream))
            texts[row[1]] = stream[at : at + size].encode()[:size].decode(errors="ignore")
            at += len(texts[row[1]])
            continue
        try:
            value, at = _DECODER.raw_decode(stream, at)
        except (ValueError, RecursionError):
            errors += 1
            continue
        values.append(value)
    return values, texts


def nuxt_values(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list in which each names its values by their places, as Nuxt 3 writes it."""
    if not isinstance(data, list):
        return
    for one in data[:_MOST_VALUES]:
        if isinstance(one, dict):
            yield {key: _at(data, place, _DEEPEST) for key, place in one.items()}


def nuxt_strings(script: str) -> Iterator[dict[str, str]]:
    """Each long text among the strings of a function that returns Nuxt 2's data."""
    if "__NUXT__" not in script:
        return
    at = errors = 0
    while (at := script.find('"', at)) >= 0 and errors < _MOST_ERRORS:
        try:
            text, at = _DECODER.raw_decode(script, at)
        except ValueError:
            at, errors = at + 1, errors + 1
            continue
        if count_words(text) >= _FEWEST_WORDS:
            yield {"text": text}


def _at(data: Sequence[Any], place: Any, depth: int) -> Any:
    """What stands at a place: values as they are, lists and objects with theirs."""
    if not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(data):
        return None
    found = data[place]
    if depth and isinstance(found, list):
        return [_at(data, one, depth - 1) for one in found[:100]]
    if depth and isinstance(found, dict):
        return {key: _at(data, one, depth - 1) for key, one in list(found.items())[:100]}
    return None if isinstance(found, (list, dict)) else found


def _walk(value: Any) -> Iterator[Any]:
    """Every list and object inside a value, in order."""
    todo = [value]
    for _ in range(_MOST_VALUES):
        if not todo:
            return
        one = todo.pop()
        if isinstance(one, (list, dict)):
            yield one
            inner = one.values() if isinstance(one, dict) else one
            todo += reversed([each for each in inner if isinstance(each, (list, dict))])


def _put_texts(value: Any, texts: dict[str, str]) -> None:
    """Texts in the place of references to their rows."""
    for one in _walk(value) if texts else ():
        if isinstance(one, dict):
            for key, each in one.items():
                named = _REFERENCE.fullmatch(each) if isinstance(each, str) else None
                one[key] = texts.get(named[1], each) if named else each


def _paragraphs(value: Any) -> Iterator[str]:
    """The texts of React's elements `["$", "p", key, {"children": ...}]`."""
    for one in _walk(value):
        if isinstance(one, list) and len(one) == 4 and one[0] == "$" and one[1] in _PARAGRAPHS:
            text = _said(one[3], _DEEPEST).strip()
            if text:
                yield text


def _said(value: Any, depth: int) -> str:
    """All strings among an element's children, one behind the other."""
    if isinstance(value, str):
        return value
    if depth and isinstance(value, dict):
        return _said(value.get("children"), depth - 1)
    if depth and isinstance(value, list):
        if len(value) == 4 and value[0] == "$":
            return _said(value[3], depth - 1)
        return "".join(_said(one, depth - 1) for one in value)
    return ""
