"""JSON and JSON Lines with the line of each item, so that a loss can name it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from annotator.corpora.building import said
from annotator.corpora.files import CorpusFiles

__all__ = ["Item", "first_item", "items", "json_names", "objects", "whole_json"]

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class Item:
    """One entry of a file: a line of JSON Lines, an entry of a list, or a value under its key."""

    line: int
    key: str
    value: Any


def json_names(files: CorpusFiles) -> list[str]:
    return list(files.ending(".json", ".jsonl", ".ndjson", ".jsonl.txt", ".json1"))


def items(files: CorpusFiles, name: str) -> Iterator[Item]:
    """The entries of a file; what is no JSON is a loss with its line, and the rest goes on where
    that is possible (in JSON Lines)."""
    text = files.text(name)
    if text is None:
        return
    try:
        start = text.lstrip()[:1]
        if name.lower().endswith(".json") and start in ("[", "{"):
            if start == "{":
                yield from _entries_of_object(text)
                return
            entries, behind = _entries_of_list(text)
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
        line = getattr(error, "lineno", 0)
        if not _is_lines(text):
            files.refuse(name, f"it is no JSON: {error}", line)
            return
    yield from _lines(files, name, text)


def _is_lines(text: str) -> bool:
    first, _, rest = text.lstrip().partition("\n")
    try:
        return isinstance(json.loads(first), dict) and bool(rest.strip())
    except (ValueError, RecursionError):
        return False


def _lines(files: CorpusFiles, name: str, text: str) -> Iterator[Item]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield Item(number, "", json.loads(line))
        except (ValueError, RecursionError) as error:
            files.refuse(name, f"it is no JSON and was left out: {error}", number)


def _entries_of_list(text: str) -> tuple[list[Item], int]:
    """With the place behind the list."""
    found = []
    at = _skip(text, text.index("[") + 1)
    line, counted = 1, 0
    while text[at : at + 1] != "]":
        line += text.count("\n", counted, at)
        counted = at
        value, at = _DECODER.raw_decode(text, at)
        found.append(Item(line, "", value))
        at = _skip(text, at)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("expected , or ]", text, at)
    return found, at + 1


def _entries_of_object(text: str) -> list[Item]:
    """The values of an object, if every one is an object; else the object itself."""
    whole = json.loads(text)
    if not whole or not all(isinstance(value, dict) for value in whole.values()):
        return [Item(1, "", whole)]
    found = []
    at = 0
    line = 1
    for key, value in whole.items():
        here = text.find(json.dumps(key, ensure_ascii=False), at)
        if here >= 0:
            line += text.count("\n", at, here)
            at = here
        found.append(Item(line, said(key), value))
    return found


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
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        files.refuse(name, f"it is no JSON: {error}", getattr(error, "lineno", 0))
        return None


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
