"""Beside what stands already: a rule settles only what nobody has decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from annotator.adjudication.ballots import Ballot, Mark
from annotator.adjudication.gold import OpenMarks, Place, SettledMarks, Standing

IN_PART = "a part of it is decided already"


def beside(
    settled: Iterable[SettledMarks],
    left: Iterable[OpenMarks],
    standing: Standing,
    ballots: Sequence[Ballot],
) -> tuple[list[SettledMarks], list[OpenMarks]]:
    """What of a rule's outcome is new, and what is open.

    Marks that were decided in part, and gold that would overlap gold of the same label which
    stands (unless one annotator made both), are left to a person.
    """
    new: list[SettledMarks] = []
    open_: list[OpenMarks] = []
    for one in settled:
        rest = _undecided(one.marks, standing)
        if len(rest) == len(one.marks) and not _clashes(one, standing, ballots):
            new.append(one)
        elif rest:
            open_.append(OpenMarks(one.label, rest, IN_PART))
    for other in left:
        rest = _undecided(other.marks, standing)
        if rest:
            open_.append(replace(other, marks=rest))
    return new, open_


def _undecided(marks: Iterable[Mark], standing: Standing) -> tuple[Mark, ...]:
    return tuple(mark for mark in marks if (mark.revision, mark.region) not in standing.marks)


def _clashes(one: SettledMarks, standing: Standing, ballots: Sequence[Ballot]) -> bool:
    if one.gold is None:
        return False
    place = one.gold.place
    return any(
        label == place[0] and start < place[2] and place[1] < end
        and not any({place, (label, start, end)} <= _places(ballot) for ballot in ballots)
        for label, start, end in standing.golds
    )  # fmt: skip


def _places(ballot: Ballot) -> set[Place]:
    return {(mark.label, mark.start, mark.end) for mark in ballot.marks}
