"""Dawid and Skene (1979): every annotator has a confusion matrix, every item a hidden true label.

    P(true label of i = j)            = p_j
    P(g says c | true label is j)     = pi_g[j, c]
    T_ij, the posterior of j for i    ~ p_j  prod over ratings (g, c) of i  pi_g[j, c]

Expectation (T from p and pi) and maximisation (p and pi from T) alternate until the log-likelihood
per rating grows by less than `tolerance`. The start is the share of votes; the likelihood can have
several tops, so further starts shake that share, and the best end is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

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


@dataclass(frozen=True, eq=False, kw_only=True)
class Fitted:
    """A fitted model: the likeliest end of several starts."""

    posterior_: Floats  # T, shape (n_rated_items, K)
    log_likelihood_: float
    iterations_: int
    converged_: bool
    restarts_: tuple[Restart, ...] = ()
    votes: Votes

    @property
    def labels_(self) -> Floats:
        """The likeliest category of each rated item; the first of equals."""
        return np.asarray(self.posterior_.argmax(1))


Model = TypeVar("Model", bound=Fitted)


def likeliest(runs: Sequence[Model]) -> Model:
    """The best of several runs, which tells how each of them ended."""
    best = max(runs, key=lambda run: run.log_likelihood_)
    ends = tuple(Restart(r.log_likelihood_, r.iterations_, r.converged_) for r in runs)
    return replace(best, restarts_=ends)


@dataclass(frozen=True, eq=False, kw_only=True)
class DawidSkene(Fitted):
    """A fitted model of Dawid and Skene."""

    prior_: Floats  # p, shape (K,)
    confusion_: Floats  # pi, shape (n_annotators, K true, K said)

    @property
    def accuracy_(self) -> Floats:
        """How often each annotator says the true label, shape (n_annotators,)."""
        return np.asarray(np.einsum("j,gjj->g", self.prior_, self.confusion_))

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
    starts = [shares]
    for _ in range(1, restarts):
        noise = rng.dirichlet(np.ones(shares.shape[1]), size=len(shares))
        starts.append((shares + noise) / 2)
    return likeliest([_fit(votes, start, iterations, tolerance) for start in starts])


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
    return DawidSkene(
        posterior_=T, prior_=p, confusion_=confusion, log_likelihood_=likelihood,
        iterations_=step, converged_=bool(converged), votes=votes,
    )  # fmt: skip


def _maximise(counts: Floats, said: Floats, votes: Votes) -> Floats:
    """log pi as rows g * K + c said, columns j true; what g never says takes no share."""
    kept = np.where(said[:, None] > 0, np.maximum(counts, LEAST), 0.0)
    kept = kept.reshape(votes.n_annotators, votes.n_categories, -1)
    pi = kept / np.maximum(kept.sum(1, keepdims=True), LEAST)
    log_pi: Floats = np.log(np.maximum(pi, LEAST**2)).reshape(counts.shape)
    return log_pi
