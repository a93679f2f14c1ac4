"""JSON and JSON Lines with the line of each item, so that a loss can name it.

All JSON of corpora is read here: a key that stands twice in one object loses its first value, and
that is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annotator.articles.vocabulary.language_codes import language_code
from annotator.corpora.building import SHOWN, said
from annotator.corpora.files import CorpusFiles
from annotator.doubled_keys import of_pairs

__all__ = ["Item", "first_item", "items", "json_in", "json_names", "objects", "say_beside",
           "told_about", "whole_json"]  # fmt: skip

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
_ABOUT = ("title", "author", "published", "outlet", "url", "language")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_CODE = re.compile(r"[a-z]{2,3}(-\w+)*")


@dataclass(frozen=True)
class Item:
    """One entry of a file: a line of JSON Lines, an entry of a list, or a value under its key."""

    line: int
    key: str
    value: Any


class _Decoder:
    """Reads values of a file, and says what its objects hold twice."""

    def __init__(self, files: CorpusFiles, name: str) -> None:
        self._files = files
        self._name = name
        self._twice: list[str] = []
        self._json = json.JSONDecoder(object_pairs_hook=self._object)

    def value(self, text: str, at: int, line: int) -> tuple[Any, int]:
        """The value that begins there, and the place behind it. Raises ValueError."""
        self._twice.clear()
        found = self._json.raw_decode(text, at)
        for key in dict.fromkeys(self._twice):
            self.say_twice(key, line)
        return found

    def whole(self, text: str, line: int) -> Any:
        """The one value of a text. Raises ValueError."""
        found, at = self.value(text, _skip(text, 0), line)
        _end(text, at)
        return found

    def say_twice(self, key: str, line: int) -> None:
        self._files.refuse(self._name, f"the key {key[:SHOWN]!r} stands several times in one "
                           "object; the last was taken", line)  # fmt: skip

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found, twice = of_pairs(pairs)
        self._twice += twice
        return found


def json_names(files: CorpusFiles) -> list[str]:
    return list(files.ending(".json", ".jsonl", ".ndjson", ".jsonl.txt", ".json1"))


def items(files: CorpusFiles, name: str) -> Iterator[Item]:
    """The entries of a file; what is no JSON is a loss with its line, and the rest goes on where
    that is possible (in JSON Lines)."""
    text = files.text(name)
    if text is None:
        return
    decoder = _Decoder(files, name)
    before = len(files.losses)
    failure: ValueError | None = None
    try:
        start = text.lstrip()[:1]
        if name.lower().endswith(".json") and start in ("[", "{"):
            if start == "{":
                yield from _items_of_object(decoder, text)
                return
            entries, behind = _entries_of_list(decoder, text)
            yield from entries
            if text[behind:].strip():
                files.refuse(name, f"what stands behind its list was left out: "
                             f"{text[behind:].strip()[:60]!r}", 1 + text.count("\n", 0, _skip(
                                 text, behind)))  # fmt: skip
            return
    except RecursionError:
        files.refuse(name, "its lists are nested too deeply")
        return
    except ValueError as error:
        failure = error
        del files.losses[before:]  # what was said of it on the way
    over_lines = _goes_over_lines(text)
    if failure is not None and not (over_lines or _is_lines(text)):
        files.refuse(name, f"it is no JSON: {failure}", getattr(failure, "lineno", 0))
        return
    yield from (_over_lines if over_lines else _lines)(decoder, files, name, text)


def _is_lines(text: str) -> bool:
    first, _, rest = text.lstrip().partition("\n")
    try:
        return isinstance(json.loads(first), dict) and bool(rest.strip())
    except (ValueError, RecursionError):
        return False


def _goes_over_lines(text: str) -> bool:
    """Whether its first value is written over several lines, as programs print JSON for people."""
    start = text.lstrip()
    try:
        _, end = _DECODER.raw_decode(start)
    except (ValueError, RecursionError):
        return False
    return start[:1] in "[{" and "\n" in start[:end]


def _over_lines(decoder: _Decoder, files: CorpusFiles, name: str, text: str) -> Iterator[Item]:
    """Values one after another; of a list its entries."""
    at = _skip(text, 0)
    line, counted = 1, 0
    while at < len(text):
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = decoder.value(text, at, line)
        except (ValueError, RecursionError) as error:
            files.refuse(name, f"it is no JSON from here on, and was left out: {error}", line)
            return
        yield from _one_or_each(value, line)
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at : at + 1] == "," else at


def _one_or_each(value: Any, line: int) -> Iterator[Item]:
    """A value, or each object of a list of nothing else, which some write in place of lines."""
    several = isinstance(value, list) and bool(value) and all(isinstance(o, dict) for o in value)
    for one in value if several else [value]:
        yield Item(line, "", one)


def _lines(decoder: _Decoder, files: CorpusFiles, name: str, text: str) -> Iterator[Item]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield from _one_or_each(decoder.whole(line, number), number)
        except (ValueError, RecursionError) as error:
            files.refuse(name, f"it is no JSON and was left out: {error}", number)


def _entries_of_list(decoder: _Decoder, text: str) -> tuple[list[Item], int]:
    """With the place behind the list."""
    found = []
    at = _skip(text, text.index("[") + 1)
    line, counted = 1, 0
    while text[at : at + 1] != "]":
        line += text.count("\n", counted, at)
        counted = at
        value, at = decoder.value(text, at, line)
        found.append(Item(line, "", value))
        at = _behind_comma(text, at, "]")
    return found, at + 1


def _entries_of_object(decoder: _Decoder, text: str) -> list[Item]:
    """The values of the file's one object; of a key that stands twice the last."""
    found: dict[str, Item] = {}
    at = _skip(text, text.index("{") + 1)
    line, counted = 1, 0
    while text[at : at + 1] != "}":
        line += text.count("\n", counted, at)
        counted = at
        key, at = decoder.value(text, at, line)
        at = _skip(text, at)
        if not isinstance(key, str) or text[at : at + 1] != ":":
            raise json.JSONDecodeError("expected a key and :", text, at)
        value, at = decoder.value(text, _skip(text, at + 1), line)
        if key in found and found[key].value != value:
            decoder.say_twice(key, found[key].line)
        found[key] = Item(line, key, value)
        at = _behind_comma(text, at, "}")
    _end(text, at + 1)
    return list(found.values())


