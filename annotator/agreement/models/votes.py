"""Ratings as a sparse matrix for the annotator models, and the step both models repeat.

A *saying* is annotator g choosing category c, numbered g * K + c. What a few annotators say of one
item is put together into one *phrase*, so that the matrix of items x phrases has several times
fewer entries than there are ratings; `spelled` tells which sayings a phrase consists of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import sparse
from annotator.agreement.arrays import Floats
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError

VOTED_AT_A_TIME = 8192  # items at a time: what is computed for them fits the cache
MOST_PHRASES = 2048  # of one group of annotators
SMALL = 600.0  # exp takes up to 709
MOST_FILLING = 2  # places for each phrase in a table of them


@dataclass(frozen=True, eq=False)
class Block:
    """Some items: 1 in `says` where of an item (row) a phrase (column) was said."""

    items: slice
    says: sparse.csr_array
    said: sparse.csc_array  # its transpose
    weight: Floats
    alike: bool  # every item stands for one unit
    places: NDArray[np.intp] | None  # column i: the phrases of item i, then `n_phrases` as filling


@dataclass(frozen=True, eq=False)
class Expectation:
    """What one step finds: sayings by true category, all shares of categories, log-likelihood."""

    counts: Floats  # shape (n_sayings, K): expected number of each saying, by true category
    shares: Floats  # shape (K,)
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class Votes:
    """Who said what of which item; items without a rating are left out."""

    items: NDArray[np.intp]  # the rated items' numbers in the ratings
    first: NDArray[np.int32]  # where each item's phrases begin, shape (n_items + 1,)
    phrase: NDArray[np.int32]
    spelled: sparse.csr_array  # shape (n_phrases, n_sayings)
    weight: Floats  # how many units each item stands for, shape (n_items,)
    most_ratings: int  # of any item
    n_annotators: int
    n_categories: int

    @cached_property
    def blocks(self) -> list[Block]:
        """The matrix in pieces of some thousand items."""
        return [
            self._block(start, min(start + VOTED_AT_A_TIME, len(self.items)))
            for start in range(0, len(self.items), VOTED_AT_A_TIME)
        ]

    def _block(self, start: int, stop: int) -> Block:
        begins = self.first[start : stop + 1]
        phrase = self.phrase[begins[0] : begins[-1]]
        shape = (stop - start, self.spelled.shape[0])
        says = sparse.csr_array((np.ones(len(phrase)), phrase, begins - begins[0]), shape=shape)
        weight = self.weight[start:stop]
        alike, places = bool((weight == 1).all()), _places(begins - begins[0], phrase, shape[1])
        return Block(slice(start, stop), says, says.T, weight, alike, places)

    @cached_property
    def _ever_said(self) -> NDArray[np.bool_]:
        return np.bincount(self.spelled.indices, minlength=self.spelled.shape[1]) > 0

    def times(self) -> Floats:
        """How often each saying was said, shape (n_sayings,)."""
        weight = np.repeat(self.weight, np.diff(self.first))
        said = np.bincount(self.phrase, weight, self.spelled.shape[0])
        return np.asarray(self.spelled.T @ said)

    def votes(self) -> Floats:
        """Shape (n_items, K): how many annotators chose each category."""
        chosen = self.spelled @ np.tile(np.eye(self.n_categories), (self.n_annotators, 1))
        return np.concatenate([np.asarray(block.says @ chosen) for block in self.blocks])

    def count(self, T: Floats) -> Floats:
        """Expected sayings by true category, shape (n_sayings, K), from posteriors T."""
        counts = np.zeros((self.spelled.shape[0], T.shape[1]))
        for block in self.blocks:
            counts += _count(block, T[block.items].copy())
        return np.asarray(self.spelled.T @ counts)

    def expect(self, T: Floats, logs: Floats, log_p: Floats) -> Expectation:
        """Fill T, the posteriors: T_ij ~ exp(log_p_j + sum of logs[saying, j] over its sayings)."""
        spoken = np.asarray(self.spelled @ logs)
        largest = np.abs(logs[self._ever_said]).max()
        small = bool(self.most_ratings * largest + np.abs(log_p).max() < SMALL)
        # exp of each phrase is exp of few numbers; of items that is multiplied, not added up.
        chances = np.exp(np.vstack([spoken, np.zeros_like(log_p)])) if small else spoken
        counts, shares, likelihood = np.zeros_like(spoken), np.zeros_like(log_p), 0.0
        for block in self.blocks:
            if small and block.places is not None:
                joint = _multiplied(chances, block.places, np.exp(log_p))
                likelihood += share_rows(joint, block.weight)
            else:
                joint = np.asarray(block.says @ spoken)
                joint += log_p
                likelihood += softmax_rows(joint, block.weight, small=small)
            T[block.items] = joint
            counts += _count(block, joint)  # from here on `joint` is weighted
            shares += np.ones(len(joint)) @ joint
        return Expectation(np.asarray(self.spelled.T @ counts), shares, likelihood)


def _count(block: Block, shares: Floats) -> Floats:
    """Phrases by true category; `shares` is overwritten with its weighted values."""
    if not block.alike:
        shares *= block.weight[:, None]
    return np.asarray(block.said @ shares)


def softmax_rows(logits: Floats, weight: Floats, *, small: bool = False) -> float:
    """Each row's shares of exp, in place; returns the weighted sum over rows of log(sum of exp).

    `small` promises that no logit is beyond what exp can take, so that none need be shifted. Of few
    columns numpy finds the largest along rows slowly, so they are gone through one by one.

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
        for column in logits.T:
            column -= top
    np.exp(logits, out=logits)
    likelihood = share_rows(logits, weight)
    return likelihood if top is None else likelihood + float(top @ weight)


