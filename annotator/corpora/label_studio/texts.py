"""The text of a Label Studio task, and where in it a mark's `value` points.

A plain text is taken as it stands. Marks of a web page (`hypertextlabels`) count in the characters
that it shows, those of a conversation (`paragraphlabels`) in its turns: both become plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.corpora.building import said, whole
from annotator.corpora.offsets import code_points_of_utf16, words_at

__all__ = ["TaskText", "text_of_task", "text_shown"]

_ADDRESS = re.compile(r"(?:https?|s3|gs|azure-blob)://\S+|/data/\S+")
_SPEAKER = ("author", "name", "speaker", "user", "role")
_HIDDEN = ("script", "style", "head", "template")


@dataclass(frozen=True)
class TaskText:
    """`turns`: where each turn of a conversation begins in the text."""

    text: str
    turns: tuple[int, ...] = ()
    units: Callable[[int], int] = field(default=lambda offset: offset, compare=False)
    others: tuple[tuple[str, str], ...] = ()  # fields of the task that are texts too, by name

    def place(self, value: dict[str, Any]) -> tuple[Any, Any]:
        """Start and end of a mark, in code points; as they came where they are none."""
        start, end = value.get("start"), value.get("end")
        try:
            if self.turns and "startOffset" in value:
                start = self._turn(start) + whole(value["startOffset"])
                end = self._turn(end) + whole(value.get("endOffset"))
            elif isinstance(value.get("globalOffsets"), dict):
                start, end = (whole(value["globalOffsets"].get(one)) for one in ("start", "end"))
            first, last = whole(start), whole(end)
        except (TypeError, ValueError, IndexError):
            return start, end
        words = said(value.get("text")).replace("\\n", "\n").split()
        if words and self._words(first, last, words) != words:  # what a browser counts
            other = self.units(first), self.units(last)
            if self._words(*other, words) == words:
                return other
        return first, last

    def other(self, value: dict[str, Any]) -> str:
        """The field that a mark is on where it is not on this text; "" where it is."""
        words = said(value.get("text")).replace("\\n", "\n")
        if not words or _fits(self.text, self.place(value), words):
            return ""
        where = value.get("start"), value.get("end")
        return next((name for name, text in self.others if _fits(text, where, words)), "")

    def _words(self, first: int, last: int, words: list[str]) -> list[str]:
        return words_at(self.text, [(first, last)], " ".join(words)).split()

    def _turn(self, number: Any) -> int:
        place = whole(number)
        if not 0 <= place < len(self.turns):
            raise IndexError(number)
        return self.turns[place]


def text_of_task(
    data: dict[str, Any], types: frozenset[str] = frozenset(), marks: Sequence[dict[str, Any]] = ()
) -> TaskText | None:
    """The field whose words are those of most marks, else `text`, else the longest string, else a
    conversation; `types` and `marks` are what was said of it. None where there is none, or an
    address in its place."""
    turns = next((value for value in data.values() if _is_conversation(value)), None)
    strings = {name: value for name, value in data.items() if isinstance(value, str)}
    if turns and ("paragraphlabels" in types or not strings):
        return _conversation(turns)
    if not strings:
        return None

    def rank(name: str) -> tuple[int, bool, bool, int]:
        text = strings[name]
        return _count(text, marks), name == "text", not _is_address(text), len(text)

    name = max(strings, key=rank)
    text = strings.pop(name)
    if _is_address(text):
        return None
    text = text_shown(text) if "hypertextlabels" in types else text
    others = tuple((one, value) for one, value in strings.items() if value != text)
    return TaskText(text, units=code_points_of_utf16(text), others=others)


def _is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text.strip()) is not None


def _count(text: str, marks: Sequence[dict[str, Any]]) -> int:
    """How many marks are told by their words to be on this text."""
    said_of = ((one, said(one.get("text")).replace("\\n", "\n")) for one in marks)
    return sum(_fits(text, (one.get("start"), one.get("end")), words) for one, words in said_of)


def _fits(text: str, where: tuple[Any, Any], words: str) -> bool:
    try:
        first, last = map(whole, where)
    except (TypeError, ValueError):
        return False
    found = words_at(text, [(first, last)], words).split()
    return 0 <= first < last and bool(found) and found == words.split()


def _is_conversation(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(
        isinstance(turn, dict) and isinstance(turn.get("text"), str) for turn in value
    )  # fmt: skip


def _conversation(turns: list[dict[str, Any]]) -> TaskText:
    text = ""
    starts: list[int] = []
    for turn in turns:
        who = next((said(turn[one]) for one in _SPEAKER if said(turn.get(one))), "")
        text += ("\n" if starts else "") + (f"{who}: " if who else "")
        starts.append(len(text))
        text += turn["text"]
    return TaskText(text, tuple(starts), code_points_of_utf16(text))


def text_shown(page: str) -> str:
    """The characters of a page's text nodes, a line break for `<br>`, as the labelling page counts.

    >>> text_shown("<p>One &amp; <b>two</b><br>three</p><style>p {}</style>")
    'One & two\\nthree'
    """
    from lxml import etree, html  # slow to import, and needed for pages only

    parser = html.HTMLParser(encoding="utf-8")
    shown = page.replace("\0", "\ufffd").encode("utf-8", "replace")
    root = html.document_fromstring(b"<div>" + shown + b"</div>", parser=parser)
    etree.strip_elements(root, *_HIDDEN, etree.Comment, with_tail=False)
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "".join(root.itertext())
