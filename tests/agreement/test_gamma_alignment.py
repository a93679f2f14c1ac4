"""The best alignment is exact, by whichever way it was found."""

from __future__ import annotations

import numpy as np
import pytest
from counted_clock import CountedClock
from gamma_by_hand import best_cost, nested_continuum, random_continuum
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.gamma import alignment as gamma_alignment
from annotator.agreement.gamma import columns as gamma_columns
from annotator.agreement.gamma import enumeration as gamma_enumeration
from annotator.agreement.gamma.alignment import Alignment, align
from annotator.agreement.gamma.candidates import useful_columns
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.columns import solve_component
from annotator.agreement.gamma.continua import Continuum, continuum_of, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity, near_pairs
from annotator.agreement.gamma.partition import Master

ONE = Dissimilarity()


def best(continuum: Continuum, dissimilarity: Dissimilarity = ONE) -> Alignment:
    return align(join([continuum]), dissimilarity, Clock(60))


def sizes(seed: int) -> tuple[int, int]:
    """Annotators and units that trying all partitions can bear."""
    return [(2, 8), (3, 8), (4, 7), (5, 7), (6, 6)][seed % 5]


@pytest.mark.parametrize("seed", range(60))
def test_it_equals_trying_every_partition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, units = sizes(seed)
    alpha, beta = [(1.0, 1.0), (3.0, 1.0), (0.5, 2.0), (0.0, 1.0), (1.0, 0.0)][seed % 4]
    continuum = random_continuum(rng, annotators=n, units=units, length=60, longest=30)
    found = best(continuum, Dissimilarity(alpha, beta))
    assert found.cost[0] == pytest.approx(best_cost(continuum, alpha, beta), abs=1e-9)
    assert found.lower[0] == found.cost[0]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("seed", range(60))
def test_column_generation_equals_trying_every_partition(
    seed: int, together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gamma_alignment, "FEW_SETS", 0)  # nothing is enumerated
    monkeypatch.setattr(gamma_alignment, "MANY_SETS", 2_000_000 if together else 0)
    rng = np.random.default_rng(seed)
    n, units = sizes(seed)
    continuum = random_continuum(rng, annotators=max(3, n), units=units, length=60, longest=30)
    found = best(continuum)
    assert all("column generation" in method for method in found.methods)
    assert found.cost[0] == pytest.approx(best_cost(continuum), abs=1e-9)


@pytest.mark.parametrize("n", [3, 4, 5, 6])
def test_column_generation_equals_enumeration(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(n)
    continuum = nested_continuum(rng, annotators=n, passages=5, length=1500)
    monkeypatch.setattr(gamma_alignment, "FEW_SETS", np.inf)
    monkeypatch.setattr(gamma_alignment, "MOST_SETS", np.inf)
    enumerated = best(continuum)
    monkeypatch.setattr(gamma_alignment, "FEW_SETS", 0)
    assert enumerated.methods == {"set partition over all useful sets"}
    for many in (2_000_000, 0):  # together, each for itself
        monkeypatch.setattr(gamma_alignment, "MANY_SETS", many)
        generated = best(continuum)
        assert generated.methods != enumerated.methods
        assert generated.cost[0] == pytest.approx(enumerated.cost[0], abs=1e-9)
        assert not generated.unproved


def test_six_annotators_with_many_nested_units_are_solved_together_and_exactly() -> None:
    continuum = nested_continuum(np.random.default_rng(1), annotators=6, passages=30, length=9000)
    found = align(join([continuum]), ONE, Clock(60), ties=True)
    assert "column generation over many components" in found.methods
    assert not found.unproved


@pytest.mark.parametrize("seed", range(10))
def test_two_annotators_by_assignment_equal_the_set_partition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    continua = [
        random_continuum(rng, annotators=2, units=60, length=300, longest=60) for _ in range(3)
    ]
    assigned = align(join(continua), ONE, Clock(60))
    partitioned = align(join(continua), ONE, Clock(60), ties=True)
    assert assigned.methods == {"linear assignment"}
    assert partitioned.methods == {"set partition over all useful sets"}
    np.testing.assert_allclose(assigned.cost, partitioned.cost, atol=1e-9)


# Five units of three annotators whose relaxation takes three pairs by half: 3.1095 against 3.1600.
FRACTIONAL = continuum_of(
    3,
    annotator=[1, 2, 0, 2, 0],
    label=[0, 0, 0, 0, 1],
    start=[3, 30, 32, 14, 7],
    end=[6, 40, 35, 30, 13],
)


def test_a_fractional_relaxation_is_made_exact() -> None:
    continua = join([FRACTIONAL])
    pairs = near_pairs(continua, ONE)
    master = Master(len(continua), primal=False)
    master.add(useful_columns(continua, pairs, np.zeros(len(continua), dtype=np.int64)))
    relaxed = master.solve(Clock(60))
    assert relaxed.fractional.any()
    assert relaxed.value / 3 == pytest.approx(3.109523877)

    exact = best_cost(FRACTIONAL)
    assert exact == pytest.approx(3.160007824)
    assert align(continua, ONE, Clock(60)).cost[0] == pytest.approx(exact, abs=1e-9)
    assert align(continua, ONE, Clock(60), ties=True).cost[0] == pytest.approx(exact, abs=1e-9)
    solved = solve_component(continua, ONE, Clock(60))
    assert solved.method == "column generation, fractional relaxation made exact"
    assert solved.cost / 3 == pytest.approx(exact, abs=1e-9)
    assert solved.exact


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(2, 5), units=st.integers(1, 40))
def test_order_and_names_change_nothing(seed: int, n: int, units: int) -> None:
    rng = np.random.default_rng(seed)
    who, what = rng.integers(0, n, units), rng.integers(0, 3, units)
    start = rng.integers(0, 80, units).astype(float)
    end = start + rng.integers(1, 40, units)
    order = rng.permutation(units)
    names, labels = rng.permutation(n), rng.permutation(3)
    first = continuum_of(n, who, what, start, end)
    second = continuum_of(n, names[who][order], labels[what][order], start[order], end[order])
    assert best(first).cost[0] == pytest.approx(best(second).cost[0], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(2, 4), factor=st.sampled_from([0.5, 3.0, 100.0]))
