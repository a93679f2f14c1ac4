"""Coincidences of labels in text, added over articles: what the character measures are made of.

Notation of Krippendorff et al. 2016, m annotators, a text of length L, label 0 is a gap:
ℓ_ck is the length that one annotator put under c and another under k, averaged over the m − 1
others; ℓ_c = Σ_k ℓ_ck; ℓ.. = mL. m differs from article to article, so the terms of an article
are divided by its own m − 1 before they are added.

Sums over articles are kept multiplied by `whole_scale`, which makes them whole numbers: they are
then exact, whatever is added and taken away again, and in whatever order.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.overlap_statistics import OverlapStatistics

HEAD = 2  # columns before those of the labels
PER_LABEL = 5
LABELS_AT_A_TIME = 64
MOST_SCALE = 1 << 20  # beyond, whole numbers would soon be too large to be exact


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
class Coincidences(Shares):
    """The same with what units, and passages covered by both, add."""

    unit_squares: Floats  # Σ_c q_c
    joint: Floats  # ℓ' = Σ_c ℓ'_c, covered by both
    joint_unit_squares: Floats  # Σ_c r_c / (m − 1)
    joint_squared: Floats  # Σ_c ℓ'_c²


@dataclass(frozen=True, eq=False)
class _Columns:
    """Additive sums, shape (..., n_columns): ℓ.., ℓ_00, then every column of each label."""

    matrix: Floats
    n_labels: int

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


@dataclass(frozen=True, eq=False)
class Totals(_Columns):
    """Shape (..., HEAD + PER_LABEL · n_labels); see `article_totals`."""

    def total(self) -> Totals:
        """The sum over all articles, shape (1, n_columns)."""
        return Totals(self.matrix.sum(axis=0, keepdims=True), self.n_labels)

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
        sums = self.matrix @ _sum_over_labels(self.n_labels)
        covered, agreed, squares, joint, joint_squares = np.moveaxis(sums, -1, 0)
        # Copies of two columns, or each would hold the whole matrix as long as it lives.
        return Coincidences(
            self.length.copy(), self.both_gap.copy(), covered, agreed,
            np.einsum("...l,...l->...", self.covered, self.covered), squares, joint,
            joint_squares, np.einsum("...l,...l->...", self.joint, self.joint),
        )  # fmt: skip

    def by_label(self) -> Coincidences:
        """Each label alone, all else being gap; every field has shape (..., n_labels)."""
        length = np.broadcast_to(self.length[..., None], self.covered.shape)
        return Coincidences(
            length, length - 2 * self.covered + self.agreed, self.covered, self.agreed,
            self.covered**2, self.squares, self.agreed, self.joint_squares, self.agreed**2,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class ShareTotals(_Columns):
    """Only the columns up to those of `agreed`: what measures need that count each character once,
    and therefore divide by m."""

    def together(self) -> Shares:
        """All labels as one study."""
        covered = self.covered
        return Shares(
            self.length.copy(), self.both_gap.copy(), covered @ np.ones(self.n_labels),
            self.agreed @ np.ones(self.n_labels), np.einsum("...l,...l->...", covered, covered),
        )  # fmt: skip

    def by_label(self) -> Shares:
        """Each label alone, all else being gap; every field has shape (..., n_labels)."""
        length = np.broadcast_to(self.length[..., None], self.covered.shape)
        return Shares(
            length, length - 2 * self.covered + self.agreed, self.covered, self.agreed,
            self.covered**2,
        )  # fmt: skip


def article_totals(
    statistics: OverlapStatistics,
    members: Bools | None = None,
    *,
    labels: slice | None = None,
    scale: int = 1,
) -> Totals:
    """The sums of each article, of all annotators or of some (a mask), for a block of labels.

    An article that fewer than two of them opened gives zeros. Everything is multiplied by `scale`.
    """
    n_articles, n_annotators = statistics.seen.shape
    chosen = np.ones(n_annotators, dtype=bool) if members is None else members
    first, stop, _ = (labels or slice(None)).indices(statistics.n_labels)
    width = stop - first
    m = statistics.seen[:, chosen].sum(axis=1)
    weight = np.where(m >= 2, float(scale), 0.0)
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


@cache
def _sum_over_labels(n_labels: int) -> Floats:
    """What `Totals.matrix` is multiplied with; adding up a few columns of many rows is slow."""
    labels = np.kron(np.eye(PER_LABEL), np.ones((n_labels, 1)))
    return np.concatenate([np.zeros((HEAD, PER_LABEL)), labels])


def whole_scale(m: Ints) -> int:
    """The least number that makes sums divided by m − 1 and by m whole; m is each article's number
    of annotators. 1 where it would be too large.

    >>> whole_scale(np.array([0, 2, 3])), whole_scale(np.arange(50))
    (6, 1)
    """
    scale = 1
    for count in np.unique(m[m >= 2]).tolist():
        scale = math.lcm(scale, count * (count - 1))
        if scale > MOST_SCALE:
            return 1
    return scale


def label_blocks(n_labels: int) -> Iterator[slice]:
    """Slices of labels small enough to be held for every article at once."""
    for first in range(0, max(1, n_labels), LABELS_AT_A_TIME):
        yield slice(first, min(first + LABELS_AT_A_TIME, n_labels))


def combined(parts: list[Any]) -> Any:
    """Blocks of labels, each from `Totals.together`, as one study."""
    added = {
        name: sum((getattr(part, name) for part in parts[1:]), getattr(parts[0], name))
        for name in parts[0].__dataclass_fields__
        if name not in ("length", "both_gap")
    }
    return type(parts[0])(length=parts[0].length, both_gap=parts[0].both_gap, **added)
