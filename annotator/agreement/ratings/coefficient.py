"""From sums over items to a coefficient, its standard error and its interval.

Most coefficients are a function of sums over items: an observed part, an expected part, and one
last line that joins them. A source gives the sums in three ways: over everything, over groups of
items (for the bootstrap), and each item's part of a linear combination of them (for the standard
error). The coefficient itself is `parts(sums)`, written as in its paper.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import MOST_CLUSTERS, group_numbers, resample_groups
from annotator.agreement.measure import Interval, Measure, finite, least_of
from annotator.agreement.ratings.counts import ItemColumns, counts_of
from annotator.agreement.ratings.ratings import Ratings

# Sums of shape (b, n_columns) -> observed and expected, each of shape (b,).
Parts = Callable[[Any], tuple[Any, Any]]
Combine = Callable[[Any, Any], Any]

CONTRADICTS = 1.4  # times as wide as the other
NEARLY_CERTAIN = 1e-12  # an expected part this close to certainty leaves nothing to correct
MOST_GRADIENT = 512  # columns up to which a standard error is computed
MOST_GROUPED = 1 << 25  # numbers in a matrix of grouped statistics
FEWEST_GROUPS = 1000


def from_agreement(observed: Any, expected: Any) -> Any:
    """(A_o - A_e) / (1 - A_e); NaN where A_e is 1.

    >>> float(from_agreement(0.75, 0.5))
    0.5
    """
    return _ratio(observed - expected, 1 - expected)


def from_disagreement(observed: Any, expected: Any) -> Any:
    """1 - D_o / D_e; NaN where D_e is 0."""
    return 1 - _ratio(observed, expected)


def observed_alone(observed: Any, expected: Any) -> Any:
    """For percent agreement, which corrects nothing."""
    return observed


def _ratio(part: Any, whole: Any) -> Any:
    whole = np.where(np.abs(whole) < NEARLY_CERTAIN, np.nan, whole)
    return part / whole


class Source(Protocol):
    """Statistics of items, which add."""

    def total(self) -> Floats:
        """Sums over all items, shape (n_columns,)."""

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        """Sums over groups of items, shape (n_groups, n_columns)."""

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        """Sum and sum of squares of each item's (or group's) statistics @ gradient."""


@dataclass(frozen=True)
class CountSource:
    """Statistics computed from an item's category counts n_ik."""

    ratings: Ratings
    columns: ItemColumns
    n_columns: int

    def total(self) -> Floats:
        return counts_of(self.ratings).total(self.columns, self.n_columns)

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        counts = counts_of(self.ratings, with_index=True)
        return counts.grouped(self.columns, groups, n_groups, self.n_columns)

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        counts = counts_of(self.ratings, with_index=groups is not None)

        def projected(rows: Floats) -> Floats:
            u = self.columns(rows) @ gradient
            return np.stack([u, u * u], axis=1)

        if groups is None:
            first, second = counts.total(projected, self.n_columns)
            return float(first), float(second)
        u = counts.grouped(projected, groups, n_groups, self.n_columns)[:, 0]
        return float(u.sum()), float(u @ u)


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of ratings: where its sums come from and what it makes of them."""

    name: str
    source: Source
    parts: Parts
    combine: Combine
    reason: Callable[[], str]  # why it is undefined, asked only when it is
    n_columns: int
    used: int  # items that count, for the standard error
    fields: Mapping[str, Any] = field(default_factory=dict)  # of the Measure
    # What the paper linearises for its standard error, where that is not quite `value`:
    linearised: Callable[[Any], Any] | None = None
    by_n: bool = False  # the paper's variance divides by n, not n - 1

    def value(self, sums: Any) -> Any:
        """The coefficient of sums, shape (b, n_columns) -> (b,)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.combine(*self.parts(sums))


