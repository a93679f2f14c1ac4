"""Distances between categories (for alpha) and agreement weights (for kappa and AC2)."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Floats
from annotator.agreement.ratings.counts import MANY_CATEGORIES
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError

WEIGHTS = ("identity", "linear", "quadratic")
LARGEST_NUMBER = 1e100  # squares and their sums stay finite
CUSTOM = "custom"  # level and weights that come from a matrix of one's own
MASI = ("masi", "masi-nltk", "masi-dkpro")
SET_LEVELS = (*MASI, "jaccard")


def needed_values(ratings: Ratings, level: str) -> Floats:
    """The categories' numbers, or an error saying that the level needs them."""
    if ratings.values is None:
        example = next((name for name in ratings.categories if not _is_number(name)), "")
        raise RatingsError(f"the {level} level needs labels that are numbers; {example!r} is none")
    if level == "ratio" and (ratings.values < 0).any():
        raise RatingsError(
            f"the ratio level needs numbers from 0 up; {ratings.values.min():g} is negative"
        )
    size = np.abs(ratings.values[ratings.values != 0])
    low, high = 1 / LARGEST_NUMBER, LARGEST_NUMBER
    if len(size) and (size.max() > high or size.min() < low):
        raise RatingsError(
            f"the {level} level needs numbers of a size from {low:g} to {high:g} (or 0), "
            f"there is {size.max() if size.max() > high else size.min():g}"
        )
    return ratings.values


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def fixed_distances(ratings: Ratings, level: str) -> Floats | None:
    """delta2 between the categories, shape (K, K), where the level fixes it before any counting."""
    if level == "ratio":
        return ratio_distances(needed_values(ratings, level))
    if level == "jaccard":
        return jaccard_distances(ratings.categories)
    if level in MASI:
        return masi_distances(ratings.categories, level)
    return _own(ratings.distances, "distances") if level == CUSTOM else None


def _own(matrix: Floats | None, what: str) -> Floats:
    if matrix is None:
        raise RatingsError(f"custom {what} need a matrix of the categories; there is none")
    return matrix


def ratio_distances(values: Floats) -> Floats:
    """((c - k) / (c + k)) ** 2, and 0 for 0 against 0."""
    total = values[:, None] + values[None, :]
    gap = values[:, None] - values[None, :]
    quotient: Floats = np.divide(gap, total, out=np.zeros_like(gap), where=total != 0)
    return quotient**2


def masi_distances(categories: Sequence[str], variant: str = "masi") -> Floats:
    """1 - Jaccard * monotonicity between sets of labels, written `a|b` (Passonneau 2006).

    Monotonicity is 1 for equal sets, 2/3 where one holds the other, 1/3 where they share
    something, 0 otherwise. Two empty sets are equal. Two programs differ: older versions of NLTK
    round to 0.67 and 0.33 (`masi-nltk`); DKPro multiplies the distances, (1 - Jaccard) *
    (1 - monotonicity), which makes sets closer than the paper has them (`masi-dkpro`).

    >>> masi_distances(["a", "a|b"]).round(3).tolist()
    [[0.0, 0.667], [0.667, 0.0]]
    """
    inside, crossing = (0.67, 0.33) if variant == "masi-nltk" else (2 / 3, 1 / 3)
    common, a, b = _shared_members(categories)
    equal = (common == a) & (common == b)
    one_in_other = (common == a) | (common == b)
    jaccard = 1 - jaccard_distances(categories)
    monotonicity = np.select([equal, one_in_other, common > 0], [1.0, inside, crossing])
    if variant == "masi-dkpro":
        closer: Floats = (1 - jaccard) * (1 - monotonicity)
        return closer
    delta: Floats = 1 - jaccard * monotonicity
    return delta


def jaccard_distances(categories: Sequence[str]) -> Floats:
    """1 - shared labels / labels of either, between sets written `a|b` (Jaccard 1912).

    Two empty sets are equal.

    >>> jaccard_distances(["a", "a|b", "c"]).tolist()
    [[0.0, 0.5, 1.0], [0.5, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    common, a, b = _shared_members(categories)
    equal = (common == a) & (common == b)
    delta: Floats = 1 - np.where(equal, 1.0, common / np.maximum(a + b - common, 1))
    return delta


def _shared_members(categories: Sequence[str]) -> tuple[Floats, Floats, Floats]:
    """Of every two sets how many labels they share, and each one's size as a column and a row."""
    sets = [members(name) for name in categories]
    labels = {label: column for column, label in enumerate(sorted(frozenset().union(*sets)))}
    holds = np.zeros((len(sets), len(labels)))
    for row, labels_of_set in enumerate(sets):
        holds[row, [labels[label] for label in labels_of_set]] = 1
    size = holds.sum(1)
    return holds @ holds.T, size[:, None], size[None, :]


def members(name: str) -> frozenset[str]:
    """The labels of a set written `a|b`."""
    return frozenset(part for part in name.split("|") if part)


def agreement_weights(ratings: Ratings, weights: str) -> Any:
    """w_ck: 1 for equal categories, less the further apart (Cohen 1968; Gwet 2021, chapter 3).

    Categories that are numbers stand where they are; others by their rank. The identity of many
    categories is a sparse matrix.

    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> agreement_weights(ratings_from_codes([[0, 1, 2]]), "linear").tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.5], [0.0, 0.5, 1.0]]
    """
    K = ratings.n_categories
    if weights == CUSTOM:
        return _own(ratings.weights, "weights")
    if weights not in WEIGHTS:
        raise RatingsError(f"weights {weights!r} are none of {', '.join(WEIGHTS)}")
    x = ratings.values if ratings.values is not None else np.arange(K, dtype=np.float64)
    x = x / np.abs(x).max(initial=1.0)
    if weights == "identity" or K < 2 or np.ptp(x) == 0:
        return np.eye(K) if K < MANY_CATEGORIES else sparse.eye_array(K, format="csr")
    gap = np.abs(x[:, None] - x[None, :]) / np.ptp(x)
    return 1 - (gap if weights == "linear" else gap * gap)
