"""Values of a set of annotators, for every measure alike: all labels together, or one by one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.spans.coincidences import label_blocks
from annotator.agreement.spans.mean_of_a_crowd import Crowd
from annotator.agreement.spans.measure_of_spans import (
    Basis,
    Corpus,
    SpanMeasure,
    Spread,
    Sums,
    Values,
)
from annotator.agreement.spans.pairs_of_annotators import (
    MOST_NAMED,
    Mean,
    MeanOfPairs,
    pairs_of_spans,
    pairs_within,
)
from annotator.agreement.spans.span_statistics import SpanStatistics

Found = dict[str, Values]


class ValuesOfSets:
    """The measures of one basis, by name; rows are those that `spread` makes of the articles."""

    def __init__(
        self, basis: Basis, measures: Mapping[str, SpanMeasure], statistics: SpanStatistics,
        spread: Spread,
    ) -> None:  # fmt: skip
        self.basis, self.measures = basis, measures
        self._statistics, self._spread = statistics, spread
        self._last: tuple[str, Sums] | None = None
        self._of_pairs: dict[str, Found] = {}
        self._labels_of_pairs: dict[str, dict[str, Floats]] = {}

    def together(self, annotators: AnnotatorSet) -> Found:
        """All labels as one study, each value of shape (rows,)."""
        if not self.basis.pairwise:
            return self._together(self._sums(annotators))
        if annotators.scope == "pair":
            return self._of_pair(annotators)
        if self._is_crowd(annotators):
            found = self._crowd(annotators, None, self._spread).means(self.measures)
            return {name: _first_column(values) for name, values in found.items()}
        return self._mean(annotators, self._of_pair, (1,))

    def by_label(self, annotators: AnnotatorSet, block: slice) -> Found:
        """Each label of a block, each value of shape (rows, labels)."""
        if not self.basis.pairwise or annotators.scope == "pair":
            return self._by_label(self._sums(annotators), block)
        if self._is_crowd(annotators):
            by_label = {name: one for name, one in self.measures.items() if one.by_label}
            return self._crowd(annotators, block, self._spread).means(by_label)
        shape = (1, block.stop - block.start)
        return self._mean(annotators, lambda pair: self.by_label(pair, block), shape)

    def beside(self, annotators: AnnotatorSet, block: slice) -> Mapping[str, Floats]:
        """What is shown beside the values of these labels, in the corpus."""
        if self.basis.pairwise:
            return {}
        found = self.basis.beside(self._sums(annotators).by_label(block))
        return {name: rows[0] for name, rows in found.items()}

    def macro(self, annotators: AnnotatorSet) -> dict[str, float]:
        """Of pairs: the mean over labels and pairs of what is defined, by name of the measure."""
        if not self.basis.pairwise or self._is_crowd(annotators):
            return {}
        each = [self._labels_of(pair) for pair in self._pairs(annotators)]
        means = {}
        for name in self.measures:
            values = np.concatenate([np.empty(0), *(found[name] for found in each)])
            if np.isfinite(values).any():
                means[name] = float(np.nanmean(values))
        return means

    def count_pairs(self, annotators: AnnotatorSet) -> int:
        """How many pairs their mean is of."""
        return int(self._inside(annotators).sum())

    def _inside(self, annotators: AnnotatorSet) -> Bools:
        """Which pairs that met are of these annotators."""
        pairs = self._statistics.of(pairs_of_spans)
        inside: Bools = annotators.mask[pairs.first] & annotators.mask[pairs.second]
        return inside

    def _is_crowd(self, annotators: AnnotatorSet) -> bool:
        return self.basis.of_pairs is not None and len(annotators.places) > MOST_NAMED

    def _crowd(self, annotators: AnnotatorSet, labels: slice | None, spread: Spread) -> Crowd:
        if self.basis.of_pairs is None:
            raise ValueError("this basis has no table of pairs")
        pairs = self._statistics.of(pairs_of_spans)
        table = self.basis.of_pairs(self._statistics, labels)
        return Crowd(pairs, self._inside(annotators), table, self.basis.read, spread)

    def _pairs(self, annotators: AnnotatorSet) -> Iterator[AnnotatorSet]:
        return pairs_within(self._statistics, annotators)

    def _sums(self, annotators: AnnotatorSet) -> Sums:
        """Asked for again and again for one set of annotators before the next."""
        key = f"{annotators.scope} {annotators.id}"
        if self._last is None or self._last[0] != key:
            self._last = key, self.basis.sums(self._statistics, annotators, self._spread)
        return self._last[1]

    def _together(self, sums: Sums) -> Found:
        means = {name: Mean() for name, one in self.measures.items() if one.mean_of_labels}
        for block in label_blocks(len(self._statistics.labels)) if means else ():
            labels = sums.by_label(block)
            for name, mean in means.items():
                values = self.measures[name].formula(labels).value
                mean.add(np.nansum(values, axis=-1), np.isfinite(values).sum(axis=-1))
        return {
            name: Values(means[name].value) if name in means else one.formula(sums.together)
            for name, one in self.measures.items()
        }

    def _by_label(self, sums: Sums, block: slice) -> Found:
        labels = sums.by_label(block)
        return {name: one.formula(labels) for name, one in self.measures.items() if one.by_label}

    def _of_pair(self, pair: AnnotatorSet) -> Found:
        if pair.id not in self._of_pairs:
            self._of_pairs[pair.id] = self._together(self._sums(pair))
        return self._of_pairs[pair.id]

    def _mean(
        self, annotators: AnnotatorSet, of_pair: Callable[[AnnotatorSet], Found],
        shape: tuple[int, ...],
    ) -> Found:  # fmt: skip
        means: dict[str, MeanOfPairs] = {}
        for pair in self._pairs(annotators):
            for name, values in of_pair(pair).items():
                means.setdefault(name, MeanOfPairs()).add_pair(pair, values.value)
        nothing = Values(np.full(shape, np.nan))
        return {name: means[name].values if name in means else nothing for name in self.measures}

    def _labels_of(self, pair: AnnotatorSet) -> dict[str, Floats]:
        """Every label's value of one pair in the corpus, shape (n_labels,)."""
        if pair.id not in self._labels_of_pairs:
            sums = self.basis.sums(self._statistics, pair, Corpus())
            blocks = [
                self._by_label(sums, block) for block in label_blocks(len(self._statistics.labels))
            ]
            self._labels_of_pairs[pair.id] = {
                name: np.concatenate([block[name].value[0] for block in blocks])
                for name in self.measures
            }
        return self._labels_of_pairs[pair.id]


def _first_column(values: Values) -> Values:
    """Of all labels joined, shape (rows,)."""
    return replace(values, value=values.value[:, 0])
