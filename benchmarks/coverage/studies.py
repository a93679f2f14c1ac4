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
from annotator.agreement.measure import Interval, Measure, least_of, without_blind_interval
from annotator.agreement.ratings.coefficient import Coefficient
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.measure_of_spans import Corpus
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.agreement.spans.span_table import SPAN_TABLE
from annotator.agreement.spans.values_of_sets import ValuesOfSets

RESAMPLES, AT_A_TIME = 2000, 20
SEEDS = 20  # drawings of resamples that the studies take in turn

Rows = dict[str, Floats]  # of each value: everything, the resamples, each article left out
SHARED = "shared: "  # before a name: whether two annotators ever agreed on this label


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
        added: Floats = matrix[self.chosen]  # (n_studies, n, columns)
        total = added.sum(axis=1, keepdims=True)
        weights = np.concatenate(list(resample_weights(self.n, RESAMPLES, self.seed)))
        rows = np.concatenate([total, weights @ added, total - added], axis=1)
        reshaped: Floats = rows.reshape(-1, matrix.shape[1])
        return reshaped

    def any_of(self, articles: Bools) -> Bools:
        return np.asarray(articles.any())

    def intervals(self, name: str, values: Floats, shared: Floats | None) -> Iterator[Interval]:
        """Of one value's rows; `shared` are those of what is agreed on one label."""
        of_studies = values.reshape(len(self.chosen), -1)
        agreed = np.ones(1) if shared is None else shared.reshape(len(self.chosen), -1)[:, 0]
        for rows, both in zip(of_studies, np.broadcast_to(agreed, len(of_studies)), strict=True):
            if np.isfinite(rows[0]):
                drawn, left_out = rows[1 : 1 + RESAMPLES, None], rows[1 + RESAMPLES :, None]
                runs = Resamples(
                    drawn, self.n, self.n, self.seed, "articles", rows[:1], influences(left_out)
                )
                about = {"specific_agreement": float(both)}
                interval = runs.interval(least=least_of(name))
                found = Measure(name, float(rows[0]), interval=interval, parameters=about)
                yield without_blind_interval(found).interval or interval
            else:
                yield Interval.missing("no value")


Values = Callable[[Any], Rows]


def values_of_spans(
    statistics: SpanStatistics, names: tuple[str, ...], alone: dict[str, int]
) -> Values:
    """Each measure over all labels, and of some labels alone."""
    people, agreed = everyone(statistics.annotators), SPAN_TABLE["specific_agreement"]

    def values(spread: Any) -> Rows:
        found: Rows = {}
        for name in names:
            one = SPAN_TABLE[name]
            of_sets = ValuesOfSets(one.basis, {name: one}, statistics, spread)
            found[name] = of_sets.together(people)[name].value
            labels = of_sets.by_label(people, slice(0, len(statistics.labels)))
            for title, label in alone.items():
                found[f"{name}, {title}"] = labels[name].value[:, label]
                if one.basis is agreed.basis:
                    beside = ValuesOfSets(one.basis, {"agreed": agreed}, statistics, spread)
                    shared = beside.by_label(people, slice(label, label + 1))["agreed"].value
                    found[f"{SHARED}{name}, {title}"] = shared[:, 0]
        return found

    return values


def values_of_ratings(ratings: Ratings, coefficients: dict[str, Coefficient]) -> Values:
    """Each coefficient, resampled over the articles of the items."""
    if ratings.articles is None:
        raise ValueError("these ratings have no articles")
    measures = {name.partition(", ")[0] for name in coefficients}
    sums = {
        name: one.source.grouped(ratings.articles, ratings.n_clusters)
        for name, one in coefficients.items()
    }

    def values(spread: Any) -> Rows:
        found: Rows = {}
        for name, one in coefficients.items():
            rows = spread.sums(sums[name])
            found[name] = one.value(rows)
            measure, _, title = name.partition(", ")
            if title and measure == "krippendorff_alpha":  # of one label: o, n_0, n_1
                shared = rows[:, 0] - rows[:, 1] + rows[:, 2]
                found |= {f"{SHARED}{other}, {title}": shared for other in measures}
        return found

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
    truth = {
        name: float(rows[0])
        for name, rows in values(Corpus()).items()
        if not name.startswith(SHARED)
    }
    rng, found = np.random.default_rng(n), {name: Covered() for name in truth}
    for number, first in enumerate(range(0, studies, AT_A_TIME)):
        chosen = rng.integers(0, articles, (min(AT_A_TIME, studies - first), n))
        drawn = Studies(chosen, number % SEEDS)
        rows = values(drawn)
        for name in truth:
            for interval in drawn.intervals(name, rows[name], rows.get(SHARED + name)):
                found[name].add(interval, truth[name])
    return found
