"""Intervals of intraclass correlations by the F distribution (Shrout and Fleiss 1979, pages
424 to 426), for tables in which every annotator rated every item.

With gaps, or where several items belong to one article, the F distribution does not hold: no
interval here, the bootstrap gives one.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Interval
from annotator.agreement.ratings.ratings import Ratings

BY_F = "F distribution (Shrout and Fleiss 1979), complete table"


@dataclass(frozen=True)
class MeanSquares:
    """Of n items, each rated by the same k annotators."""

    n: int
    k: int
    BMS: float  # between items
    WMS: float  # within items
    JMS: float  # between annotators
    EMS: float  # what remains


def f_interval(
    ratings: Ratings, numbers: Floats, model: int, *, of_mean: bool, level: float = 0.95
) -> Interval | None:
    """The interval, or None where the table is not complete."""
    n, k = ratings.n_items, ratings.n_annotators
    complete = n > 1 and k > 1 and bool((ratings.ratings_per_item == k).all())
    shared = ratings.articles is not None and len(np.unique(ratings.articles)) < n
    if not complete or shared:
        return None
    squares = mean_squares(np.stack([numbers[ratings.of_annotator(g)[1]] for g in range(k)]))
    error = squares.WMS if model == 1 else squares.EMS
    if error <= 0 or squares.BMS <= 0:
        return Interval.missing("the mean squares leave nothing to divide by", method=BY_F)
    low, high = (_agreement if model == 2 else _of_ratio)(squares, model, (1 + level) / 2)
    if of_mean:
        low, high = (k * end / (1 + (k - 1) * end) for end in (low, high))
    return Interval(low, high, level=level, method=BY_F, clusters=n)


def mean_squares(y: Floats) -> MeanSquares:
    """Of a table of annotators x items.

    >>> found = mean_squares(np.array([[9.0, 6, 8, 7, 10, 6], [2, 1, 4, 1, 5, 2],
    ...                                [5, 3, 6, 2, 6, 4], [8, 2, 8, 6, 9, 7]]))
    >>> round(found.BMS, 2), round(found.WMS, 2), round(found.JMS, 2), round(found.EMS, 2)
    (11.24, 6.26, 32.49, 1.02)
    """
    k, n = y.shape
    y = y - y.mean()
    between = k * float((y.mean(0) ** 2).sum())
    annotators = n * float((y.mean(1) ** 2).sum())
    within = float(((y - y.mean(0)) ** 2).sum())
    rest = float(((y - y.mean(0) - y.mean(1)[:, None]) ** 2).sum())
    return MeanSquares(
        n, k, between / (n - 1), within / (n * (k - 1)), annotators / (k - 1),
        rest / ((n - 1) * (k - 1)),
    )  # fmt: skip


def _of_ratio(squares: MeanSquares, model: int, tail: float) -> tuple[float, float]:
    """ICC(1,1) and ICC(3,1): F = BMS / WMS or BMS / EMS."""
    n, k = squares.n, squares.k
    error, freedom = squares.WMS, n * (k - 1)
    if model == 3:
        error, freedom = squares.EMS, (n - 1) * (k - 1)
    F = squares.BMS / error
    F_L, F_U = F / _quantile(tail, n - 1, freedom), F * _quantile(tail, freedom, n - 1)
    return (F_L - 1) / (F_L + k - 1), (F_U - 1) / (F_U + k - 1)


def _agreement(squares: MeanSquares, model: int, tail: float) -> tuple[float, float]:
    """ICC(2,1): the degrees of freedom are approximated (Satterthwaite)."""
    n, k, BMS, JMS, EMS = squares.n, squares.k, squares.BMS, squares.JMS, squares.EMS
    rho = (BMS - EMS) / (BMS + (k - 1) * EMS + k * (JMS - EMS) / n)
    F_J = JMS / EMS
    rest = n * (1 + (k - 1) * rho) - k * rho
    v = (k - 1) * (n - 1) * (k * rho * F_J + rest) ** 2
    v /= (n - 1) * k * k * rho * rho * F_J * F_J + rest**2
    above, below = _quantile(tail, n - 1, v), _quantile(tail, v, n - 1)
    of_annotators = k * JMS + (k * n - k - n) * EMS
    low = n * (BMS - above * EMS) / (above * of_annotators + n * BMS)
    high = n * (below * BMS - EMS) / (of_annotators + n * below * BMS)
    return low, high


def _quantile(tail: float, first: float, second: float) -> float:
    from scipy.special import fdtri  # slow to import

    return float(fdtri(first, second, tail))
