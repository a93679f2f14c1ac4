"""Boundary similarity (Fournier 2013, *Evaluating text segmentation using boundary edit distance*).

Two annotators' boundaries are compared by edits: one that both have is a match; two that are fewer
than `window` positions apart are one transposition (a near miss) of weight distance / window; any
other is an addition or deletion.

    B = 1 − (|A| + Σ_T distance / window) / (|A| + |T| + |matches|)

Here a boundary is where a span of a label begins or ends inside the text (spans of one annotator
that overlap under one label are merged). All labels together are the sum over labels; a label put
in another's place is a deletion and an addition, not the paper's substitution. Matches come first;
of the rest, the transpositions that save most. The paper counts sentences and takes window 2; on
characters a larger window may be wanted: it is always named. Undefined where there is no boundary.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.measure_of_spans import PlainSums, Spread, Values
from annotator.agreement.spans.overlap_statistics import block_sums, group_keys, split_keys
from annotator.agreement.spans.pairs_of_annotators import basis_of_pairs
from annotator.agreement.spans.span_pairs import merged_pieces
from annotator.agreement.spans.span_statistics import WINDOW, SpanStatistics
from annotator.agreement.spans.spans import Spans


def boundary_similarity(sums: Floats) -> Values:
    """B from cost and count, sums of shape (..., 2); undefined where there is no boundary."""
    cost, count = sums[..., 0], sums[..., 1]
    some = count > 0
    return Values(np.where(some, 1 - cost / np.where(some, count, 1), np.nan))


@dataclass(frozen=True, eq=False)
class BoundaryStatistics:
    """`edits` = cost and count of each article, two annotators and label: they add."""

    seen: Bools
    n_labels: int
    window: int
    keys: Ints  # shape (n_rows, 4)
    edits: Floats  # (n_rows, 2)

    def pair_totals(self, first: int, second: int, labels: slice | None = None) -> Floats:
        """Shape (n_articles, width, 2); None joins all labels into one column."""
        rows = (self.keys[:, 1] == first) & (self.keys[:, 2] == second)
        article, _, _, label = self.keys[rows].T
        return block_sums(
            article, label, self.edits[rows].T, (len(self.seen), self.n_labels), labels
        )


def boundary_statistics(spans: Spans, *, window: int = WINDOW) -> BoundaryStatistics:
    """Edits of every article, pair and label."""
    if window < 1:
        raise ValueError(f"the window must be at least 1, it is {window}")
    owner, position = _boundaries(spans)
    n_labels = len(spans.labels)
    keys: list[Ints] = []
    edits: list[Floats] = []
    for first, second in combinations(range(len(spans.annotators)), 2):
        both = spans.seen[:, first] & spans.seen[:, second]
        one = (owner[:, 1] == first) & both[owner[:, 0]]
        two = (owner[:, 1] == second) & both[owner[:, 0]]
        groups, found = _edits(
            owner[one], position[one], owner[two], position[two], window, n_labels
        )
        article, label = np.divmod(groups, max(1, n_labels))
        pair = np.full(len(groups), first), np.full(len(groups), second)
        keys.append(np.stack([article, *pair, label], axis=1))
        edits.append(found)
    empty = np.empty((0, 4), dtype=np.int64), np.empty((0, 2))
    return BoundaryStatistics(
        spans.seen, len(spans.labels), window, np.concatenate([empty[0], *keys]),
        np.concatenate([empty[1], *edits]),
    )  # fmt: skip


def boundary_edits(first: Ints, second: Ints, window: int) -> tuple[float, int]:
    """Cost and count of the edits between two sorted sets of boundaries.

    >>> boundary_edits(np.array([2, 5]), np.array([2, 4]), 2)
    (0.5, 2)
    """
    matches = np.intersect1d(first, second)
    one, two = np.setdiff1d(first, matches), np.setdiff1d(second, matches)
    saved, moved = _transpositions(one, two, window)
    added = len(one) + len(two) - 2 * moved
    return added + saved, added + moved + len(matches)


def _transpositions(one: Ints, two: Ints, window: int) -> tuple[float, int]:
    """Weight and number of the transpositions that save most: each saves 2 − distance / window."""
    if not len(one) or not len(two):
        return 0.0, 0
    from scipy.optimize import linear_sum_assignment  # slow to import, seldom needed

    distance = np.abs(one[:, None] - two[None, :])
    saving = np.where(distance < window, 2 - distance / window, 0.0)
    rows, columns = linear_sum_assignment(saving, maximize=True)
    used = saving[rows, columns] > 0
    moved = distance[rows[used], columns[used]]
    return float(moved.sum() / window), int(used.sum())


def _boundaries(spans: Spans) -> tuple[Ints, Ints]:
    """Article, annotator, label of every boundary, and its position; duplicates once, sorted."""
    merged = merged_pieces(spans)
    offsets = (np.cumsum(spans.lengths) - spans.lengths)[merged.article]
    key = (merged.article * len(spans.annotators) + merged.annotator) * len(spans.labels)
    key += merged.label
    width = int(spans.lengths.max(initial=0)) + 1
    positions = [merged.start - offsets, merged.end - offsets]
    inside = [(at > 0) & (at < spans.lengths[merged.article]) for at in positions]
    every = [(key * width + at)[ok] for at, ok in zip(positions, inside, strict=True)]
    distinct, position = np.divmod(np.unique(np.concatenate(every)), width)
    return split_keys(distinct, len(spans.annotators), len(spans.labels)), position


def _edits(
    one: Ints, at_one: Ints, two: Ints, at_two: Ints, window: int, n_labels: int
) -> tuple[Ints, Floats]:
    """Edits of one pair in each article and label: those far from any other all at once."""
    group = np.concatenate([one[:, 0] * n_labels + one[:, 2], two[:, 0] * n_labels + two[:, 2]])
    position = np.concatenate([at_one, at_two])
    side = np.repeat([0, 1], [len(one), len(two)])
    order = np.lexsort((side, position, group))
    group, position, side = group[order], position[order], side[order]
    groups, row = group_keys(group)
    table = np.zeros((len(groups), 2))
    same = np.flatnonzero((np.diff(group) == 0) & (np.diff(position) == 0))
    np.add.at(table, row[same], [0, 1])  # matches
    rest = np.ones(len(group), dtype=bool)
    rest[same] = rest[same + 1] = False
    group, position, side, row = group[rest], position[rest], side[rest], row[rest]
    near = (np.diff(group) == 0) & (np.diff(position) < window)
    first = np.flatnonzero(np.concatenate([[True], ~near])[: len(group)])
    size = np.diff(np.append(first, len(group)))
    np.add.at(table, row[first[size == 1]], [1, 1])  # additions
    pair = first[size == 2]
    moved = side[pair] != side[pair + 1]
    distance = position[pair + 1] - position[pair]
    np.add.at(table[:, 0], row[pair], np.where(moved, distance / window, 2))
    np.add.at(table[:, 1], row[pair], np.where(moved, 1, 2))
    for start, length in zip(first[size > 2], size[size > 2], strict=True):
        at, of = position[start : start + length], side[start : start + length]
        table[row[start]] += boundary_edits(at[of == 0], at[of == 1], window)
    return groups, table


def _sums(statistics: SpanStatistics, pair: AnnotatorSet, spread: Spread) -> PlainSums:
    edits = statistics.of(boundary_statistics, window=statistics.settings.window)
    first, second = pair.places
    return PlainSums(
        lambda labels: edits.pair_totals(first, second, labels), lambda sums: sums, spread
    )


EDITS = basis_of_pairs(_sums)