def share_rows(joint: Floats, weight: Floats) -> float:
    """Each row's shares of its sum, in place; returns the weighted sum over rows of log(sum).

    >>> joint = np.array([[1.0, 3.0]])
    >>> round(share_rows(joint, np.ones(1)), 4) == round(float(np.log(4)), 4), joint.tolist()
    (True, [[0.25, 0.75]])
    """
    total = joint @ np.ones(joint.shape[1])  # of few columns in a third of the time of `sum`
    joint /= total[:, None]
    return float(np.log(total, out=total) @ weight)


def _multiplied(chances: Floats, places: NDArray[np.intp], p: Floats) -> Floats:
    """p times the chances of all phrases of each item, shape (n_items, K)."""
    joint: Floats = chances.take(places[0], axis=0)
    for place in places[1:]:
        joint *= chances.take(place, axis=0)
    joint *= p
    return joint


def _places(
    first: NDArray[np.int32], phrase: NDArray[np.int32], n_phrases: int
) -> NDArray[np.intp] | None:
    """The phrases of each item (column), filled up with `n_phrases`; None where some items have so
    many that most would be filling.

    >>> _places(np.array([0, 2, 3]), np.array([4, 1, 2]), 5).tolist()
    [[4, 2], [1, 5]]
    """
    many = np.diff(first)
    widest = int(many.max())
    if widest * len(many) > MOST_FILLING * len(phrase):
        return None
    places = np.full((widest, len(many)), n_phrases, dtype=np.intp)
    item = np.repeat(np.arange(len(many)), many)
    places[np.arange(len(phrase)) - first[item], item] = phrase
    return places


def votes_of(ratings: Ratings, weights: Floats | None = None) -> Votes:
    """The ratings as phrases; `weights` of all items, or all alike.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> found = votes_of(ratings_from_codes([[0, -1, 1], [1, -1, -1]]))
    >>> found.items.tolist(), found.votes().tolist(), found.times().tolist()
    ([0, 2], [[1.0, 1.0], [0.0, 1.0]], [1.0, 1.0, 0.0, 1.0])
    """
    A, K, m = ratings.n_annotators, ratings.n_categories, ratings.ratings_per_item
    if K < 2:
        raise RatingsError("an annotator model needs at least two categories")
    if not m.any():
        raise RatingsError("an annotator model needs ratings; there is none")
    weight = np.ones(ratings.n_items) if weights is None else np.asarray(weights, dtype=np.float64)
    if weight.shape != (ratings.n_items,) or (weight <= 0).any():
        raise RatingsError(f"expected a weight above 0 for each of the {ratings.n_items} items")
    size = max(1, int(np.log(MOST_PHRASES) / np.log(K + 1)))  # annotators of one phrase
    per_item, phrase = _phrases(ratings, size)
    rated = np.flatnonzero(m)
    first = np.concatenate([[0], np.cumsum(per_item[rated])]).astype(np.int32)
    used, numbered = _renumbered(phrase)
    return Votes(
        rated, first, numbered, _spell(used, size, A, K), weight[rated], int(m.max()), A, K
    )


def _phrases(ratings: Ratings, size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """How many phrases each item has, and their numbers, item by item.

    Annotators are taken `size` at a time. A phrase's number has a digit to the base K + 1 for each
    of them, 0 for one who is silent; the group's number comes before.
    """
    base, groups = ratings.n_categories + 1, -(-ratings.n_annotators // size)
    if ratings.codes is not None:
        spoken = np.zeros((groups, ratings.n_items), dtype=np.intp)
        for g, row in enumerate(ratings.codes):
            spoken[g // size] += (row.astype(np.intp) + 1) * base ** (g % size)
        per_item = np.count_nonzero(spoken, axis=0)
        spoken += np.where(spoken > 0, (np.arange(groups) * base**size)[:, None], 0)
        by_item = spoken.T.ravel()
        return per_item, by_item[by_item > 0]
    keys, digits = [], []
    for g in range(ratings.n_annotators):
        items, codes = ratings.of_annotator(g)
        keys.append(items * groups + g // size)
        digits.append((codes.astype(np.intp) + 1) * base ** (g % size))
    key, place = np.unique(np.concatenate(keys), return_inverse=True)
    number = np.bincount(place, np.concatenate(digits)).astype(np.intp)
    item, group = np.divmod(key, groups)
    return np.bincount(item, minlength=ratings.n_items), group * base**size + number


def _renumbered(phrase: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.int32]]:
    """The phrases that occur, and each one's place among them."""
    used = np.flatnonzero(np.bincount(phrase))
    place = np.zeros(int(used[-1]) + 1, dtype=np.int32)
    place[used] = np.arange(len(used))
    return used, place[phrase]


def _spell(used: NDArray[np.intp], size: int, A: int, K: int) -> sparse.csr_array:
    """Which sayings each phrase consists of."""
    group, number = np.divmod(used, (K + 1) ** size)
    rows, columns = [], []
    for place in range(size):
        number, digit = np.divmod(number, K + 1)
        row = np.flatnonzero(digit)
        rows.append(row)
        columns.append((group[row] * size + place) * K + digit[row] - 1)
    row, column = np.concatenate(rows), np.concatenate(columns)
    return sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(used), A * K))
