"""F1 as `Measure` values: of each pair of annotators, and the mean of the pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.article_resamples import ArticleResamples
from annotator.agreement.coincidences import label_blocks
from annotator.agreement.members import Members
from annotator.agreement.members import pairs as pairs_of
from annotator.agreement.result import Measure
from annotator.agreement.span_f1 import (
    COLUMNS,
    NAMES,
    Floats,
    MatchStatistics,
    f1_values,
    pair_totals,
)

RULES = {
    "f1_exact": "same label, start and end; one to one",
    "f1_overlap": "same label, at least one character in common; one to one, most pairs",
    "f1_iou": "same label, common / joint length at least the threshold; one to one, most pairs",
    "f1_character": "mean share of a span that the other covered under that label, both ways",
}


@dataclass(frozen=True)
class F1Measures:
    """Micro F1: the sums of all labels together. `macro` in the parameters: mean over labels.

    Over several annotators it is the mean over the pairs that share an article and have a value.
    """

    statistics: MatchStatistics
    labels: tuple[str, ...]
    annotators: tuple[str, ...]
    resamples: ArticleResamples | None = None

    def measures(
        self, names: Collection[str], members: Members, *, by_label: bool = True,
        pairs: bool = True,
    ) -> list[Measure]:  # fmt: skip
        """The mean over the pairs within `members`, all labels and each; then pair by pair."""
        asked = [name for name in NAMES if name in names]
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
            mean = _MeanOfPairs(1 if block is None else block.stop - block.start)
            for pair in together:
                sums = self._sums(pair, block)
                values = f1_values(sums)
                mean.add(pair.id, values)
                if pairs:
                    spans = sums[0, :, :2].sum(-1)
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

    def _both(self, pair: Members) -> np.ndarray[Any, np.dtype[np.bool_]]:
        first, second = pair.indices
        both = self.statistics.seen[:, first] & self.statistics.seen[:, second]
        return np.asarray(both, dtype=bool)

    def _sums(self, pair: Members, block: slice | None) -> Floats:
        """Shape (rows, width, COLUMNS)."""
        first, second = pair.indices
        totals = pair_totals(self.statistics, first, second, block)
        flat: Any = totals.reshape(len(totals), -1)
        if self.resamples is None:
            flat = flat.sum(axis=0, keepdims=True)
        else:
            flat = self.resamples.sums(flat)
        return np.asarray(flat.reshape(len(flat), -1, COLUMNS))

    def _macro(self, pairs: Iterable[Members], block: slice | None) -> dict[str, float]:
        """The mean over labels (and pairs) of each F1 that is defined, for all labels together."""
        if block is not None:
            return {}
        each = [
            f1_values(pair_totals(self.statistics, first, second, labels).sum(axis=0))
            for first, second in (pair.indices for pair in pairs)
            for labels in label_blocks(len(self.labels))
        ]
        values = np.concatenate(each) if each else np.empty((0, len(NAMES)))
        counted = np.isfinite(values).sum(axis=0)
        totals = np.nansum(values, axis=0)
        return {
            name: float(totals[place] / counted[place])
            for place, name in enumerate(NAMES)
            if counted[place]
        }

    def _spans(self, members: Members, block: slice | None) -> Floats:
        """How many spans these annotators made, in all or per label of the block."""
        seen = self.statistics.seen[:, members.mask].sum(axis=1) >= 2
        keys = self.statistics.count_keys
        rows = members.mask[keys[:, 1]] & seen[keys[:, 0]]
        spans = self.statistics.counts[rows, 0]
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
                column = values[:, place, NAMES.index(name)]
                parameters: dict[str, Any] = {"rule": RULES[name], "average": "micro"}
                if name == "f1_iou":
                    parameters["threshold"] = self.statistics.threshold
                if name in macro:
                    parameters["macro"] = macro[name]
                number = float(column[0]) if np.isfinite(column[0]) else None
                interval = None
                if self.resamples is not None and number is not None:
                    interval = self.resamples.interval(column, articles)
                reason = "" if number is not None else _reason(members, articles, label)
                measure = Measure(
                    name, number, reason, members.scope, members.id, label, unit="span",
                    interval=interval, articles=articles, annotators=int(members.mask.sum()),
                    units=int(spans[place]), parameters=parameters, **fields,
                )  # fmt: skip
                found.append(measure)
        return found


class _MeanOfPairs:
    """The mean, in each row, over the pairs that have a value there."""

    def __init__(self, width: int) -> None:
        self._total: Any = np.zeros((1, width, len(NAMES)))
        self._count: Any = np.zeros((1, width, len(NAMES)), dtype=np.int64)
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
