"""Many small studies drawn from one large corpus, all of their values and resamples at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import everyone
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.bca import influences
from annotator.agreement.bootstrap import Resamples, resample_weights
from annotator.agreement.measure import Interval, least_of
from annotator.agreement.ratings.coefficient import Coefficient
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.measure_of_spans import Corpus
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.agreement.spans.span_table import SPAN_TABLE
from annotator.agreement.spans.values_of_sets import ValuesOfSets

RESAMPLES, AT_A_TIME = 2000, 20
SEEDS = 20  # drawings of resamples that the studies take in turn

Rows = dict[str, Floats]  # of each value: everything, the resamples, each article left out


@dataclass(frozen=True)
class Studies:
    """Which articles of the corpus each study has, shape (n_studies, n), and its resamples."""

    chosen: Ints
    seed: int

    @property
    def n(self) -> int:
        return self.chosen.shape[1]

    def sums(self, matrix: Any) -> Floats:
        """Rows of all studies, one study after another."""
        if not isinstance(matrix, np.ndarray):
            matrix = matrix.toarray()
        added = matrix[self.chosen]  # (n_studies, n, columns)
        total = added.sum(axis=1, keepdims=True)
        weights = np.concatenate(list(resample_weights(self.n, RESAMPLES, self.seed)))
        rows = np.concatenate([total, weights @ added, total - added], axis=1)
        return rows.reshape(-1, matrix.shape[1])

    def any_of(self, articles: Bools) -> Bools:
        return np.asarray(articles.any())

    def intervals(self, name: str, values: Floats) -> Iterator[Interval]:
        """Of one value's rows."""
        for rows in values.reshape(len(self.chosen), -1):
            if np.isfinite(rows[0]):
                drawn, left_out = rows[1 : 1 + RESAMPLES, None], rows[1 + RESAMPLES :, None]
                runs = Resamples(
                    drawn, self.n, self.n, self.seed, "articles", rows[:1], influences(left_out)
                )
                yield runs.interval(least=least_of(name))
            else:
                yield Interval.missing("no value")


Values = Callable[[Any], Rows]


def values_of_spans(
    statistics: SpanStatistics, names: tuple[str, ...], alone: dict[str, int]
) -> Values:
    """Each measure over all labels, and of some labels alone."""
    people = everyone(statistics.annotators)

    def values(spread: Any) -> Rows:
        found: Rows = {}
        for name in names:
            one = SPAN_TABLE[name]
            of_sets = ValuesOfSets(one.basis, {name: one}, statistics, spread)
            found[name] = of_sets.together(people)[name].value
            labels = of_sets.by_label(people, slice(0, len(statistics.labels)))
            for title, label in alone.items():
                found[f"{name}, {title}"] = labels[name].value[:, label]
        return found

    return values


def values_of_ratings(ratings: Ratings, coefficients: dict[str, Coefficient]) -> Values:
    """Each coefficient, resampled over the articles of the items."""
    if ratings.articles is None:
        raise ValueError("these ratings have no articles")
    sums = {
        name: one.source.grouped(ratings.articles, ratings.n_clusters)
        for name, one in coefficients.items()
    }

    def values(spread: Any) -> Rows:
        return {name: one.value(spread.sums(sums[name])) for name, one in coefficients.items()}

    return values


@dataclass
class Covered:
    """How often intervals of one value held the truth, and how often there was one."""

    inside: int = 0
    given: int = 0
    studies: int = 0
    width: float = 0.0

    def add(self, interval: Interval, truth: float) -> None:
        self.studies += 1
        if interval.low is not None and interval.high is not None:
            self.given += 1
            self.inside += interval.low <= truth <= interval.high
            self.width += interval.high - interval.low


def coverage(values: Values, articles: int, n: int, studies: int) -> dict[str, Covered]:
    """Studies of `n` out of so many articles, drawn with replacement."""
    truth = {name: float(rows[0]) for name, rows in values(Corpus()).items()}
    rng, found = np.random.default_rng(n), {name: Covered() for name in truth}
    for number, first in enumerate(range(0, studies, AT_A_TIME)):
        chosen = rng.integers(0, articles, (min(AT_A_TIME, studies - first), n))
        drawn = Studies(chosen, number % SEEDS)
        for name, rows in values(drawn).items():
            for interval in drawn.intervals(name, rows):
                found[name].add(interval, truth[name])
    return found
