"""Conger (1980): Cohen's kappa for many annotators."""

import pytest

from annotator.agreement import cohen_kappa, conger_kappa, ratings_from_codes, ratings_from_table


def test_for_two_annotators_without_gaps_it_is_cohens_kappa() -> None:
    ratings = ratings_from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    conger, cohen = conger_kappa(ratings), cohen_kappa(ratings)[0]
    assert conger.value == pytest.approx(cohen.value)
    assert conger.expected == pytest.approx(cohen.expected)
    # Gwet's error divides by n - 1 where Fleiss, Cohen and Everitt divide by n.
    assert conger.standard_error == pytest.approx(cohen.standard_error, rel=0.005)


def test_its_expected_part_is_the_mean_over_pairs_of_annotators() -> None:
    ratings = ratings_from_codes([[0, 1, 0, 1, 2], [0, 1, 1, 1, 2], [0, 2, 0, 0, 2]])
    pairs = cohen_kappa(ratings)[1:]
    mean = sum(pair.expected for pair in pairs) / len(pairs)
    assert conger_kappa(ratings).expected == pytest.approx(mean)


def test_an_annotator_without_a_rating_is_left_out_and_said_so() -> None:
    codes = [[0, 1, 0, 1], [0, 1, 1, 1], [-1, -1, -1, -1]]
    found = conger_kappa(ratings_from_codes(codes))
    assert found.value == pytest.approx(conger_kappa(ratings_from_codes(codes[:2])).value)
    assert "1 annotator(s) without a rating" in found.left_out


def test_nothing_rated_is_a_reason() -> None:
    found = conger_kappa(ratings_from_codes([[-1, -1], [-1, -1]], categories=["a", "b"]))
    assert found.value is None
    assert found.reason == "no item was rated by two annotators"
