"""Conger (1980): Cohen's kappa for many annotators."""

import pytest

from annotator.agreement import cohen_kappa, conger_kappa, ratings_from_codes, ratings_from_table
from annotator.agreement.ratings.by_article import by_article
from annotator.agreement.ratings.conger import conger_coefficient


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
    assert "1 annotator without a rating" in found.left_out


def test_nothing_rated_is_a_reason() -> None:
    found = conger_kappa(ratings_from_codes([[-1, -1], [-1, -1]], categories=["a", "b"]))
    assert found.value is None
    assert found.reason == "no item was rated by two annotators"


def test_who_rated_nothing_in_an_article_has_no_shares_there() -> None:
    codes = [[0, 1, 1, 0, 1, 0], [0, 1, 0, 0, 1, 1], [-1, -1, -1, 0, 0, 1]]
    ratings = ratings_from_codes(codes, articles=["p"] * 3 + ["q"] * 3)
    first = by_article(conger_coefficient(ratings), ratings)[0]
    alone = conger_kappa(ratings_from_codes(codes).only([0, 1, 2]))
    of_two = conger_kappa(ratings_from_codes([codes[0][:3], codes[1][:3]]))
    assert alone.value != of_two.value
    assert first.value == pytest.approx(of_two.value)
    assert (first.annotators, first.units) == (2, 6)
