"""Scott (1955), pi; values printed by Artstein and Poesio (2008) and Krippendorff (1995, 2004)."""

import pytest

from annotator.agreement import ratings_from_codes, ratings_from_table, scott_pi


def test_artstein_and_poesio_print_both_parts() -> None:
    pi = scott_pi(ratings_from_table([[20, 10], [20, 50]]))[0]
    assert pi.observed == pytest.approx(0.7)
    assert round(pi.expected, 3) == 0.545
    assert round(pi.value, 3) == 0.341


def test_krippendorff_2004_page_246_and_1995() -> None:
    assert round(
        scott_pi(ratings_from_table([[12, 18, 18], [0, 14, 18], [0, 0, 20]]))[0].value, 3
    ) == pytest.approx(0.186)
    first = [0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0]
    second = [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert round(scott_pi(ratings_from_codes([first, second]))[0].value, 3) == 0.314
