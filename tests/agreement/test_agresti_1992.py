"""Agresti (1992), with the table of Landis and Koch (1977), category by category."""

import pytest

from annotator.agreement import fleiss_kappa, ratings_from_table, scott_pi
from annotator.agreement.ratings.per_label import one_against_rest

TABLE = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]]


@pytest.mark.parametrize(
    ("label", "printed"), [("1", 0.781), ("2", 0.247), ("3", 0.402), ("4", 0.435)]
)
def test_one_category_against_the_rest(label: str, printed: float) -> None:
    binary = one_against_rest(ratings_from_table(TABLE, categories=[1, 2, 3, 4]), label)
    assert round(fleiss_kappa(binary).value, 3) == printed
    assert round(scott_pi(binary)[0].value, 3) == printed
