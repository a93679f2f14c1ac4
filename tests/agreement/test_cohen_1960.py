"""Cohen (1960), "A coefficient of agreement for nominal scales", and the tables of its readers."""

import pytest

from annotator.agreement import cohen_kappa, ratings_from_codes, ratings_from_labels
from annotator.agreement import ratings_from_table as table


def test_page_37_prints_its_observed_and_expected_part() -> None:
    kappa = cohen_kappa(table([[25, 12, 3], [13, 2, 15], [12, 16, 2]]))[0]
    assert kappa.observed == pytest.approx(0.29, abs=0.005)
    assert kappa.expected == pytest.approx(0.35, abs=0.005)


def test_page_45_prints_492() -> None:
    kappa = cohen_kappa(table([[88, 14, 18], [10, 40, 10], [2, 6, 12]]))[0]
    assert round(kappa.observed, 2) == 0.70
    assert round(kappa.expected, 2) == 0.41
    assert kappa.value == pytest.approx(0.492, abs=0.0005)


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ([[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]], 0.493),  # Landis, Koch 1977
        ([[20, 10], [20, 50]], 0.348),  # Artstein and Poesio 2008, page 558
        ([[12, 18, 18], [0, 14, 18], [0, 0, 20]], 0.258),  # Krippendorff 2004, page 246
    ],
)
def test_tables_printed_elsewhere(counts: list[list[int]], printed: float) -> None:
    assert round(cohen_kappa(table(counts))[0].value, 3) == printed


def test_an_annotator_who_never_varies_agrees_as_chance_would() -> None:
    labels = [[1] * 13, [1] * 11 + [2, 3]]
    assert cohen_kappa(ratings_from_labels(labels))[0].value == pytest.approx(0.0, abs=1e-12)


def test_the_same_single_label_from_both_has_a_reason_and_no_number() -> None:
    kappa = cohen_kappa(ratings_from_codes([[0, 0], [0, 0]], categories=["yes", "no"]))[0]
    assert kappa.value is None
    assert kappa.reason == "both used only the label 'yes'"
    assert kappa.observed == 1.0


def test_items_only_one_rated_are_left_out_and_said_so() -> None:
    gaps = cohen_kappa(ratings_from_codes([[0, 1, 1, 0, -1], [0, 1, 0, -1, 1]]))[0]
    full = cohen_kappa(ratings_from_codes([[0, 1, 1], [0, 1, 0]]))[0]
    assert gaps.value == full.value
    assert gaps.items == 3
    assert gaps.left_out == ("2 items not rated by both",)


def test_several_annotators_give_the_mean_over_pairs_and_every_pair() -> None:
    ratings = ratings_from_codes(
        [[0, 1, 0, 1], [0, 1, 1, 1], [0, 0, 0, 0]], annotators=["ann", "bob", "cy"]
    )
    overall, *pairs = cohen_kappa(ratings)
    assert [pair.id for pair in pairs] == ["ann & bob", "ann & cy", "bob & cy"]
    assert overall.pooling == "mean of pairs"
    assert overall.value == pytest.approx(sum(pair.value for pair in pairs) / 3)


def test_a_pair_without_a_value_is_named_and_not_averaged() -> None:
    ratings = ratings_from_codes(
        [[0, 1, -1, -1], [0, 1, 1, 0], [-1, -1, 1, 1]], annotators=["ann", "bob", "cy"]
    )
    overall, *pairs = cohen_kappa(ratings)
    assert [pair.value for pair in pairs] == [1.0, None, 0.0]
    assert overall.value == 0.5
    assert "1 pair of annotators without an item in common" in overall.left_out


def test_one_annotator_is_a_reason() -> None:
    assert cohen_kappa(ratings_from_codes([[0, 1]]))[0].reason == "fewer than two annotators"
