"""A text with everybody's marks in lanes under its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.adjudication import Mark, Place

__all__ = ["Column", "Lane", "Lanes", "draw", "paragraphs_around"]

_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Lane:
    """A mark's stretch under one piece of the text."""

    row: int  # from 1
    label: int  # its number in the codebook, 0 unknown
    letter: str  # whose it is, where the mark begins; "" further on
    ends: bool


@dataclass(frozen=True)
class Column:
    """A word, or the part of it up to where a mark begins or ends."""

    text: str
    start: int
    end: int
    lanes: tuple[Lane, ...]
    breaks: bool  # a line ends after it


@dataclass(frozen=True)
class Lanes:
    columns: tuple[Column, ...]
    rows: int


def paragraphs_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraphs that a passage is in, with the one before and the one after.

    >>> text = "One.\\nTwo.\\nThree.\\nFour.\\nFive."
    >>> first, last = paragraphs_around(text, 10, 12)
    >>> text[first:last]
    'Two.\\nThree.\\nFour.\\n'
    """
    borders = [0, *(found.end() for found in re.finditer(r"\n+", text)), len(text)]
    parts = list(pairwise(sorted(set(borders)))) or [(0, len(text))]
    inside = [n for n, (first, last) in enumerate(parts) if first < end and start < last]
    before, after = max(0, inside[0] - 1), min(len(parts) - 1, inside[-1] + 1)
    return parts[before][0], parts[after][1]


def draw(
    text: str,
    first: int,
    last: int,
    marks: Sequence[Mark],
    letters: dict[int, str],
    numbers: dict[str, int],
    golds: Sequence[Place] = (),
) -> Lanes:
    """The text from `first` to `last`; gold lies in the rows above, then each letter's own."""
    stretches = [("★", *gold) for gold in golds]
    stretches += [(letters[one.revision], one.label, one.start, one.end) for one in marks]
    stretches = [one for one in stretches if one[2] < last and one[3] > first]
    rows, count = _rows(stretches)
    # From the uppermost row down: the order in which marks came would tell whose they are.
    by_row = sorted(zip(rows, stretches, strict=True))
    cuts = {first, last}
    cuts |= {first + found.start() for found in _WORD.finditer(text[first:last])}
    for _, _, start, end in stretches:
        cuts |= {max(first, start), min(last, end)}
    columns = []
    for start, end in pairwise(sorted(cuts)):
        lanes = tuple(
            Lane(
                row, numbers.get(label, 0), letter if max(begin, first) == start else "",
                min(stop, last) == end,
            )
            for row, (letter, label, begin, stop) in by_row
            if begin <= start and stop >= end
        )  # fmt: skip
        piece = text[start:end]
        columns.append(Column(piece, start, end, lanes, "\n" in piece))
    return Lanes(tuple(columns), count)


def _rows(stretches: Sequence[tuple[str, str, int, int]]) -> tuple[list[int], int]:
    """A row for each: everybody has rows of their own, and in a row nothing overlaps."""
    rows = [0] * len(stretches)
    count = 0
    for letter in sorted({one[0] for one in stretches}, key=lambda one: (one != "★", one)):
        ends: list[int] = []
        own = [n for n, one in enumerate(stretches) if one[0] == letter]
        for number in sorted(
            own, key=lambda n: (stretches[n][2], -stretches[n][3], stretches[n][1])
        ):
            _, _, start, end = stretches[number]
            free = next((n for n, until in enumerate(ends) if until <= start), len(ends))
            ends[free : free + 1] = [end]
            rows[number] = count + free + 1
        count += len(ends)
    return rows, count
