"""Every two annotators of a crowd at once: the values `cohen` has pair by pair.

A hundred annotators are 4,950 pairs, a thousand 499,500, and most share no item. With R_k the
matrix of annotators x items that is 1 where the annotator said k, and R their sum,

    items shared by g and h          n    = (R R')_gh
    g's ratings k among them         p_k  = (R_k R')_gh / n        h's: q_k = (R R_k')_gh / n
    agreement                        A_o  = sum_kl w_kl (R_k R_l')_gh / n

which are sparse products.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import sparse
from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.ratings.coefficient import from_agreement
from annotator.agreement.ratings.counts import is_sparse
from annotator.agreement.ratings.distances import agreement_weights
from annotator.agreement.ratings.ratings import Ratings
from annotator.plural import counted

MOST_SHARES = 1 << 27  # numbers in the matrices of p and q, with weights


@dataclass(frozen=True, eq=False)
class AllPairs:
    """One row for each pair of annotators that share an item; `value` is NaN where undefined."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    shared: Floats  # items
    observed: Floats
    expected: Floats

    @property
    def value(self) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Floats = from_agreement(self.observed, self.expected)
        return found


def all_pairs_at_once(name: str, ratings: Ratings, weights: str) -> AllPairs | None:
    """Cohen, Scott or Bennett of every pair that shares an item; None where that is too much.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, -1], [0, 1, 1], [-1, -1, 0]])
    >>> found = all_pairs_at_once("cohen_kappa", ratings, "identity")
    >>> found.first.tolist(), found.second.tolist(), found.value.tolist()
    ([0, 1], [1, 2], [1.0, 0.0])
    """
    K = ratings.n_categories
    said = _said(ratings)
    every = sparse.csr_array(sum(said[1:], said[0]))
    common = sparse.triu(every @ every.T, k=1).tocoo()
    (first, second), n = common.coords, common.data
    at = first, second
    if weights == "identity":
        agreed, by_chance = np.zeros(len(n)), np.zeros(len(n))
        for R_k in said:
            agreed += _at(R_k @ R_k.T, at)
            p, q = _at(R_k @ every.T, at) / n, _at(every @ R_k.T, at) / n
            by_chance += p * q if name in ("cohen_kappa", "light_kappa") else ((p + q) / 2) ** 2
        if name == "bennett_s":
            by_chance = np.full(len(n), 1 / K)
        return AllPairs(first, second, n, agreed / n, by_chance)
    if 2 * K * len(n) > MOST_SHARES:
        return None
    w = agreement_weights(ratings, weights)
    agreed = np.zeros(len(n))
    for k, R_k in enumerate(said):
        near = sum((R_l * w[k, m] for m, R_l in enumerate(said)), 0 * R_k)
        agreed += _at(R_k @ near.T, at)
    p, q = (
        np.stack([_at(product, at) for product in products], axis=1) / n[:, None]
        for products in ([R_k @ every.T for R_k in said], [every @ R_k.T for R_k in said])
    )
    if name == "scott_pi":
        p = q = (p + q) / 2
    return AllPairs(first, second, n, agreed / n, ((p @ w) * q).sum(1))


def mean_of_all_pairs(name: str, ratings: Ratings, weights: str, *, interval: bool) -> Measure:
    """The mean over the pairs of a crowd; pairs without a value are counted, not listed."""
    A = ratings.n_annotators
    fields: dict[str, Any] = {
        "level": "nominal" if weights == "identity" else weights, "pooling": "mean of pairs",
        "annotators": A, "items": int(np.count_nonzero(ratings.ratings_per_item > 1)),
        "units": int(ratings.ratings_per_item.sum()),
    }  # fmt: skip
    pairs = all_pairs_at_once(name, ratings, weights)
    if pairs is None:
        reason = f"{A} annotators x {ratings.n_categories} categories are too many with weights"
        return Measure(name, None, reason, **fields)
    value = pairs.value
    there = np.isfinite(value)
    lost, apart = int((~there).sum()), A * (A - 1) // 2 - len(value)
    sentences = (
        [f"{counted(lost, 'pair')} of annotators without a value: no variation"] if lost else []
    )
    if apart:
        sentences.append(f"{counted(apart, 'pair')} of annotators without an item in common")
    fields["left_out"] = tuple(sentences)
    fields["parameters"] = {
        "weights": weights, "categories": ratings.n_categories, "pairs": int(there.sum()),
        "pairs_undefined": lost, "pairs_without_shared_items": apart,
    }  # fmt: skip
    if not there.any():
        reason = "no pair of annotators has a value" if lost else "no item was rated by two"
        return Measure(name, None, reason, **fields)
    if interval:
        fields["interval"] = Interval.missing(f"{there.sum()} pairs are too many to resample")
    return Measure(
        name, float(value[there].mean()), observed=float(pairs.observed[there].mean()),
        expected=float(pairs.expected[there].mean()), **fields,
    )  # fmt: skip


def _said(ratings: Ratings) -> list[Any]:
    """R_k of every category, each of shape (n_annotators, n_items)."""
    everyone = [ratings.of_annotator(g) for g in range(ratings.n_annotators)]
    row = np.repeat(np.arange(len(everyone)), [len(items) for items, _ in everyone])
    item = np.concatenate([items for items, _ in everyone])
    code = np.concatenate([codes for _, codes in everyone])
    order = np.argsort(code, kind="stable")
    first = np.searchsorted(code[order], np.arange(ratings.n_categories + 1))
    shape = ratings.n_annotators, ratings.n_items
    return [
        sparse.csr_array(
            (np.ones(stop - start), (row[order[start:stop]], item[order[start:stop]])), shape=shape
        )
        for start, stop in pairwise(first.tolist())
    ]


def _at(matrix: Any, at: tuple[Any, Any]) -> Floats:
    """The entries of a sparse matrix at these places."""
    if not len(at[0]):
        return np.zeros(0)
    found: Any = sparse.csr_array(matrix)[at[0], at[1]]
    return np.asarray(found.toarray() if is_sparse(found) else found).reshape(-1)
