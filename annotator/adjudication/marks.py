"""Votes on marks: which become gold, which are settled by it, and which a person must look at.

For each label, the marks of all voters that hang together by overlap form a component.

(a) A mark that enough voters made, with the same two ends, is gold. Two such marks that overlap
    but that no single voter made both of contradict each other: both stay disputed. (That can only
    happen when half of the voters or fewer suffice.)
(b) If there are none, every voter has at most one mark in the component, and the characters that
    enough voters covered are one run: the boundary most voters chose among the marks touching that
    run, then the shorter, then the earlier.
(c) Otherwise it stays disputed.

A voter's mark that is not gold itself *became* the gold that it overlaps most, unless that voter
made that gold too: then it is a mark of its own, which too few made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from annotator.adjudication.ballots import Mark, chains
from annotator.adjudication.gold import GoldSpan, OpenMarks, Place, SettledMarks, Votes
from annotator.adjudication.rules import Rule

Ends = tuple[int, int]

TOO_FEW = "too few marked it"
BOUNDARY = "the boundary is disputed"
CONTRADICTION = "overlapping marks have enough votes each"


def settle_label(
    label: str, marks: Sequence[Mark], rule: Rule, voters: int, reject_at_most: int = 0
) -> tuple[list[SettledMarks], list[OpenMarks]]:
    """One label of one article; attributes are left empty."""
    needed = rule.needed(voters)
    settled: list[SettledMarks] = []
    left: list[OpenMarks] = []
    for chain in chains(marks):
        golds = settle_component(chain, needed)
        became = becoming(chain, [(label, *ends) for ends in golds])
        for ends, votes in golds.items():
            place = (label, *ends)
            settled.append(
                SettledMarks(
                    label, GoldSpan(*place), tuple(m for m in chain if became.get(m) == place),
                    Votes(votes, voters, str(rule)),
                )
            )  # fmt: skip
        for rest in chains([mark for mark in chain if mark not in became]):
            people = len(_voters(rest))
            if people <= min(reject_at_most, needed - 1):
                votes_against = Votes(voters - people, voters, f"at most {reject_at_most}")
                settled.append(SettledMarks(label, None, tuple(rest), votes_against))
            else:
                left.append(OpenMarks(label, tuple(rest), _reason(rest, needed)))
    return settled, left


def settle_component(chain: Sequence[Mark], needed: int) -> dict[Ends, int]:
    """The gold passages of a component, each with its votes."""
    makers = _makers(chain)
    enough = {ends: people for ends, people in makers.items() if len(people) >= needed}
    if enough:
        return _without_contradictions(enough)
    once = {(mark.revision, mark.start, mark.end): mark for mark in chain}
    if len(_voters(chain)) < len(once):
        return {}
    runs = covered_runs(once.values(), needed)
    if len(runs) != 1:
        return {}
    start, end = runs[0]
    touching = [mark for mark in chain if mark.shared(start, end)]
    chosen = min(
        {(mark.start, mark.end) for mark in touching},
        key=lambda ends: (-len(makers[ends]), ends[1] - ends[0], ends[0]),
    )
    return {chosen: len(_voters(touching))}


def covered_runs(chain: Iterable[Mark], needed: int) -> list[Ends]:
    """The runs of characters that at least so many voters covered.

    >>> from annotator.adjudication.ballots import Mark
    >>> marks = [Mark(n, "r", "x", *at) for n, at in enumerate([(0, 6), (4, 9), (8, 12)])]
    >>> covered_runs(marks, 2)
    [(4, 6), (8, 9)]
    """
    changes: dict[int, int] = defaultdict(int)
    for mark in chain:
        changes[mark.start] += 1
        changes[mark.end] -= 1
    runs: list[Ends] = []
    depth, began = 0, None
    for place in sorted(changes):
        depth += changes[place]
        if depth >= needed and began is None:
            began = place
        elif depth < needed and began is not None:
            runs.append((began, place))
            began = None
    return runs


def becoming(marks: Iterable[Mark], golds: Sequence[Place]) -> dict[Mark, Place]:
    """Which gold each mark became; a mark that became none is left out."""
    own: dict[int, set[Place]] = defaultdict(set)
    marks = list(marks)
    for mark in marks:
        own[mark.revision].add((mark.label, mark.start, mark.end))
    found: dict[Mark, Place] = {}
    for mark in marks:
        place = (mark.label, mark.start, mark.end)
        if place in golds:
            found[mark] = place
            continue
        near = [
            gold
            for gold in golds
            if gold[0] == mark.label
            and mark.shared(gold[1], gold[2])
            and gold not in own[mark.revision]
        ]
        if near:
            found[mark] = max(near, key=lambda gold: (_likeness(mark, gold), -gold[1], -gold[2]))
    return found


def _likeness(mark: Mark, gold: Place) -> float:
    """Common length by joint length."""
    shared = mark.shared(gold[1], gold[2])
    return shared / (mark.end - mark.start + gold[2] - gold[1] - shared)


def _without_contradictions(enough: dict[Ends, set[int]]) -> dict[Ends, int]:
    wrong: set[Ends] = set()
    for one, other in combinations(enough, 2):
        overlap = one[0] < other[1] and other[0] < one[1]
        if overlap and not enough[one] & enough[other]:
            wrong |= {one, other}
    return {ends: len(people) for ends, people in enough.items() if ends not in wrong}


def _makers(marks: Iterable[Mark]) -> dict[Ends, set[int]]:
    """Who made each mark; whoever made it twice counts once."""
    makers: dict[Ends, set[int]] = defaultdict(set)
    for mark in marks:
        makers[mark.start, mark.end].add(mark.revision)
    return makers


def _voters(marks: Iterable[Mark]) -> set[int]:
    return {mark.revision for mark in marks}


def _reason(marks: Sequence[Mark], needed: int) -> str:
    if len(_voters(marks)) < needed:
        return TOO_FEW
    enough = sum(len(people) >= needed for people in _makers(marks).values())
    return CONTRADICTION if enough else BOUNDARY
