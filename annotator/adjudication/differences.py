"""Where one annotator's work differs from the gold that was made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.adjudication.ballots import Ballot, Given, Mark
from annotator.adjudication.gold import GoldSpan

__all__ = ["BOUNDARY", "EXTRA", "LABEL", "MISSED", "Difference", "differences"]

BOUNDARY, LABEL, EXTRA, MISSED, ANSWER = (
    "another boundary", "another label", "nothing is marked here", "not marked", "another answer",
)  # fmt: skip

Golds = Mapping[int, Sequence[GoldSpan]]
"""Decision -> the gold marks it made; a decision that made none is there with none."""


@dataclass(frozen=True)
class Difference:
    """`mark` None: it was not marked; `gold` None: nothing is gold there. For an answer `question`
    says which, of the mark or (`mark` and `gold` None) of the article."""

    decision: int
    kind: str
    mark: Mark | None = None
    gold: GoldSpan | None = None
    question: str = ""
    mine: Given = ()
    right: Given = ()


def differences(
    ballot: Ballot,
    decided: Mapping[tuple[str, str], int],
    golds: Golds,
    answers: Mapping[str, tuple[int, Given]],
) -> list[Difference]:
    """In the order of the text, then the questions about the article.

    `decided`: what ("mark" or "answer") and region or question of this ballot -> the decision that
    named it; `answers`: question -> decision and gold answer. Of acceptable alternatives each is
    right.
    """
    found: list[Difference] = []
    met: set[tuple[str, int, int]] = set()
    for mark in sorted(ballot.marks, key=lambda one: (one.start, one.end, one.label)):
        decision = decided.get(("mark", mark.region))
        if decision is None:
            continue
        gold = _gold_of(mark, golds.get(decision, ()))
        if gold is None:
            found.append(Difference(decision, EXTRA, mark))
            continue
        met |= {gold.place, *([gold.alternative_of] if gold.alternative_of else [])}
        if mark.label != gold.label:
            found.append(Difference(decision, LABEL, mark, gold))
        elif (mark.start, mark.end) != (gold.start, gold.end):
            found.append(Difference(decision, BOUNDARY, mark, gold))
        found += _attributes(decision, mark, gold)
    for decision, some in golds.items():
        found += [
            Difference(decision, MISSED, None, gold)
            for gold in some
            if gold.place not in met and gold.alternative_of is None and not _known(gold, some, met)
        ]
    found = sorted(_relabelled(found), key=_place)
    for question, (decision, right) in sorted(answers.items()):
        mine = ballot.answer(question)
        if sorted(value for value, _ in mine) != sorted(value for value, _ in right):
            found.append(
                Difference(decision, ANSWER, question=question, mine=mine, right=right)
            )  # fmt: skip
    return found


def _relabelled(found: Sequence[Difference]) -> list[Difference]:
    """What is nothing here, and gold of another label at the same place that was not marked, are
    one difference: labels are settled one by one, but a person took one for the other."""
    missed = [one for one in found if one.kind == MISSED]
    kept: list[Difference] = []
    for one in found:
        other = next(
            (gold for gold in missed if one.kind == EXTRA and _same_place(one.mark, gold.gold)),
            None,
        )
        if other is None:
            kept.append(one)
        else:
            missed.remove(other)
            kept.append(Difference(other.decision, LABEL, one.mark, other.gold))
    return [one for one in kept if one.kind != MISSED or one in missed]


def _same_place(mark: Mark | None, gold: GoldSpan | None) -> bool:
    if mark is None or gold is None:
        return False
    shared = mark.shared(gold.start, gold.end)
    return shared * 2 >= mark.end - mark.start + gold.end - gold.start - shared


def _gold_of(mark: Mark, golds: Sequence[GoldSpan]) -> GoldSpan | None:
    """The very mark, else one of its label, else another one: whichever overlaps it most."""
    near = [gold for gold in golds if mark.shared(gold.start, gold.end)]
    if not near:
        return None
    place = (mark.label, mark.start, mark.end)
    return max(
        near,
        key=lambda gold: (
            gold.place == place, gold.label == mark.label, mark.shared(gold.start, gold.end),
            -gold.start,
        ),
    )  # fmt: skip


def _known(gold: GoldSpan, golds: Sequence[GoldSpan], met: set[tuple[str, int, int]]) -> bool:
    """Whether an alternative of it was met."""
    return any(one.alternative_of == gold.place and one.place in met for one in golds)


def _attributes(decision: int, mark: Mark, gold: GoldSpan) -> list[Difference]:
    """Answers about a mark of the right label; what nobody settled yet is left out."""
    if mark.label != gold.label:
        return []
    right, mine = dict(gold.attributes), dict(mark.answers)
    asked = sorted((set(right) | set(mine)) - set(gold.open_attributes))
    return [
        Difference(decision, ANSWER, mark, gold, key, mine.get(key, ()), right.get(key, ()))
        for key in asked
        if sorted(value for value, _ in mine.get(key, ()))
        != sorted(value for value, _ in right.get(key, ()))
    ]


def _place(one: Difference) -> tuple[int, int, str]:
    start = min(part.start for part in (one.mark, one.gold) if part is not None)
    end = min(part.end for part in (one.mark, one.gold) if part is not None)
    return start, end, one.kind
