"""Cohen (1968), weighted kappa; Fleiss, Cohen and Everitt (1969), its standard error.

The 4 x 4 table and its printed values are from Gwet, Handbook of Inter-Rater Reliability (2014).
"""

import pytest

from annotator.agreement import cohen_kappa, ratings_from_table, scott_pi
from annotator.agreement.ratings.coefficient import student_interval

TABLE = [[40, 4, 4, 17], [6, 25, 2, 13], [4, 1, 21, 12], [15, 5, 9, 45]]


@pytest.mark.parametrize(
    ("weights", "value", "error"),
    [("identity", 0.432, 0.046), ("linear", 0.407, 0.053), ("quadratic", 0.383, 0.066)],
)
def test_value_and_standard_error_as_printed(weights: str, value: float, error: float) -> None:
    kappa = cohen_kappa(ratings_from_table(TABLE), weights)[0]
    assert kappa.value == pytest.approx(value, abs=0.0006)
    assert kappa.standard_error == pytest.approx(error, abs=0.0006)


def test_scott_pi_of_the_same_table() -> None:
    pi = scott_pi(ratings_from_table(TABLE))[0]
    assert pi.value == pytest.approx(0.430, abs=0.0006)
    assert pi.standard_error == pytest.approx(0.046, abs=0.0006)
    assert student_interval(pi).low == pytest.approx(0.339, abs=0.0006)


def test_the_interval_of_the_standard_error_begins_where_it_was_printed() -> None:
    kappa = cohen_kappa(ratings_from_table(TABLE))[0]
    assert student_interval(kappa).low == pytest.approx(0.341, abs=0.0006)


def test_weights_use_the_numbers_of_the_categories_not_their_ranks() -> None:
    counts = [[5, 1, 0], [1, 5, 1], [0, 2, 5]]
    far = cohen_kappa(ratings_from_table(counts, categories=[1, 2, 10]), "linear")[0]
    ranks = cohen_kappa(ratings_from_table(counts, categories=["a", "b", "c"]), "linear")[0]
    assert far.value != pytest.approx(ranks.value, abs=1e-3)
