"""Hovy, Berg-Kirkpatrick, Vaswani, Hovy (2013): MACE finds who knows and who answers by habit."""

import numpy as np
import pytest

from annotator.agreement import ratings_from_codes
from annotator.agreement.models.mace import Start, _Work, mace
from annotator.errors import RatingsError

KNOWS = [0.95, 0.7, 0.5, 0.1]


def planted(n: int = 4000, seed: int = 1):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, n)
    rows = []
    for theta in KNOWS:
        habit = rng.choice(4, n, p=[0.55, 0.15, 0.15, 0.15])
        rows.append(np.where(rng.random(n) < theta, truth, habit))
    codes = np.array(rows)
    codes[rng.random(codes.shape) < 0.15] = -1
    return truth, ratings_from_codes(codes)


@pytest.mark.parametrize("method", ["vb", "em"])
def test_planted_competences_are_recovered(method: str) -> None:
    truth, ratings = planted()
    model = mace(ratings, method=method, iterations=300)
    assert model.competence_ == pytest.approx(KNOWS, abs=0.06)
    assert model.strategy_[2, 0] == pytest.approx(0.55, abs=0.08)
    assert (model.labels_ == truth[model.votes.items]).mean() > 0.9


def test_hard_items_have_high_entropy() -> None:
    truth, ratings = planted()
    model = mace(ratings)
    wrong = model.labels_ != truth[model.votes.items]
    assert model.entropy_[wrong].mean() > 2 * model.entropy_[~wrong].mean()


def test_starts_differ_convergence_is_told_and_the_best_is_kept() -> None:
    _, ratings = planted(n=200)
    model = mace(ratings, restarts=5, iterations=400)
    ends = [run.log_likelihood for run in model.restarts_]
    assert len(set(ends)) > 1
    assert model.log_likelihood_ == max(ends)
    assert model.converged_
    assert not mace(ratings, iterations=1, tolerance=1e-15).converged_


def test_one_expectation_is_what_the_definition_says() -> None:
    codes = np.array([[0, 1, 1], [0, -1, 2], [2, 1, 1]])
    rng = np.random.default_rng(0)
    spamming, strategy = rng.dirichlet([1, 1], 3), rng.dirichlet([1, 1, 1], 3)
    work = _Work(mace(ratings_from_codes(codes), restarts=1).votes)
    q, likelihood, knowing, habit = work.expect(spamming, strategy)
    slow, known, by_habit = np.zeros((3, 3)), np.zeros((3, 3)), np.zeros((3, 3))
    total = 0.0
    for i in range(3):
        rated = [(g, codes[g, i]) for g in range(3) if codes[g, i] >= 0]
        joint = [
            np.prod([spamming[g, 0] * strategy[g, c] + spamming[g, 1] * (c == t) for g, c in rated])
            for t in range(3)
        ]
        slow[i] = np.array(joint) / sum(joint)
        total += np.log(sum(joint) / 3)
        for g, c in rated:
            s = spamming[g, 0] * strategy[g, c]
            share = slow[i, c] * spamming[g, 1] / (s + spamming[g, 1])
            known[g, c] += share
            by_habit[g, c] += 1 - share
    assert np.allclose(q, slow)
    assert likelihood == pytest.approx(total)
    assert np.allclose(knowing, known)
    assert np.allclose(habit, by_habit)


def test_a_given_start_is_the_only_one() -> None:
    _, ratings = planted(n=50)
    start = Start(np.full((4, 2), 0.5), np.full((4, 4), 0.25))
    assert len(mace(ratings, start=start).restarts_) == 1


def test_an_unknown_method_is_answered_with_the_known_ones() -> None:
    with pytest.raises(RatingsError, match="vb, em"):
        mace(ratings_from_codes([[0, 1]]), method="map")
