"""What the report against the gold is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotator.reports.study_marks import StudyMarks

__all__ = ["GoldMark", "GoldStudy", "HandDecision", "SettledBy"]


@dataclass(frozen=True)
class GoldMark:
    """`group`: gold marks of one group are alternatives, each as acceptable as the others.
    `answers`: the attributes that are settled, with their values; none: no answer is right."""

    article: int  # its id
    label: str
    start: int
    end: int
    group: int
    answers: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class SettledBy:
    """How many standing decisions on marks one rule, people or a file made, and what of them."""

    how: str  # "majority", "at most 1", "by hand", "from a file"
    decisions: int
    gold: int  # gold marks they made
    nothing: int  # decisions that nothing is marked


@dataclass(frozen=True)
class HandDecision:
    """A standing decision on marks by hand. `labels`: of its gold and of the marks it decided."""

    article: int
    title: str
    labels: tuple[str, ...]
    gold: tuple[tuple[str, str], ...]  # label and text; empty: nothing is marked here
    adjudicator: str
    reason: str
    decided_at: str


@dataclass(frozen=True, eq=False)
class GoldStudy:
    """A study's work with its gold.

    `settled` are the ids of articles in which no mark is open; `golds` may lie in others, too.
    `settled_by_self`: pseudonym -> articles in which that person decided something by hand.
    `answers`: question -> article -> gold answer, as `StudyMarks.answers` have them, where decided.
    """

    marks: StudyMarks
    golds: tuple[GoldMark, ...]
    settled: frozenset[int]
    open_passages: int
    settled_by_self: Mapping[str, frozenset[int]]
    settled_by: tuple[SettledBy, ...]
    by_hand: tuple[HandDecision, ...]
    fingerprint: str = ""
    answers: Mapping[str, Mapping[int, str | float | None]] = field(default_factory=dict)
