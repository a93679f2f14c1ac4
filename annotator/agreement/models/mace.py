"""MACE, Multi-Annotator Competence Estimation (Hovy, Berg-Kirkpatrick, Vaswani and Hovy 2013).

Annotator g knows the true label with probability theta_g and says it; otherwise says c by habit,
with probability xi_gc. All true labels are equally likely beforehand:

    P(g says c | true label is t) = (1 - theta_g) xi_gc + theta_g [c = t]

Of a rating only its own label's term differs from the habit term, so one sparse product gives all
posteriors: log P(ratings of i, t) = sum log s_gc + sum over ratings saying t of log(1 + k_g / s_gc)
with s_gc = (1 - theta_g) xi_gc and k_g = theta_g. Maximisation is variational with the priors of
the paper (Beta 0.5, 0.5 for theta; Dirichlet 10 for xi) or plain with smoothing.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.models.dawid_skene import Fitted, likeliest
from annotator.agreement.models.how_far import WayToGo
from annotator.agreement.models.votes import Votes, votes_of
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError
from annotator.time_left import Steps, one_by_one, unheard

MOST_ROUNDS = 50
STARTS = 10
SETTLED = 1e-6
METHODS = ("vb", "em")
NOISE = 0.5


@dataclass(frozen=True, eq=False, kw_only=True)
class Mace(Fitted):
    """A fitted MACE."""

    competence_: Floats  # theta, shape (n_annotators,)
    strategy_: Floats  # xi, shape (n_annotators, K)

    @property
    def entropy_(self) -> Floats:
        """How unsure the model is of each item, in nats; its hardest items are the highest."""
        q = np.maximum(self.posterior_, 1e-300)
        unsure: Floats = -(self.posterior_ * np.log(q)).sum(1)
        return unsure


@dataclass(frozen=True, eq=False)
class Start:
    """Where a run begins: habit and knowing (shape (A, 2)), and strategies (shape (A, K))."""

    spamming: Floats
    strategy: Floats


def mace(
    ratings: Ratings,
    *,
    weights: Floats | None = None,
    method: str = "vb",
    iterations: int = MOST_ROUNDS,
    tolerance: float = SETTLED,
    restarts: int = STARTS,
    seed: int = 0,
    start: Start | None = None,
    progress: Steps = unheard,
) -> Mace:
    """Fit the model from `restarts` random starts, or from `start` alone.

    `weights` says how many units each item stands for (see `unit_ratings`), shape (n_items,).

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("xyxyxy"), list("xyxyxy"), list("xxxxxx")])
    >>> model = mace(ratings)
    >>> bool(model.competence_[0] > model.competence_[2])
    True
    """
    if method not in METHODS:
        raise RatingsError(f"method {method!r} is none of {', '.join(METHODS)}")
    votes = votes_of(ratings, weights)
    rng = np.random.default_rng(seed)
    A, K = votes.n_annotators, votes.n_categories
    starts = [start] if start is not None else [
        Start(_random_shares(rng, A, 2), _random_shares(rng, A, K)) for _ in range(restarts)
    ]  # fmt: skip
    work = _Work(votes)
    return likeliest(
        [work.run(one, method, iterations, tolerance) for one in one_by_one(starts, progress)]
    )


def _random_shares(rng: np.random.Generator, rows: int, columns: int) -> Floats:
    return _shares(1 + rng.random((rows, columns)) * (1 + NOISE))


class _Work:
    """The ratings, and the two steps on them."""

    def __init__(self, votes: Votes) -> None:
        self.votes = votes
        self.times = votes.times()
        self.q = np.empty((len(votes.items), votes.n_categories))

    def run(self, start: Start, method: str, iterations: int, tolerance: float) -> Mace:
        spamming, strategy = start.spamming, start.strategy
        q, likelihood, knowing, habit = self.expect(spamming, strategy)
        converged, step, way = False, 0, WayToGo()
        theta, xi = _shares(spamming)[:, 1], _shares(strategy)
        while step < iterations and not converged:
            step += 1
            before, was = likelihood, (theta, xi)
            spamming, strategy = self.maximise(knowing, habit, method)
            theta, xi = _shares(spamming)[:, 1], _shares(strategy)
            way.stepped(float(max(np.abs(theta - was[0]).max(), np.abs(xi - was[1]).max())))
            q, likelihood, knowing, habit = self.expect(spamming, strategy)
            converged = abs(likelihood - before) < tolerance * self.times.sum()
        return Mace(
            posterior_=q.copy(), competence_=theta, strategy_=xi, log_likelihood_=likelihood,
            iterations_=step, converged_=converged, left_=way.left, votes=self.votes,
        )  # fmt: skip

    def expect(self, spamming: Floats, strategy: Floats) -> tuple[Floats, float, Floats, Floats]:
        """Posteriors, log-likelihood, and the expected ratings by knowing and by habit."""
        K = self.votes.n_categories
        s = (spamming[:, :1] * strategy).ravel()
        k = np.repeat(spamming[:, 1], K)
        own = np.arange(len(s)), np.tile(np.arange(K), self.votes.n_annotators)
        gain = np.zeros((len(s), K))  # only where the label said is the true one
        gain[own] = np.log1p(k / s)
        found = self.votes.expect(self.q, gain, np.full(K, -np.log(K)))
        likelihood = found.log_likelihood + float(self.times @ np.log(s))
        known = found.counts[own] * k / (s + k)
        return self.q, likelihood, known.reshape(-1, K), (self.times - known).reshape(-1, K)

    def maximise(self, known: Floats, habit: Floats, method: str) -> tuple[Floats, Floats]:
        spamming = np.stack([habit.sum(1), known.sum(1)], axis=1)
        if method == "em":
            smoothing = 0.01 / self.votes.n_categories
            return _shares(spamming + smoothing), _shares(habit + smoothing)
        return _variational(spamming + 0.5), _variational(habit + 10.0)


def _shares(counts: Floats) -> Floats:
    shares: Floats = counts / counts.sum(1, keepdims=True)
    return shares


def _variational(counts: Floats) -> Floats:
    from scipy.special import digamma  # slow to import

    shares: Floats = np.exp(digamma(counts) - digamma(counts.sum(1, keepdims=True)))
    return shares
