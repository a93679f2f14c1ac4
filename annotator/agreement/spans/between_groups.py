"""α between two groups of annotators, on text: one from each group, never two of one group.

As for ratings (`groups`; the cross-replication reliability of Wong, Paritosh and Aroyo 2021), with
characters as items: D_o is the mean distance of what an annotator of the one group and one of the
other put a character under, D_e the same if the groups' labels were dealt out at random. An article
counts where both groups opened it, with the weight of its annotators.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.measure import Measure, finite
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.measure_of_spans import alpha
from annotator.agreement.spans.overlap_statistics import (
    Marked,
    OverlapStatistics,
    overlap_statistics,
)
from annotator.agreement.spans.span_statistics import SpanStatistics

SUMS_OF_BOTH = 4  # columns: distance, weight, length of the first group's texts, of the second's
POOLING_BETWEEN = "pairs between the groups"


def alpha_between(
    statistics: SpanStatistics,
    first: AnnotatorSet,
    second: AnnotatorSet,
    *,
    resamples: ArticleResamples,
) -> list[Measure]:
    """All labels together (MASI distance between label sets), then each label by itself."""
    about, labels, unit = f"{first.id} & {second.id}", statistics.labels, statistics.spans.unit
    if (first.mask & second.mask).any():
        reason = "the groups have an annotator in common"
        return [Measure("character_alpha", None, reason, "group", about, unit=unit)]
    between = _Between(statistics.of(overlap_statistics), first.mask, second.mask)
    found: list[Measure] = []
    for label in (None, *range(len(labels))):
        matrix, near = between.together() if label is None else between.of_label(label)
        observed, expected = _parts(resamples.sums(matrix), near)
        value = alpha(observed, expected).value
        number = finite(value)
        name = None if label is None else labels[label]
        interval = None
        if number is not None:
            key = ("character_alpha", "group", about, name)
            interval = resamples.interval(value, between.articles, key)
        found.append(
            Measure(
                "character_alpha", number, "" if number is not None else between.reason, "group",
                about, name, level="masi" if label is None else "nominal", unit=unit,
                pooling=POOLING_BETWEEN, interval=interval, articles=between.articles,
                observed=None if number is None else finite(observed),
                expected=None if number is None else finite(expected),
                annotators=int((first.mask | second.mask).sum()),
            )
        )  # fmt: skip
    return found


class _Between:
    """Per-article sums for two groups."""

    def __init__(self, statistics: OverlapStatistics, first: Bools, second: Bools) -> None:
        self.statistics, self.groups = statistics, (first, second)
        m = [statistics.seen[:, mask].sum(axis=1) for mask in self.groups]
        self.both = (m[0] > 0) & (m[1] > 0)
        self.m = [np.where(self.both, one, 0).astype(np.float64) for one in m]
        self.articles = int(self.both.sum())
        self.weight = self.m[0] + self.m[1]
        self.pairs = np.maximum(self.m[0] * self.m[1], 1)

    @property
    def reason(self) -> str:
        if not self.articles:
            return "the groups have no article in common"
        return "there is no variation between the groups"

    def together(self) -> tuple[sparse.csr_array, sparse.csr_array]:
        covered = self.statistics.covered
        across = self._across(covered.first, covered.second)
        common = self._summed(covered.article[across], (covered.both + covered.alike)[across])
        rows = [self._rows(self.statistics.under, mask) for mask in self.groups]
        near = self.statistics.near
        return self._matrix(self.statistics.under, rows, common, near.shape[0]), near

    def of_label(self, label: int) -> tuple[sparse.csr_array, sparse.csr_array]:
        shared, marked = self.statistics.shared, self.statistics.marked
        across = self._across(shared.first, shared.second) & (shared.label == label)
        # Both gap: L − T_i − T_j + O_ij; alike: O_ij.
        common = self._summed(shared.article[across], 2 * shared.length[across])
        rows = [self._rows(marked, mask) & (marked.label == label) for mask in self.groups]
        one = sparse.csr_array(np.ones((1, 1)))
        return self._matrix(marked, rows, common, len(self.statistics.sets), one=True), one

    def _matrix(
        self, table: Marked, rows: list[Bools], common: Floats, n_sets: int, *, one: bool = False
    ) -> sparse.csr_array:
        L = self.statistics.lengths.astype(np.float64) * self.both
        alone = [self._summed(table.article[r], table.length[r]) for r in rows]
        m_g, m_h = self.m
        agreed = m_g * m_h * L - m_h * alone[0] - m_g * alone[1] + common
        distance = (L - agreed / self.pairs) * self.weight
        head = np.column_stack([distance, self.weight * L, m_g * L, m_h * L]) * self.both[:, None]
        width = 1 if one else n_sets
        sides = [
            sparse.csr_array(
                (
                    table.length[r],
                    (table.article[r], 0 * table.label[r] if one else table.label[r]),
                ),
                shape=(len(L), width),
            )
            for r in rows
        ]
        return sparse.csr_array(sparse.hstack([sparse.csr_array(head), *sides]))

    def _rows(self, table: Marked, mask: Bools) -> Bools:
        rows: Bools = mask[table.annotator] & self.both[table.article]
        return rows

    def _across(self, first: Ints, second: Ints) -> Bools:
        g, h = self.groups
        return (g[first] & h[second]) | (h[first] & g[second])

    def _summed(self, article: Ints, column: Floats) -> Floats:
        summed: Floats = np.bincount(article, column, minlength=len(self.both)) * self.both
        return summed.astype(np.float64)


def _parts(sums: Floats, near: sparse.csr_array) -> tuple[Floats, Floats]:
    width = near.shape[0]
    g, h = sums[:, SUMS_OF_BOTH : SUMS_OF_BOTH + width], sums[:, SUMS_OF_BOTH + width :]
    n_g, n_h = sums[:, 2], sums[:, 3]
    possible = sums[:, 1] > 0
    total = np.where(possible, sums[:, 1], np.nan)
    alike = ((g @ near) * h).sum(axis=1) + (n_g - g.sum(axis=1)) * (n_h - h.sum(axis=1))
    expected = 1 - alike / np.where(possible, n_g * n_h, np.nan)
    return sums[:, 0] / total, np.where(expected < 1e-12, 0.0, expected)
