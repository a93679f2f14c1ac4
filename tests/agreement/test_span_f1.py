"""F1 of spans against every possible matching."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from random_studies import random_studies
from span_worlds import LABELS, UNHURRIED, WHO, World, f1_by_hand, values, worlds

from annotator.agreement.measure import Measure
from annotator.agreement.spans.span_f1 import match_statistics
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, spans_from_marks


def exact(a: Mark, b: Mark) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def overlap(a: Mark, b: Mark) -> bool:
    return max(a.start, b.start) < min(a.end, b.end)


def iou(a: Mark, b: Mark) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 and shared >= 0.5 * (max(a.end, b.end) - min(a.start, b.start))


@given(worlds(nested=True))
@UNHURRIED
def test_the_best_matching_is_found(world: World) -> None:
    found = values(world, "f1_exact", "f1_overlap", "f1_iou")
    for name, rule in (("f1_exact", exact), ("f1_overlap", overlap), ("f1_iou", iou)):
        pairs = f1_by_hand(world, rule)
        value = found[name, None].value
        assert value == pytest.approx(sum(pairs) / len(pairs)) if pairs else value is None


@given(worlds(nested=True))
@UNHURRIED
def test_many_to_many_every_span_that_meets_another_counts(world: World) -> None:
    found = many_by_hand(world)
    value = values(world, "f1_overlap_many")["f1_overlap_many", None].value
    assert value == pytest.approx(sum(found) / len(found)) if found else value is None


def many_by_hand(world: World, label: str | None = None) -> list[float]:
    """Of each two annotators who made a mark in an article that both opened."""
    marks, _, seen = world
    found = []
    for first, second in combinations(WHO, 2):
        both = {article for article, who in seen if who == first} & {
            article for article, who in seen if who == second
        }
        one, two_ = (
            {m for m in marks
             if m.annotator == who and m.article in both and label in (None, m.label)}
            for who in (first, second)
        )  # fmt: skip
        if not one | two_:
            continue
        P, R = (
            sum(
                any((m.article, m.label) == (o.article, o.label) and overlap(m, o) for o in others)
                for m in mine
            )
            / max(1, len(mine))
            for mine, others in ((one, two_), (two_, one))
        )
        found.append(2 * P * R / (P + R) if P + R else 0.0)
    return found


def drawn_world(seed: int) -> World:
    """Some skip articles or leave them empty; marks nest, meet, repeat, cover the whole article."""
    r = random.Random(seed)
    people = WHO[: r.randint(2, 4)]
    marks: list[Mark] = []
    lengths: dict[str, int] = {}
    seen: set[tuple[str, str]] = set()
    for article in "abc"[: r.randint(1, 3)]:
        lengths[article] = length = r.randint(1, 20)
        for who in people:
            if r.random() < 0.2:
                continue
            seen.add((article, who))
            for _ in range(r.choice((0, 1, 2, 4))):
                start = r.randrange(length)
                place = (start, min(length, start + r.randint(1, 8)))
                place = (0, length) if r.random() < 0.1 else place
                marks.append(Mark(article, who, r.choice(LABELS), *place))
    return marks, lengths, seen


def test_f1_of_random_studies_is_that_of_every_matching_and_of_every_mark() -> None:
    rules = {"f1_exact": exact, "f1_overlap": overlap, "f1_iou": iou}
    for seed in random_studies(150):
        world = drawn_world(seed)
        found = values(world, *rules, "f1_overlap_many")
        for label in (None, *LABELS):
            some = [m for m in world[0] if label in (None, m.label)], *world[1:]
            slow = {name: f1_by_hand(some, rule) for name, rule in rules.items()}
            slow["f1_overlap_many"] = many_by_hand(world, label)
            for name, pairs in slow.items():
                one = found[name, label]
                assert one.value == (pytest.approx(np.mean(pairs)) if pairs else None), (seed, name)
                assert bool(one.reason) == (not pairs)


def test_many_to_many_lets_one_long_span_stand_for_several() -> None:
    marks = (("ann", "x", 0, 20), ("bob", "x", 0, 5), ("bob", "x", 15, 20))
    assert two(*marks, name="f1_overlap_many").value == 1.0
    one_missed = two(*marks, ("bob", "x", 40, 45), name="f1_overlap_many")
    assert one_missed.value == pytest.approx(2 * 1 * (2 / 3) / (1 + 2 / 3))


def two(*marks: tuple[str, str, int, int], name: str) -> Measure:
    spans = spans_from_marks(
        [Mark("a", who, label, start, end) for who, label, start, end in marks],
        lengths={"a": 100},
        seen=[("a", "ann"), ("a", "bob")],
    )
    return span_measures(spans, [name], scopes=(), resamples=0)[0]


def test_greedy_matching_would_lose_a_pair() -> None:
    # ann's long span meets both of bob's; her short one only the first.
    measure = two(
        ("ann", "x", 0, 20), ("ann", "x", 0, 4), ("bob", "x", 0, 5), ("bob", "x", 15, 20),
        name="f1_overlap",
    )  # fmt: skip
    assert measure.value == 1.0


def test_one_span_cannot_be_matched_twice() -> None:
    measure = two(("ann", "x", 0, 20), ("bob", "x", 0, 5), ("bob", "x", 15, 20), name="f1_overlap")
    assert measure.value == pytest.approx(2 * 1 / 3)


def test_another_label_is_no_match() -> None:
    assert two(("ann", "x", 0, 5), ("bob", "y", 0, 5), name="f1_exact").value == 0.0


def test_character_shares_as_in_semeval_2020_task_11() -> None:
    # ann: [0, 10), covered 5 of 10. bob: [5, 10) all covered and [20, 30) not at all.
    measure = two(("ann", "x", 0, 10), ("bob", "x", 5, 10), ("bob", "x", 20, 30),
                  name="f1_character")  # fmt: skip
    precision, recall = 5 / 10, (5 / 5 + 0) / 2
    assert measure.value == pytest.approx(2 * precision * recall / (precision + recall))


def test_one_side_empty_is_zero_and_both_empty_undefined() -> None:
    assert two(("ann", "x", 0, 5), name="f1_character").value == 0.0
    nothing = two(name="f1_exact")
    assert nothing.value is None
    assert "nobody marked anything" in nothing.reason


def test_several_annotators_are_the_mean_of_their_pairs() -> None:
    marks = [Mark("a", "ann", "x", 0, 5), Mark("a", "bob", "x", 0, 5), Mark("a", "cyd", "x", 1, 5)]
    spans = spans_from_marks(
        marks, lengths={"a": 9, "b": 9}, seen=[("a", "ann"), ("a", "bob"), ("a", "cyd"),
                                               ("b", "dee")]
    )  # fmt: skip
    found = span_measures(spans, ["f1_exact"], scopes=("pair",), resamples=0)
    assert found[0].value == pytest.approx(1 / 3)
    assert found[0].pooling == "mean of pairs"
    assert [m.id for m in found if m.scope == "pair"] == ["ann & bob", "ann & cyd", "bob & cyd"]
    assert "ann & dee: no article in common" in found[0].left_out


def test_macro_stands_beside_micro() -> None:
    measure = two(("ann", "x", 0, 5), ("bob", "x", 0, 5), ("ann", "y", 9, 12), name="f1_exact")
    assert measure.value == pytest.approx(2 / 3)
    assert measure.parameters["macro"] == pytest.approx((1.0 + 0.0) / 2)


def test_a_threshold_outside_its_range_is_refused() -> None:
    spans = spans_from_marks([], lengths={"a": 3})
    with pytest.raises(ValueError, match="threshold"):
        match_statistics(spans, threshold=0.0)
