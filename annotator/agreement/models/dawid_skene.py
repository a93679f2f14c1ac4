"""Dawid and Skene (1979): every annotator has a confusion matrix, every item a hidden true label.

    P(true label of i = j)            = p_j
    P(g says c | true label is j)     = pi_g[j, c]
    T_ij, the posterior of j for i    ~ p_j  prod over ratings (g, c) of i  pi_g[j, c]

Expectation (T from p and pi) and maximisation (p and pi from T) alternate until the log-likelihood
per rating grows by less than `tolerance`. The start is the share of votes; the likelihood can have
several tops, so further starts shake that share, and the best end is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.models.votes import Votes, votes_of
from annotator.agreement.ratings.ratings import Ratings

LEAST = 1e-10  # no probability is exactly 0
MOST_ITERATIONS = 100
CONVERGED = 1e-5
MOST_RESTARTS = 4


@dataclass(frozen=True, eq=False)
class Restart:
    """How one start ended."""

    log_likelihood: float
    iterations: int
    converged: bool


@dataclass(frozen=True, eq=False)
class DawidSkene:
    """A fitted model."""

    posterior_: Floats  # T, shape (n_rated_items, K)
    prior_: Floats  # p, shape (K,)
    confusion_: Floats  # pi, shape (n_annotators, K true, K said)
    log_likelihood_: float
    iterations_: int
    converged_: bool
    restarts_: tuple[Restart, ...]
    votes: Votes

    @property
    def labels_(self) -> Floats:
        """The likeliest category of each rated item; the first of equals."""
        best: Floats = self.posterior_.argmax(1)
        return best

    @property
    def accuracy_(self) -> Floats:
        """How often each annotator says the true label, shape (n_annotators,)."""
        right: Floats = np.einsum("j,gjj->g", self.prior_, self.confusion_)
        return right

    @property
    def marking_(self) -> Floats:
        """Share of ratings saying c minus the share expected of an annotator without error.

        Shape (n_annotators, K). Above 0: over-marking; below: under-marking. It is taken over the
        items the annotator rated; NaN for one who rated nothing.
        """
        K = self.votes.n_categories
        said = self.votes.times().reshape(-1, K)
        truth = self.votes.count(self.posterior_).reshape(-1, K, K).sum(1)
        with np.errstate(invalid="ignore"):
            over: Floats = (said - truth) / said.sum(1, keepdims=True)
        return over


def dawid_skene(
    ratings: Ratings,
    *,
    weights: Floats | None = None,
    iterations: int = MOST_ITERATIONS,
    tolerance: float = CONVERGED,
    restarts: int = MOST_RESTARTS,
    seed: int = 0,
) -> DawidSkene:
    """Fit the model; `restarts` counts the first start too.

    `weights` says how many units each item stands for (see `unit_ratings`), shape (n_items,).

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([list("xyxyx"), list("xyxyx"), list("yyxxx")])
    >>> model = dawid_skene(ratings)
    >>> "".join(ratings.categories[code] for code in model.labels_)
    'xyxyx'
    """
    votes = votes_of(ratings, weights)
    shares = votes.votes()
    shares /= shares.sum(1, keepdims=True)
    rng = np.random.default_rng(seed)
    runs = []
    for number in range(max(1, restarts)):
        start = shares if number == 0 else _shaken(shares, rng)
        runs.append(_fit(votes, start, iterations, tolerance))
    best = max(runs, key=lambda run: run.log_likelihood_)
    ends = tuple(Restart(r.log_likelihood_, r.iterations_, r.converged_) for r in runs)
    return DawidSkene(
        best.posterior_, best.prior_, best.confusion_, best.log_likelihood_, best.iterations_,
        best.converged_, ends, votes,
    )  # fmt: skip


def _shaken(shares: Floats, rng: np.random.Generator) -> Floats:
    noisy = shares + rng.dirichlet(np.ones(shares.shape[1]), size=len(shares))
    return noisy / 2


def _fit(votes: Votes, start: Floats, iterations: int, tolerance: float) -> DawidSkene:
    T = start.copy()
    p = votes.weight @ T / votes.weight.sum()
    said = votes.times()
    log_pi = _maximise(votes.count(T), said, votes)
    n_ratings, before, converged, step = said.sum(), -np.inf, False, 0
    likelihood = before
    while step < iterations and not converged:
        step += 1
        found = votes.expect(T, log_pi, np.log(np.maximum(p, LEAST)))
        p, likelihood = found.shares / votes.weight.sum(), found.log_likelihood
        log_pi = _maximise(found.counts, said, votes)
        converged = likelihood - before < tolerance * n_ratings
        before = likelihood
    A, K = votes.n_annotators, votes.n_categories
    confusion = np.exp(log_pi).reshape(A, K, K).transpose(0, 2, 1)
    return DawidSkene(T, p, confusion, likelihood, step, bool(converged), (), votes)


def _maximise(counts: Floats, said: Floats, votes: Votes) -> Floats:
    """log pi as rows g * K + c said, columns j true; what g never says takes no share."""
    kept = np.where(said[:, None] > 0, np.maximum(counts, LEAST), 0.0)
    kept = kept.reshape(votes.n_annotators, votes.n_categories, -1)
    pi = kept / np.maximum(kept.sum(1, keepdims=True), LEAST)
    log_pi: Floats = np.log(np.maximum(pi, LEAST**2)).reshape(counts.shape)
    return log_pi
