"""Krippendorff's alpha for ratings (2004, chapter 11; 2011, "Computing Krippendorff's
Alpha-Reliability"), any number of annotators, gaps allowed.

    alpha = 1 - D_o / D_e
    D_o = 1/n  sum_ck o_ck delta2_ck         o_ck: coincidences of c and k within items
    D_e = 1/(n(n-1))  sum_ck n_c n_k delta2_ck

An item with m ratings adds n_ic (n_ik - [c = k]) / (m - 1) to o_ck; items with fewer than two
ratings add nothing. The level of measurement decides delta2 and is always named: a survey of 300
published values could be repeated only after finding that a library's default was `interval`.
"""

from typing import Any

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.coefficient import (
    Coefficient,
    CountSource,
    Parts,
    from_disagreement,
    measure,
)
from annotator.agreement.ratings.counts import (
    ItemColumns,
    counts_of,
    pairable,
    row_dot,
    side_by_side,
)
from annotator.agreement.ratings.distances import (
    CUSTOM,
    SET_LEVELS,
    fixed_distances,
    needed_values,
)
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.ratings.undefined import left_out, why_undefined
from annotator.errors import RatingsError

ALPHA_LEVELS = ("nominal", "ordinal", "interval", "ratio", *SET_LEVELS, CUSTOM)
MOST_ORDINAL = 256  # categories up to which ordinal alpha keeps its coincidence matrix


def krippendorff_alpha(
    ratings: Ratings, level: str, *, resamples: int = 0, seed: int = 0
) -> Measure:
    """Krippendorff's alpha at a level of measurement.

    >>> from annotator.agreement.ratings.ratings import ratings_from_labels
    >>> ratings = ratings_from_labels([[1, 1, 2, 3], [1, 2, 2, 3]])
    >>> alpha = krippendorff_alpha(ratings, "interval")
    >>> round(alpha.value, 3), round(alpha.observed, 3), round(alpha.expected, 3)
    (0.821, 0.25, 1.393)
    """
    coefficient = alpha_coefficient(ratings, level)
    return measure(coefficient, ratings, resamples=resamples, seed=seed)


def alpha_coefficient(ratings: Ratings, level: str) -> Coefficient:
    """Alpha as sums over items and what is made of them."""
    columns, parts, n_columns = _statistics(ratings, level)

    def linearised(sums: Any) -> Any:
        """Gwet (2021) leaves the small-sample n / (n - 1) out."""
        D_o, D_e = parts(sums)
        n = sums[:, 1] if level == "interval" else sums[:, -ratings.n_categories :].sum(1)
        return from_disagreement(D_o, D_e * (n - 1) / n)

    used = int(np.count_nonzero(ratings.ratings_per_item > 1))
    m = ratings.ratings_per_item
    return Coefficient(
        "krippendorff_alpha", CountSource(ratings, columns, n_columns), parts, from_disagreement,
        lambda: why_undefined(ratings), n_columns, used,
        {
            "level": level, "annotators": ratings.n_annotators, "units": int(m[m > 1].sum()),
            "left_out": left_out(ratings, single_counts=False),
        },
        linearised,
    )  # fmt: skip


def _statistics(ratings: Ratings, level: str) -> tuple[ItemColumns, Parts, int]:
    K = ratings.n_categories
    if level == "nominal":
        return nominal_columns, nominal_parts, K + 1
    if level == "ordinal":
        if K > MOST_ORDINAL:
            n_k = counts_of(ratings).total(lambda rows: pairable(rows)[0])
            return (*_moments(np.cumsum(n_k) - n_k / 2), 4)  # of midranks
        return ordinal_columns, ordinal_parts, K * K + K
    if level == "interval":
        return (*_moments(needed_values(ratings, level)), 4)
    delta2 = fixed_distances(ratings, level)
    if delta2 is not None:
        return (*_distances(delta2), K + 1)
    raise RatingsError(f"level {level!r} is none of {', '.join(ALPHA_LEVELS)}")


# ------------------------------------------------------------------ nominal: delta2 = [c != k]


def nominal_columns(rows: Any) -> Any:
    """Of each item: coincidences of equal labels, then n_k."""
    n, weight = pairable(rows)
    equal = (row_dot(n, n) - n.sum(1)) * weight
    return side_by_side(equal, n)


def nominal_parts(sums: Any) -> tuple[Any, Any]:
    o_equal, n_k = sums[:, 0], sums[:, 1:]
    n = n_k.sum(1)
    D_o = 1 - o_equal / n
    D_e = 1 - (n_k * (n_k - 1)).sum(1) / (n * (n - 1))
    return D_o, D_e


# ------------------------------------------------------- ordinal: squared distance of midranks


def ordinal_columns(rows: Floats) -> Floats:
    """Of each item: the coincidences o_ck, K * K of them, then n_k."""
    n, weight = pairable(rows)
    o = np.einsum("ic,ik,i->ick", n, n, weight)
    c = np.arange(n.shape[1])
    o[:, c, c] -= n * weight[:, None]
    return np.concatenate([o.reshape(len(n), -1), n], axis=1)


def ordinal_parts(sums: Any) -> tuple[Any, Any]:
    """delta_ck is the number of ratings from the middle of c to the middle of k: R_k - R_c."""
    K = int((np.sqrt(1 + 4 * sums.shape[1]) - 1) / 2)
    o, n_k = sums[:, : K * K].reshape(len(sums), K, K), sums[:, K * K :]
    R = np.cumsum(n_k, axis=1) - n_k / 2
    n = n_k.sum(1)
    D_o = (2 * (n_k * R * R).sum(1) - 2 * ((o @ R[:, :, None])[:, :, 0] * R).sum(1)) / n
    D_e = (2 * n * (n_k * R * R).sum(1) - 2 * (n_k * R).sum(1) ** 2) / (n * (n - 1))
    return D_o, D_e


# ------------------------------------------- interval: delta2 = (c - k) ** 2, by its moments


def _moments(values: Floats) -> tuple[ItemColumns, Parts]:
    centre = values - values.mean() if len(values) else values

    def columns(rows: Any) -> Any:
        n, weight = pairable(rows)
        m, x, xx = n.sum(1), n @ centre, n @ (centre * centre)
        return np.stack([2 * (m * xx - x * x) * weight, m, x, xx], axis=1)

    def parts(sums: Any) -> tuple[Any, Any]:
        within, n, x, xx = sums.T
        return within / n, 2 * (n * xx - x * x) / (n * (n - 1))

    return columns, parts


# ------------------------------------------------------ any other delta2, as a K x K matrix


def _distances(delta2: Floats) -> tuple[ItemColumns, Parts]:
    def columns(rows: Any) -> Any:
        n, weight = pairable(rows)
        return side_by_side(row_dot(n, n @ delta2) * weight, n)

    def parts(sums: Any) -> tuple[Any, Any]:
        apart, n_k = sums[:, 0], sums[:, 1:]
        n = n_k.sum(1)
        return apart / n, ((n_k @ delta2) * n_k).sum(1) / (n * (n - 1))

    return columns, parts
