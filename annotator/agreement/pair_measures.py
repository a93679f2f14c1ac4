"""Two-annotator measures as `Measure` values: of each pair, and the mean of the pairs.

F1 and boundary similarity compare two annotators. Over several the value is the mean over the pairs
that opened an article in common and have a value; the others are named in `left_out`. In a resample
the mean is over the pairs that have a value there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.article_resamples import ArticleResamples
from annotator.agreement.boundary_similarity import BoundaryStatistics, boundary_values
from annotator.agreement.coincidences import label_blocks
from annotator.agreement.members import Members
from annotator.agreement.members import pairs as pairs_of
from annotator.agreement.result import Measure
from annotator.agreement.span_f1 import NAMES, Floats, MatchStatistics, f1_values, pair_totals
from annotator.agreement.spans import Bools

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

    `totals(first, second, labels)` gives sums of shape (n_articles, width, n_columns), `values`
    turns sums (..., n_columns) into values (..., len(names)), NaN where undefined.
    """

    names: tuple[str, ...]
    seen: Bools
    n_labels: int
    totals: Callable[[int, int, slice | None], Floats]
    values: Callable[[Floats], Floats]
    parameters: Mapping[str, Mapping[str, Any]]
    unit: str = "span"


def f1_source(statistics: MatchStatistics) -> PairSource:
    """F1 by the four rules."""
    parameters = {name: {**known, "average": "micro"} for name, known in F1_PARAMETERS.items()}
    parameters["f1_iou"]["threshold"] = statistics.threshold
    return PairSource(
        NAMES, statistics.seen, statistics.n_labels,
        lambda first, second, labels: pair_totals(statistics, first, second, labels), f1_values,
        parameters,
    )  # fmt: skip


def boundary_source(statistics: BoundaryStatistics, unit: str) -> PairSource:
    """Boundary similarity."""
    return PairSource(
        ("boundary_similarity",), statistics.seen, statistics.n_labels, statistics.pair_totals,
        boundary_values,
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
    resamples: ArticleResamples | None = None

    def measures(
        self, names: Collection[str], members: Members, *, by_label: bool = True,
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
        articles = (
            int(np.any([self._both(pair) for pair in together], axis=0).sum()) if inside else 0
        )
        alone = [f"{pair.id}: no article in common" for pair in inside if pair not in together]
        means: list[Measure] = []
        of_pairs: list[Measure] = []
        for block in [None, *(label_blocks(len(self.labels)) if by_label and self.labels else ())]:
            width = 1 if block is None else block.stop - block.start
            mean = _MeanOfPairs(width, len(self.source.names))
            for pair in together:
                sums = self._sums(pair, block)
                values = self.source.values(sums)
                mean.add(pair.id, values)
                if pairs:
                    spans = self._spans(pair, block)
                    both = int(self._both(pair).sum())
                    macro = self._macro([pair], block)
                    of_pairs += self._of(pair, asked, block, values, spans, both, macro)
            pooling = "pooled" if len(together) == 1 else "mean of pairs"
            left_out = (*alone, *(f"{pair}: neither marked anything" for pair in mean.undefined))
            means += self._of(
                members, asked, block, mean.value, self._spans(members, block), articles,
                self._macro(together, block), pooling=pooling,
                left_out=left_out if block is None else tuple(alone),
            )  # fmt: skip
        return means + of_pairs

    def _both(self, pair: Members) -> Bools:
        first, second = pair.indices
        both = self.source.seen[:, first] & self.source.seen[:, second]
        return np.asarray(both, dtype=bool)

    def _sums(self, pair: Members, block: slice | None) -> Floats:
        """Shape (rows, width, n_columns)."""
        first, second = pair.indices
        totals = self.source.totals(first, second, block)
        flat: Any = totals.reshape(len(totals), -1)
        if self.resamples is None:
            flat = flat.sum(axis=0, keepdims=True)
        else:
            flat = self.resamples.sums(flat)
        return np.asarray(flat.reshape(len(flat), *totals.shape[1:]))

    def _macro(self, pairs: Iterable[Members], block: slice | None) -> dict[str, float]:
        """For all labels together: the mean over labels (and pairs) of what is defined."""
        if block is not None:
            return {}
        each = [
            self.source.values(self.source.totals(first, second, labels).sum(axis=0))
            for first, second in (pair.indices for pair in pairs)
            for labels in label_blocks(len(self.labels))
        ]
        values = np.concatenate(each) if each else np.empty((0, len(self.source.names)))
        counted = np.isfinite(values).sum(axis=0)
        totals = np.nansum(values, axis=0)
        return {
            name: float(totals[place] / counted[place])
            for place, name in enumerate(self.source.names)
            if counted[place]
        }

    def _spans(self, members: Members, block: slice | None) -> Floats:
        """How many spans these annotators made, in all or per label of the block."""
        seen = self.counts.seen[:, members.mask].sum(axis=1) >= 2
        keys = self.counts.count_keys
        rows = members.mask[keys[:, 1]] & seen[keys[:, 0]]
        spans = self.counts.counts[rows, 0]
        if block is None:
            return np.array([spans.sum()])
        counted = np.bincount(keys[rows, 2], spans, minlength=len(self.labels))
        return np.asarray(counted[block], dtype=np.float64)

    def _of(
        self, members: Members, asked: list[str], block: slice | None, values: Floats,
        spans: Floats, articles: int, macro: dict[str, float], **fields: Any,
    ) -> list[Measure]:  # fmt: skip
        """Measures of one set of annotators and one block of labels."""
        found = []
        labels = [None] if block is None else list(self.labels[block])
        for place, label in enumerate(labels):
            for name in asked:
                column = values[:, place, self.source.names.index(name)]
                parameters: dict[str, Any] = dict(self.source.parameters[name])
                if name in macro:
                    parameters["macro"] = macro[name]
                number = float(column[0]) if np.isfinite(column[0]) else None
                interval = None
                if self.resamples is not None and number is not None:
                    key = (name, members.scope, members.id, label)
                    interval = self.resamples.interval(column, articles, key)
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
        self._count: Any = np.zeros((1, width, n_names), dtype=np.int64)
        self.undefined: list[str] = []  # pairs without a value

    def add(self, pair: str, values: Floats) -> None:
        defined = np.isfinite(values)
        self._total = self._total + np.where(defined, values, 0.0)
        self._count = self._count + defined
        if not defined[0, :, 0].all():
            self.undefined.append(pair)

    @property
    def value(self) -> Floats:
        some = self._count > 0
        return np.where(some, self._total / np.maximum(self._count, 1), np.nan)


def _reason(members: Members, articles: int, label: str | None) -> str:
    if members.mask.sum() < 2:
        return "fewer than two annotators"
    if not articles:
        return "no article was opened by two of these annotators"
    what = "anything" if label is None else f"anything as {label}"
    return f"nobody marked {what} in an article that two of these annotators opened"
