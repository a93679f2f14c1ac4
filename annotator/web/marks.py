"""Marked passages, ready to be shown: a text in pieces, each with the labels that lie on it.

Spans may overlap and nest; no piece is shown twice and none is left out. One sweep over the text,
so that thousands of marks over one another cost no more than as many side by side.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, pairwise

from annotator.models import Scheme, Span

__all__ = [
    "Drawing",
    "LabelColour",
    "Mark",
    "Segment",
    "cut_into_segments",
    "draw",
    "label_colours",
]

MOST_ON_A_PIECE = 8  # labels named on one piece of text
MOST_DRAWN = 1_000  # marks of one article on one page
_UNKNOWN = 0  # a label that this codebook does not have (any more)


@dataclass(frozen=True)
class Mark:
    """A label on a piece of text; `number` is its place in the codebook, from 1."""

    number: int
    title: str
    ends_here: bool


@dataclass(frozen=True)
class Segment:
    """A piece of text and the labels on it, in the order in which they began.

    Of very many that lie on one piece the first few are named, and those that end with it.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    more: int = 0  # labels on it that are not named


@dataclass(frozen=True)
class Drawing:
    """A text in pieces, the spans drawn in it, and how many were too many."""

    segments: tuple[Segment, ...]
    spans: tuple[Span, ...]
    left_out: int = 0


@dataclass(frozen=True)
class LabelColour:
    """What a page's <style> needs: the label's colour, and a tint dark text is readable on."""

    number: int
    title: str
    colour: str
    tint: str


def cut_into_segments(
    text: str, spans: Iterable[Span], scheme: Scheme, *, offset: int = 0
) -> list[Segment]:
    """Cut `text` wherever a span begins or ends.

    `offset` is where `text` begins in its article; spans that reach beyond are cut at its edges.

    >>> from annotator.models import Label
    >>> scheme = Scheme("s", "1", "S", "en", "", "", (Label("a", "A", ""), Label("b", "B", "")))
    >>> spans = [Span("1", "a", 0, 5, 0, 5, "so it"), Span("2", "b", 3, 8, 3, 8, "it is")]
    >>> for segment in cut_into_segments("so it is.", spans, scheme):
    ...     print(repr(segment.text), [mark.title for mark in segment.marks])
    'so ' ['A']
    'it' ['A', 'B']
    ' is' ['B']
    '.' []
    """
    end = offset + len(text)
    inside = sorted(
        (one for one in spans if one.start < end and one.end > offset),
        key=lambda one: (one.start, -one.end),
    )
    borders = {offset, end}
    ending: dict[int, list[int]] = {}
    for place, one in enumerate(inside):
        borders |= {max(one.start, offset), min(one.end, end)}
        ending.setdefault(min(one.end, end), []).append(place)
    names = _Names(scheme)
    # The spans on the piece at hand, in the order in which they began: each comes and goes once.
    over: OrderedDict[int, Span] = OrderedDict()
    begun = 0
    segments = []
    for left, right in pairwise(sorted(borders)):
        for place in ending.get(left, ()):
            over.pop(place, None)
        while begun < len(inside) and inside[begun].start <= left:
            if inside[begun].end > left:
                over[begun] = inside[begun]
            begun += 1
        shown = dict.fromkeys(islice(over, MOST_ON_A_PIECE))
        shown |= dict.fromkeys(place for place in ending.get(right, ()) if place in over)
        marks = tuple(names.mark(over[one], min(over[one].end, end) == right) for one in shown)
        piece = text[left - offset : right - offset]
        segments.append(Segment(piece, marks, more=len(over) - len(marks)))
    return segments


def draw(text: str, spans: Iterable[Span], scheme: Scheme) -> Drawing:
    """An article with its marks, as many as a page can hold."""
    ordered = sorted(spans, key=lambda one: (one.start, -one.end))
    drawn = ordered[:MOST_DRAWN]
    segments = cut_into_segments(text, drawn, scheme)
    return Drawing(tuple(segments), tuple(drawn), left_out=len(ordered) - len(drawn))


def label_colours(scheme: Scheme) -> list[LabelColour]:
    """The labels' colours, numbered as in `Mark.number`."""
    return [
        LabelColour(number, label.title, label.colour, _tint(label.colour))
        for number, label in enumerate(scheme.labels, start=1)
    ]


class _Names:
    """The labels of a codebook by key, looked up once for all marks."""

    def __init__(self, scheme: Scheme) -> None:
        self._of = {
            label.key: (number, label.title) for number, label in enumerate(scheme.labels, start=1)
        }

    def mark(self, span: Span, ends_here: bool) -> Mark:
        number, title = self._of.get(span.label, (_UNKNOWN, span.label))
        return Mark(number, title, ends_here)


def _tint(colour: str, *, share: float = 0.26) -> str:
    """The colour mixed with white.

    >>> _tint("#0000ff", share=0.5)
    '#8080ff'
    """
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    try:
        parts = [int(digits[place : place + 2], 16) for place in (0, 2, 4)]
    except ValueError:
        return "#e5e9ee"  # a colour by name: neutral
    return "#" + "".join(f"{round(part * share + 255 * (1 - share)):02x}" for part in parts)
