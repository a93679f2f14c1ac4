"""Ballots written briefly, for the tests of the rules."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.adjudication import Ballot, Mark, Outcome, Rules, parse_rule, settle_article
from annotator.models import Label, Scheme

Passage = tuple[str, int, int]

SCHEME = Scheme("small", "1", "Small", "en", "", "", (Label("x", "X", ""), Label("y", "Y", "")))


def ballots(*people: Sequence[Passage]) -> list[Ballot]:
    """One ballot a person, each a list of (label, start, end)."""
    return [
        Ballot(
            annotation=100 + number,
            revision=number,
            marks=tuple(Mark(number, f"r{place}", *mark) for place, mark in enumerate(marks)),
        )
        for number, marks in enumerate(people, start=1)
    ]


def settled(people: Sequence[Sequence[Passage]], rule: str, reject_at_most: int = 0) -> Outcome:
    return settle_article(
        ballots(*people), Rules(parse_rule(rule), reject_at_most=reject_at_most), SCHEME
    )


def golds(people: Sequence[Sequence[Passage]], rule: str) -> list[Passage]:
    return [gold.place for gold in settled(people, rule).spans]
