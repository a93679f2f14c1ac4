"""Brennan and Prediger (1981); Bennett, Alpert and Goldstein's S (1954) for two annotators."""

import pytest

from annotator.agreement import bennett_s, brennan_prediger, ratings_from_codes, ratings_from_table


def test_page_689() -> None:
    ratings = ratings_from_table([[50, 0, 0], [10, 10, 10], [20, 0, 0]])
    assert round(bennett_s(ratings)[0].value, 2) == 0.40
    assert brennan_prediger(ratings).value == pytest.approx(bennett_s(ratings)[0].value)


def test_artstein_and_poesio_2008_print_both_parts_of_s() -> None:
    s = bennett_s(ratings_from_table([[20, 10], [20, 50]]))[0]
    assert (s.observed, s.expected) == (pytest.approx(0.7), pytest.approx(0.5))
    assert s.value == pytest.approx(0.4)


def test_krippendorff_2004_page_246() -> None:
    s = bennett_s(ratings_from_table([[12, 18, 18], [0, 14, 18], [0, 0, 20]]))[0]
    assert round(s.value, 2) == 0.19


def test_a_category_nobody_used_lowers_what_chance_explains() -> None:
    codes = [[0, 1, 0, 1], [0, 1, 1, 1]]
    two = brennan_prediger(ratings_from_codes(codes, categories=["a", "b"]))
    three = brennan_prediger(ratings_from_codes(codes, categories=["a", "b", "c"]))
    assert (two.expected, three.expected) == (pytest.approx(1 / 2), pytest.approx(1 / 3))


def test_the_set_of_categories_stays_while_resampling() -> None:
    codes = [[0] * 29 + [1], [0] * 30]
    interval = brennan_prediger(ratings_from_codes(codes), resamples=500).interval
    assert interval.high == 1.0  # without the rare label, K is still 2: 1, not undefined
    assert interval.undefined == 0


def test_one_category_is_a_reason() -> None:
    found = brennan_prediger(ratings_from_codes([[0, 0], [0, 0]]))
    assert found.value is None
    assert found.reason == "there is only one category"
