"""More articles, other annotators, differences, groups."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from span_worlds import LABELS, UNHURRIED, World, annotators_of, masi, worlds

from annotator.agreement.spans.enough_spans import (
    difference_of_groups,
    difference_of_labels,
    difference_of_rounds,
    project_spans,
)
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks
from annotator.errors import RatingsError


def corpus(articles: int, seed: int = 0, annotators: int = 4, slip: int = 4) -> Spans:
    """Annotators who mark the same two passages and slip by a few characters."""
    rng = np.random.default_rng(seed)
    marks = []
    for number in range(articles):
        for who in range(annotators):
            for label, start in (("x", 10), ("y", 60)):
                at = start + int(rng.integers(0, slip))
                size = 10 + int(rng.integers(0, 10 if label == "y" else 2))
                marks.append(Mark(f"a{number}", f"w{who}", label, at, at + size))
    lengths = {f"a{number}": 100 for number in range(articles)}
    return spans_from_marks(marks, lengths=lengths)


@pytest.mark.parametrize("name", ["character_alpha", "u_alpha", "f1_iou", "alpha_u_1995"])
def test_four_times_the_articles_halve_the_interval(name: str) -> None:
    now, later = project_spans(corpus(40), name, [40, 160])
    assert now.width is not None
    assert later.width is not None
    assert now.width / later.width == pytest.approx(2, rel=0.25)
    assert later.interval.method.startswith("BCa bootstrap over 160 articles like those 40")


def test_as_many_articles_as_there_are_is_the_ordinary_interval() -> None:
    spans = corpus(30)
    (ordinary,) = span_measures(spans, ["character_alpha"], scopes=())
    (projected,) = project_spans(spans, "character_alpha", [30])
    assert ordinary.interval is not None
    assert (projected.interval.low, projected.interval.high) == (
        ordinary.interval.low,
        ordinary.interval.high,
    )


def test_the_jackknife_over_annotators_stands_beside_the_interval() -> None:
    spans = corpus(30)
    found = span_measures(spans, ["u_alpha"], scopes=("annotator",), resamples=0)
    without = [m.value or 0 for m in found if m.scope == "annotator"]
    about = found[0].parameters["other_annotators"]
    mean = sum(without) / 4
    error = math.sqrt(3 / 4 * sum((value - mean) ** 2 for value in without))
    assert about["interval"] == pytest.approx([mean - 3.1824 * error, mean + 3.1824 * error], 1e-4)
    assert found[1].parameters["change"] == pytest.approx(without[0] - (found[0].value or 0))


def test_the_jackknife_needs_four_annotators() -> None:
    found = span_measures(corpus(5, annotators=3), ["u_alpha"], scopes=("annotator",), resamples=0)
    about = found[0].parameters["other_annotators"]
    assert about["interval"] is None
    assert about["reason"] == "needs 4 annotators, there are 3"


def test_a_label_against_itself_differs_by_nothing_in_every_resample() -> None:
    found = difference_of_labels(corpus(30), "character_alpha", "x", "x", resamples=100)
    assert (found.value, found.interval.low, found.interval.high) == (0.0, None, None)
    assert found.interval.reason.startswith("the same in every resample")


def test_an_easy_label_is_told_from_a_hard_one() -> None:
    found = difference_of_labels(corpus(60), "character_alpha", "x", "y", resamples=500)
    assert found.value is not None
    assert found.value > 0
    assert found.interval.low is not None
    assert found.interval.low > 0


def test_two_rounds_are_resampled_each_by_itself() -> None:
    first, second = corpus(40, slip=2), corpus(60, seed=1, slip=9)
    found = difference_of_rounds(first, second, "f1_character", resamples=500)
    assert found.value == pytest.approx((found.first.value or 0) - (found.second.value or 0))
    assert found.interval.low is not None
    assert found.interval.low > 0
    assert found.interval.clusters == 40


def test_two_groups() -> None:
    spans = corpus(40)
    groups = {"old": ["w0", "w1"], "new": ["w2", "w3"]}
    found = difference_of_groups(spans, "character_alpha", groups, label="x", resamples=200)
    assert (found.first.id, found.second.id) == ("old", "new")
    assert found.interval.low is not None
    assert found.interval.low < 0 < (found.interval.high or 0)
    with pytest.raises(RatingsError, match="two groups"):
        difference_of_groups(spans, "character_alpha", {"old": ["w0", "w1"]})


def test_what_cannot_be_compared_is_said() -> None:
    spans = spans_from_marks(
        [Mark("a", "ann", "x", 0, 3)], lengths={"a": 9}, seen=[("a", "ann"), ("a", "bob")],
        labels=["x", "y"],
    )  # fmt: skip
    found = difference_of_labels(spans, "character_alpha", "x", "y", resamples=10)
    assert found.value is None
    assert found.interval.reason.startswith("y: nobody marked anything with this label")
    with pytest.raises(RatingsError, match="no value for the label 'z'"):
        difference_of_labels(spans, "character_alpha", "x", "z", resamples=10)


@given(worlds(nested=True))
@UNHURRIED
def test_alpha_between_groups_equals_loops_over_characters(world: World) -> None:
    groups = {"g": ["ann", "bob"], "h": ["cyd", "dee"]}
    marks, lengths, seen = world
    seen = seen | {("extra", who) for who in ("ann", "bob", "cyd", "dee")}
    world = marks, {**lengths, "extra": 3}, seen
    spans = spans_from_marks(marks, lengths=world[1], seen=seen, labels=LABELS)
    found = span_measures(spans, ["character_alpha"], scopes=(), groups=groups, resamples=0)
    between = {m.label: m for m in found if m.id == "g & h"}
    for label in (None, *LABELS):
        observed, expected = _between(world, groups, label)
        value = between[label].value
        if expected > 1e-9:
            assert value == pytest.approx(1 - observed / expected)
        else:
            assert value is None


def _between(world: World, groups: dict[str, list[str]], label: str | None) -> tuple[float, float]:
    apart, weight, said = 0.0, 0.0, {"g": [], "h": []}  # type: ignore[var-annotated]
    for article, length in world[1].items():
        who = annotators_of(world, article)
        sides = {name: [one for one in who if one in group] for name, group in groups.items()}
        if not all(sides.values()):
            continue
        for at in range(length):
            under = {
                one: frozenset(
                    mark.label
                    for mark in world[0]
                    if (mark.article, mark.annotator) == (article, one)
                    and mark.start <= at < mark.end
                    and label in (None, mark.label)
                )
                for one in who
            }
            pairs = [masi(under[i], under[j]) for i in sides["g"] for j in sides["h"]]
            apart += sum(pairs) / len(pairs) * len(who)
            weight += len(who)
            for name, side in sides.items():
                said[name] += [under[one] for one in side]
    expected = sum(masi(a, b) for a in said["g"] for b in said["h"])
    return apart / weight, expected / (len(said["g"]) * len(said["h"]))


def test_overlapping_groups_have_no_between() -> None:
    found = span_measures(corpus(3), ["character_alpha"], scopes=(), resamples=0,
                          groups={"g": ["w0", "w1"], "h": ["w1", "w2"]})  # fmt: skip
    (between,) = [m for m in found if m.id == "g & h"]
    assert between.reason == "the groups have an annotator in common"
