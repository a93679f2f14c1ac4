"""Ratings from codes, labels, rows and tables, and what is refused."""

import numpy as np
import pytest

from annotator.agreement import (
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    ratings_from_codes,
    ratings_from_labels,
    ratings_from_rows,
    ratings_from_table,
)
from annotator.agreement.ratings import ratings as module
from annotator.agreement.ratings.counts import ITEMS_AT_A_TIME, count_items
from annotator.errors import RatingsError


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ratings_from_codes([[0, 1.5]]), "whole numbers"),
        (lambda: ratings_from_codes([0, 1]), "1 dimension"),
        (lambda: ratings_from_codes([[0, -2]]), "code -2 is none of -1"),
        (lambda: ratings_from_codes([[0, 3]], categories=["a", "b"]), "code 3 is none of"),
        (lambda: ratings_from_codes([[0, 1]], articles=["a"]), "expected 2 articles"),
        (lambda: ratings_from_labels([["a"], ["a", "b"]]), "as many labels"),
        (lambda: ratings_from_labels([["c"]], categories=["a", "b"]), "'c' is none of"),
        (lambda: ratings_from_rows([0, 0], [1, 1], [0, 1]), "rated the same item twice"),
        (lambda: ratings_from_rows([0, -1], [0, 1], [0, 1]), "item -1"),
        (lambda: ratings_from_rows([0.5], [0], [0]), "whole numbers in item"),
        (lambda: ratings_from_table([[1, 2, 3]]), "square table"),
    ],
)
def test_what_cannot_be_ratings_is_refused(make, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        make()


def test_rows_and_matrix_are_the_same_ratings() -> None:
    codes = np.array([[0, 1, -1, 2], [0, 2, 1, 2], [-1, 1, 1, 0]])
    annotator, item = np.nonzero(codes >= 0)
    rows = ratings_from_rows(item, annotator, codes[annotator, item])
    assert rows.codes.tolist() == codes.tolist()


def test_sparse_rows_give_what_the_matrix_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    codes = rng.integers(-1, 3, (6, 50))
    annotator, item = np.nonzero(codes >= 0)
    dense = ratings_from_codes(codes)
    monkeypatch.setattr(module, "MOST_CELLS", 10)
    sparse = ratings_from_rows(item, annotator, codes[annotator, item], n_items=50)
    assert sparse.codes is None
    for measure in (fleiss_kappa, conger_kappa, gwet_ac1, percent_agreement):
        assert measure(sparse, resamples=50) == measure(dense, resamples=50)
    assert cohen_kappa(sparse) == cohen_kappa(dense)
    assert sparse.without(2).ratings_per_item.tolist() == dense.without(2).ratings_per_item.tolist()
    with pytest.raises(RatingsError, match="twice"):
        ratings_from_rows([0, 0, 1, 1], [0, 0, 1, 2], [0, 1, 1, 1])


def test_numbers_of_categories_come_from_numeric_labels_only() -> None:
    assert ratings_from_labels([[1, 2.5]]).values.tolist() == [1.0, 2.5]
    assert ratings_from_labels([["1", "2"]]).values is None


def test_equal_count_rows_are_kept_once_when_items_are_many() -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(-1, 3, (4, ITEMS_AT_A_TIME + 100)).astype(np.int8)
    counts = count_items(ratings_from_codes(codes))
    assert len(counts.rows) <= 35  # 4 ratings among 3 labels and missing
    again = counts.rows[counts.row_of]
    for k in range(3):
        assert (again[:, k] == (codes == k).sum(0)).all()
    few = krippendorff_alpha(ratings_from_codes(codes[:, :ITEMS_AT_A_TIME]), "nominal").value
    assert few == pytest.approx(
        krippendorff_alpha(ratings_from_codes(codes), "nominal").value, abs=0.01
    )


def test_packed_rows_come_out_alike_from_long_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    codes = rng.integers(-1, 3, (4, ITEMS_AT_A_TIME + 100))
    annotator, item = np.nonzero(codes >= 0)
    monkeypatch.setattr(module, "MOST_CELLS", 10)
    rows = ratings_from_rows(item, annotator, codes[annotator, item], n_items=codes.shape[1])
    one, two = (
        krippendorff_alpha(each, "nominal", resamples=20)
        for each in (rows, ratings_from_codes(codes))
    )
    assert one == two
