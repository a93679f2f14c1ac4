"""From a format's way of counting to code points of the text that is stored.

A text is stored in Unicode NFC with `\\n` line ends (`models.normalise`), which may make it shorter
than the file's. Offsets of the file are moved along.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from annotator.models import normalise

# What normalising can change: a return, or letters beyond ASCII with one ASCII letter in front.
_SURROGATE = re.compile("[\ud800-\udfff]")  # a half of a character, which no file may hold
_CHANGEABLE = re.compile(r"\r\n?|[\x00-\x7f]?[^\x00-\x7f]+")


class ReadText:
    """A text as it was read (`raw`) and as it is stored (`text`), and the way between offsets.

    >>> text = ReadText("Cafe\\u0301\\r\\nopen")
    >>> text.text, text.stored(5), text.stored(7)
    ('Café\\nopen', 4, 5)
    """

    def __init__(self, raw: str) -> None:
        raw = raw if raw.isascii() else _SURROGATE.sub("\ufffd", raw)
        self.raw = raw
        self.text = raw if raw.isascii() and "\r" not in raw else normalise(raw)
        self._ends: list[int] = []  # where a changed piece ends in `raw`, and how far all behind
        self._shifts: list[int] = []  # it has moved
        self._pieces: list[tuple[int, str]] = []
        if self.text != raw:
            self._find_changes()

    @property
    def is_changed(self) -> bool:
        return bool(self._pieces)

    def _find_changes(self) -> None:
        shift = 0
        for piece in _CHANGEABLE.finditer(self.raw):
            new = normalise(piece[0])
            if new != piece[0]:
                self._pieces.append((piece.start(), piece[0]))
                shift += len(new) - len(piece[0])
                self._ends.append(piece.end())
                self._shifts.append(shift)

    def stored(self, offset: int) -> int:
        """Where a place of `raw` is in `text`; within what became one character, before it."""
        if not self._pieces:
            return offset
        at = bisect_right(self._ends, offset)
        shift = self._shifts[at - 1] if at else 0
        if at < len(self._pieces):
            start, piece = self._pieces[at]
            if start < offset:
                return start + shift + min(
                    len(normalise(piece[: offset - start])), len(normalise(piece))
                )  # fmt: skip
        return offset + shift


def code_points_of_utf16(text: str) -> Callable[[int], int]:
    """A function from an offset in UTF-16 code units to one in code points.

    >>> code_points_of_utf16("a\\N{GRINNING FACE}b")(3)
    2
    """
    if not text or max(text) <= "\uffff":
        return lambda offset: offset
    units = [place + n for n, place in enumerate(_astral(text))]  # where each begins, in code units
    return lambda offset: offset - bisect_right(units, offset - 1)


def _astral(text: str) -> list[int]:
    return [match.start() for match in re.finditer(r"[\U00010000-\U0010ffff]", text)]
