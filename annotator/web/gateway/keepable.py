"""What both stores can keep and Label Studio can give back: looked at before anything is sent.

Label Studio takes any JSON. What it then cannot write as an answer (half of a surrogate pair) or
cannot count (a mark whose value is no object, a name that is a list) it answers with 500 for ever
after, to every page that shows the article and to every save. SQLite takes no half pairs and no
number beyond 64 bits, PostgreSQL no NUL, and a browser no number beyond 2**53.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotator.web.gateway.refusals import Refused

MAX_DEPTH = 100  # lists and objects inside each other
MAX_NUMBER = 2**53
MAX_TEXT = 500_000  # characters; a mark carries its passage, with line ends written as two
MAX_UNSENT = 20_000  # characters that marks may cover beyond what they carry
MAX_NAME = 200  # characters of an id, a type, a name, a key
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_NAMES = ("id", "type", "from_name", "to_name", "from_id", "to_id", "parentID")


def check_result(items: list[dict[str, Any]]) -> None:
    """Refuse (400) a result that could not be kept or given back; says which entry and why."""
    for place, item in enumerate(items):
        reason = _shape(item) or _values(item)
        if reason:
            raise Refused(f"Entry {place + 1} of `result` cannot be saved: {reason}.", 400)


def is_keepable(result: object) -> bool:
    """Whether what Label Studio has is such that it can be changed there."""
    return isinstance(result, list) and all(
        isinstance(item, dict) and not (_shape(item) or _values(item)) for item in result
    )


def check_amount(items: Sequence[Mapping[str, Any]], most: int) -> None:
    """Refuse (413) more than `most` marks, and marks whose passages are not sent with them.

    A mark of the page carries its passage; one that does not would make the store grow by the
    article's length with a hundred bytes.
    """
    marks = [item for item in items if item["type"] == "labels"]
    count = sum(max(1, len(_labels(mark))) for mark in marks)
    if count > most:
        raise Refused(
            f"This article has {count:,} mark{'s' * (count != 1)}; {most:,} are the most that can "
            "be saved. "
            "What was saved before is safe. Remove some marks, then save again.",
            413,
        )
    if sum(map(_excess, marks)) > MAX_UNSENT:
        raise Refused("The marked passages are not the ones that the marks name.", 400)


def _labels(mark: Mapping[str, Any]) -> list[Any]:
    labels = mark["value"].get("labels")
    return labels if isinstance(labels, list) else []


def _excess(mark: Mapping[str, Any]) -> int:
    """Characters that would be kept for a mark beyond those it sends."""
    value = mark["value"]
    start, end, text = value.get("start"), value.get("end"), value.get("text")
    if not isinstance(start, int) or not isinstance(end, int):
        return 0
    kept = (end - start) * len(_labels(mark))
    return max(0, kept - (len(text) if isinstance(text, str) else 0))


def _shape(item: dict[str, Any]) -> str:
    """What is wrong with an entry's own fields, "" when nothing is."""
    for name in _NAMES:
        value = item.get(name, "")
        if value is not None and not (isinstance(value, str) and len(value) <= MAX_NAME):
            return f"its `{name}` must be a text of at most {MAX_NAME} characters"
    if not item.get("type"):
        return "it has no `type`"
    ends = ("from_id", "to_id") if item["type"] == "relation" else ("id", "from_name", "to_name")
    for name in ends:
        if not item.get(name):
            return f"it has no `{name}`"
    needs_value = "value" in item or item["type"] != "relation"
    if needs_value and not isinstance(item.get("value"), dict):
        return "its `value` must be an object"
    return ""


def _values(item: dict[str, Any]) -> str:
    """What is wrong anywhere inside, "" when nothing is. A level at a time: no recursion."""
    level: list[Any] = [item]
    for _ in range(MAX_DEPTH):
        inside: list[Any] = []
        for value in level:
            reason = _plain(value)
            if reason:
                return reason
            inside.extend(_inside(value))
        if not inside:
            return ""
        level = inside
    return f"it is nested more than {MAX_DEPTH} levels deep"


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return _text(value, MAX_TEXT)
    if isinstance(value, dict):
        return next(filter(None, (_text(key, MAX_NAME) for key in value)), "")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if is_number and not abs(value) <= MAX_NUMBER:  # also what is not a number at all
        return "a number in it is beyond 2^53"
    return ""


def _text(text: str, longest: int) -> str:
    if len(text) > longest:
        return f"a text in it has {len(text)} characters; {longest} are the most"
    found = _UNKEEPABLE.search(text)
    if found is None:
        return ""
    named = "the character NUL" if found[0] == "\0" else "half of a character (a lone surrogate)"
    return f"a text in it holds {named}"
