"""Sums of coincidences for one set of annotators: what α, the uα family and their companions take.

All labels together mean something only where nobody overlaps themself; elsewhere these sums are
NaN, and so is every value made of them. α then takes the sums over label *sets*.
"""

from collections.abc import Mapping
from dataclasses import fields
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Floats
from annotator.agreement.spans.character_agreement import (
    gwet_ac1_of_text,
    prevalence,
    specific_agreement_of_text,
)
from annotator.agreement.spans.character_alpha import set_totals
from annotator.agreement.spans.coincidences import (
    HEAD,
    Coincidences,
    SetSums,
    Shares,
    ShareTotals,
    Totals,
    UnitShares,
    article_totals,
    label_blocks,
)
from annotator.agreement.spans.measure_of_spans import Basis, Spread, Used
from annotator.agreement.spans.overlap_statistics import overlap_statistics
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.plural import counted

SomeShares = TypeVar("SomeShares", bound=Shares)


class CoincidenceSums:
    """See `measure_of_spans.Sums`."""

    def __init__(
        self, statistics: SpanStatistics, annotators: AnnotatorSet, spread: Spread
    ) -> None:
        self._tables, self._mask = statistics.of(overlap_statistics), annotators.mask
        self._spread = spread
        self._m = statistics.opened_by(annotators)
        usable = self._m >= 2
        self._same_m = len(np.unique(self._m[usable])) <= 1
        itself = self._tables.overlapping_itself[:, self._mask].any(axis=1) & usable
        self._overlapping = spread.any_of(itself)
        self._blocks = list(label_blocks(self._tables.n_labels))
        self._only_block: tuple[Totals, ShareTotals] | None = None

    @cached_property
    def together(self) -> Coincidences:
        every, each = self._every
        sets = self._sets() if self._overlapping.any() else None
        categories = self._tables.n_labels + 1
        return Coincidences(**_fields(every), each=each, categories=categories, sets=sets)

    def by_label(self, block: slice) -> Coincidences:
        totals, each = self._totals(block)
        found, (every, _) = totals.by_label(), self._every
        return Coincidences(**_fields(found), each=each.by_label(), categories=2, every=every)

    @cached_property
    def _every(self) -> tuple[UnitShares, Shares]:
        every, each = [], []
        for block in self._blocks:  # one at a time: a block of labels is large
            totals, shares = self._totals(block)
            every.append(totals.together())
            each.append(shares.together())
        return self._defined(_added(every)), self._defined(_added(each))

    def _defined(self, sums: SomeShares) -> SomeShares:
        """NaN in the rows in which somebody overlaps themself."""
        if not self._overlapping.any():
            return sums
        where = self._overlapping
        return type(sums)(**{k: np.where(where, np.nan, v) for k, v in _fields(sums).items()})

    def _totals(self, block: slice) -> tuple[Totals, ShareTotals]:
        """Sums as they are, and divided by m so that each character counts once."""
        if self._only_block is not None:
            return self._only_block
        width = block.stop - block.start
        few = HEAD + 2 * width
        matrix = article_totals(self._tables, self._mask, block).matrix
        sums: Floats = self._spread.sums(matrix)
        if self._same_m:
            each = sums[:, :few] / self._m.max(initial=1)
        else:
            each = self._spread.sums(matrix[:, :few] / np.maximum(self._m, 1)[:, None])
        found = Totals(sums, width), ShareTotals(each, width)
        if len(self._blocks) == 1:
            self._only_block = found
        return found

    def _sets(self) -> SetSums:
        sums = self._spread.sums(set_totals(self._tables, self._mask))
        return SetSums(sums, self._tables.near, self._overlapping)


def _added(blocks: list[SomeShares]) -> SomeShares:
    """Blocks of labels, each from `together`, as one study."""
    found = _fields(blocks[0])
    for block in blocks[1:]:
        for name in found:
            if name not in ("length", "both_gap"):
                found[name] = found[name] + getattr(block, name)
    return type(blocks[0])(**found)


def _fields(sums: Shares) -> dict[str, Any]:
    return {field.name: getattr(sums, field.name) for field in fields(sums)}


def used_of_overlaps(statistics: SpanStatistics, annotators: AnnotatorSet) -> Used:
    """What goes into the values of these annotators, and what is left out of them."""
    tables, m = statistics.of(overlap_statistics), statistics.opened_by(annotators)
    usable, marked = m >= 2, tables.marked
    rows = annotators.mask[marked.annotator] & usable[marked.article]
    units = np.bincount(marked.label[rows], marked.units[rows], minlength=len(statistics.labels))
    articles, itself = statistics.articles[usable], tables.overlapping_itself[usable]
    return Used(
        int(articles.sum()), int(statistics.seen[usable][:, annotators.mask].any(axis=0).sum()),
        units.astype(np.float64),
        _left_out(statistics, annotators, int(marked.merged[rows].sum())),
        int(articles @ itself[:, annotators.mask].sum(axis=1)),
    )  # fmt: skip


def _left_out(statistics: SpanStatistics, annotators: AnnotatorSet, merged: int) -> tuple[str, ...]:
    sentences, m = [], statistics.opened_by(annotators)
    if alone := int(statistics.articles[m == 1].sum()):
        sentences.append(
            f"{counted(alone, 'article')} opened by one annotator: nothing to compare with"
        )
    if nobody := int(statistics.articles[m == 0].sum()):
        who = "nobody" if annotators.scope == "all" else "none of these annotators"
        sentences.append(f"{counted(nobody, 'article')} opened by {who}")
    if merged:
        sentences.append(
            f"{counted(merged, 'span', 'overlaps', 'overlap')} another of the same annotator and "
            "label: counted as one"
        )
    return tuple(sentences)


def _beside(sums: Coincidences) -> Mapping[str, Floats]:
    return {
        "prevalence": prevalence(sums),
        "specific_agreement": specific_agreement_of_text(sums).value,
        "gwet_ac1": gwet_ac1_of_text(sums).value,
    }


COINCIDENCES = Basis(CoincidenceSums, used_of_overlaps, beside=_beside)
