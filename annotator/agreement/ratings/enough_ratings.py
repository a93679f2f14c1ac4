"""Enough ratings? How wide an interval would be with more items or articles, and whether two values
differ; see `enough`."""

from collections.abc import Sequence

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import RESAMPLES, resample_weights
from annotator.agreement.enough import Projection, interval_of, like_those
from annotator.agreement.measure import Interval
from annotator.agreement.ratings.coefficient import Coefficient, item_groups, most_groups
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError


def project(
    coefficient: Coefficient, ratings: Ratings, clusters: Sequence[int], *,
    resamples: int = RESAMPLES, seed: int = 0,
) -> list[Projection]:  # fmt: skip
    """The interval for each number of items (or articles), by drawing that many.

    >>> from annotator.agreement.ratings.krippendorff import alpha_coefficient
    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 0, 1, 1, 0] * 10, [0, 1, 1, 1, 0, 0] * 10])
    >>> now, later = project(alpha_coefficient(ratings, "nominal"), ratings, [60, 240])
    >>> 1.7 < now.width / later.width < 2.3
    True
    """
    grouped, n = _grouped(coefficient, ratings, seed)
    found = []
    for size in clusters:
        share = max(1, round(size * len(grouped) / n)) if n else 0
        values = _values(coefficient, grouped, resamples, seed, share)
        kind = like_those(size, ratings.cluster_kind, n)
        found.append(Projection(size, interval_of(values, n, seed, kind)))
    return found


def difference(
    first: tuple[Coefficient, Ratings], second: tuple[Coefficient, Ratings], *, paired: bool,
    resamples: int = RESAMPLES, seed: int = 0,
) -> tuple[float, Interval]:  # fmt: skip
    """The first value minus the second, with its interval.

    `paired`: both are about the same items or articles (two groups, two labels), which are then
    drawn together. Otherwise (two rounds) each side is drawn by itself.

    >>> from annotator.agreement.ratings.krippendorff import alpha_coefficient
    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 0, 1, 1, 0] * 10, [0, 1, 1, 1, 0, 0] * 10])
    >>> one = alpha_coefficient(ratings, "nominal"), ratings
    >>> gap, interval = difference(one, one, paired=True)
    >>> gap, interval.low, interval.high
    (0.0, 0.0, 0.0)
    """
    values, gaps = [], []
    clusters = [ratings.n_clusters for _, ratings in (first, second)]
    if paired and clusters[0] != clusters[1]:
        raise RatingsError(
            f"paired values need the same clusters; there are {clusters[0]} and {clusters[1]}"
        )
    for place, (coefficient, ratings) in enumerate((first, second)):
        grouped, _ = _grouped(coefficient, ratings, seed)
        values.append(float(coefficient.value(grouped.sum(0)[None, :])[0]))
        own = seed if paired else seed + place
        gaps.append(_values(coefficient, grouped, resamples, own, len(grouped)))
    if not np.isfinite(values).all():
        raise RatingsError("a difference needs two values; one of them is undefined")
    kind = first[1].cluster_kind
    return values[0] - values[1], interval_of(gaps[0] - gaps[1], min(clusters), seed, kind)


def _grouped(coefficient: Coefficient, ratings: Ratings, seed: int) -> tuple[Floats, int]:
    most = most_groups(coefficient.n_columns)
    if most is None:
        raise RatingsError(f"{ratings.n_categories} categories are too many to resample")
    groups, n_groups = item_groups(ratings, seed, most)
    return coefficient.source.grouped(groups, n_groups), ratings.n_clusters


def _values(
    coefficient: Coefficient, grouped: Floats, resamples: int, seed: int, size: int
) -> Floats:
    blocks = resample_weights(len(grouped), resamples, seed, size)
    return np.concatenate([np.ravel(coefficient.value(block @ grouped)) for block in blocks])
