"""Each annotator against the gold: counted by hand, and as a slow plain implementation counts."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from marked_study import study_marks

from annotator.agreement.spans.spans import Mark
from annotator.reports.gold.against_gold import build_gold_report
from annotator.reports.gold.comparison import RATES, compare, rates
from annotator.reports.gold.gold_report import GoldReport
from annotator.reports.gold.gold_study import GoldMark, GoldStudy, HandDecision, SettledBy

Place = tuple[int, str, int, int]  # article, label, start, end
SETTLED_BY = (SettledBy("majority", 3, 2, 1), SettledBy("by hand", 1, 1, 0))


def gold_study(
    marks: Sequence[Mark],
    golds: Sequence[GoldMark],
    *,
    seen: Sequence[tuple[str, str]],
    settled: Sequence[int] = (1,),
    by_self: dict[str, frozenset[int]] | None = None,
    by_hand: Sequence[HandDecision] = (),
) -> GoldStudy:
    return GoldStudy(
        study_marks(marks, seen=seen), tuple(golds), frozenset(settled), 0, by_self or {},
        SETTLED_BY, tuple(by_hand),
    )  # fmt: skip


def report(study: GoldStudy) -> GoldReport:
    return build_gold_report(study, resamples=50)


def marked(article: int, label: str, start: int, end: int, who: str = "ann") -> Mark:
    return Mark(str(article), who, label, start, end)


def by_hand_study() -> GoldStudy:
    """ann: one right, one with another boundary, one under another label, one extra, one missed."""
    golds = [
        GoldMark(1, "loaded", 0, 10, 1), GoldMark(1, "loaded", 20, 30, 2),
        GoldMark(1, "claim", 40, 50, 3), GoldMark(1, "claim", 60, 70, 4),
    ]  # fmt: skip
    marks = [
        marked(1, "loaded", 0, 10), marked(1, "loaded", 20, 25), marked(1, "loaded", 41, 50),
        marked(1, "claim", 90, 95),
    ]  # fmt: skip
    return gold_study(marks, golds, seen=[("1", "ann"), ("1", "bob"), ("2", "ann")])


def test_every_mark_and_every_gold_mark_has_one_fate() -> None:
    ann, bob = report(by_hand_study()).annotators
    fates = ann.fates
    assert (fates.right, fates.boundary, fates.other, fates.missed) == (1, 1, 1, 1)
    assert (fates.extra, fates.marks, fates.gold, fates.found) == (1, 4, 4, 3)
    assert (bob.fates.marks, bob.fates.missed, bob.articles) == (0, 4, 1)


def test_precision_and_recall_are_those_worked_by_hand() -> None:
    ann, bob = report(by_hand_study()).annotators
    values = {one.name: one.value for one in ann.measures}
    assert values["precision_exact"] == values["recall_exact"] == values["f1_exact"] == 1 / 4
    assert values["precision_overlap"] == values["recall_overlap"] == 2 / 4
    assert values["precision_character"] == pytest.approx((1 + 1 + 0 + 0) / 4)
    assert values["recall_character"] == pytest.approx((1 + 0.5 + 0 + 0) / 4)
    assert bob.measure("precision_exact").reason == "nothing was marked"
    assert (bob.measure("recall_exact").value, bob.measure("f1_exact").value) == (0, 0)


def test_labels_are_those_of_the_gold() -> None:
    found = {one.id: one.fates for one in report(by_hand_study()).by_label}
    assert (found["claim"].other, found["claim"].extra, found["claim"].marks) == (1, 1, 1)
    assert (found["loaded"].right, found["loaded"].boundary, found["loaded"].marks) == (1, 1, 3)
    cell = report(by_hand_study()).cell("ann", "loaded")
    assert cell is not None
    assert cell.measure("f1_exact").value == pytest.approx(2 * 1 / (3 + 2))


def test_only_articles_in_which_nothing_is_open_are_compared() -> None:
    study = by_hand_study()
    assert report(study).annotators[0].articles == 1
    both = report(replace(study, settled=frozenset({1, 2})))
    assert both.annotators[0].articles == 2
    nothing = report(replace(study, settled=frozenset()))
    assert "In no article is everything settled" in nothing.reason
    assert (nothing.annotators, nothing.overall) == ((), None)


def test_who_also_adjudicates_is_not_compared_with_what_they_settled() -> None:
    study = replace(
        by_hand_study(), settled=frozenset({1, 2}), settled_by_self={"ann": frozenset({1})}
    )
    ann, bob = report(study).annotators
    assert (ann.articles, ann.left_out, ann.fates.gold) == (1, 1, 0)
    assert (bob.articles, bob.left_out) == (1, 0)


def test_each_of_two_alternatives_is_right_and_counts_once() -> None:
    golds = [
        GoldMark(1, "loaded", 0, 10, 1), GoldMark(1, "claim", 0, 10, 1),
        GoldMark(1, "loaded", 0, 6, 1),
    ]  # fmt: skip
    marks = [marked(1, "loaded", 0, 10), marked(1, "claim", 0, 10, "bob"),
             marked(1, "loaded", 0, 5, "cy")]  # fmt: skip
    found = report(gold_study(marks, golds, seen=[("1", who) for who in ("ann", "bob", "cy")]))
    assert found.gold == 1
    assert [one.fates.right for one in found.annotators] == [1, 1, 0]
    assert [one.fates.gold for one in found.annotators] == [1, 1, 1]
    cy = found.annotators[2]
    assert (cy.fates.boundary, cy.measure("recall_character").value) == (1, pytest.approx(5 / 6))


def test_gold_by_rule_is_said_to_be_made_of_their_own_votes() -> None:
    assert any("2 of 3 gold marks were made by a rule" in note
               for note in report(by_hand_study()).notes)  # fmt: skip


def test_labels_that_took_most_decisions_come_first_with_their_newest_reasons() -> None:
    def decided(number: int, reason: str, *labels: str) -> HandDecision:
        return HandDecision(1, "Bridge", labels, (), "J01", reason, f"2026-11-{number:02d}")

    some = [decided(1, "Irony.", "claim"), decided(2, "", "claim", "loaded"),
            decided(3, "A quotation.", "claim")]  # fmt: skip
    first, second = report(replace(by_hand_study(), by_hand=tuple(some))).by_hand
    assert (first.key, first.decisions, first.of_all, first.with_reason) == ("claim", 3, 1.0, 2)
    assert [one.reason for one in first.examples] == ["A quotation.", "Irony."]
    assert (second.key, second.decisions, second.with_reason) == ("loaded", 1, 0)


# The slow way: sets, every permutation, one character at a time.


def slow_matched(mine: Sequence[Place], gold: Sequence[Place], fits: object) -> int:
    """The most pairs there can be, by trying every order."""
    short, long = sorted([list(mine), list(gold)], key=len)
    swap = len(mine) > len(gold)
    return max(
        sum(fits(b, a) if swap else fits(a, b) for a, b in zip(short, order, strict=False))  # type: ignore[operator]
        for order in permutations(long, len(short))
    )


def overlapping(one: Place, other: Place) -> bool:
    return one[:2] == other[:2] and one[2] < other[3] and other[2] < one[3]


def merged(places: Sequence[Place]) -> list[Place]:
    """Overlapping ones of one label become one; those that only touch do not."""
    found: list[Place] = []
    for one in sorted(places):
        if found and overlapping(found[-1], one):
            found[-1] = (*one[:2], found[-1][2], max(found[-1][3], one[3]))
        else:
            found.append(one)
    return found


def share(places: Sequence[Place], other: Sequence[Place]) -> tuple[float, int]:
    """Summed share of each merged stretch that the other side covers, and how many they are."""
    covered = {(a, label, c) for a, label, start, end in other for c in range(start, end)}
    pieces = merged(places)
    return sum(
        sum((a, label, c) in covered for c in range(start, end)) / (end - start)
        for a, label, start, end in pieces
    ), len(pieces)


def slow_rates(mine: Sequence[Place], gold: Sequence[Place]) -> list[float]:
    exact = len(set(mine) & set(gold))
    groups = sorted({one[:2] for one in [*mine, *gold]})
    overlap = sum(
        slow_matched([m for m in mine if m[:2] == g], [m for m in gold if m[:2] == g], overlapping)
        for g in groups
    )
    (a, n), (b, m) = share(mine, gold), share(gold, mine)
    found = []
    for P, R in (
        (divided(exact, len(mine)), divided(exact, len(gold))),
        (divided(overlap, len(mine)), divided(overlap, len(gold))),
        (divided(a, n), divided(b, m)),
    ):
        F = math.nan if not mine and not gold else 0.0
        if P + R > 0:
            F = 2 * P * R / (P + R)
        found += [P, R, F]
    return found


def divided(part: float, whole: int) -> float:
    return part / whole if whole else math.nan


def drawn_places(chance: random.Random, most: int) -> list[Place]:
    found = {
        (article, chance.choice(["loaded", "claim"]), start, start + chance.randint(1, 9))
        for article in (1, 2)
        for start in (chance.randint(0, 15) for _ in range(chance.randint(0, most)))
    }
    return sorted(found)


@pytest.mark.parametrize("seed", range(8))
def test_the_values_are_those_of_a_slow_plain_implementation(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(15):
        mine, gold = drawn_places(chance, 4), drawn_places(chance, 4)
        study = gold_study(
            [marked(*one) for one in mine],
            [GoldMark(*one, number) for number, one in enumerate(gold)],
            seen=[("1", "ann"), ("2", "ann")], settled=(1, 2),
        )  # fmt: skip
        spans = study.marks.spans
        found = compare(spans, 0, np.array([True, True]), study.golds)
        assert rates(found.sums.sum(axis=(0, 1))) == pytest.approx(
            slow_rates(mine, gold), nan_ok=True
        )
        for place, label in enumerate(spans.labels):
            assert rates(found.sums[:, place].sum(axis=0)) == pytest.approx(
                slow_rates([m for m in mine if m[1] == label], [g for g in gold if g[1] == label]),
                nan_ok=True,
            )
        fates = report(study).annotators[0].fates
        assert fates.right == len(set(mine) & set(gold))
        assert fates.gold == len(gold)
        assert fates.right + fates.boundary + fates.other + fates.extra == len(mine)
        assert fates.boundary == slow_boundaries(mine, gold)


def slow_boundaries(mine: Sequence[Place], gold: Sequence[Place]) -> int:
    same = set(mine) & set(gold)
    left, right = [m for m in mine if m not in same], [g for g in gold if g not in same]
    return sum(
        slow_matched([m for m in left if m[:2] == g], [m for m in right if m[:2] == g], overlapping)
        for g in sorted({one[:2] for one in [*left, *right]})
    )


def test_an_interval_goes_over_articles() -> None:
    chance = random.Random(3)
    mine = [(a, "loaded", s, s + 5) for a in range(1, 31) for s in (0, 20)]
    gold = [(a, label, s + chance.choice([0, 0, 0, 2]), s + 5) for a, label, s, _ in mine]
    study = gold_study(
        [marked(*one) for one in mine], [GoldMark(*one, n) for n, one in enumerate(gold)],
        seen=[(str(a), "ann") for a in range(1, 31)], settled=range(1, 31),
    )  # fmt: skip
    measure = build_gold_report(study).annotators[0].measure("f1_exact")
    interval = measure.interval
    assert measure.value is not None
    assert interval is not None
    assert interval.low is not None
    assert interval.high is not None
    assert 0.5 < interval.low < measure.value < interval.high < 0.95
    assert interval.clusters == measure.articles == 30
    assert set(RATES) == {one.name for one in build_gold_report(study).annotators[0].measures}
