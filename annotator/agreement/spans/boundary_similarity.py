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

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.mean_of_a_crowd import rows_of_pairs
from annotator.agreement.spans.measure_of_spans import PlainSums, Spread, Values
from annotator.agreement.spans.overlap_statistics import block_sums, group_keys, split_keys
from annotator.agreement.spans.pairs_in_articles import pairs_in_articles
from annotator.agreement.spans.pairs_of_annotators import basis_of_pairs, pairs_of_spans
from annotator.agreement.spans.span_pairs import merged_pieces
from annotator.agreement.spans.span_statistics import WINDOW, SpanStatistics
from annotator.agreement.spans.spans import Spans

ROWS_AT_A_TIME = 1 << 16  # articles of two annotators


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
    pairs, n_labels = pairs_in_articles(spans.seen), len(spans.labels)
    keys: list[Ints] = [np.empty((0, 4), dtype=np.int64)]
    edits: list[Floats] = [np.empty((0, 2))]
    whose = owner[:, 0] * pairs.n_annotators + owner[:, 1]
    for begin in range(0, len(pairs.article), ROWS_AT_A_TIME):
        rows = np.arange(begin, min(begin + ROWS_AT_A_TIME, len(pairs.article)))
        article, pair = pairs.article[rows], pairs.pair[rows]
        sides = [
            _of_each(whose, article * pairs.n_annotators + who[pair])
            for who in (pairs.first, pairs.second)
        ]
        (row_1, at_1), (row_2, at_2) = sides
        groups, found = _edits(
            row_1 * n_labels + owner[at_1, 2], position[at_1],
            row_2 * n_labels + owner[at_2, 2], position[at_2], window,
        )  # fmt: skip
        row, label = np.divmod(groups, max(1, n_labels))
        who_1, who_2 = pairs.first[pair[row]], pairs.second[pair[row]]
        keys.append(np.stack([article[row], who_1, who_2, label], axis=1))
        edits.append(found)
    return BoundaryStatistics(
        spans.seen, n_labels, window, np.concatenate(keys), np.concatenate(edits)
    )


def _of_each(known: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """For each wanted key all places where it is known (they ascend): its row, and the place.

    >>> _of_each(np.array([1, 1, 4]), np.array([4, 2, 1]))
    (array([0, 2, 2]), array([2, 0, 1]))
    """
    first = np.searchsorted(known, wanted)
    count = np.searchsorted(known, wanted, side="right") - first
    row = np.repeat(np.arange(len(wanted)), count)
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    return row, first[row] + within


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


def _edits(one: Ints, at_one: Ints, two: Ints, at_two: Ints, window: int) -> tuple[Ints, Floats]:
    """Edits of two annotators in each group: those far from any other all at once."""
    group = np.concatenate([one, two])
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


def _of_pairs(statistics: SpanStatistics, labels: slice | None) -> Floats:
    """The same of each article and each two annotators of it."""
    edits = statistics.of(boundary_statistics, window=statistics.settings.window)
    pairs = statistics.of(pairs_of_spans)
    sizes = pairs.n_annotators, pairs.n_annotators, edits.n_labels
    who = pairs.first[pairs.pair], pairs.second[pairs.pair]
    return rows_of_pairs(edits.keys, edits.edits, pairs, sizes, who, labels)


EDITS = basis_of_pairs(_sums, _of_pairs)
