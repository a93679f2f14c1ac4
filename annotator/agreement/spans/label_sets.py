"""Text under several labels at once: each annotator's text cut where their set of labels changes.

Where one annotator's spans overlap, `label_sets` turns them into pieces that no longer do, each
with the *set* of labels it lies under, so that measures with a distance between sets (MASI) apply.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.span_pairs import Pieces

MOST_LABELS_AS_BITS = 62


@dataclass(frozen=True, eq=False)
class LabelSets:
    """`pieces.label` indexes `sets`, each a sorted tuple of label indices; none is empty."""

    pieces: Pieces
    sets: tuple[tuple[int, ...], ...]
    nested: Bools  # merged pieces that begin inside an earlier one of their annotator


def similarity(sets: tuple[tuple[int, ...], ...]) -> sparse.csr_array:
    """1 − MASI distance of every two sets, shape (n_sets, n_sets); 0 where nothing is common."""
    rows = np.repeat(np.arange(len(sets)), [len(labels) for labels in sets])
    columns = np.array([label for labels in sets for label in labels], dtype=np.int64)
    width = int(columns.max()) + 1 if len(columns) else 0
    member = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(sets), width))
    common = (member @ member.T).tocoo()
    size = np.array([len(labels) for labels in sets], dtype=np.float64)
    a, b = size[common.coords[0]], size[common.coords[1]]
    value = common.data / (a + b - common.data) * monotonicity(a, b, common.data)
    return sparse.csr_array((value, common.coords), shape=common.shape)


def monotonicity(a: Floats, b: Floats, common: Floats) -> Floats:
    """Passonneau 2006: 1 for equal sets, 2/3 when one contains the other, 1/3 when they cross."""
    return np.select(
        [(a == b) & (common == a), common == np.minimum(a, b), common > 0], [1.0, 2 / 3, 1 / 3]
    )


def label_sets(merged: Pieces, n_labels: int) -> LabelSets:
    """Cut merged pieces into pieces of constant label set, in one sweep."""
    nested = merged.overlapping_itself()
    if not nested.any():
        return LabelSets(merged, tuple((label,) for label in range(n_labels)), nested)
    key = merged.article * (int(merged.annotator.max()) + 1) + merged.annotator
    names = _label_numbers(n_labels)[merged.label]
    position = np.concatenate([merged.start, merged.end])
    group = np.concatenate([key, key])
    change = np.concatenate([names, -names])
    order = np.lexsort((position, group))
    position, group = position[order], group[order]
    under = np.cumsum(change[order])  # wraps around, which keeps sums of differences exact
    ends = np.flatnonzero((np.diff(group) == 0) & (np.diff(position) > 0) & (under[:-1] != 0))
    _, first, code = np.unique(under[ends], return_index=True, return_inverse=True)
    article, annotator = np.divmod(group[ends], int(merged.annotator.max()) + 1)
    start, end = position[ends], position[ends + 1]
    article, annotator, start, end, code = _joined(article, annotator, start, end, code)
    by_start = np.argsort(start, kind="stable")
    pieces = Pieces(article[by_start], annotator[by_start], code[by_start], start[by_start],
                    end[by_start])  # fmt: skip
    sets = tuple(
        _labels_at(merged, int(group[ends[row]]), int(position[ends[row]])) for row in first
    )
    return LabelSets(pieces, sets, nested)


def _label_numbers(n_labels: int) -> Ints:
    """Numbers whose sums tell sets of labels apart: bits, or 64 random bits when they are many."""
    if n_labels <= MOST_LABELS_AS_BITS:
        return np.left_shift(np.int64(1), np.arange(n_labels, dtype=np.int64))
    return np.random.default_rng(0).integers(-(1 << 62), 1 << 62, size=n_labels)


def _labels_at(merged: Pieces, group: int, position: int) -> tuple[int, ...]:
    """The labels over one position of one annotator's article."""
    article, annotator = divmod(group, int(merged.annotator.max()) + 1)
    here = (merged.article == article) & (merged.annotator == annotator)
    here &= (merged.start <= position) & (position < merged.end)
    return tuple(sorted(set(merged.label[here].tolist())))


def _joined(article: Ints, annotator: Ints, start: Ints, end: Ints, code: Ints) -> tuple[Ints, ...]:
    """Neighbours with one set become one piece again (an end and a start met there)."""
    same = (end[:-1] == start[1:]) & (code[:-1] == code[1:]) & (article[:-1] == article[1:])
    same &= annotator[:-1] == annotator[1:]
    first = np.flatnonzero(np.concatenate([[True], ~same]))
    last = np.append(first[1:], len(start)) - 1
    return article[first], annotator[first], start[first], end[last], code[first]
