"""Ratings as a sparse matrix: which annotator said what of which item, for the annotator models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from annotator.agreement.ratings import Floats, Ratings
from annotator.errors import RatingsError


@dataclass(frozen=True, eq=False)
class Incidence:
    """One entry for each rating; items without a rating are left out.

    A `saying` is annotator g choosing category c, numbered g * K + c.
    """

    items: NDArray[np.intp]  # the rated items' numbers in the ratings
    item: NDArray[np.int32]  # of each rating, as a place in `items`; sorted
    saying: NDArray[np.int32]  # of each rating
    weight: Floats  # of each rated item: how many units it stands for, shape (n_items,)
    n_annotators: int
    n_categories: int

    @property
    def n_sayings(self) -> int:
        return self.n_annotators * self.n_categories

    def matrix(self) -> sparse.csr_array:
        """Shape (n_items, n_sayings): 1 where the item was rated so."""
        shape = (len(self.items), self.n_sayings)
        return sparse.csr_array((self._ones(), (self.item, self.saying)), shape=shape)

    def times(self) -> Floats:
        """How often each saying was said, shape (n_sayings,)."""
        said = np.bincount(self.saying, self.weight[self.item], self.n_sayings)
        return np.asarray(said, dtype=np.float64)

    def votes(self) -> Floats:
        """Shape (n_items, n_categories): how many annotators chose each."""
        K = self.n_categories
        cell = self.item.astype(np.intp) * K + self.saying % K
        counted = np.bincount(cell, minlength=len(self.items) * K)
        return counted.reshape(-1, K).astype(np.float64)

    def _ones(self) -> Floats:
        return np.ones(len(self.item))


def incidence(ratings: Ratings, weights: Floats | None = None) -> Incidence:
    """The ratings in order of items, then annotators; `weights` of all items, or all alike.

    >>> from annotator.agreement.ratings import ratings_from_codes
    >>> found = incidence(ratings_from_codes([[0, -1, 1], [1, -1, -1]]))
    >>> found.items.tolist(), found.item.tolist(), found.saying.tolist()
    ([0, 2], [0, 0, 1], [0, 3, 1])
    """
    K = ratings.n_categories
    if K < 2:
        raise RatingsError("an annotator model needs at least two categories")
    if ratings.codes is not None:
        by_item = np.ascontiguousarray(ratings.codes.T)
        item, annotator = np.nonzero(by_item >= 0)
        code = by_item[item, annotator]
    else:
        parts = [ratings.of_annotator(g) for g in range(ratings.n_annotators)]
        item = np.concatenate([items for items, _ in parts])
        code = np.concatenate([codes for _, codes in parts])
        annotator = np.repeat(np.arange(len(parts)), [len(items) for items, _ in parts])
        order = np.argsort(item, kind="stable")
        item, code, annotator = item[order], code[order], annotator[order]
    if not len(item):
        raise RatingsError("an annotator model needs ratings; there is none")
    rated = ratings.ratings_per_item > 0
    place = np.cumsum(rated) - 1
    saying = annotator * K + code
    weight = np.ones(ratings.n_items) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != (ratings.n_items,) or (weight <= 0).any():
        raise RatingsError(f"expected a weight above 0 for each of the {ratings.n_items} items")
    return Incidence(
        np.flatnonzero(rated), place[item].astype(np.int32), saying.astype(np.int32),
        weight[rated], ratings.n_annotators, K,
    )  # fmt: skip


def softmax_rows(logits: Floats, weight: Floats) -> tuple[Floats, float]:
    """Each row's shares of exp, in place, and the weighted sum over rows of log(sum of exp).

    With few columns numpy reduces along rows slowly, so the columns are gone through one by one.

    >>> shares, total = softmax_rows(np.log(np.array([[1.0, 3.0]])), np.ones(1))
    >>> shares.round(2).tolist(), round(total, 4) == round(float(np.log(4)), 4)
    ([[0.25, 0.75]], True)
    """
    top = logits[:, 0].copy()
    for column in logits.T[1:]:
        np.maximum(top, column, out=top)
    logits -= top[:, None]
    np.exp(logits, out=logits)
    total = logits[:, 0].copy()
    for column in logits.T[1:]:
        total += column
    logits /= total[:, None]
    return logits, float(weight @ (np.log(total) + top))
