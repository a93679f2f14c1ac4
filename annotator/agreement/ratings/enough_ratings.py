"""Enough ratings? How wide an interval would be with more items or articles, and whether two values
differ; see `enough`."""

from collections.abc import Sequence

import numpy as np

from annotator.agreement.bootstrap import RESAMPLES, Resamples, resample_groups
from annotator.agreement.enough import Projection, like_those
from annotator.agreement.measure import Interval, least_of
from annotator.agreement.ratings.coefficient import Coefficient, item_groups, most_groups
from annotator.agreement.ratings.ratings import Ratings
from annotator.errors import RatingsError
from annotator.time_left import Steps, one_by_one, unheard


def project(
    coefficient: Coefficient, ratings: Ratings, clusters: Sequence[int], *,
    resamples: int = RESAMPLES, seed: int = 0, progress: Steps = unheard,
) -> list[Projection]:  # fmt: skip
    """The interval for each number of items (or articles), by drawing that many.

    >>> from annotator.agreement.ratings.krippendorff import alpha_coefficient
    >>> from annotator.agreement.ratings.ratings import ratings_from_codes
    >>> ratings = ratings_from_codes([[0, 1, 0, 1, 1, 0] * 10, [0, 1, 1, 1, 0, 0] * 10])
    >>> now, later = project(alpha_coefficient(ratings, "nominal"), ratings, [60, 240])
    >>> 1.7 < now.width / later.width < 2.3
    True
    """
    kind, n = ratings.cluster_kind, ratings.n_clusters
    return [
        Projection(
            size,
            _resampled(
                coefficient, ratings, resamples, seed, kind=like_those(size, kind, n), draws=size
            ).interval(least=least_of(coefficient.name)),
        )
        for size in one_by_one(clusters, progress)
    ]


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
    >>> gap, interval = difference(one, one, paired=False)
    >>> gap, interval.low < 0 < interval.high
    (0.0, True)
    """
    clusters = [ratings.n_clusters for _, ratings in (first, second)]
    if paired and clusters[0] != clusters[1]:
        raise RatingsError(
            f"paired values need the same clusters; there are {clusters[0]} and {clusters[1]}"
        )
    one, two = (
        _resampled(
            coefficient, ratings, resamples, seed if paired else seed + place,
            kind=ratings.cluster_kind,
        )
        for place, (coefficient, ratings) in enumerate((first, second))
    )  # fmt: skip
    fewest = min(one, two, key=lambda runs: runs.clusters)
    # Of a single item or article there is a value and no interval.
    runs = one.minus(two, paired=paired) if fewest.values.size else fewest
    gap = _of_all(*first) - _of_all(*second) if runs.whole is None else float(runs.whole[0])
    if not np.isfinite(gap):
        raise RatingsError("a difference needs two values; one of them is undefined")
    return gap, runs.interval()


def _of_all(coefficient: Coefficient, _: Ratings) -> float:
    return float(np.asarray(coefficient.value(coefficient.source.total()[None, :])).reshape(-1)[0])


def _resampled(
    coefficient: Coefficient, ratings: Ratings, resamples: int, seed: int, *, kind: str,
    draws: int | None = None,
) -> Resamples:  # fmt: skip
    most = most_groups(coefficient.n_columns)
    if most is None:
        raise RatingsError(f"{ratings.n_categories} categories are too many to resample")
    groups, n_groups = item_groups(ratings, seed, most)
    return resample_groups(
        coefficient.source.grouped(groups, n_groups), coefficient.value,
        clusters=ratings.n_clusters, kind=kind, resamples=resamples, seed=seed, draws=draws,
    )  # fmt: skip
