"""What is known when the time was not enough: bounds that hold, and are worth something."""

from __future__ import annotations

import numpy as np
import pytest
from counted_clock import CountedClock
from gamma_by_hand import best_cost, nested_continuum, random_continuum

from annotator.agreement.arrays import Floats
from annotator.agreement.gamma import alignment as gamma_alignment
from annotator.agreement.gamma import columns as gamma_columns
from annotator.agreement.gamma.alignment import align
from annotator.agreement.gamma.bounds import best_prices, first_prices
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.columns import solve_component
from annotator.agreement.gamma.continua import Continua, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity, near_pairs
from annotator.agreement.gamma.pricing import Pricing

ONE = Dissimilarity()


def negative_sets(continua: Continua, prices: Floats) -> int:
    """How many sets cost less than their members' prices."""
    found, complete = Pricing(continua, ONE).below(prices, -1e-9, Clock(60), most=10**9)
    assert complete
    return len(found)


def tangle(seed: int, annotators: int = 5, passages: int = 6) -> Continua:
    rng = np.random.default_rng(seed)
    return join([nested_continuum(rng, annotators=annotators, passages=passages, length=1200)])


@pytest.mark.parametrize("seed", range(8))
def test_no_set_costs_less_than_its_prices(seed: int) -> None:
    continua = tangle(seed, annotators=3 + seed % 4)
    first = first_prices(continua, near_pairs(continua, ONE))
    assert negative_sets(continua, first) == 0
    upper = float(len(continua) * continua.pairs_of_annotators)
    best = best_prices(Pricing(continua, ONE), upper, Clock(60))
    assert negative_sets(continua, best) == 0
    assert best.sum() > first.sum()
    assert negative_sets(continua, best * 1.5) > 0  # the search does find some


@pytest.mark.parametrize("seed", range(30))
def test_their_sum_is_below_the_best_of_all_partitions(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = 2 + seed % 4
    continuum = random_continuum(rng, annotators=n, units=7, length=40, longest=30)
    continua = join([continuum])
    optimum = best_cost(continuum) * continua.pairs_of_annotators
    assert first_prices(continua, near_pairs(continua, ONE)).sum() <= optimum + 1e-9
    prices = best_prices(Pricing(continua, ONE), optimum, Clock(60))
    assert prices.sum() <= optimum + 1e-9


def test_units_far_from_all_others_have_their_whole_price_at_once() -> None:
    rng = np.random.default_rng(0)
    continua = join([random_continuum(rng, annotators=3, units=5, length=10**7, longest=9)])
    assert first_prices(continua, near_pairs(continua, ONE)).tolist() == [3.0] * 5


def test_perfect_agreement_has_the_price_nothing() -> None:
    one = random_continuum(np.random.default_rng(1), annotators=1, units=4, length=500, longest=9)
    columns = [np.tile(column, 3) for column in (one.label, one.start, one.end)]
    who = np.repeat(np.arange(3), 4)
    continua = Continua(3, 1, np.zeros(12, dtype=np.int64), who, *columns)
    assert first_prices(continua, near_pairs(continua, ONE)).tolist() == [0.0] * 12


def between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Full searches at prices between safe ones and the relaxation's, from the first round on."""
    monkeypatch.setattr(gamma_columns, "PATIENCE", 0.0)
    monkeypatch.setattr(gamma_columns, "LEAST_PATIENCE", 0.0)


@pytest.mark.parametrize("seed", range(4))
def test_wherever_it_is_stopped_the_bounds_are_around_the_optimum(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    continua = tangle(seed, passages=7)
    optimum = solve_component(continua, ONE, Clock(60)).cost
    between(monkeypatch)
    monkeypatch.setattr(gamma_columns, "FEW", 3)
    bounds = []
    for answers in (*range(4, 40, 3), *range(40, 400, 12), 5000):
        solved = solve_component(continua, ONE, CountedClock(answers), ties=True)
        assert solved.lower <= optimum + 1e-6
        assert solved.cost >= optimum - 1e-6
        members = solved.chosen.members
        assert sorted(members[members >= 0].tolist()) == list(range(len(continua)))
        if solved.exact:
            assert solved.lower == pytest.approx(solved.cost, abs=1e-6)
        bounds.append(solved.lower)
    assert len(set(bounds)) > 4
    assert solved.exact
    assert solved.cost == pytest.approx(optimum, abs=1e-9)


def test_many_annotators_begin_at_such_prices(monkeypatch: pytest.MonkeyPatch) -> None:
    continua = tangle(2, annotators=7, passages=4)
    optimum = solve_component(continua, ONE, Clock(60)).cost
    monkeypatch.setattr(gamma_columns, "MANY", 7)
    solved = solve_component(continua, ONE, Clock(60))
    assert solved.exact
    assert solved.cost == pytest.approx(optimum, abs=1e-9)
    stopped = solve_component(continua, ONE, CountedClock(9))
    assert 0.7 * optimum < stopped.lower <= optimum


@pytest.mark.parametrize("most", [3, 50_000])
def test_searching_between_prices_finds_the_same_optimum(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when every search ends early, and the share has to grow smaller."""
    continua = tangle(11)
    optimum = solve_component(continua, ONE, Clock(60)).cost
    between(monkeypatch)
    monkeypatch.setattr(gamma_columns, "MOST_FOUND", most)
    solved = solve_component(continua, ONE, CountedClock(10**6))
    assert solved.exact
    assert solved.cost == pytest.approx(optimum, abs=1e-9)


def test_a_cost_stays_exact_when_only_the_order_of_ties_is_open() -> None:
    """γ is known then; γ_cat is not."""
    continua = tangle(3, annotators=4, passages=4)
    optimum = solve_component(continua, ONE, Clock(60)).cost
    found = []
    for answers in range(4, 160):
        solved = solve_component(continua, ONE, CountedClock(answers), ties=True)
        if not solved.exact and solved.lower == solved.cost:
            found.append(solved)
    assert found
    assert all(one.cost == pytest.approx(optimum, abs=1e-9) for one in found)


def test_the_least_disorder_of_an_alignment_is_the_sum_of_such_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(9)
    two = [nested_continuum(rng, annotators=4, passages=6, length=1200) for _ in range(2)]
    exact = align(join(two), ONE, Clock(60))
    monkeypatch.setattr(gamma_alignment, "FEW_SETS", 0)
    stopped = align(join(two), ONE, Clock(0))
    assert stopped.unproved
    assert (stopped.least_disorder < exact.disorder).all()
    assert (stopped.disorder > exact.disorder).all()
    assert (stopped.least_disorder > 0.3 * exact.disorder).all()
