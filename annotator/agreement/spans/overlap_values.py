"""Character α, the unitizing family and their companions for one set of annotators.

Per-article sums are *spread* once, into the corpus and its resamples (or left as they are, one row
an article); each measure is a formula over the rows. Labels are worked through in blocks, so that
ten thousand of them need no more memory than sixty-four. What is spread has a name and is asked for
as a function of the statistics, so that whoever spreads may know the sums already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.spans import character_alpha as characters
from annotator.agreement.spans import unitizing
from annotator.agreement.spans.article_resamples import Matrix
from annotator.agreement.spans.coincidences import (
    HEAD,
    Coincidences,
    Shares,
    ShareTotals,
    Totals,
    article_totals,
    combined,
    label_blocks,
    whole_scale,
)
from annotator.agreement.spans.label_sets import similarity
from annotator.agreement.spans.overlap_statistics import OverlapStatistics

Spread = Callable[[str, Callable[[OverlapStatistics], Matrix]], Matrix]

TOGETHER = ("character_alpha", "percent_agreement", "specific_agreement", "gwet_ac1", "u_alpha",
            "u_alpha_macro", "bar_u_alpha", "cu_alpha", "k_u_alpha")  # fmt: skip
BY_LABEL = ("character_alpha", "percent_agreement", "specific_agreement", "gwet_ac1", "u_alpha",
            "k_u_alpha", "prevalence")  # fmt: skip
WITHOUT_SELF_OVERLAP = ("percent_agreement", "specific_agreement", "gwet_ac1", "u_alpha",
                        "bar_u_alpha", "cu_alpha", "k_u_alpha")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Rows:
    """A formula's results, shape (rows,) or (rows, labels); NaN where undefined."""

    value: Floats
    observed: Floats | None = None
    expected: Floats | None = None
    coverage: Floats | None = None  # of cuα and (k)uα


