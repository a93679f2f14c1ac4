"""Coincidences of labels in text, added over articles: what the character measures are made of.

Notation of Krippendorff et al. 2016, m annotators, a text of length L, label 0 is a gap:
ℓ_ck is the length that one annotator put under c and another under k, averaged over the m − 1
others; ℓ_c = Σ_k ℓ_ck; ℓ.. = mL. m differs from article to article, so the terms of an article
are divided by its own m − 1 before they are added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.segments import OverlapStatistics
from annotator.agreement.spans import Bools

Floats = NDArray[np.float64]
HEAD = 2  # columns before those of the labels
PER_LABEL = 5
LABELS_AT_A_TIME = 64


@dataclass(frozen=True, eq=False)
class Coincidences:
    """Sums over labels; every field has one shape, over which formulas are elementwise.

    Label 0, the gap, is in none of the sums over labels.
    """

    length: Floats  # ℓ..
    both_gap: Floats  # ℓ_00
    covered: Floats  # Σ_c ℓ_c
    agreed: Floats  # Σ_c ℓ_cc
    unit_squares: Floats  # Σ_c q_c
    joint: Floats  # ℓ' = Σ_c ℓ'_c, covered by both
    joint_unit_squares: Floats  # Σ_c r_c / (m − 1)
    covered_squared: Floats  # Σ_c ℓ_c²
    joint_squared: Floats  # Σ_c ℓ'_c²

    @property
    def gap(self) -> Floats:
        """ℓ_0"""
        return self.length - self.covered


@dataclass(frozen=True, eq=False)
class Totals:
    """Additive sums, shape (..., HEAD + PER_LABEL · n_labels); see `article_totals`."""

    matrix: Floats
    n_labels: int

    def total(self) -> Totals:
        """The sum over all articles, shape (1, n_columns)."""
        return Totals(self.matrix.sum(axis=0, keepdims=True), self.n_labels)

    @property
    def length(self) -> Floats:
        return self.matrix[..., 0]

    @property
    def both_gap(self) -> Floats:
        return self.matrix[..., 1]

    def _labels(self, index: int) -> Floats:
        first = HEAD + index * self.n_labels
        return self.matrix[..., first : first + self.n_labels]

    @property
    def covered(self) -> Floats:
        return self._labels(0)

    @property
    def agreed(self) -> Floats:
        return self._labels(1)

    @property
    def squares(self) -> Floats:
        return self._labels(2)

    @property
    def joint(self) -> Floats:
        return self._labels(3)

    @property
    def joint_squares(self) -> Floats:
        return self._labels(4)

    def together(self) -> Coincidences:
        """All labels as one study. Means something only where nobody overlaps themself."""
        return Coincidences(
            self.length, self.both_gap, self.covered.sum(-1), self.agreed.sum(-1),
            self.squares.sum(-1), self.joint.sum(-1), self.joint_squares.sum(-1),
            (self.covered**2).sum(-1), (self.joint**2).sum(-1),
        )  # fmt: skip

    def by_label(self) -> Coincidences:
        """Each label alone, all else being gap; every field has shape (..., n_labels)."""
        length = np.broadcast_to(self.length[..., None], self.covered.shape)
        return Coincidences(
            length, length - 2 * self.covered + self.agreed, self.covered, self.agreed,
            self.squares, self.agreed, self.joint_squares, self.covered**2, self.agreed**2,
        )  # fmt: skip


def article_totals(
    statistics: OverlapStatistics,
    members: Bools | None = None,
    *,
    labels: slice | None = None,
) -> Totals:
    """The sums of each article, of all annotators or of some (a mask), for a block of labels.

    An article that fewer than two of them opened gives zeros.
    """
    n_articles, n_annotators = statistics.seen.shape
    chosen = np.ones(n_annotators, dtype=bool) if members is None else members
    first, stop, _ = (labels or slice(None)).indices(statistics.n_labels)
    width = stop - first
    m = statistics.seen[:, chosen].sum(axis=1)
    weight = np.where(m >= 2, 1.0, 0.0)
    others = weight / np.maximum(m - 1, 1)

    def per_label(article: NDArray[np.int64], label: NDArray[np.int64], column: Floats) -> Floats:
        key = article * width + label - first
        found: Floats = np.bincount(key, column, minlength=n_articles * width).astype(np.float64)
        return found.reshape(n_articles, width)

    marked, shared, under, covered = (
        statistics.marked, statistics.shared, statistics.under, statistics.covered
    )  # fmt: skip
    rows = chosen[marked.annotator] & (first <= marked.label) & (marked.label < stop)
    article, label = marked.article[rows], marked.label[rows]
    matrix = np.zeros((n_articles, HEAD + PER_LABEL * width))
    blocks = matrix[:, HEAD:].reshape(n_articles, PER_LABEL, width)
    blocks[:, 0] = per_label(article, label, marked.length[rows]) * weight[:, None]
    blocks[:, 2] = per_label(article, label, marked.squares[rows]) * weight[:, None]
    rows = chosen[shared.first] & chosen[shared.second]
    rows &= (first <= shared.label) & (shared.label < stop)
    article, label = shared.article[rows], shared.label[rows]
    for place, column in (
        (1, 2 * shared.length),
        (3, shared.first_covered + shared.second_covered),
        (4, shared.first_squares + shared.second_squares),
    ):
        blocks[:, place] = per_label(article, label, column[rows]) * others[:, None]

    rows = chosen[under.annotator]
    alone = np.bincount(under.article[rows], under.length[rows], minlength=n_articles)
    rows = chosen[covered.first] & chosen[covered.second]
    both = np.bincount(covered.article[rows], covered.both[rows], minlength=n_articles)
    matrix[:, 0] = weight * m * statistics.lengths
    matrix[:, 1] = matrix[:, 0] - 2 * weight * alone + 2 * others * both
    return Totals(matrix, width)


def label_blocks(n_labels: int) -> Iterator[slice]:
    """Slices of labels small enough to be held for every article at once."""
    for first in range(0, max(1, n_labels), LABELS_AT_A_TIME):
        yield slice(first, min(first + LABELS_AT_A_TIME, n_labels))


def combined(parts: list[Coincidences]) -> Coincidences:
    """Blocks of labels, each from `Totals.together`, as one study."""
    added = {
        name: sum((getattr(part, name) for part in parts[1:]), getattr(parts[0], name))
        for name in Coincidences.__dataclass_fields__
        if name not in ("length", "both_gap")
    }
    return Coincidences(length=parts[0].length, both_gap=parts[0].both_gap, **added)
