"""Coincidences of labels in text, added over articles: what the character measures are made of.

Notation of Krippendorff et al. 2016, m annotators, a text of length L, label 0 is a gap:
ℓ_ck is the length that one annotator put under c and another under k, averaged over the m − 1
others; ℓ_c = Σ_k ℓ_ck; ℓ.. = mL. m differs from article to article, so the terms of an article
are divided by its own m − 1 before they are added.

Labels are worked through in blocks, so that ten thousand of them need no more memory than
sixty-four.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np

from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.spans.overlap_statistics import Marked, OverlapStatistics, Shared

HEAD = 2  # columns before those of the labels
PER_LABEL = 5
LABELS_AT_A_TIME = 64


@dataclass(frozen=True, eq=False)
class Shares:
    """Sums over labels; every field has one shape, over which formulas are elementwise.

    Label 0, the gap, is in none of the sums over labels.
    """

    length: Floats  # ℓ..
    both_gap: Floats  # ℓ_00
    covered: Floats  # Σ_c ℓ_c
    agreed: Floats  # Σ_c ℓ_cc
    covered_squared: Floats  # Σ_c ℓ_c²

    @cached_property
    def gap(self) -> Floats:
        """ℓ_0"""
        return self.length - self.covered


@dataclass(frozen=True, eq=False)
class UnitShares(Shares):
    """The same with what units, and passages covered by both, add."""

    unit_squares: Floats  # Σ_c q_c
    joint: Floats  # ℓ' = Σ_c ℓ'_c, covered by both
    joint_unit_squares: Floats  # Σ_c r_c / (m − 1)
    joint_squared: Floats  # Σ_c ℓ'_c²


@dataclass(frozen=True, eq=False)
class SetSums:
    """Sums over label sets, shape (rows, 2 + n_sets): see `character_alpha.set_totals`."""

    sums: Any
    near: Any  # 1 − MASI distance of every two sets
    where: Bools  # rows in which somebody overlaps themself, shape (rows,) or ()


@dataclass(frozen=True, eq=False)
class Coincidences(UnitShares):
    """What formulas take, of all labels together or of labels one by one."""

    each: Shares  # with every article divided by its m, so that a character counts once
    categories: int  # with "nothing" as one
    sets: SetSums | None = None  # where an annotator's own spans overlap
    every: UnitShares | None = None  # of all labels together, beside those of single labels


@dataclass(frozen=True, eq=False)
class ShareTotals:
    """Additive sums, shape (..., n_columns): ℓ.., ℓ_00, then ℓ_c and ℓ_cc of each label.

    What measures need that count each character once, and therefore divide by m.
    """

    matrix: Floats
    n_labels: int

    def labels(self, place: int) -> Floats:
        """One column of each label."""
        first = HEAD + place * self.n_labels
        return self.matrix[..., first : first + self.n_labels]

    def together(self) -> Shares:
        """All labels as one study."""
        covered, agreed = self.labels(0), self.labels(1)
        every = np.ones(self.n_labels)
        # Copies of two columns, or each would hold the whole matrix as long as it lives.
        length, both_gap = self.matrix[..., 0].copy(), self.matrix[..., 1].copy()
        return Shares(length, both_gap, covered @ every, agreed @ every, squared(covered))

    def by_label(self) -> Shares:
        """Each label alone, all else being gap; every field has shape (..., n_labels)."""
        covered, agreed = self.labels(0), self.labels(1)
        length = np.broadcast_to(self.matrix[..., :1], covered.shape)
        return Shares(length, length - 2 * covered + agreed, covered, agreed, covered**2)


@dataclass(frozen=True, eq=False)
class Totals(ShareTotals):
    """The same with q_c, ℓ'_c and r_c of each label; see `article_totals`."""

    def together(self) -> UnitShares:
        """All labels as one study. Means something only where nobody overlaps themself."""
        sums = self.matrix @ _sum_over_labels(self.n_labels)
        covered, agreed, squares, joint, joint_squares = np.moveaxis(sums, -1, 0)
        length, both_gap = self.matrix[..., 0].copy(), self.matrix[..., 1].copy()
        return UnitShares(
            length, both_gap, covered, agreed, squared(self.labels(0)), squares, joint,
            joint_squares, squared(self.labels(3)),
        )  # fmt: skip

    def by_label(self) -> UnitShares:
        """Each label alone, as above. `joint` is what others put under whatever label: ℓ'_c, not
        ℓ_cc."""
        squares, joint, joint_squares = (self.labels(place) for place in (2, 3, 4))
        alone = vars(super().by_label())
        return UnitShares(**alone, unit_squares=squares, joint=joint,
                          joint_unit_squares=joint_squares, joint_squared=joint**2)  # fmt: skip


def squared(columns: Floats) -> Floats:
    """The sum over labels of the squares."""
    return np.asarray(np.einsum("...l,...l->...", columns, columns))


def article_totals(statistics: OverlapStatistics, mask: Bools, labels: slice) -> Totals:
    """The sums of each article, of some annotators (a mask), for a block of labels.

    An article that fewer than two of them opened gives zeros.
    """
    n_articles, width = len(statistics.seen), labels.stop - labels.start
    m = statistics.seen[:, mask].sum(axis=1)
    weight = np.where(m >= 2, 1.0, 0.0)
    others = weight / np.maximum(m - 1, 1)
    matrix = np.zeros((n_articles, HEAD + PER_LABEL * width))
    blocks = matrix[:, HEAD:].reshape(n_articles, PER_LABEL, width)

    def fill(
        table: Marked | Shared, rows: Bools, times: Floats, columns: dict[int, Floats]
    ) -> None:
        rows = rows & (labels.start <= table.label) & (table.label < labels.stop)
        key = table.article[rows] * width + table.label[rows] - labels.start
        for place, column in columns.items():
            added = np.bincount(key, column[rows], minlength=n_articles * width)
            blocks[:, place] = added.reshape(n_articles, width) * times[:, None]

    marked, shared = statistics.marked, statistics.shared
    fill(marked, mask[marked.annotator], weight, {0: marked.length, 2: marked.squares})
    fill(shared, mask[shared.first] & mask[shared.second], others, {
        1: 2 * shared.length,
        3: shared.first_covered + shared.second_covered,
        4: shared.first_squares + shared.second_squares,
    })  # fmt: skip
    under, covered = statistics.under, statistics.covered
    rows = mask[under.annotator]
    alone = np.bincount(under.article[rows], under.length[rows], minlength=n_articles)
    rows = mask[covered.first] & mask[covered.second]
    both = np.bincount(covered.article[rows], covered.both[rows], minlength=n_articles)
    matrix[:, 0] = weight * m * statistics.lengths
    matrix[:, 1] = matrix[:, 0] - 2 * weight * alone + 2 * others * both
    return Totals(matrix, width)


@cache
def _sum_over_labels(n_labels: int) -> Floats:
    """What `Totals.matrix` is multiplied with; adding up a few columns of many rows is slow."""
    labels = np.kron(np.eye(PER_LABEL), np.ones((n_labels, 1)))
    return np.concatenate([np.zeros((HEAD, PER_LABEL)), labels])


def label_blocks(n_labels: int) -> Iterator[slice]:
    """Slices of labels small enough to be held for every article at once."""
    for first in range(0, max(1, n_labels), LABELS_AT_A_TIME):
        yield slice(first, min(first + LABELS_AT_A_TIME, n_labels))
