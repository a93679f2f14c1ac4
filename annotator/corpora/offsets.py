"""From a format's way of counting to code points of the text that is stored.

A text is stored in Unicode NFC with `\\n` line ends (`models.normalise`), which may make it shorter
than the file's. Offsets of the file are moved along.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from annotator.models import normalise

Way = tuple[str, Callable[[int], int]]  # what is counted, and how one comes to code points
_SURROGATE = re.compile("[\ud800-\udfff]")  # a half of a character, which no file may hold
LAST = "up to the last character, not behind it"
LONGEST_OFFSET = 15  # digits
SPARE = 1000  # characters that a mark may be longer than its words, of white space
# What normalising can change: a return, or letters beyond ASCII with one ASCII letter in front.
_CHANGEABLE = re.compile(r"\r\n?|[\x00-\x7f]?[^\x00-\x7f]+")


def is_offset(word: str) -> bool:
    """Whether a cell is a whole number that can be one; longer ones Python refuses to read.

    >>> is_offset("17"), is_offset("-1"), is_offset("9" * 5000)
    (True, False, False)
    """
    return word.isdecimal() and len(word) <= LONGEST_OFFSET


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

    @cached_property
    def ways(self) -> list[Way]:
        return _ways(self.raw)

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


def words_at(text: str, places: Iterable[tuple[int, int]], words: str) -> str:
    """What stands at these places, cut where it is far longer than the words it should be: a file
    of many long marks must not take the time of its marks times its text.

    >>> words_at("Rain  again.", [(0, 4), (6, 11)], "Rain again")
    'Rain again'
    """
    most = 2 * len(words) + SPARE
    return " ".join(text[start : min(end, start + most)] for start, end in places)


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


def code_points_of_bytes(text: str) -> Callable[[int], int]:
    """The same from offsets in bytes of UTF-8; within a character, to its beginning.

    >>> [code_points_of_bytes("über 🚒!")(offset) for offset in (2, 6, 8, 10, 11)]
    [1, 5, 5, 6, 7]
    """
    begins: list[int] = []  # where each character of several bytes begins, in bytes
    longer = [0]  # by how much those before are longer than one
    for match in re.finditer(r"[^\x00-\x7f]", text):
        begins.append(match.start() + longer[-1])
        longer.append(longer[-1] + len(match[0].encode()) - 1)

    def place(offset: int) -> int:
        before = bisect_left(begins, offset)
        return max(offset - longer[before], begins[before - 1] - longer[before - 1]
                   if before else 0)  # fmt: skip

    return place


def both_of_line_ends(text: str) -> Callable[[int], int]:
    """The same from offsets that count each `\\r\\n` as one.

    >>> both_of_line_ends("a\\r\\nb")(2)
    3
    """
    ends = [place.start() - n for n, place in enumerate(re.finditer("\r\n", text))]
    return lambda offset: offset + bisect_left(ends, offset)


def one_of_line_ends(text: str) -> Callable[[int], int]:
    """The same from offsets that count each `\\n` as two, of a text that had `\\r\\n`.

    >>> one_of_line_ends("a\\nb")(3)
    2
    """
    ends = [place.start() + n for n, place in enumerate(re.finditer("\n", text))]
    return lambda offset: offset - bisect_left(ends, offset - 1)


def _ways(text: str) -> list[Way]:
    """What programs count in place of code points: its name, and the way to these."""
    return [
        ("UTF-16 code units", code_points_of_utf16(text)),
        ("bytes", code_points_of_bytes(text)),
        ("line ends of two characters as one", both_of_line_ends(text)),
        ("line ends of one character as two", one_of_line_ends(text)),
        ("a byte order mark in front", lambda offset: max(0, offset - 1)),
    ]


def told_by_words(
    text: ReadText, pairs: Sequence[tuple[int, int]], words: str
) -> tuple[str, list[tuple[int, int]]] | None:
    """Where a mark is whose words do not stand at its offsets, and what these count; None where
    they stand nowhere that some program would mean.

    >>> told_by_words(ReadText("über alles"), [(4, 8)], "alles")
    >>> told_by_words(ReadText("über alles"), [(5, 9)], "alles")
    ('up to the last character, not behind it', [(5, 10)])
    """
    ways: list[Way] = [("", lambda offset: offset), *text.ways]
    for name, place in ways:
        found = [(place(start), place(end)) for start, end in pairs]
        if _are(text.raw, found, words):
            return name, found
        further = [(start, end + 1) for start, end in found]
        if _are(text.raw, further, words):
            return f"{name}, {LAST}" if name else LAST, further
    return None


def _are(text: str, places: Sequence[tuple[int, int]], words: str) -> bool:
    there = words_at(text, places, words)
    return there == there.strip() and there.split() == words.split()


def counted_otherwise(
    text: str, marks: Sequence[tuple[int, int, str]]
) -> tuple[str, Callable[[int], int]] | None:
    """What a file counts whose words stand elsewhere than its offsets in code points say: its name
    and the way to code points. None where code points fit as well.

    >>> counted_otherwise("über alles", [(6, 11, "alles")])[0]
    'bytes'
    >>> counted_otherwise("über alles", [(5, 10, "alles")]) is None
    True
    >>> counted_otherwise("Rain again.", [(6, 11, "again")])[0]
    'a byte order mark in front'
    """
    # A mark that is much longer than its words is of another place, and slow to compare.
    marks = [one for one in marks if one[1] - one[0] <= 4 * len(one[2]) + SPARE]
    if not marks:
        return None

    def fitting(place: Callable[[int], int]) -> int:
        return sum(text[place(start) : place(end)].split() == words.split()
                   for start, end, words in marks)  # fmt: skip

    best, found = fitting(lambda offset: offset), None
    for name, place in _ways(text) if best < len(marks) else ():
        count = fitting(place)
        if count > best:
            best, found = count, (name, place)
    return found
