"""Mathet, Widlöcher and Métivier (2015), Computational Linguistics 41(3): γ, published cases.

The cases are worked examples that the package carries, with their sources (`annotator
conformance` prints them); the observed disorders were computed there with pygamma-agreement.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from annotator.agreement.conformance.run_cases import run_case
from annotator.agreement.gamma.alignment import align
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continuum, continuum_from_units, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity, largest_weight, positional
from annotator.agreement.gamma.gamma import best_disorder, gamma
from annotator.agreement.spans.spans import spans_from_arrays

CASES = files("annotator.agreement.conformance") / "cases"
DISORDERS = [
    "pygamma059_fixture_01_two_annotators_simple",
    "pygamma059_fixture_02_unequal_counts",
    "pygamma059_fixture_03_identical_perfect",
    "pygamma059_fixture_04_three_annotators",
    "pygamma059_fixture_05_larger_two_annotators",
    "pygamma059_fixture_06_weighted_alpha3_beta2",
]
REPLAYS = [
    "pygamma059_replay_fixture_02_unequal_counts",
    "pygamma059_replay_fixture_04_three_annotators",
]


def case(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text("utf-8"))
    return found


def continuum(data: dict[str, Any]) -> Continuum:
    units = [(u["annotator"], u["start"], u["end"], u["label"]) for u in data["units"]]
    return continuum_from_units(units, data["annotators"])


@pytest.mark.parametrize("name", DISORDERS)
def test_the_observed_disorder_is_the_published_one(name: str) -> None:
    published = case(name)
    data = published["data"]
    disorder = best_disorder(continuum(data), alpha=data["alpha"], beta=data["beta"])
    assert disorder == pytest.approx(published["expected"], abs=published["tolerance"])


@pytest.mark.parametrize("name", REPLAYS)
def test_gamma_over_the_published_samples_is_the_published_one(name: str) -> None:
    published = case(name)
    data = published["data"]
    sampled = [
        best_disorder(
            continuum_from_units([(a, s, e, label) for a, s, e, label in rows], data["annotators"])
        )
        for rows in data["sampled_continua"]
    ]
    np.testing.assert_allclose(sampled, data["sampled_disorders"], rtol=2e-6)
    value = 1 - best_disorder(continuum(data)) / float(np.mean(sampled))
    assert value == pytest.approx(published["expected"], abs=published["tolerance"])


def test_two_annotators_with_a_thousand_units_each() -> None:
    published = case("pygamma_2by1000")
    data = published["data"]
    units = data["units"]
    spans = spans_from_arrays(
        ["text"] * len(units),
        [unit["annotator"] for unit in units],
        [unit["label"] for unit in units],
        np.array([unit["start"] for unit in units]).astype(int),
        np.array([unit["end"] for unit in units]).astype(int),
        lengths={"text": int(data["length"])},
    )
    found = gamma(spans, alpha=3, beta=1, sampler="statistical", labels=False).gamma
    low, high = published["expected"]["gamma"]
    assert found.value is not None
    assert low <= found.value <= high
    alignment = align(join([continuum(data)]), Dissimilarity(3, 1), Clock(60))
    assert len(alignment.sets) == published["expected"]["n_unitary_alignments"]


def test_positional_dissimilarity_is_one_where_units_touch_and_quarter_where_half_is_shared() -> (
    None
):
    units = join([continuum_from_units([("a", 0, 10, "x"), ("b", 10, 20, "x")], ["a", "b"])])
    assert positional(units, np.array([0]), np.array([1])).tolist() == [1.0]
    units = join([continuum_from_units([("a", 0, 10, "x"), ("b", 5, 15, "x")], ["a", "b"])])
    assert positional(units, np.array([0]), np.array([1])).tolist() == [0.25]


def test_an_empty_slot_costs_one_and_an_annotator_without_units_counts() -> None:
    # One unit among three annotators: all three pairs have an empty slot, mean units 1/3.
    assert best_disorder(continuum_from_units([("a", 0, 5, "x")], ["a", "b", "c"])) == 3.0


def test_a_pair_is_worth_aligning_up_to_the_price_of_two_single_units() -> None:
    assert largest_weight(2) == 1.0  # d = 2: as dear as two units on their own
    # Length 10 both, apart by x: d = (2x / 20)²; aligned while d < 2, that is x < 14.14.
    near = continuum_from_units([("a", 0, 10, "x"), ("b", 14, 24, "x")], ["a", "b"])
    far = continuum_from_units([("a", 0, 10, "x"), ("b", 15, 25, "x")], ["a", "b"])
    assert best_disorder(near) == pytest.approx(1.96)
    assert best_disorder(far) == 2.0


@pytest.mark.parametrize("name", [*DISORDERS, *REPLAYS, "pygamma_2by1000"])
def test_the_package_reproduces_its_published_cases(name: str) -> None:
    result = run_case(case(name))
    assert result.reproduced, result
