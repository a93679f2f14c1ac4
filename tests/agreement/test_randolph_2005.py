"""Randolph (2005), free-marginal multirater kappa; Warrens (2010) prints another data set."""

import pytest

from annotator.agreement import fleiss_kappa, randolph_kappa, ratings_from_labels

WARRENS = (
    ["N" * 8] * 14 + ["NNNANNNN", "NNNNNNNA"] + ["A" * 8] * 10
    + ["AANAAAAN", "AANAAAAN", "AANANAAN", "AANANANN"]
)  # fmt: skip


def by_annotator(items: list[str]):
    return ratings_from_labels([list(column) for column in zip(*items, strict=True)])


def test_example_2_shows_the_paradox_of_fixed_marginals() -> None:
    ratings = by_annotator(["YYY", "YYN", "YYN", "YYY"])
    assert randolph_kappa(ratings).value == pytest.approx(1 / 3)
    assert fleiss_kappa(ratings).value == pytest.approx(-0.2)


def test_warrens_2010() -> None:
    ratings = by_annotator(WARRENS)
    assert fleiss_kappa(ratings).value == pytest.approx(0.8324, abs=0.00006)
    assert randolph_kappa(ratings).value == pytest.approx(0.8358, abs=0.0001)