def test_moving_and_stretching_the_text_changes_nothing(seed: int, n: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    one = random_continuum(rng, annotators=n, units=20, length=90, longest=40)
    two = continuum_of(
        n, one.annotator, one.label, one.start * factor + 512, one.end * factor + 512
    )
    assert best(one).cost[0] == pytest.approx(best(two).cost[0], abs=1e-7)


def test_continua_side_by_side_never_touch() -> None:
    rng = np.random.default_rng(0)
    continua = [
        random_continuum(rng, annotators=3, units=15, length=50, longest=20) for _ in range(20)
    ]
    together = align(join(continua), ONE, Clock(60))
    alone = [best(continuum).cost[0] for continuum in continua]
    np.testing.assert_allclose(together.cost, alone, atol=1e-9)


def test_every_unit_is_in_exactly_one_set_and_no_annotator_twice() -> None:
    continuum = nested_continuum(np.random.default_rng(2), annotators=6, passages=8, length=2000)
    found = best(continuum)
    members = found.sets[found.sets >= 0]
    assert sorted(members.tolist()) == list(range(len(continuum)))
    for row in found.sets.tolist():
        who = [int(found.continua.annotator[unit]) for unit in row if unit >= 0]
        assert len(set(who)) == len(who)


@pytest.mark.parametrize("few_sets", [0, np.inf])
def test_without_time_there_are_bounds_around_the_optimum(
    few_sets: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(4)
    continuum = nested_continuum(rng, annotators=4, passages=6, length=1200)
    optimum = best(continuum).cost[0]
    monkeypatch.setattr(gamma_alignment, "FEW_SETS", few_sets)
    hurried = align(join([continuum]), ONE, Clock(0))
    assert hurried.unproved
    assert all(component.lower < component.upper for component in hurried.unproved)
    assert sum(component.units for component in hurried.unproved) <= len(continuum)
    assert hurried.lower[0] < optimum < hurried.cost[0]
    members = hurried.sets[hurried.sets >= 0]
    assert sorted(members.tolist()) == list(range(len(continuum)))


def test_half_way_the_lower_bound_is_below_the_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gamma_columns, "FEW", 10**9)  # a full search in every round
    continuum = nested_continuum(np.random.default_rng(5), annotators=5, passages=8, length=1500)
    optimum = best(continuum).cost[0] * 10
    bounds = []
    for answers in range(5, 200, 4):
        solved = solve_component(join([continuum]), ONE, CountedClock(answers), lower=-1.0)
        assert solved.lower <= optimum + 1e-6
        assert solved.cost >= optimum - 1e-6
        bounds.append(solved.lower)
    assert bounds == sorted(bounds)
    assert len(set(bounds)) > 3


def test_long_components_are_solved_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(6)
    continua = [
        random_continuum(rng, annotators=3, units=40, length=4000, longest=20) for _ in range(5)
    ]
    whole = align(join(continua), ONE, Clock(60))
    monkeypatch.setattr(gamma_enumeration, "UNITS_AT_ONCE", 7)
    pieces = align(join(continua), ONE, Clock(60))
    np.testing.assert_allclose(whole.cost, pieces.cost, atol=1e-9)


def test_a_weight_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="alpha must be a number from 0 on, it is -1"):
        Dissimilarity(-1)
    with pytest.raises(ValueError, match="beta must be a number from 0 on, it is nan"):
        Dissimilarity(1, float("nan"))