class OverlapValues:
    """Values of one set of annotators. Iterate `blocks()` for those per label, then `together()`.

    `overlapping` says that one of these annotators overlaps themself somewhere: the 2016 family
    then has no value for all labels together, and α takes the MASI distance between label sets.
    """

    def __init__(
        self, statistics: OverlapStatistics, mask: Bools, spread: Spread, *, by_label: bool = True
    ) -> None:
        self._statistics, self._mask, self._spread = statistics, mask, spread
        self._by_label = by_label
        m = statistics.seen[:, mask].sum(axis=1)
        self.usable = m >= 2
        self._m = int(m.max(initial=1))
        self._scale = whole_scale(m)
        self._same_m = len(np.unique(m[self.usable])) <= 1
        used = statistics.overlapping_itself[self.usable][:, mask]
        self.overlapping = bool(used.any())
        self._blocks = list(label_blocks(statistics.n_labels))
        self._kept: tuple[Totals, ShareTotals] | None = None
        self._macro = _Mean()
        parts = [self._of_block(block) for block in self._blocks]
        self._sums, self._per_character = (
            combined(list(side)) for side in zip(*parts, strict=True)
        )
        self._k_mean = _Mean()

    def blocks(self) -> Iterator[tuple[slice, dict[str, Rows]]]:
        """For each block of labels the rows of every measure, shape (rows, labels); none unless
        `by_label`."""
        for block in self._blocks:
            totals, each = self._kept or self._totals(block)
            k_parts = unitizing.k_u_alpha_parts(totals, self._sums)
            if not self._by_label:
                self._k_alpha(k_parts)
                continue
            by_label, per_character = totals.by_label(), each.by_label()
            ac1 = characters.gwet_ac1(per_character)
            yield (
                block,
                {
                    "character_alpha": _alpha(characters.character_alpha(by_label)),
                    "percent_agreement": Rows(characters.percent_agreement(per_character)),
                    "specific_agreement": Rows(characters.specific_agreement(by_label)),
                    "gwet_ac1": Rows(characters.gwet_value(ac1), *ac1),
                    "u_alpha": _alpha(unitizing.u_alpha(by_label)),
                    "k_u_alpha": self._k_alpha(k_parts, unitizing.k_coverage(totals)),
                    "prevalence": Rows(characters.prevalence(by_label)),
                },
            )

    def together(self) -> dict[str, Rows]:
        """All labels as one study, shape (rows,). Call it after `blocks` for (k)uα's mean."""
        sums, each = self._sums, self._per_character
        ac1 = characters.gwet_ac1(each, self._statistics.n_labels + 1)
        found = {
            "character_alpha": _alpha(characters.character_alpha(sums)),
            "percent_agreement": Rows(characters.percent_agreement(each)),
            "specific_agreement": Rows(characters.specific_agreement(sums)),
            "gwet_ac1": Rows(characters.gwet_value(ac1), *ac1),
            "u_alpha": _alpha(unitizing.u_alpha(sums)),
            "bar_u_alpha": _alpha(unitizing.bar_u_alpha(sums)),
            "cu_alpha": _alpha(unitizing.cu_alpha(sums), unitizing.cu_coverage(sums)),
            "k_u_alpha": Rows(self._k_mean.value),
        }
        if self.overlapping:
            found["character_alpha"] = _alpha(self._of_sets())
            for name in WITHOUT_SELF_OVERLAP:
                found[name] = Rows(np.full(len(sums.length), np.nan))
        found["u_alpha_macro"] = Rows(self._macro.value)
        return found

    def _of_block(self, block: slice) -> tuple[Coincidences, Shares]:
        totals, each = self._totals(block)
        if len(self._blocks) == 1:
            self._kept = totals, each
        self._macro.add(unitizing.alpha(unitizing.u_alpha(totals.by_label())))
        return totals.together(), each.together()

    def _totals(self, block: slice) -> tuple[Totals, ShareTotals]:
        """Spread sums as they are, and divided by m so that each character counts once."""
        mask, scale, width = self._mask, self._scale, block.stop - block.start
        few = HEAD + 2 * width

        def rows(statistics: OverlapStatistics) -> Floats:
            return article_totals(statistics, mask, labels=block, scale=scale).matrix

        def rows_of_one(statistics: OverlapStatistics) -> Floats:
            m = statistics.seen[:, mask].sum(axis=1)
            each: Floats = rows(statistics)[:, :few] / np.maximum(m, 1)[:, None]
            return each

        spread = self._dense(f"labels {block.start}, {scale} times", rows)
        if self._same_m:
            return Totals(spread, width), ShareTotals(spread[:, :few] / self._m, width)
        each = self._dense(f"labels {block.start} of one, {scale} times", rows_of_one)
        return Totals(spread, width), ShareTotals(each, width)

    def _dense(self, name: str, rows: Callable[[OverlapStatistics], Matrix]) -> Floats:
        spread = self._spread(name, rows)
        dense: Floats = spread.toarray() if isinstance(spread, sparse.csr_array) else spread
        return dense / self._scale if self._scale > 1 else dense

    def _of_sets(self) -> unitizing.Parts:
        mask, scale, sets = self._mask, self._scale, self._statistics.sets
        spread: Any = self._spread(
            f"{len(sets)} sets, {scale} times",
            lambda statistics: characters.set_totals(statistics, mask, scale=scale),
        )
        return characters.set_alpha(spread / scale, similarity(sets))

    def _k_alpha(self, parts: unitizing.Parts, coverage: Floats | None = None) -> Rows:
        rows = _alpha(parts, coverage)
        if self.overlapping:
            return Rows(np.full(rows.value.shape, np.nan))
        self._k_mean.add(rows.value)
        return rows


class _Mean:
    """The mean over labels of what is defined, label blocks added one by one."""

    def __init__(self) -> None:
        self._total: Floats | float = 0.0
        self._count: NDArray[np.int64] | int = 0

    def add(self, values: Floats) -> None:
        self._total = self._total + np.nansum(values, axis=-1)
        self._count = self._count + np.isfinite(values).sum(axis=-1)

    @property
    def value(self) -> Floats:
        count = np.asarray(self._count)
        return np.where(count > 0, self._total / np.maximum(count, 1), np.nan)


def _alpha(parts: unitizing.Parts, coverage: Floats | None = None) -> Rows:
    return Rows(unitizing.alpha(parts), parts[0], parts[1], coverage)
