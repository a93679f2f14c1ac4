"""Measures of two annotators: over several, the mean of the pairs.

The mean is over the pairs that opened an article in common and have a value; the others are named
in `left_out`. In a resample it is over the pairs that have a value there.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet, pair_of
from annotator.agreement.arrays import Floats
from annotator.agreement.spans.measure_of_spans import Basis, Spread, Sums, Used, Values
from annotator.agreement.spans.pairs_in_articles import PairsInArticles, pairs_in_articles
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.agreement.spans.spans import Spans

MOST_NAMED = 50  # annotators; among more, pairs are counted, not named
UNMARKED_BY_PAIRS = "nobody marked {what} in an article that two of these annotators opened"


def basis_of_pairs(
    sums: Callable[[SpanStatistics, AnnotatorSet, Spread], Sums],
    of_pairs: Callable[[SpanStatistics, slice | None], Floats],
    read: Callable[[Floats], Any] = lambda sums: sums,
) -> Basis:
    """A basis of two annotators, whose values are given for every pair and label too."""
    return Basis(
        sums, used_of_pairs, pairwise=True, label_scopes=("all", "pair", "group"),
        unmarked=UNMARKED_BY_PAIRS, of_pairs=of_pairs, read=read,
    )  # fmt: skip


def pairs_within(statistics: SpanStatistics, annotators: AnnotatorSet) -> Iterator[AnnotatorSet]:
    """Every two of them who opened an article in common; of a crowd those are few."""
    names, inside = statistics.annotators, annotators.mask
    found = statistics.of(pairs_of_spans)
    both = inside[found.first] & inside[found.second]
    for g, h in zip(found.first[both].tolist(), found.second[both].tolist(), strict=True):
        yield pair_of(names, g, h)


def used_of_pairs(statistics: SpanStatistics, annotators: AnnotatorSet) -> Used:
    """What the mean of their pairs rests on."""
    both = statistics.opened_by(annotators) >= 2
    return Used(
        int(statistics.articles[both].sum()), int(annotators.mask.sum()),
        statistics.units_of(annotators),
        _never_met(statistics, annotators) if annotators.scope != "pair" else (),
    )  # fmt: skip


def _never_met(statistics: SpanStatistics, annotators: AnnotatorSet) -> tuple[str, ...]:
    """The pairs without an article in common by name; how many there are, among a crowd."""
    met = {pair.places for pair in pairs_within(statistics, annotators)}
    people = annotators.places
    if len(people) > MOST_NAMED:
        alone = len(people) * (len(people) - 1) // 2 - len(met)
        return (f"{alone:,} pairs of annotators: no article in common",) if alone else ()
    return tuple(
        f"{pair_of(statistics.annotators, g, h).id}: no article in common"
        for g, h in combinations(people, 2)
        if (g, h) not in met
    )


def pairs_of_spans(spans: Spans) -> PairsInArticles:
    """Which two annotators opened which article together."""
    return pairs_in_articles(spans.seen)


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
