"""Dawid and Skene (1979): every annotator has a confusion matrix, every item a hidden true label.

    P(true label of i = j)            = p_j
    P(g says c | true label is j)     = pi_g[j, c]
    T_ij, the posterior of j for i    ~ p_j  prod over ratings (g, c) of i  pi_g[j, c]

Expectation (T from p and pi) and maximisation (p and pi from T) alternate until no probability of p
or pi is further than `tolerance` from where it is going. The likelihood says nothing about that: it
can stand nearly still for hundreds of steps while confusions move by .07. Steps shrink by a
constant factor r near the end, so what is left after a step of size d is d r / (1 - r).

The start is the share of votes; the likelihood can have several tops, so further starts shake that
share. Each climbs until its steps are small, and the best goes on to the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.models.how_far import WayToGo
from annotator.agreement.models.votes import Votes, votes_of
from annotator.agreement.ratings.ratings import Ratings
from annotator.time_left import Parts, Steps, one_by_one, unheard

LEAST = 1e-10  # no probability is exactly 0
MOST_ITERATIONS = 2000
CONVERGED = 1e-4
ROUGHLY, MOST_AT_FIRST = 2e-3, 100  # until which each start climbs
TOUCHED = 0.5  # ratings on which a row of pi must rest to be waited for
MOST_RESTARTS = 4


@dataclass(frozen=True, eq=False)
class Restart:
    """How one start ended."""

    log_likelihood: float
    iterations: int
    converged: bool  # as far as it was asked to


@dataclass(frozen=True, eq=False, kw_only=True)
class Fitted:
    """A fitted model: the likeliest end of several starts."""

    posterior_: Floats  # T, shape (n_rated_items, K)
    log_likelihood_: float
    iterations_: int
    converged_: bool
    left_: float  # how far the probability that moves most is from its end, as far as steps tell
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
    progress: Steps = unheard,
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
    climbs = [_Climb(votes, start) for start in starts]
    roughly = max(tolerance, ROUGHLY) if tolerance > 0 else tolerance
    parts = Parts(progress, 1, 3)
    for climb in one_by_one(climbs, parts.next()):
        climb.go(min(iterations, MOST_AT_FIRST), roughly)
    best = max(climbs, key=lambda one: one.likelihood)
    tell = parts.next()
    if tolerance > 0:
        best.leap(iterations, tolerance, tell)
    best.go(iterations, tolerance)
    ends = tuple(Restart(one.likelihood, one.steps, one.left <= roughly) for one in climbs)
    return best.model(tolerance, ends)


@dataclass(frozen=True, eq=False)
class _Parameters:
    """p of shape (K,); log pi as rows g * K + c said, columns j true."""

    p: Floats
    log_pi: Floats

    @cached_property
    def pi(self) -> Floats:
        return np.asarray(np.exp(self.log_pi))

    def flat(self) -> Floats:
        return np.concatenate([self.p, self.pi.ravel()])


class _Climb:
    """One start on its way."""

    def __init__(self, votes: Votes, start: Floats) -> None:
        self.votes, self.T, self.said = votes, start.copy(), votes.times()
        p: Floats = votes.weight @ start / votes.weight.sum()
        self.at = _Parameters(p, _maximise(votes.count(self.T), self.said, votes))
        self.likelihood, self.steps = -np.inf, 0  # of the parameters before the last step
        self._way = WayToGo()

    @property
    def left(self) -> float:
        """How far the probability that moves most is from its end."""
        return self._way.left

    def step(self) -> None:
        """One expectation and one maximisation."""
        self.steps += 1
        found = self.votes.expect(self.T, self.at.log_pi, np.log(np.maximum(self.at.p, LEAST)))
        p = found.shares / self.votes.weight.sum()
        after = _Parameters(p, _maximise(found.counts, self.said, self.votes))
        self._measure(after, found.counts)
        self.at, self.likelihood = after, found.log_likelihood

    def go(self, iterations: int, tolerance: float) -> None:
        """On to that many steps, or to where everything is nearer than `tolerance` to its end."""
        while self.steps < iterations and self.left > tolerance:
            self.step()

    def leap(self, iterations: int, tolerance: float, tell: Steps) -> None:
        """The same with an extrapolation after every two steps (SQUAREM, Varadhan and Roland 2008),
        taken back where the likelihood falls."""
        while self.steps < iterations and self.left > tolerance:
            start = self.at
            self.step()
            first = self.at
            self.go(min(iterations, self.steps + 1), tolerance)
            tell(self._way.of_the_way(ROUGHLY, tolerance), 1)
            if self.left <= tolerance or self.steps >= iterations:
                return
            reached, before = self.at, self.likelihood
            self.at = self.extrapolated(start, first, reached)
            self._way.leapt()
            self.step()
            if self.likelihood < before:
                self.at, self.likelihood = reached, before
                self._way.leapt()

    def extrapolated(
        self, start: _Parameters, first: _Parameters, second: _Parameters
    ) -> _Parameters:
        """Where two steps lead when they are extrapolated."""
        votes, was = self.votes, start.flat()
        r = first.flat() - was
        v = second.flat() - first.flat() - r
        size = float(np.sqrt(v @ v))
        if size == 0:
            return second
        alpha = max(1.0, float(np.sqrt(r @ r)) / size)
        there = np.maximum(was + 2 * alpha * r + alpha**2 * v, LEAST)
        K = votes.n_categories
        p, pi = there[:K], there[K:].reshape(-1, K)
        return _Parameters(p / p.sum(), _maximise(pi, self.said, votes))

    def _measure(self, after: _Parameters, counts: Floats) -> None:
        """How far the last step went."""
        A, K = self.votes.n_annotators, self.votes.n_categories
        apart = np.abs(after.pi - self.at.pi).reshape(A, K, K).max(1)
        of_true = counts.reshape(A, K, K).sum(1)
        moved = max(
            float(np.abs(after.p - self.at.p).max()),
            float(apart[of_true >= TOUCHED].max(initial=0.0)),
        )
        self._way.stepped(moved)

    def model(self, tolerance: float, ends: tuple[Restart, ...]) -> DawidSkene:
        A, K = self.votes.n_annotators, self.votes.n_categories
        return DawidSkene(
            posterior_=self.T, prior_=self.at.p, log_likelihood_=self.likelihood,
            confusion_=self.at.pi.reshape(A, K, K).transpose(0, 2, 1),
            iterations_=self.steps, converged_=bool(self.left <= tolerance), left_=self.left,
            restarts_=ends, votes=self.votes,
        )  # fmt: skip


def _maximise(counts: Floats, said: Floats, votes: Votes) -> Floats:
    """log pi as rows g * K + c said, columns j true; what g never says takes no share."""
    kept = np.where(said[:, None] > 0, np.maximum(counts, LEAST), 0.0)
    kept = kept.reshape(votes.n_annotators, votes.n_categories, -1)
    pi = kept / np.maximum(kept.sum(1, keepdims=True), LEAST)
    log_pi: Floats = np.log(np.maximum(pi, LEAST**2)).reshape(counts.shape)
    return log_pi
