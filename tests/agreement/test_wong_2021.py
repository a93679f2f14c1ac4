"""Wong, Paritosh and Aroyo (2021): cross-replication reliability, and normalised."""

import numpy as np
import pytest
from random_studies import random_numbers, random_studies

from annotator.agreement import krippendorff_alpha, ratings_from_codes
from annotator.agreement.ratings.groups import between_coefficient
from annotator.agreement.soft_labels.xrr import xrr_of_ratings, xrr_of_spans
from annotator.agreement.spans.spans import Mark, spans_from_marks


def kappa_x_slowly(first: np.ndarray, second: np.ndarray) -> float | None:
    """Pairs of one rating from each side, item by item; an item weighs as its ratings."""
    shared, weight, sides = 0.0, 0.0, ([], [])
    for i in range(first.shape[1]):
        one, two = ([c for c in side[:, i].tolist() if c >= 0] for side in (first, second))
        if not one or not two:
            continue
        apart = sum(a != b for a in one for b in two) / (len(one) * len(two))
        shared += apart * (len(one) + len(two))
        weight += len(one) + len(two)
        sides[0].extend(one)
        sides[1].extend(two)
    expected = sum(a != b for a in sides[0] for b in sides[1])
    if not weight or not expected:
        return None
    return 1 - (shared / weight) / (expected / (len(sides[0]) * len(sides[1])))


def test_random_groups_are_as_loops_over_pairs_say() -> None:
    rng = random_numbers(12)
    for _ in random_studies(250):
        codes = rng.integers(-1, 3, (5, int(rng.integers(3, 9))))
        codes[:, ::2] = np.where(rng.random((5, 1)) < 0.7, codes[0, ::2], codes[:, ::2])
        ratings = ratings_from_codes(codes, categories=range(3), annotators=list("abcde"))
        (found,) = xrr_of_ratings(ratings, {"g": "abc", "h": "de"}, "nominal")
        slow = kappa_x_slowly(codes[:3], codes[3:])
        within = [krippendorff_alpha(ratings.only(places), "nominal").value
                  for places in ([0, 1, 2], [3, 4])]  # fmt: skip
        if slow is None or None in within:
            assert (found.value, "has no value" in found.reason) == (None, True)
        elif min(within) <= 0:
            assert found.value is None
            assert "better than chance" in found.reason
        else:
            assert found.value == pytest.approx(slow / (within[0] * within[1]) ** 0.5)


def test_the_value_that_the_authors_program_is_tested_with() -> None:
    """google-research/cross-replication-reliability, CrossReplicationReliabilityTest."""
    first, second = (
        [[0, 2], [0, 3], [2, 0], [3, 0], [1, 1]],
        [[0, 2], [1, 1], [1, 1], [1, 1], [2, 0]],
    )
    codes = [
        [([0] * a + [1] * b + [-1] * 3)[row] for a, b in side]
        for side, rows in ((first, 3), (second, 2)) for row in range(rows)
    ]  # fmt: skip
    ratings = ratings_from_codes(codes)
    found = between_coefficient(ratings, [0, 1, 2], [3, 4], "nominal", "A & B")
    assert found.value(found.source.total()[None])[0] == pytest.approx(0.1818182, abs=1e-4)


def test_groups_of_marks_that_mean_the_same_have_one() -> None:
    rng = np.random.default_rng(3)
    marks = []
    for number in range(30):
        start = int(rng.integers(0, 40))
        for who in "abcd":
            shift = int(rng.integers(0, 4))
            marks.append(
                Mark(f"t{number}", who, "xy"[number % 2], start + shift, start + 12 + shift)
            )
    spans = spans_from_marks(marks, lengths={f"t{n}": 80 for n in range(30)})
    found = xrr_of_spans(spans, {"old": ["a", "b"], "new": ["c", "d"]}, resamples=100)
    assert [one.label for one in found] == [None, "x", "y"]
    for one in found:
        assert one.value == pytest.approx(1, abs=0.12)
        assert one.interval.low < one.value < one.interval.high
