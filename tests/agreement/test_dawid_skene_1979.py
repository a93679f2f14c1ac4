"""Dawid and Skene (1979): the steps printed in crowd-kit's tests, and planted annotators."""

from itertools import pairwise

import numpy as np
import pytest

from annotator.agreement import ratings_from_codes, ratings_from_labels, ratings_from_rows
from annotator.agreement.models.dawid_skene import dawid_skene
from annotator.errors import RatingsError

TASKS = ["no yes . yes no", "yes yes yes no no", "yes no no yes no", "yes yes yes yes yes",
         "yes no no no no"]  # fmt: skip
WORKERS = [
    [None if word == "." else word for word in column]
    for column in zip(*(task.split() for task in TASKS), strict=True)
]


def planted(seed: int = 3, n: int = 4000):
    """Three annotators: a good one, a fair one who over-marks label 1, a bad one."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(3, n, p=[0.5, 0.3, 0.2])
    confusion = np.array([
        [[0.95, 0.03, 0.02], [0.02, 0.96, 0.02], [0.03, 0.02, 0.95]],
        [[0.70, 0.25, 0.05], [0.05, 0.90, 0.05], [0.05, 0.25, 0.70]],
        [[0.50, 0.25, 0.25], [0.25, 0.50, 0.25], [0.25, 0.25, 0.50]],
    ])  # fmt: skip
    codes = np.array([[rng.choice(3, p=pi[t]) for t in truth] for pi in confusion])
    codes[rng.random(codes.shape) < 0.1] = -1
    return truth, confusion, ratings_from_codes(codes)


def test_the_start_is_the_share_of_votes() -> None:
    model = dawid_skene(ratings_from_labels(WORKERS), iterations=0, restarts=1)
    assert model.posterior_[:, 1].tolist() == [0.5, 0.6, 0.4, 1.0, 0.2]
    assert model.prior_[1] == pytest.approx(0.54)
    assert model.confusion_[0, :, 0] == pytest.approx([0.22, 0.19], abs=0.005)


def test_one_step_as_printed() -> None:
    ratings = ratings_from_labels(WORKERS)
    model = dawid_skene(ratings, iterations=1, restarts=1, tolerance=-np.inf)
    assert model.posterior_[:, 1] == pytest.approx([0.648, 0.740, 0.127, 1.0, 0.053], abs=0.001)
    assert [ratings.categories[code] for code in model.labels_] == ["yes", "yes", "no", "yes", "no"]


def test_planted_confusions_and_shares_are_recovered() -> None:
    truth, confusion, ratings = planted()
    model = dawid_skene(ratings, iterations=2000, tolerance=1e-7)
    assert model.converged_
    assert np.abs(model.confusion_ - confusion).max() < 0.07
    assert model.prior_ == pytest.approx(np.bincount(truth) / len(truth), abs=0.04)
    assert np.argsort(model.accuracy_).tolist() == [2, 1, 0]
    right = (model.labels_ == truth[model.votes.items]).mean()
    majority = (model.votes.votes().argmax(1) == truth[model.votes.items]).mean()
    assert right > majority + 0.02


def test_over_marking_and_under_marking_are_told() -> None:
    truth, _, ratings = planted()
    marking = dawid_skene(ratings).marking_
    said = np.bincount(ratings.codes[1][ratings.codes[1] >= 0], minlength=3)
    share = said / said.sum() - np.bincount(truth) / len(truth)
    assert marking[1] == pytest.approx(share, abs=0.04)
    assert marking[1, 1] > 0.1 > abs(marking[0, 1])


def test_the_likelihood_never_falls_and_stopping_is_told() -> None:
    _, _, ratings = planted(n=300)
    ends = [
        dawid_skene(ratings, iterations=step, tolerance=-np.inf, restarts=1).log_likelihood_
        for step in range(1, 12)
    ]
    assert all(b >= a - 1e-6 for a, b in pairwise(ends))
    assert not dawid_skene(ratings, iterations=2, tolerance=1e-12).converged_
    assert dawid_skene(ratings, iterations=2000).converged_


def test_the_best_of_several_starts_is_kept() -> None:
    _, _, ratings = planted(n=60)
    model = dawid_skene(ratings, restarts=6, iterations=300)
    assert len(model.restarts_) == 6
    assert model.log_likelihood_ == max(run.log_likelihood for run in model.restarts_)


def test_items_nobody_rated_are_left_out() -> None:
    model = dawid_skene(ratings_from_codes([[0, -1, 1], [0, -1, 1]]))
    assert model.votes.items.tolist() == [0, 2]
    assert len(model.posterior_) == 2


def test_rows_give_what_the_matrix_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    _, _, ratings = planted(n=100)
    annotator, item = np.nonzero(ratings.codes >= 0)
    monkeypatch.setattr("annotator.agreement.ratings.ratings.MOST_CELLS", 10)
    rows = ratings_from_rows(item, annotator, ratings.codes[annotator, item], n_items=100)
    one, two = dawid_skene(rows), dawid_skene(ratings)
    assert np.allclose(one.posterior_, two.posterior_)


def test_multiplying_chances_gives_what_adding_logarithms_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = np.random.default_rng(5)
    codes = rng.choice(4, (30, 500))
    codes[rng.random(codes.shape) < rng.random(500) * 1.1] = -1  # from a few ratings to all
    multiplied = dawid_skene(ratings_from_codes(codes), iterations=7, restarts=1)
    monkeypatch.setattr("annotator.agreement.models.votes.MOST_FILLING", 0)
    added = dawid_skene(ratings_from_codes(codes), iterations=7, restarts=1)
    assert multiplied.votes.blocks[0].places is not None
    assert added.votes.blocks[0].places is None
    np.testing.assert_allclose(multiplied.posterior_, added.posterior_, rtol=1e-9, atol=1e-12)
    assert multiplied.log_likelihood_ == pytest.approx(added.log_likelihood_, rel=1e-12)


def test_nothing_to_model_is_refused_in_words() -> None:
    with pytest.raises(RatingsError, match="at least two categories"):
        dawid_skene(ratings_from_codes([[0, 0]]))
    with pytest.raises(RatingsError, match="needs ratings"):
        dawid_skene(ratings_from_codes([[-1, -1]], categories=["a", "b"]))


def test_it_goes_on_while_confusions_move_though_the_likelihood_stands_still() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, 400)
    codes = np.where(rng.random((4, 400)) < 0.4, truth, rng.integers(0, 3, (4, 400)))
    ratings = ratings_from_codes(codes)
    model = dawid_skene(ratings, restarts=1)
    early = dawid_skene(ratings, restarts=1, iterations=30)
    end = dawid_skene(ratings, restarts=1, tolerance=1e-9)
    assert model.converged_
    assert model.left_ <= 1e-4
    assert not early.converged_
    off = np.abs(early.confusion_ - end.confusion_).max()
    assert 0.3 * off < early.left_ < 30 * off  # it says how far
    assert np.abs(model.confusion_ - end.confusion_).max() < 1e-4
    per_rating = (end.log_likelihood_ - early.log_likelihood_) / codes.size
    assert off > 0.01
    assert per_rating < 2e-3
