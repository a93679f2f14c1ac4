"""Mathet (2017), Computational Linguistics 43(3): γ_cat, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from gamma_by_hand import (
    Unit,
    best_cost,
    d_pos,
    partitions,
    random_continuum,
    unitary_cost,
    units_of,
)

from annotator.agreement.gamma.alignment import align
from annotator.agreement.gamma.cat import label_disorder
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continuum, continuum_from_units, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.gamma import gamma
from annotator.agreement.spans.spans import Mark, spans_from_marks


def disorder_of_labels(continuum: Continuum, alpha: float = 1.0, beta: float = 1.0) -> float:
    alignment = align(join([continuum]), Dissimilarity(alpha, beta), Clock(60), ties=True)
    return float(label_disorder(alignment).disorder[0])


def test_pairs_weigh_by_their_overlap() -> None:
    # Aligned by position: (0-10, 0-10) with d_pos 0 and equal labels, (20-30, 22-32) with
    # d_pos = (4 / 20)² = 0.04 and other labels. Σ w·d_cat / Σ w = 0.96 / 1.96.
    units = [("a", 0, 10, "x"), ("a", 20, 30, "x"), ("b", 0, 10, "x"), ("b", 22, 32, "y")]
    found = disorder_of_labels(continuum_from_units(units, ["a", "b"]))
    assert found == pytest.approx(0.96 / 1.96)


def test_a_unit_of_three_weighs_as_three_halves_of_pairs_and_one_of_two_as_one() -> None:
    # Three equal units with labels x, x, y: three pairs of weight 1/2, two of them differ.
    # Two equal units with labels x, x: one pair of weight 1. Together 1 / (3/2 + 1).
    units = [
        ("a", 0, 10, "x"), ("b", 0, 10, "x"), ("c", 0, 10, "y"),
        ("a", 50, 60, "x"), ("b", 50, 60, "x"),
    ]  # fmt: skip
    found = disorder_of_labels(continuum_from_units(units, ["a", "b", "c"]))
    assert found == pytest.approx(1 / 2.5)


def test_units_on_their_own_have_no_part_and_alpha_does_not_touch_the_weights() -> None:
    units = [("a", 0, 10, "x"), ("b", 2, 12, "y"), ("a", 80, 90, "x")]
    continuum = continuum_from_units(units, ["a", "b"])
    assert disorder_of_labels(continuum) == 1.0
    # α = 10: the two stay aligned as long as 10 · 0.04 + 1 < 2, and still weigh 1 − 0.04.
    alignment = align(join([continuum]), Dissimilarity(10, 1), Clock(60), ties=True)
    assert label_disorder(alignment).weight.tolist() == pytest.approx([0.96])


def test_nothing_aligned_is_no_disorder() -> None:
    apart = continuum_from_units([("a", 0, 5, "x"), ("b", 90, 95, "x")], ["a", "b"])
    assert np.isnan(disorder_of_labels(apart))
    touching = continuum_from_units([("a", 0, 5, "x"), ("b", 5, 10, "x")], ["a", "b"])
    assert np.isnan(disorder_of_labels(touching))  # aligned, but of weight 1 − d_pos = 0


def positions(sets: list[tuple[Unit, ...]]) -> float:
    return sum(d_pos(u, v) for s in sets for i, v in enumerate(s) for u in s[:i])


def middles(sets: list[tuple[Unit, ...]]) -> float:
    return sum(u[1] + u[2] for s in sets if len(s) > 1 for u in s)


@pytest.mark.parametrize("seed", range(40))
def test_of_equally_good_alignments_the_closest_then_the_lowest_is_taken(seed: int) -> None:
    rng = np.random.default_rng(seed)
    # A short text and few lengths make ties; so does β = 0.
    n, beta = int(rng.integers(2, 4)), float(seed % 2)
    continuum = random_continuum(rng, annotators=n, units=7, length=8, longest=4)
    least = best_cost(continuum, 1.0, beta)
    ties = [
        sets
        for sets in partitions(units_of(continuum))
        if sum(unitary_cost(s, n, 1.0, beta) for s in sets) <= least + 1e-9
    ]
    closest = min(positions(sets) for sets in ties)
    ties = [sets for sets in ties if positions(sets) <= closest + 1e-9]
    lowest = min(middles(sets) for sets in ties)

    found = align(join([continuum]), Dissimilarity(1.0, beta), Clock(60), ties=True)
    units = units_of(continuum)
    sets = [tuple(units[member] for member in row if member >= 0) for row in found.sets.tolist()]
    assert sum(unitary_cost(s, n, 1.0, beta) for s in sets) == pytest.approx(least)
    assert positions(sets) == pytest.approx(closest)
    assert middles(sets) == pytest.approx(lowest)


def test_some_of_these_continua_do_have_ties() -> None:
    def tied(seed: int) -> int:
        rng = np.random.default_rng(seed)
        n, beta = int(rng.integers(2, 4)), float(seed % 2)
        continuum = random_continuum(rng, annotators=n, units=7, length=8, longest=4)
        costs = [
            sum(unitary_cost(s, n, 1.0, beta) for s in sets)
            for sets in partitions(units_of(continuum))
        ]
        return sum(cost <= min(costs) + 1e-9 for cost in costs)

    assert sum(tied(seed) > 1 for seed in range(40)) >= 5


def test_equal_labels_everywhere_leave_gamma_cat_undefined_with_a_reason() -> None:
    marks = [Mark("t", who, "x", at, at + 10) for who in ("a", "b") for at in (0, 30, 60)]
    found = gamma(spans_from_marks(marks, lengths={"t": 100})).gamma_cat
    assert found is not None
    assert found.value is None
    assert found.reason == "aligned units of the samples never differ in their labels"


def test_equal_positions_and_equal_labels_give_one() -> None:
    marks = [
        Mark("t", who, label, at, at + 10)
        for who in ("a", "b", "c")
        for at, label in ((0, "x"), (30, "y"), (60, "x"), (80, "z"))
    ]
    found = gamma(spans_from_marks(marks, lengths={"t": 100}))
    assert found.gamma.value == 1.0
    assert found.gamma_cat is not None
    assert found.gamma_cat.value == 1.0
