"""Coefficients of ratings from counted items: the sums come from an engine, all else as ever."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import group_numbers, resample_groups
from annotator.agreement.engines.counted_items import CountedItems
from annotator.agreement.measure import Interval, Measure, finite, least_of
from annotator.agreement.ratings.coefficient import Coefficient, most_groups
from annotator.agreement.ratings.counts import BLOCK_CELLS, ItemColumns, pairable, sum_by_group
from annotator.agreement.ratings.rating_table import RATING_TABLE
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.ratings.undefined import first_missing, said_left_out
from annotator.errors import RatingsError

NEED_EVERY_RATING = ("conger_kappa",)  # as those of two annotators and ICC: who said what matters
COUNTED_MEASURES = tuple(
    name
    for name, one in RATING_TABLE.items()
    if one.coefficient is not None and not one.of_numbers and name not in NEED_EVERY_RATING
)
ONLY_PAIRED = ("percent_agreement", "krippendorff_alpha")  # items with one rating count nowhere


@dataclass(frozen=True, eq=False)
class CountedSource:
    """See `coefficient.Source`; `columns` are those of a source of items in memory."""

    counted: CountedItems
    columns: ItemColumns
    n_columns: int

    def total(self) -> Floats:
        together = np.zeros(self.counted.n_clusters, dtype=np.intp)
        return np.asarray(self.grouped(together, 1)[0])

    def grouped(self, groups: NDArray[np.intp], n_groups: int) -> Floats:
        """Sums over groups of clusters."""
        sums = np.zeros((n_groups, self.n_columns))
        for part, rows in self._blocks():
            found = np.asarray(self.columns(rows)) * self.counted.times[part, None]
            sums += sum_by_group(found, groups[self.counted.cluster[part]], n_groups, None)
        return sums

    def moments(
        self, gradient: Floats, groups: NDArray[np.intp] | None, n_groups: int
    ) -> tuple[float, float]:
        """Over items, or over the clusters where `groups` is given."""
        if groups is not None:
            own = np.arange(self.counted.n_clusters)
            u = self.grouped(own, len(own)) @ gradient
            return float(u.sum()), float(u @ u)
        first = second = 0.0
        for part, rows in self._blocks():
            u, times = np.asarray(self.columns(rows)) @ gradient, self.counted.times[part]
            first, second = first + float(times @ u), second + float(times @ (u * u))
        return first, second

    def _blocks(self) -> Iterator[tuple[slice, Floats]]:
        step = max(1, BLOCK_CELLS // max(1, self.n_columns))
        for begin in range(0, len(self.counted.times), step):
            part = slice(begin, begin + step)
            yield part, self.counted.rows[part].astype(np.float64)


def counted_measures(
    counted: CountedItems, names: Sequence[str], *, level: str, weights: str, resamples: int,
    seed: int,
) -> list[Measure]:  # fmt: skip
    """The measures asked for, over everything."""
    return [
        _measure(_coefficient(name, counted, level, weights), counted, resamples, seed)
        for name in names
    ]


def _coefficient(name: str, counted: CountedItems, level: str, weights: str) -> Coefficient:
    """As in memory, of the same categories; what it says of items comes from the counts."""
    make = RATING_TABLE[name].coefficient
    if make is None or name not in COUNTED_MEASURES:
        raise RatingsError(
            f"{name} compares annotators one by one, which an engine's counts do not; choose among "
            f"{', '.join(COUNTED_MEASURES)}, or leave --engine out"
        )
    nothing = Ratings(
        counted.categories, (), 0, codes=np.empty((0, 0), dtype=np.int8), values=counted.values
    )
    of_nothing = make(nothing, weights, level)
    columns = getattr(of_nothing.source, "columns", None)
    if columns is None:
        raise RatingsError(f"{name} is not made of counts")
    m, times = counted.ratings_per_row, counted.times
    least = 2 if name in ONLY_PAIRED else 1
    single, none = int(times[m == 1].sum()), int(times[m == 0].sum())
    paired = None
    if (m > 1).any():
        paired = times @ pairable(counted.rows.astype(np.float64))[0]
    fields = {
        **of_nothing.fields, "annotators": counted.annotators,
        "units": int((times * m)[m >= least].sum()),
        "left_out": said_left_out(single, none, single_counts=least == 1),
    }  # fmt: skip
    why = of_nothing.reason()
    return replace(
        of_nothing, source=CountedSource(counted, columns, of_nothing.n_columns), fields=fields,
        used=int(times[m >= least].sum()),
        reason=lambda: why if len(counted.categories) < 2 and least == 1
        else first_missing(counted.annotators, counted.categories, paired),
    )  # fmt: skip


def _measure(coefficient: Coefficient, counted: CountedItems, resamples: int, seed: int) -> Measure:
    sums = coefficient.source.total()[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        observed, expected = coefficient.parts(sums)
        value = coefficient.combine(observed, expected)
    number, fields = finite(value), dict(coefficient.fields)
    interval = None
    if number is None:
        fields["reason"] = coefficient.reason()
        interval = Interval.missing(f"no value: {fields['reason']}") if resamples else None
    elif resamples:
        interval = _interval(coefficient, counted, resamples, seed)
    return Measure(
        coefficient.name, number, observed=finite(observed), expected=finite(expected),
        interval=interval, items=coefficient.used, **fields,
    )  # fmt: skip


def _interval(
    coefficient: Coefficient, counted: CountedItems, resamples: int, seed: int
) -> Interval:
    most = most_groups(coefficient.n_columns)
    if most is None:
        return Interval.missing(
            f"{len(counted.categories)} categories are too many for an interval of this coefficient"
        )
    groups = group_numbers(counted.n_clusters, seed, most)
    source: Any = coefficient.source
    found = resample_groups(
        source.grouped(groups, min(counted.n_clusters, most)), coefficient.value,
        clusters=counted.clusters, kind=counted.kind, resamples=resamples, seed=seed,
    )  # fmt: skip
    return found.interval(least=least_of(coefficient.name))
