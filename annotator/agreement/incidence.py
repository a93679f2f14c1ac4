"""Ratings as a sparse matrix: which annotator said what of which item, for the annotator models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from annotator.agreement.ratings import Floats, Ratings
from annotator.errors import RatingsError

BLOCK = 8192  # items at a time
SMALL = 600.0  # exp takes up to 709


@dataclass(frozen=True, eq=False)
class Block:
    """Some items: 1 in `says` where an item (a row, or K rows) was rated so (a column)."""

    items: slice
    says: sparse.csr_array
    said: sparse.csc_array  # its transpose
    weight: Floats


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

    @cached_property
    def first(self) -> NDArray[np.int32]:
        """Where each item's ratings begin, shape (n_items + 1,)."""
        counted = np.bincount(self.item, minlength=len(self.items))
        return np.concatenate([[0], np.cumsum(counted)]).astype(np.int32)

    @cached_property
    def most_ratings(self) -> int:
        """Of any item."""
        return int(np.diff(self.first).max())

    def blocks(self, rows_of: int = 1) -> list[Block]:
        """The ratings as sparse matrices of a few thousand items each, which fit the cache.

        With `rows_of` K, an item has K rows, one for each category that can be said of it.
        """
        return [
            self._block(start, min(start + BLOCK, len(self.items)), rows_of)
            for start in range(0, len(self.items), BLOCK)
        ]

    def _block(self, start: int, stop: int, rows_of: int) -> Block:
        first, last = self.first[start], self.first[stop]
        saying = self.saying[first:last]
        if rows_of == 1:
            begins = self.first[start : stop + 1] - first
        else:
            row = (self.item[first:last] - start) * rows_of + saying % rows_of
            saying = saying[np.argsort(row, kind="stable")]
            counted = np.bincount(row, minlength=(stop - start) * rows_of)
            begins = np.concatenate([[0], np.cumsum(counted)]).astype(np.int32)
        shape = (len(begins) - 1, self.n_sayings)
        says = sparse.csr_array((np.ones(len(saying)), saying, begins), shape=shape)
        return Block(slice(start, stop), says, says.T, self.weight[start:stop])

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


def softmax_rows(logits: Floats, weight: Floats, *, small: bool = False) -> float:
    """Each row's shares of exp, in place; returns the weighted sum over rows of log(sum of exp).

    `small` promises that no logit is beyond what exp can take, so that none need be shifted. With
    few columns numpy reduces along rows slowly, so the columns are gone through one by one.

    >>> logits = np.log(np.array([[1.0, 3.0]]))
    >>> round(softmax_rows(logits, np.ones(1)), 4) == round(float(np.log(4)), 4)
    True
    >>> logits.round(2).tolist()
    [[0.25, 0.75]]
    """
    top = None
    if not small:
        top = logits[:, 0].copy()
        for column in logits.T[1:]:
            np.maximum(top, column, out=top)
        logits -= top[:, None]
    np.exp(logits, out=logits)
    total = logits[:, 0].copy()
    for column in logits.T[1:]:
        total += column
    logits /= total[:, None]
    likelihood = np.log(total, out=total)
    if top is not None:
        likelihood += top
    return float(likelihood @ weight)
