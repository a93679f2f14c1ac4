"""Two-annotator measures as `Measure` values: of each pair, and the mean of the pairs.

F1 and boundary similarity compare two annotators. Over several the value is the mean over the pairs
that opened an article in common and have a value; the others are named in `left_out`. In a resample
the mean is over the pairs that have a value there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.annotator_sets import every_pair as pairs_of
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.measure import Measure
from annotator.agreement.spans.boundary_similarity import COLUMNS, BoundaryStatistics
from annotator.agreement.spans.boundary_similarity import boundary_values as values_of_boundaries
from annotator.agreement.spans.coincidences import label_blocks
from annotator.agreement.spans.kept_sums import Owner, Rows, Sums
from annotator.agreement.spans.span_f1 import COLUMNS as F1_COLUMNS
from annotator.agreement.spans.span_f1 import NAMES, MatchStatistics, f1_values, pair_totals
from annotator.agreement.spans.span_statistics import SpanStatistics

F1_PARAMETERS: dict[str, dict[str, Any]] = {
    "f1_exact": {"rule": "same label, start and end; one to one"},
    "f1_overlap": {"rule": "same label, at least one character in common; one to one, most pairs"},
    "f1_iou": {"rule": "same label, common / joint length at least the threshold; one to one, most "
               "pairs"},
    "f1_character": {"rule": "mean share of a span that the other covered under that label, both "
                     "ways"},
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class PairSource:
    """Where two-annotator measures come from.

    `totals(statistics, first, second, labels)` gives sums of shape (n_articles, width, n_columns),
    `values` turns sums (..., n_columns) into values (..., len(names)), NaN where undefined.
    """

    names: tuple[str, ...]
    seen: Bools
    n_columns: int
    totals: Callable[[SpanStatistics, int, int, slice | None], Floats]
    values: Callable[[Floats], Floats]
    parameters: Mapping[str, Mapping[str, Any]]
    unit: str = "span"


def pair_sources(statistics: SpanStatistics) -> list[PairSource]:
    """Every source there are statistics for."""
    sources = [f1_source(statistics.match)]
    if statistics.boundaries is not None:
        sources.append(boundary_source(statistics.boundaries, statistics.unit))
    return sources


def f1_source(statistics: MatchStatistics) -> PairSource:
    """F1 by the four rules."""
    parameters = {name: {**known, "average": "micro"} for name, known in F1_PARAMETERS.items()}
    parameters["f1_iou"]["threshold"] = statistics.threshold
    return PairSource(
        NAMES, statistics.seen, F1_COLUMNS,
        lambda found, first, second, labels: pair_totals(found.match, first, second, labels),
        f1_values, parameters,
    )  # fmt: skip


def boundary_source(statistics: BoundaryStatistics, unit: str) -> PairSource:
    """Boundary similarity."""

    def totals(found: SpanStatistics, first: int, second: int, labels: slice | None) -> Floats:
        edits = statistics if found.boundaries is None else found.boundaries
        return edits.pair_totals(first, second, labels)

    return PairSource(
        ("boundary_similarity",), statistics.seen, COLUMNS, totals, values_of_boundaries,
        {"boundary_similarity": {"window": statistics.window, "average": "sum over labels"}}, unit,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class PairMeasures:
    """The measures of one source. `macro` in their parameters is the mean over labels.

    `counts` says how many spans each annotator made: rows (article, annotator, label) and spans.
    """

    source: PairSource
    counts: MatchStatistics
    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    sums: Sums

    def measures(
        self, names: Collection[str], members: AnnotatorSet, *, by_label: bool = True,
        pairs: bool = True,
    ) -> list[Measure]:  # fmt: skip
        """The mean over the pairs within `members`, all labels and each; then pair by pair."""
        asked = [name for name in self.source.names if name in names]
        if not asked:
            return []
        inside = [
            pair for pair in pairs_of(self.annotators) if not (pair.mask & ~members.mask).any()
        ]
        together = [pair for pair in inside if self._both(pair).any()]
        blocks = [None, *(label_blocks(len(self.labels)) if by_label and self.labels else ())]
        found = self.sums.measures(
            self._owner(members, "means"), members.mask,
            lambda: self._means(asked, members, inside, together, blocks),
        )  # fmt: skip
        for pair in together if pairs else ():
            compute = partial(self._of_pair, asked, pair, blocks)
            found = found + self.sums.measures(self._owner(pair), pair.mask, compute)
        return found

    def _means(
        self, asked: list[str], members: AnnotatorSet, inside: list[AnnotatorSet],
        together: list[AnnotatorSet], blocks: list[slice | None],
    ) -> list[Measure]:  # fmt: skip
        articles = (
            int(np.any([self._both(pair) for pair in together], axis=0).sum()) if inside else 0
        )
        alone = [f"{pair.id}: no article in common" for pair in inside if pair not in together]
        means: list[Measure] = []
        for block in blocks:
            width = 1 if block is None else block.stop - block.start
            mean = _MeanOfPairs(width, len(self.source.names))
            for pair in together:
                mean.add(pair.id, self._values(pair, block))
            pooling = "pooled" if len(together) == 1 else "mean of pairs"
            left_out = (*alone, *(f"{pair}: neither marked anything" for pair in mean.undefined))
            means += self._of(
                members, asked, block, mean.value, self._spans(members, block), articles,
                self._macro(together, block), pooling=pooling,
                left_out=left_out if block is None else tuple(alone),
            )  # fmt: skip
        return means

    def _of_pair(
        self, asked: list[str], pair: AnnotatorSet, blocks: list[slice | None]
    ) -> list[Measure]:
        both = int(self._both(pair).sum())
        found: list[Measure] = []
        for block in blocks:
            values, spans = self._values(pair, block), self._spans(pair, block)
            found += self._of(pair, asked, block, values, spans, both, self._macro([pair], block))
        return found

    def _owner(self, members: AnnotatorSet, *more: str) -> Owner:
        return (self.source.names[0], members.scope, members.id, *more)

    def _both(self, pair: AnnotatorSet) -> Bools:
        first, second = pair.places
        both = self.source.seen[:, first] & self.source.seen[:, second]
        return np.asarray(both, dtype=bool)

    def _values(self, pair: AnnotatorSet, block: slice | None) -> Floats:
        """Shape (rows, width, len(names))."""
        owner = self._owner(pair)
        name = "all labels" if block is None else f"labels {block.start}"

        def values() -> Floats:
            sums = self.sums.of(owner, name, self._rows(pair, block))
            return self.source.values(sums.reshape(len(sums), -1, self.source.n_columns))

        if block is not None and not self.sums.keeps:
            return values()  # asked for once only
        return self.sums.derived(owner, pair.mask, f"values of {name}", values)

    def _rows(self, pair: AnnotatorSet, block: slice | None) -> Rows:
        """Each article's sums in one row."""
        first, second = pair.places

        def rows(statistics: SpanStatistics) -> Floats:
            totals = self.source.totals(statistics, first, second, block)
            return totals.reshape(len(totals), -1)

        return rows

    def _macro(self, pairs: Iterable[AnnotatorSet], block: slice | None) -> dict[str, float]:
        """For all labels together: the mean over labels (and pairs) of what is defined."""
        if block is not None:
            return {}
        each = [self._of_labels(pair) for pair in pairs]
        values = np.concatenate(each) if each else np.empty((0, len(self.source.names)))
        counted = np.isfinite(values).sum(axis=0)
        totals = np.nansum(values, axis=0)
        return {
            name: float(totals[place] / counted[place])
            for place, name in enumerate(self.source.names)
            if counted[place]
        }

    def _of_labels(self, pair: AnnotatorSet) -> Floats:
        """One pair's value of each label, shape (n_labels, len(names))."""
        owner = self._owner(pair)

        def values() -> Floats:
            totals = [
                self.sums.of(
                    owner, f"total of labels {block.start}", self._rows(pair, block),
                    resampled=False,
                )
                for block in label_blocks(len(self.labels))
            ]  # fmt: skip
            columns = [total.reshape(-1, self.source.n_columns) for total in totals]
            return self.source.values(np.concatenate(columns))

        return self.sums.derived(owner, pair.mask, "each label", values)

    def _spans(self, members: AnnotatorSet, block: slice | None) -> Floats:
        """How many spans these annotators made, in all or per label of the block."""
        name = "spans" if block is None else f"spans of {block.start}"

        def counted() -> Floats:
            seen = self.counts.seen[:, members.mask].sum(axis=1) >= 2
            article, annotator, label = self.counts.count_keys.T
            rows = np.flatnonzero(members.mask[annotator])
            rows = rows[seen[article[rows]]]
            spans = self.counts.counts[rows, 0]
            if block is None:
                return np.array([spans.sum()])
            found = np.bincount(label[rows], spans, minlength=len(self.labels))
            return np.asarray(found[block], dtype=np.float64)

        # Every source counts the same spans.
        return self.sums.derived(("spans", members.scope, members.id), members.mask, name, counted)

    def _of(
        self, members: AnnotatorSet, asked: list[str], block: slice | None, values: Floats,
        spans: Floats, articles: int, macro: dict[str, float], **fields: Any,
    ) -> list[Measure]:  # fmt: skip
        """Measures of one set of annotators and one block of labels."""
        found = []
        labels = [None] if block is None else list(self.labels[block])
        for place, label in enumerate(labels):
            for name in asked:
                column = values[:, place, self.source.names.index(name)]
                parameters: dict[str, Any] = {
                    **self.source.parameters[name],
                    **members.about,
                }
                if name in macro:
                    parameters["macro"] = macro[name]
                number = float(column[0]) if np.isfinite(column[0]) else None
                interval = None
                if number is not None:
                    key = (name, members.scope, members.id, label)
                    interval = self.sums.drawn.interval(column, articles, key)
                reason = "" if number is not None else _reason(members, articles, label)
                measure = Measure(
                    name, number, reason, members.scope, members.id, label, unit=self.source.unit,
                    interval=interval, articles=articles, annotators=int(members.mask.sum()),
                    units=int(spans[place]), parameters=parameters, **fields,
                )  # fmt: skip
                found.append(measure)
        return found


class _MeanOfPairs:
    """The mean, in each row, over the pairs that have a value there."""

    def __init__(self, width: int, n_names: int) -> None:
        self._total: Any = np.zeros((1, width, n_names))
        self._count: Any = 0
        self.undefined: list[str] = []  # pairs without a value

    def add(self, pair: str, values: Floats) -> None:
        defined = np.isfinite(values)
        if defined.all():
            self._total = self._total + values
            self._count = self._count + 1
            return
        self._total = self._total + np.where(defined, values, 0.0)
        self._count = self._count + defined
        if not defined[0, :, 0].all():
            self.undefined.append(pair)

    @property
    def value(self) -> Floats:
        count = np.broadcast_to(self._count, self._total.shape)
        return np.where(count > 0, self._total / np.maximum(count, 1), np.nan)


def _reason(members: AnnotatorSet, articles: int, label: str | None) -> str:
    if members.mask.sum() < 2:
        return "fewer than two annotators"
    if not articles:
        return "no article was opened by two of these annotators"
    what = "anything" if label is None else f"anything as {label}"
    return f"nobody marked {what} in an article that two of these annotators opened"
