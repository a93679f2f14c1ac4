"""Passonneau (2006): MASI, a distance between sets of labels; and how two programs differ."""

import pytest

from annotator.agreement import krippendorff_alpha, ratings_from_labels
from annotator.agreement.ratings.distances import masi_distances

CATS = [["dog", "cat", "cat"], ["dog", "cat", "cat|mouse"]]
SETS = (",,; A,; A,A; A,B; A|B,A; A|B,A|C; A|B|C,A|B|C; C,A|C; C,A|C".replace(",,;", ",;")).split(
    ";"
)


def test_distances_of_the_paper() -> None:
    delta = masi_distances(["a", "a|b", "b|c", "c", "|"])
    assert delta[0].tolist() == pytest.approx([0, 1 - 1 / 2 * 2 / 3, 1, 1, 1])
    assert delta[1][2] == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert delta[4][4] == 0


def test_nltk_rounds_the_monotonicity() -> None:
    ratings = ratings_from_labels(CATS)
    assert krippendorff_alpha(ratings, "masi-nltk").value == pytest.approx(
        0.6673336668334168, abs=1e-9
    )
    assert krippendorff_alpha(ratings, "masi").value == pytest.approx(2 / 3)


def test_sets_as_plain_labels() -> None:
    found = krippendorff_alpha(ratings_from_labels(CATS), "nominal")
    assert found.value == pytest.approx(6 / 11)


def test_dkpro_multiplies_the_distances_instead() -> None:
    rows = [[part.strip() for part in item.split(",")] for item in SETS]
    ratings = ratings_from_labels([list(column) for column in zip(*rows, strict=True)])
    found = krippendorff_alpha(ratings, "masi-dkpro")
    # Printed cut off, not rounded: 0.3388 as 0.338, 0.2529 as 0.252.
    assert found.observed == pytest.approx(0.253, abs=0.001)
    assert found.expected == pytest.approx(0.338, abs=0.001)
    assert found.value == pytest.approx(0.252, abs=0.001)