def measure(
    coefficient: Coefficient, ratings: Ratings, *, resamples: int = 0, seed: int = 0,
    error: bool = True,
) -> Measure:  # fmt: skip
    """The coefficient's `Measure`; with `resamples`, its bootstrap interval.

    `error`: with the standard error of the paper, where there is one.
    """
    sums = coefficient.source.total()[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        observed, expected = coefficient.parts(sums)
        value = coefficient.combine(observed, expected)
    number = finite(value)
    fields = dict(coefficient.fields)
    fields.setdefault("items", coefficient.used)
    interval, spread = None, None
    if number is None:
        fields["reason"] = coefficient.reason()
        if resamples:
            interval = Interval.missing(f"no value: {fields['reason']}")
    else:
        spread = standard_error(coefficient, ratings, sums) if error else None
        if resamples:
            interval = bootstrap_interval(coefficient, ratings, resamples, seed)
            interval = beside_error(interval, spread)
    return Measure(
        coefficient.name, number, observed=finite(observed), expected=finite(expected),
        standard_error=spread, interval=interval, **fields,
    )  # fmt: skip


def standard_error(coefficient: Coefficient, ratings: Ratings, sums: Floats) -> float | None:
    """The linearised standard error over items (over articles where they are given).

    It is what Fleiss, Cohen and Everitt (1969) derive for kappa and Gwet (2008, 2021) for the
    others: the spread of each item's influence, the gradient of the coefficient times the item's
    statistics. The gradient comes from a complex step, exact to rounding.
    """
    C = coefficient.n_columns
    clusters = coefficient.used if ratings.articles is None else ratings.n_clusters
    if C > MOST_GRADIENT or clusters < 2:
        return None
    step = 1e-30
    moved = sums.astype(np.complex128) + 1j * step * np.eye(C)
    with np.errstate(divide="ignore", invalid="ignore"):
        nearby = (coefficient.linearised or coefficient.value)(moved)
    gradient = np.imag(np.broadcast_to(nearby, (C,))) / step
    if not np.isfinite(gradient).all():
        return None
    first, second = coefficient.source.moments(gradient, ratings.articles, ratings.n_clusters)
    spread = 1.0 if coefficient.by_n else clusters / (clusters - 1)
    variance = spread * max(second - first * first / clusters, 0.0)
    return float(np.sqrt(variance))


def beside_error(interval: Interval, error: float | None) -> Interval:
    """The interval, with a remark where the paper's standard error contradicts it.

    That happens where many items have one rating, which the paper's formula takes for no accident,
    and where items of one article are alike, which it takes for independent.

    >>> beside_error(Interval(0.2, 0.8), 0.02).warning.partition(":")[0]
    'the standard error of the paper says something else, ± 0.039 for ± 0.300'
    """
    if interval.low is None or interval.high is None or not error:
        return interval
    reach, theirs = (interval.high - interval.low) / 2, 1.96 * error
    if 1 / CONTRADICTS < reach / theirs < CONTRADICTS:
        return interval
    said = (
        f"the standard error of the paper says something else, ± {theirs:.3f} for ± {reach:.3f}: "
        "it takes items for independent and how many have two ratings for fixed; trust the interval"
    )
    return replace(interval, warning="; ".join(filter(None, (interval.warning, said))))


def student_interval(found: Measure, *, level: float = 0.95) -> Interval:
    """The interval of the standard error: Student's t with items - 1 degrees of freedom, up to 1.

    Gwet (2021) prints these; the bootstrap makes fewer assumptions.
    """
    error, n = found.standard_error, found.items
    if found.value is None or error is None or n is None or n < 2:
        return Interval.missing("no standard error", level=level)
    from scipy.special import stdtrit  # slow to import

    reach = float(stdtrit(n - 1, (1 + level) / 2)) * error
    low, high = found.value - reach, min(1.0, found.value + reach)
    return Interval(low, high, level=level, method="Student's t", clusters=n)


def bootstrap_interval(
    coefficient: Coefficient, ratings: Ratings, resamples: int, seed: int
) -> Interval:
    """The interval over items or articles."""
    most = most_groups(coefficient.n_columns)
    if most is None:
        return Interval.missing(
            f"{ratings.n_categories} categories are too many for an interval of this coefficient"
        )
    groups, n_groups = item_groups(ratings, seed, most)
    found = resample_groups(
        coefficient.source.grouped(groups, n_groups), coefficient.value,
        clusters=ratings.n_clusters, kind=ratings.cluster_kind, resamples=resamples, seed=seed,
    )  # fmt: skip
    return found.interval(least=least_of(coefficient.name))


def bootstrap_intervals(
    coefficients: Sequence[Coefficient], ratings: Ratings, resamples: int, seed: int
) -> list[Interval]:
    """The intervals of several coefficients of the same items, from one drawing of resamples."""
    first = np.cumsum([0, *(one.n_columns for one in coefficients)])
    if len(coefficients) < 2 or most_groups(int(first[-1])) != MOST_CLUSTERS:
        return [bootstrap_interval(one, ratings, resamples, seed) for one in coefficients]
    groups, n_groups = item_groups(ratings, seed)
    grouped = [one.source.grouped(groups, n_groups) for one in coefficients]

    def values(sums: Floats) -> Floats:
        found = [
            one.value(sums[:, start:stop])
            for one, (start, stop) in zip(coefficients, pairwise(first), strict=True)
        ]
        return np.stack(found, axis=1)

    runs = resample_groups(
        np.concatenate(grouped, axis=1), values, clusters=ratings.n_clusters,
        kind=ratings.cluster_kind, resamples=resamples, seed=seed,
    )  # fmt: skip
    return [
        runs.interval(column, least=least_of(one.name)) for column, one in enumerate(coefficients)
    ]


def most_groups(n_columns: int) -> int | None:
    """How many groups of clusters fit in memory; None when too few would."""
    most = min(MOST_CLUSTERS, MOST_GROUPED // max(1, n_columns))
    return most if most >= FEWEST_GROUPS else None


def item_groups(
    ratings: Ratings, seed: int, most: int = MOST_CLUSTERS
) -> tuple[NDArray[np.intp], int]:
    """The group of each item, and how many groups there are; see `bootstrap`."""
    groups = group_numbers(ratings.n_clusters, seed, most)
    n_groups = min(ratings.n_clusters, most)
    return (groups if ratings.articles is None else groups[ratings.articles]), n_groups
