"""Measures of two annotators: over several, the mean of the pairs.

The mean is over the pairs that opened an article in common and have a value; the others are named
in `left_out`. In a resample it is over the pairs that have a value there.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet, every_pair
from annotator.agreement.arrays import Floats
from annotator.agreement.spans.measure_of_spans import Basis, Spread, Sums, Used, Values
from annotator.agreement.spans.span_statistics import SpanStatistics

UNMARKED_BY_PAIRS = "nobody marked {what} in an article that two of these annotators opened"


def basis_of_pairs(sums: Callable[[SpanStatistics, AnnotatorSet, Spread], Sums]) -> Basis:
    """A basis of two annotators, whose values are given for every pair and label too."""
    return Basis(
        sums, used_of_pairs, pairwise=True, label_scopes=("all", "pair", "group"),
        unmarked=UNMARKED_BY_PAIRS,
    )  # fmt: skip


def pairs_within(
    statistics: SpanStatistics, annotators: AnnotatorSet
) -> Iterator[tuple[AnnotatorSet, bool]]:
    """Every two of them, and whether they opened an article in common."""
    for pair in every_pair(statistics.annotators):
        if not (pair.mask & ~annotators.mask).any():
            yield pair, bool((statistics.opened_by(pair) == 2).any())


def used_of_pairs(statistics: SpanStatistics, annotators: AnnotatorSet) -> Used:
    """What the mean of their pairs rests on."""
    both = statistics.opened_by(annotators) >= 2
    pairs = pairs_within(statistics, annotators)
    alone = tuple(f"{pair.id}: no article in common" for pair, met in pairs if not met)
    return Used(
        int(both.sum()), int(annotators.mask.sum()), statistics.units_of(annotators),
        alone if annotators.scope != "pair" else (),
    )  # fmt: skip


class Mean:
    """A mean in each row, what is defined there added one by one."""

    def __init__(self) -> None:
        self._total: Any = 0.0
        self._count: Any = 0

    def add(self, total: Floats, count: Any) -> None:
        self._total, self._count = self._total + total, self._count + count

    @property
    def value(self) -> Floats:
        total = np.asarray(self._total, dtype=np.float64)
        count = np.broadcast_to(self._count, total.shape)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)


class MeanOfPairs(Mean):
    """The mean, in each row, over the pairs that have a value there."""

    def __init__(self) -> None:
        super().__init__()
        self._undefined: list[str] = []

    def add_pair(self, pair: AnnotatorSet, value: Floats) -> None:
        defined = np.isfinite(value)
        if defined.all():
            self.add(value, 1)
            return
        self.add(np.where(defined, value, 0.0), defined)
        if not defined[0].all():
            self._undefined.append(f"{pair.id}: neither marked anything")

    @property
    def values(self) -> Values:
        return Values(self.value, left_out=tuple(self._undefined))
