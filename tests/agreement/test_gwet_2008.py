"""Gwet (2008; Handbook 2014, 2021): AC1, AC2, and every coefficient with gaps, with its error.

`RAW_4`, `BEN_GERRY` and `GENDER` are the Handbook's data; value, standard error and the ends of the
interval are printed there (and by the author's program irrCAC).
"""

import pytest

from annotator.agreement import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    krippendorff_alpha,
    ratings_from_labels,
    ratings_from_table,
)
from annotator.agreement.ratings.coefficient import student_interval


def by_annotator(items: str, numbers: bool = False):
    rows = [
        [None if c == "." else int(c) if numbers else c for c in item] for item in items.split()
    ]
    return ratings_from_labels([list(column) for column in zip(*rows, strict=True)])


RAW_4 = by_annotator("11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3.", numbers=True)
BEN_GERRY = by_annotator("ab aa bb bb db cc cc cc ee d. dd ad")
GENDER = by_annotator("aaac aabc aabc aacc abaa baaa bbbb bcbb cccc aaac aabc aabc aacc abaa baaa")


def alpha(ratings):
    return krippendorff_alpha(ratings, "nominal")


@pytest.mark.parametrize(
    ("measure", "ratings", "value", "error", "low", "high"),
    [
        (gwet_ac1, RAW_4, 0.775, 0.143, 0.461, 1),
        (alpha, RAW_4, 0.743, 0.146, 0.419, 1),
        (brennan_prediger, RAW_4, 0.773, None, None, None),
        (conger_kappa, RAW_4, 0.763, None, 0.435, 1),
        (fleiss_kappa, RAW_4, 0.761, None, 0.424, 1),
        (gwet_ac1, BEN_GERRY, 0.661, 0.184, 0.257, 1),
        (alpha, BEN_GERRY, 0.665, 0.180, None, None),
        (brennan_prediger, BEN_GERRY, 0.659, None, None, None),
        (conger_kappa, BEN_GERRY, 0.657, 0.179, 0.262, 1),
        (fleiss_kappa, BEN_GERRY, 0.649, 0.191, 0.228, 1),
        (gwet_ac1, GENDER, 0.208, 0.091, 0.014, 0.403),
        (alpha, GENDER, 0.143, 0.141, None, None),
        (brennan_prediger, GENDER, 0.183, None, None, None),
        (conger_kappa, GENDER, 0.166, 0.121, -0.094, 0.426),
        (fleiss_kappa, GENDER, 0.129, 0.141, -0.172, 0.430),
    ],
)
def test_the_handbooks_values(measure, ratings, value, error, low, high) -> None:
    found = measure(ratings)
    assert found.value == pytest.approx(value, abs=0.0006)
    ends = student_interval(found)
    for got, printed in ((found.standard_error, error), (ends.low, low), (ends.high, high)):
        if printed is not None:
            assert got == pytest.approx(printed, abs=0.0006)


def test_ac2_prints_observed_and_expected() -> None:
    linear, quadratic = gwet_ac2(RAW_4, "linear"), gwet_ac2(RAW_4, "quadratic")
    printed = [(0.939, 0.571, 0.859), (0.975, 0.714, 0.914)]
    for found, numbers in zip((linear, quadratic), printed, strict=True):
        assert (found.observed, found.expected, found.value) == pytest.approx(numbers, abs=0.0006)


def test_the_paradox_that_ac1_was_made_for() -> None:
    labels = ["y" * 8 + "ny", "y" * 8 + "nn"]
    found = gwet_ac1(ratings_from_labels([list(row) for row in labels]))
    assert (found.observed, found.expected) == pytest.approx((0.9, 0.255), abs=1e-9)
    assert round(found.value, 4) == 0.8658


@pytest.mark.parametrize(
    ("counts", "ac1", "ac2"),
    [
        ([[80, 7], [8, 5]], 0.808, 0.808),
        ([[25, 12, 3], [13, 2, 15], [12, 16, 2]], -0.04797, 0.1831),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.57597, 0.63855),
        ([[20, 5, 1, 0], [4, 15, 6, 1], [0, 5, 18, 4], [0, 1, 3, 12]], 0.58046, 0.84028),
    ],
)
def test_tables_computed_with_the_authors_program(counts, ac1, ac2) -> None:
    ratings = ratings_from_table(counts)
    assert gwet_ac1(ratings).value == pytest.approx(ac1, abs=1e-5)
    assert gwet_ac2(ratings, "quadratic").value == pytest.approx(ac2, abs=1e-5)


def test_a_label_nobody_used_counts_as_a_category() -> None:
    labels = [list("aabb"), list("abbb")]
    two = gwet_ac1(ratings_from_labels(labels))
    three = gwet_ac1(ratings_from_labels(labels, categories=["a", "b", "c"]))
    assert three.expected == pytest.approx(two.expected / 2)
