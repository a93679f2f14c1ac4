"""The published cases: each must be able to fail."""

import copy

import pytest

from annotator.agreement.conformance.run_cases import load_cases, matches, run_case

CASES = {case["name"]: case for case in load_cases()}


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_published_value_is_reproduced(name: str) -> None:
    result = run_case(CASES[name])
    assert result.reproduced, (result.expected, result.computed, result.note)


def test_a_case_says_where_it_comes_from() -> None:
    assert all(case["source"] for case in CASES.values())


def test_another_number_would_not_be_reproduced() -> None:
    case = copy.deepcopy(CASES["cohen1960_p45"])
    case["expected"] += 3 * case["tolerance"]
    assert not run_case(case).reproduced


def test_a_coefficient_nobody_computes_is_not_reproduced() -> None:
    result = run_case({**CASES["cohen1960_p45"], "coefficient": "lambda"})
    assert not result.reproduced
    assert result.note == "nothing here computes this"


def test_every_number_a_case_names_has_to_be_there() -> None:
    assert not matches({"value": 0.5, "se": 0.1}, {"value": 0.5}, 0.01)
    assert not matches(0.5, None, 0.01)
    assert not matches([1.0, 2.0], [1.0], 0.01)
    assert matches({"labels": ["a"], "p": {"x": 0.2}}, {"labels": ["a"], "p": {"x": 0.204}}, 0.005)
