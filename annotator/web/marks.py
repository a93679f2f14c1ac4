"""Marked passages, ready to be shown: a text in pieces, each with the labels that lie on it.

Spans may overlap and nest; no piece is shown twice and none is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.models import Scheme, Span

__all__ = ["LabelColour", "Mark", "Segment", "cut_into_segments", "label_colours"]

_UNKNOWN = 0  # a label that this codebook does not have (any more)


@dataclass(frozen=True)
class Mark:
    """A label on a piece of text; `number` is its place in the codebook, from 1."""

    number: int
    title: str
    ends_here: bool


@dataclass(frozen=True)
class Segment:
    """A piece of text and the labels on it, in the order in which they began."""

    text: str
    marks: tuple[Mark, ...] = ()


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

    `offset` is where `text` begins in its article, for showing one sentence of it; spans reaching
    beyond are cut at its edges.

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
    for one in inside:
        borders |= {max(one.start, offset), min(one.end, end)}
    cuts = sorted(borders)
    return [
        Segment(text[left - offset : right - offset], _marks_on(left, right, end, inside, scheme))
        for left, right in pairwise(cuts)
    ]


def label_colours(scheme: Scheme) -> list[LabelColour]:
    """The labels' colours, numbered as in `Mark.number`."""
    return [
        LabelColour(number, label.title, label.colour, _tint(label.colour))
        for number, label in enumerate(scheme.labels, start=1)
    ]


def _marks_on(
    left: int, right: int, text_end: int, spans: Sequence[Span], scheme: Scheme
) -> tuple[Mark, ...]:
    numbers = {label.key: number for number, label in enumerate(scheme.labels, start=1)}
    titles = {label.key: label.title for label in scheme.labels}
    return tuple(
        Mark(
            number=numbers.get(one.label, _UNKNOWN),
            title=titles.get(one.label, one.label),
            ends_here=min(one.end, text_end) == right,
        )
        for one in spans
        if one.start <= left and one.end >= right
    )


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
