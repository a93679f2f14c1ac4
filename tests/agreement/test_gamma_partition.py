"""Set partition, the gap of a fractional relaxation, and the rule for ties, on columns by hand."""

from __future__ import annotations

import numpy as np
import pytest
from gamma_by_hand import best_cost, d_pos, partitions, random_continuum, unitary_cost, units_of

from annotator.agreement.gamma.alignment import align
from annotator.agreement.gamma.candidates import Columns
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import continuum_of, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.partition import Infeasible, close_gap, partition
from annotator.agreement.gamma.ties import settle_ties


def columns(*sets: tuple[list[int], float]) -> Columns:
    width = max(len(members) for members, _ in sets)
    filled = [members + [-1] * (width - len(members)) for members, _ in sets]
    return Columns(np.array(filled), np.array([cost for _, cost in sets]))


def test_the_cheapest_partition_is_chosen() -> None:
    some = columns(([0], 1.0), ([1], 1.0), ([2], 1.0), ([0, 1], 1.5), ([1, 2], 1.2))
    assert partition(some, some.cost, Clock(60)).tolist() == [0, 4]


def test_a_budget_can_forbid_the_cheapest() -> None:
    some = columns(([0], 1.0), ([1], 1.0), ([0, 1], 1.5))
    budget = (np.array([0.0, 0.0, 1.0]), 0.5)
    assert partition(some, some.cost, Clock(60), budgets=[budget]).tolist() == [0, 1]


def test_columns_without_a_partition_are_infeasible() -> None:
    overlapping = columns(([0, 1], 1.0), ([1, 2], 1.0))
    with pytest.raises(Infeasible):
        partition(overlapping, overlapping.cost, Clock(60))


def test_a_partition_within_the_first_gap_is_not_taken_for_the_best() -> None:
    # Three pairs spend 0.6 together, though each is cheap; 0.3 is possible with a dearer set.
    all_columns = columns(
        ([0, 1], 0.2), ([2, 3], 0.2), ([4, 5], 0.2), ([0, 1, 2], 0.3), ([3, 4, 5], 0.0)
    )
    best, proved = close_gap(
        lambda most: all_columns.where(all_columns.cost <= most), 0.0, Clock(60)
    )
    assert best.cost.sum() == pytest.approx(0.3)
    assert len(proved) == 5


def test_a_gap_grows_until_there_is_a_partition() -> None:
    all_columns = columns(([0, 1], 0.1), ([1, 2], 0.1), ([0], 3.0), ([2], 3.5))
    best, _ = close_gap(lambda most: all_columns.where(all_columns.cost <= most), 0.0, Clock(60))
    assert best.cost.sum() == pytest.approx(3.1)


def test_a_tie_may_not_cost_more_than_the_best_alignment() -> None:
    continua = join([continuum_of(2, [0, 0, 1, 1], [0] * 4, [0, 50, 4, 54], [10, 60, 14, 64])])
    # Single units would have the least Σ d_pos, 0, but they are dearer.
    sets = columns(([0, 2], 0.0), ([1, 3], 0.0), ([0], 3.0), ([1], 3.0), ([2], 3.0), ([3], 3.0))
    settled = settle_ties(continua, sets, np.zeros(4), sets.where(np.array([0, 1])), Clock(60))
    assert sorted(settled.members[:, 0].tolist()) == [0, 1]


@pytest.mark.parametrize("spent", [0.0, 1.0])
def test_the_closer_pair_is_taken_before_the_lower_one(spent: float) -> None:
    continua = join([continuum_of(2, [0, 0, 1], [0] * 3, [0, 12, 10], [10, 22, 20])])
    assert continua.start.tolist() == [0, 12, 10]
    sets = columns(([0, 2], spent), ([1, 2], spent), ([0], 0.0), ([1], 0.0))
    settled = settle_ties(continua, sets, np.zeros(3), sets.where(np.array([0, 3])), Clock(60))
    assert settled.members.tolist() == [[1, 2], [0, -1]]


# Their relaxations are fractional; found by trying 3,000 seeds.
@pytest.mark.parametrize("seed", [253, 905, 923, 925, 1321, 1791, 1943, 2449])
def test_ties_are_settled_where_the_relaxation_is_fractional(seed: int) -> None:
    beta = float(seed % 2)
    rng = np.random.default_rng(seed)
    continuum = random_continuum(rng, annotators=3, units=8, length=12, longest=8)
    least = best_cost(continuum, 1.0, beta)
    closest = min(
        sum(d_pos(u, v) for s in sets for i, v in enumerate(s) for u in s[:i])
        for sets in partitions(units_of(continuum))
        if sum(unitary_cost(s, 3, 1.0, beta) for s in sets) <= least + 1e-9
    )
    found = align(join([continuum]), Dissimilarity(1.0, beta), Clock(60), ties=True)
    units = units_of(continuum)
    sets = [tuple(units[member] for member in row if member >= 0) for row in found.sets.tolist()]
    assert sum(unitary_cost(s, 3, 1.0, beta) for s in sets) == pytest.approx(least)
    apart = sum(d_pos(u, v) for s in sets for i, v in enumerate(s) for u in s[:i])
    assert apart == pytest.approx(closest)
