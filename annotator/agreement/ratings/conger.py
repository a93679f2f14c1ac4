"""Conger's kappa (1980): the observed agreement of Fleiss, and by chance the mean of A_e over all
pairs of annotators, each with the annotator's own shares; with gaps as in Gwet (2021):

    p_e = 1 / (r (r - 1))  sum_{g != h} sum_kl w_kl p_gk p_hl,     p_gk = n_gk / n_g

For two annotators without gaps it is Cohen's kappa.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.chance import observed_columns, paired_items_held
from annotator.agreement.ratings.coefficient import (
    Coefficient,
    CountSource,
    Source,
    from_agreement,
    measure,
)
from annotator.agreement.ratings.distances import agreement_weights
from annotator.agreement.ratings.ratings import Codes, Ratings
from annotator.agreement.ratings.undefined import left_out, why_undefined
from annotator.plural import counted


def conger_kappa(
    ratings: Ratings, weights: str = "identity", *, resamples: int = 0, seed: int = 0
) -> Measure:
    """Conger's kappa.

    >>> from annotator.agreement.ratings.ratings import ratings_from_table
    >>> round(conger_kappa(ratings_from_table([[20, 10], [20, 50]])).value, 3)
    0.348
    """
    coefficient = conger_coefficient(ratings, weights)
    return measure(coefficient, ratings, resamples=resamples, seed=seed)


def conger_coefficient(ratings: Ratings, weights: str = "identity") -> Coefficient:
    """Conger's kappa as sums over items: agreement, items paired, and every n_gk."""
    w, K = agreement_weights(ratings, weights), ratings.n_categories
    everyone = [ratings.of_annotator(g) for g in range(ratings.n_annotators)]
    rated = [(items, codes) for items, codes in everyone if len(items)]
    idle = ratings.n_annotators - len(rated)

    def parts(sums: Any) -> tuple[Any, Any]:
        p_a = sums[:, 0] / sums[:, 1]
        if K < 2:  # one category: agreement is certain
            return p_a, 1 + 0 * p_a
        n_gk = sums[:, 2:].reshape(len(sums), len(rated), K)
        n_g = n_gk.sum(2, keepdims=True)
        there = n_g.real > 0  # who rated nothing here has no shares
        r = there.sum((1, 2))
        p = np.where(there, n_gk / n_g, 0)
        total = p.sum(1)
        own = ((p.reshape(-1, K) @ w).reshape(p.shape) * p).sum((1, 2))
        return p_a, (((total @ w) * total).sum(1) - own) / (r * (r - 1))

    omitted = left_out(ratings, single_counts=True)
    if idle:
        omitted += (f"{counted(idle, 'annotator')} without a rating",)
    fields: dict[str, Any] = {
        "level": "nominal" if weights == "identity" else weights,
        "annotators": len(rated), "units": int(ratings.ratings_per_item.sum()), "left_out": omitted,
        "parameters": {"weights": weights, "categories": K},
    }  # fmt: skip
    observed = CountSource(ratings, observed_columns(w, identity=weights == "identity"), 2)
    return Coefficient(
        "conger_kappa", CongerSource(observed, rated, ratings.n_items, K), parts, from_agreement,
        lambda: why_undefined(ratings), 2 + len(rated) * K,
        int(np.count_nonzero(ratings.ratings_per_item)), fields,
        paired_items_held(parts, ratings),
    )  # fmt: skip


@dataclass(frozen=True)
class CongerSource:
    """Observed agreement, items paired, and each annotator's label counts n_gk."""

    observed: Source
    rated: list[tuple[NDArray[np.intp], Codes]]
    n_items: int
    K: int

    def total(self) -> Floats:
        counts = [np.bincount(codes, minlength=self.K) for _, codes in self.rated]
        return np.concatenate([self.observed.total(), *counts])

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        K = self.K
        columns = [self.observed.grouped(groups, n_groups)]
        for items, codes in self.rated:
            counted = np.bincount(groups[items] * K + codes, minlength=n_groups * K)
            columns.append(counted.reshape(n_groups, K).astype(np.float64))
        return np.concatenate(columns, axis=1)

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        if groups is None:
            groups, n_groups = np.arange(self.n_items), self.n_items
        u = self.observed.grouped(groups, n_groups) @ gradient[:2]
        slopes = gradient[2:].reshape(-1, self.K)
        for slope, (items, codes) in zip(slopes, self.rated, strict=True):
            u += np.bincount(groups[items], slope[codes], minlength=n_groups)
        return float(u.sum()), float(u @ u)
