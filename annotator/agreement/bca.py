"""The two ends of a BCa interval (Efron 1987), at levels that Student's t widens.

The percentiles of a bootstrap are corrected for bias (z_0: how many resamples lie below the value)
and for a spread that changes with the value (a: the skewness of what each cluster contributes, from
the jackknife):

    end(alpha) = quantile at Phi(z_0 + (z_0 + z) / (1 - a (z_0 + z)))
    a = sum_i U_i**3 / (6 (sum_i U_i**2)**1.5),   U_i = mean of theta_(.) - theta_(i)

With few clusters z of the normal distribution is too short twice over: the spread of n clusters is
itself estimated, and a resample of them spreads by (n - 1) / n too little. So z is

    sqrt(n / (n - 1)) t(alpha, n - 1)

as Hesterberg (2015) has it for percentile intervals. Where few of the clusters carry the value (a
rare label) n is smaller than their number: `effective_clusters`.

Resamples of a handful of clusters hold nothing that these clusters did not bring, so where few
carry a value (`FEW_SPREAD`) no quantile of them reaches far enough. The interval is then at least

    value +- t(alpha, df) sqrt((n - 1) / n sum U**2),   df = (sum U**2)**2 / sum U**4

cut where the measure ends: Student's t with as many degrees of freedom as the spread rests on: n
where all contribute alike, 1 where one article makes all the difference, and below `carrying`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from annotator.agreement.arrays import Floats

NORMAL = NormalDist()


def bca_ends(values: Floats, whole: float, a: float, n: float, level: float) -> tuple[float, float]:
    """Of resampled `values`, none of them NaN, and the value of the `whole` of n clusters.

    >>> low, high = bca_ends(np.arange(1001.0), 500.0, 0.0, 1e6, 0.95)
    >>> round(low), round(high)
    (25, 975)
    """
    below = np.count_nonzero(values < whole) + np.count_nonzero(values == whole) / 2
    least = 0.5 / len(values)  # where all lie on one side
    z_0 = NORMAL.inv_cdf(min(max(below / len(values), least), 1 - least))
    z = math.sqrt(n / (n - 1)) * student_quantile((1 + level) / 2, n - 1)
    low, high = (_corrected(z_0, a, one) for one in (-z, z))
    return quantiles(values, low, high)


def _corrected(z_0: float, a: float, z: float) -> float:
    """The share of resamples below an end."""
    reach = z_0 + z
    scale = 1 - a * reach
    if scale <= 0:  # beyond all of them
        return 1.0 if reach > 0 else 0.0
    return NORMAL.cdf(z_0 + reach / scale)


def influences(without: Floats) -> Floats:
    """What each cluster contributes, of values without each one, shape (n_left_out, ...).

    Without a cluster on which a value hinges there is none: it is left aside.

    >>> influences(np.array([[1.0], [2.0], [6.0]])).ravel().tolist()
    [2.0, 1.0, -3.0]
    """
    known = np.isfinite(without)
    count = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, without, 0.0)
    mean = filled.sum(axis=0) / count
    return np.where(known, (mean - filled), 0.0)


def acceleration(influence: Floats) -> float:
    """A sixth of the skewness of the contributions, of shape (n,)."""
    squares = float(influence @ influence)
    if squares <= 0:
        return 0.0
    return float(influence**2 @ influence) / float(6 * squares**1.5)


def effective_clusters(influence: Floats, clusters: int) -> float:
    """Among how many the spread is estimated: 3 (sum U**2)**2 / sum U**4, at least 2.

    That is n where contributions are normally distributed, and less where a few of them are large.

    >>> effective_clusters(np.array([3.0, -3.0] + 38 * [0.0]), 40)
    6.0
    """
    squares = influence**2
    total = float(squares.sum())
    if total <= 0:
        return float(clusters)
    return min(float(clusters), max(2.0, 3 * total**2 / float(squares @ squares)))


def carrying(influence: Floats, clusters: int) -> int:
    """How many contribute more than a twentieth of what the largest contributes."""
    size = np.abs(influence)
    if len(size) < clusters:  # groups of many clusters
        return clusters
    return int(np.count_nonzero(size > 0.05 * size.max(initial=0.0)))


def student_ends(
    whole: float, influence: Floats, carry: int, level: float, more: float = 1.0
) -> tuple[float, float]:
    """Of a value that `carry` clusters carry; `more` as `more` times as many would have it.

    >>> ends = student_ends(0.5, np.array([0.1, -0.1, 0.1, -0.1]), 4, 0.95)
    >>> [round(one, 3) for one in ends]
    [-0.051, 1.051]
    """
    squares, n = influence**2, len(influence)
    total = float(squares.sum())
    if total <= 0:
        return whole, whole
    degrees = max(1.0, min(more * carry - 1, more * total**2 / float(squares @ squares)))
    reach = student_quantile((1 + level) / 2, degrees) * math.sqrt((n - 1) / n * total / more)
    return whole - reach, whole + reach


def quantiles(values: Floats, low: float, high: float) -> tuple[float, float]:
    """As `np.quantile` has them; a report needs hundreds of pairs, and numpy's own function costs
    more than all that leads to the values.

    >>> quantiles(np.arange(101.0), 0.25, 0.75)
    (25.0, 75.0)
    """
    last = len(values) - 1
    places = [min(max(one, 0.0), 1.0) * last for one in (low, high)]
    wanted = sorted({min(int(one) + more, last) for one in places for more in (0, 1)})
    ordered = np.partition(values, wanted)
    ends = []
    for place in places:
        k = int(place)
        first, after = float(ordered[k]), float(ordered[min(k + 1, last)])
        ends.append(first + (place - k) * (after - first))
    return ends[0], ends[1]


@lru_cache(maxsize=4096)
def student_quantile(share: float, degrees: float) -> float:
    """Where Student's t has that share (above a half) below it.

    t = sqrt(n) tan(x) has the density cos(x)**(n - 1). Integrated here, since `scipy.special` takes
    longer to import than a small table takes to be read and measured.

    >>> [round(student_quantile(0.975, n), 4) for n in (1, 2, 9, 30, 1000)]
    [12.7062, 4.3027, 2.2622, 2.0423, 1.9623]
    """
    nodes, weights = _nodes()
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(math.pi)

    def above_half(x: float) -> float:
        return scale * x * float(weights @ np.cos(x * nodes) ** (degrees - 1))

    x = 0.0  # it bends downwards all the way, so Newton's steps never go too far
    for _ in range(60):
        step = (share - 0.5 - above_half(x)) / (scale * math.cos(x) ** (degrees - 1))
        x += step
        if step < 1e-13 * x:
            break
    return math.sqrt(degrees) * math.tan(x)


@lru_cache(maxsize=1)
def _nodes() -> tuple[Floats, Floats]:
    """Of Gauss and Legendre, for the integral from 0 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(64)
    return (nodes + 1) / 2, weights / 2
