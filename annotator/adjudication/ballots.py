"""What is voted on: each annotator's submitted work on one article, without a name.

A voter is known here only by the revision of their annotation, so nothing made from ballots can
tell who anybody is. Offsets are those of the trimmed marks.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

Given = tuple[tuple[str, float | None], ...]
"""One person's answer to one question: (value, its number), sorted; empty when not answered."""


@dataclass(frozen=True, order=True)
class Mark:
    """One annotator's marked passage; `answers` are its attributes, by question."""

    revision: int
    region: str
    label: str
    start: int
    end: int
    answers: tuple[tuple[str, Given], ...] = ()

    @property
    def content(self) -> str:
        """Changes whenever the annotator changes anything about the mark."""
        return digest([self.label, self.start, self.end, self.answers])

    def answer(self, question: str) -> Given:
        return dict(self.answers).get(question, ())

    def shared(self, start: int, end: int) -> int:
        """How many characters it has in common with a passage."""
        return max(0, min(self.end, end) - max(self.start, start))


@dataclass(frozen=True)
class Link:
    """One annotator's relation between two of their marks."""

    revision: int
    from_region: str
    to_region: str
    label: str

    @property
    def key(self) -> str:
        return json.dumps([self.from_region, self.to_region, self.label])

    @property
    def content(self) -> str:
        return digest(self.key)


@dataclass(frozen=True)
class Ballot:
    """Everything one annotator submitted about an article; `annotation` is the store's number."""

    annotation: int
    revision: int
    marks: tuple[Mark, ...] = ()
    answers: tuple[tuple[str, Given], ...] = ()
    links: tuple[Link, ...] = ()

    def answer(self, question: str) -> Given:
        return dict(self.answers).get(question, ())


def chains(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks in groups that hang together by overlap, in the order of the text.

    >>> a, b, c = (Mark(n, "r", "x", *at) for n, at in enumerate([(0, 5), (4, 9), (9, 12)]))
    >>> [[mark.revision for mark in chain] for chain in chains([c, b, a])]
    [[0, 1], [2]]
    """
    found: list[list[Mark]] = []
    reach = -1
    for mark in sorted(marks, key=lambda one: (one.start, one.end, one.revision, one.region)):
        if mark.start >= reach:
            found.append([])
        found[-1].append(mark)
        reach = max(reach, mark.end)
    return found


def digest(value: object) -> str:
    """A short fingerprint of something made of plain values."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()[:24]