def _items_of_object(decoder: _Decoder, text: str) -> list[Item]:
    """The values of an object, if every one is an object; else the object itself."""
    found = _entries_of_object(decoder, text)
    if found and all(isinstance(one.value, dict) for one in found):
        return [Item(one.line, said(one.key), one.value) for one in found]
    return [Item(1, "", {one.key: one.value for one in found})]


def _behind_comma(text: str, at: int, end: str) -> int:
    """Where the next entry begins, or `end` stands."""
    at = _skip(text, at)
    if text[at : at + 1] == ",":
        return _skip(text, at + 1)
    if text[at : at + 1] != end:
        raise json.JSONDecodeError(f"expected , or {end}", text, at)
    return at


def _end(text: str, at: int) -> None:
    if _skip(text, at) < len(text):
        raise json.JSONDecodeError("something stands behind its end", text, _skip(text, at))


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; nothing of what is no list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def whole_json(files: CorpusFiles, name: str) -> Any:
    """A file's one value; None, and a loss, when it has none."""
    text = files.text(name)
    if text is None:
        return None
    decoder = _Decoder(files, name)
    try:
        if text.lstrip()[:1] == "{":
            return {one.key: one.value for one in _entries_of_object(decoder, text)}
        return decoder.whole(text, 1)
    except (ValueError, RecursionError) as error:
        files.refuse(name, f"it is no JSON: {error}", getattr(error, "lineno", 0))
        return None


def json_in(files: CorpusFiles, name: str, line: int, text: str) -> Any:
    """A value that stands in a line of a file. Raises ValueError or RecursionError."""
    return _Decoder(files, name).whole(text, line)


def first_item(files: CorpusFiles, name: str) -> Any:
    """The first entry, to recognise a format by; None when there is none. Writes no losses."""
    before = len(files.losses)
    text = files.text(name) or ""
    del files.losses[before:]
    try:
        start = text.lstrip()
        if start.startswith("["):
            return _DECODER.raw_decode(start, _skip(start, 1))[0]
        found, _ = _DECODER.raw_decode(start)
    except (ValueError, RecursionError):
        return None
    return found


def say_beside(
    files: CorpusFiles, name: str, some: Iterable[Item], read: tuple[str, ...],
    taken: Callable[[dict[str, Any]], Container[str]] = lambda entry: (),
) -> None:  # fmt: skip
    """A loss that names what the objects of a file hold beside the keys that are read (or that are
    taken from an object); keys that begin with `_` are the tool's own."""
    held: dict[str, None] = {}
    for entry in (one.value for one in some if isinstance(one.value, dict)):
        here = taken(entry)
        held |= {key: None for key, value in entry.items()
                 if not (key in read or key in here or key.startswith("_")
                         or value in (None, "", [], {}))}  # fmt: skip
    if held:
        files.refuse(name, f"what it says of texts under {', '.join(map(repr, held))} was left out")


def told_about(entry: dict[str, Any]) -> dict[str, str]:
    """Field of an article -> its value. A day must be one (a clock time behind it goes), a language
    a code or a name that is known.

    >>> told_about({"published": "2026-03-01T22:34:00+03:00", "language": "italian", "author": 7})
    {'author': '7', 'published': '2026-03-01', 'language': 'it'}
    >>> told_about({"published": "last week", "language": "of birds", "title": ["a"]})
    {}
    """
    found = {key: said(entry.get(key)) if isinstance(entry.get(key), (str, int)) else ""
             for key in _ABOUT}  # fmt: skip
    day = _DAY.match(found["published"])
    found["published"] = day[0] if day else ""
    code = language_code(found["language"])
    found["language"] = code if _CODE.fullmatch(code) else ""
    return {key: value for key, value in found.items() if value}
