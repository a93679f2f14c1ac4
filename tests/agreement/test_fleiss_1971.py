"""Fleiss (1971), 30 patients by 6 psychiatrists."""

import pytest

from annotator.agreement import fleiss_kappa, ratings_from_codes, ratings_from_labels, scott_pi
from annotator.agreement.ratings.per_label import one_against_rest

PATIENTS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 "
    "144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 "
    "111155 224444 133333 555555"
)


@pytest.fixture
def patients():
    return ratings_from_labels([list(column) for column in zip(*PATIENTS.split(), strict=True)])


def test_observed_expected_and_kappa_as_printed(patients) -> None:
    kappa = fleiss_kappa(patients)
    assert round(kappa.observed, 4) == 0.5556
    assert kappa.expected == pytest.approx(0.2201, abs=0.0002)  # the paper rounds the shares first
    assert round(kappa.value, 3) == 0.430


def test_every_category_against_the_rest_as_printed(patients) -> None:
    printed = {"1": 0.248, "2": 0.248, "3": 0.517, "4": 0.470, "5": 0.565}
    for label, value in printed.items():
        found = fleiss_kappa(one_against_rest(patients, label)).value
        assert found == pytest.approx(value, abs=0.005)


def test_for_two_annotators_without_gaps_it_is_scotts_pi() -> None:
    ratings = ratings_from_codes([[0, 1, 2, 1, 0], [0, 2, 2, 1, 1]])
    assert fleiss_kappa(ratings).value == pytest.approx(scott_pi(ratings)[0].value)


def test_one_label_is_a_reason() -> None:
    found = fleiss_kappa(ratings_from_codes([[0, 0], [0, 0], [0, -1]], categories=["a", "b"]))
    assert found.value is None
    assert found.reason.startswith("only the label 'a' was used")


def test_an_item_with_one_rating_counts_in_the_expected_part_alone() -> None:
    with_it = fleiss_kappa(ratings_from_codes([[0, 1, 1, 0], [0, 1, 0, -1]]))
    without = fleiss_kappa(ratings_from_codes([[0, 1, 1], [0, 1, 0]]))
    assert with_it.observed == without.observed
    assert with_it.expected != pytest.approx(without.expected)
    assert with_it.left_out[0].startswith("1 item with one rating: in the expected part")
