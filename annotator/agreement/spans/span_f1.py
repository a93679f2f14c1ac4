"""Pairwise F1 of spans: how many of two annotators' spans are the same.

Spans match only under the same label, and one to one but for the last two. What may match:

- exact: same start and end
- overlap: at least one character in common
- IoU: common length / joint length of at least a threshold, 0.5 unless told
- character: no matching, but shares: precision is the mean share of a span that the other annotator
  covered under that label, recall the same from the other side (SemEval-2020 Task 11; Potthast et
  al. 2010); overlapping spans under one label are merged first
- overlap, many to many: precision is the share of spans that meet any of the other annotator's,
  recall the same from the other side (Wiebe, Wilson and Cardie 2005; Breck, Choi and Cardie 2007);
  one long span over everything is right about everything

For overlap and IoU the matching with the most pairs is taken (Hopcroft-Karp), so the value does not
depend on the order of spans, and swapping the annotators changes nothing. F1 = 2·matched / (n₁+n₂)
needs no correction for chance because the number of true negatives is unknown (Hripcsak and
Rothschild 2005); with very frequent labels it still flatters, see α beside it. Where both marked
nothing F1 is undefined.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.mean_of_a_crowd import rows_of_pairs
from annotator.agreement.spans.measure_of_spans import PlainSums, Spread, Values
from annotator.agreement.spans.overlap_statistics import block_sums, group_keys, split_keys
from annotator.agreement.spans.pairs_of_annotators import basis_of_pairs, pairs_of_spans
from annotator.agreement.spans.span_pairs import (
    Overlaps,
    Pieces,
    merged_pieces,
    overlaps,
    pieces_of,
)
from annotator.agreement.spans.span_statistics import IOU, SpanStatistics
from annotator.agreement.spans.spans import Spans

OF_MATCHES = 7  # columns of what two annotators' spans have in common


@dataclass(frozen=True, eq=False)
class Matches:
    """Sums of two annotators, shape (..., 11): n₁, n₂, what is matched by each rule, the summed
    shares of either's spans, how many of either's meet the other's at all, and how many spans
    either has after merging."""

    sums: Floats

    @property
    def spans(self) -> Floats:
        """n₁ + n₂"""
        return self.sums[..., 0] + self.sums[..., 1]


def f1_exact(sums: Matches) -> Values:
    """2 · matched / (n₁ + n₂), matched where both ends are the same."""
    return _f1(sums.sums[..., 2], sums)


def f1_overlap(sums: Matches) -> Values:
    """2 · matched / (n₁ + n₂), matched where they share a character."""
    return _f1(sums.sums[..., 3], sums)


def f1_iou(sums: Matches) -> Values:
    """2 · matched / (n₁ + n₂), matched where they share enough of their joint length."""
    return _f1(sums.sums[..., 4], sums)


def f1_character(sums: Matches) -> Values:
    """2PR / (P + R), P and R the mean share of a span that the other one covers."""
    share_1, share_2, _, _, merged_1, merged_2 = np.moveaxis(sums.sums[..., 5:], -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _harmonic(share_1 / merged_1, share_2 / merged_2, sums)


def f1_overlap_many(sums: Matches) -> Values:
    """2PR / (P + R), P and R the share of spans that meet any span of the other one."""
    with np.errstate(invalid="ignore", divide="ignore"):
        P, R = (sums.sums[..., 7 + side] / sums.sums[..., side] for side in (0, 1))
        return _harmonic(P, R, sums)


def _harmonic(P: Floats, R: Floats, sums: Matches) -> Values:
    """0 where one of them has no span or nothing is shared, undefined where neither has one."""
    shared = 2 * P * R / (P + R)
    return Values(np.where(sums.spans > 0, np.where(np.isnan(shared), 0.0, shared), np.nan))


def _f1(matched: Floats, sums: Matches) -> Values:
    with np.errstate(invalid="ignore", divide="ignore"):
        return Values(2 * matched / sums.spans)


@dataclass(frozen=True, eq=False)
class MatchStatistics:
    """What each article contributes to F1; two sparse tables, everything in them adds.

    `counts`: article, annotator, label -> spans and merged spans. `matches`: article, two
    annotators, label -> matched by each rule, and each one's summed shares.
    """

    seen: Bools
    n_labels: int
    threshold: float
    count_keys: Ints  # shape (n_counts, 3)
    counts: Floats  # (n_counts, 2): spans, merged spans
    match_keys: Ints  # (n_matches, 4)
    matches: Floats  # (n_matches, 7): exact, overlap, iou, shares of either, how many meet


def match_statistics(spans: Spans, *, threshold: float = IOU) -> MatchStatistics:
    """Count matches in every article, for every pair of annotators and every label."""
    if not 0 < threshold <= 1:
        raise ValueError(f"the IoU threshold must lie in (0, 1], it is {threshold}")
    n_annotators, n_labels = len(spans.annotators), len(spans.labels)
    raw, merged = pieces_of(spans), merged_pieces(spans)
    keys: list[Ints] = []
    values: list[Floats] = []

    def add(pieces: Pieces, found: Overlaps, columns: dict[int, Floats]) -> None:
        pair = pieces.article[found.first] * n_annotators + pieces.annotator[found.first]
        pair = pair * n_annotators + pieces.annotator[found.second]
        distinct, row = group_keys(pair * n_labels + pieces.label[found.first])
        table = np.zeros((len(distinct), OF_MATCHES))
        for place, column in columns.items():
            table[:, place] = np.bincount(row, column, minlength=len(distinct))
        keys.append(distinct)
        values.append(table)

    for _, found in overlaps(raw, same_label=True):
        size = raw.size
        joint = size[found.first] + size[found.second] - found.shared
        rules = {1: joint > 0, 2: found.shared >= threshold * joint}
        columns = {rule: matched(raw, found, may) for rule, may in rules.items()}
        columns[0] = (joint == found.shared).astype(np.float64)  # a mark is there once
        add(raw, found, columns | {5: _once(raw, found.first, found.second),
                                   6: _once(raw, found.second, found.first)})  # fmt: skip
    for _, found in overlaps(merged, same_label=True):
        size = merged.size
        add(merged, found, {3: found.shared / size[found.first],
                            4: found.shared / size[found.second]})  # fmt: skip
    match_keys, matches = _joined(keys, values, OF_MATCHES)
    count_keys, counts = _joined(*_counts(raw, merged, n_annotators, n_labels), 2)
    return MatchStatistics(
        spans.seen, n_labels, threshold,
        split_keys(count_keys, n_annotators, n_labels), counts,
        split_keys(match_keys, n_annotators, n_annotators, n_labels), matches,
    )  # fmt: skip


def _once(pieces: Pieces, span: Ints, other: Ints) -> Floats:
    """Adds up to 1 for every span and every annotator one of whose spans it meets."""
    width = int(pieces.annotator.max()) + 1 if len(pieces) else 1
    distinct, row = group_keys(span * width + pieces.annotator[other])
    once: Floats = 1 / np.bincount(row, minlength=len(distinct))[row]
    return once


def matched(pieces: Pieces, found: Overlaps, allowed: Bools) -> Floats:
    """1 for as many of the allowed pairs as can be matched one to one at most, else 0.

    Which of several equal matchings is taken is not said: only the number in each article, label
    and pair of annotators means something.
    """
    result = np.zeros(len(allowed))
    rows = np.flatnonzero(allowed)
    width = int(pieces.annotator.max()) + 1 if len(pieces) else 1
    first, second = found.first[rows], found.second[rows]
    left_keys, left = group_keys(first * width + pieces.annotator[second])
    right_keys, right = group_keys(second * width + pieces.annotator[first])
    only = (np.bincount(left, minlength=len(left_keys))[left] == 1) & (
        np.bincount(right, minlength=len(right_keys))[right] == 1
    )
    result[rows[only]] = 1
    rest = np.flatnonzero(~only)
    if len(rest):
        from scipy.sparse.csgraph import maximum_bipartite_matching  # slow to import

        left_keys, left = group_keys(left[rest])
        right_keys, right = group_keys(right[rest])
        graph = sparse.csr_array(
            (np.ones(len(rest), dtype=np.int8), (left, right)),
            shape=(len(left_keys), len(right_keys)),
        )
        partner = maximum_bipartite_matching(graph, perm_type="column")
        chosen = partner[left] == right
        result[rows[rest[chosen]]] = 1
    return result


def pair_totals(
    statistics: MatchStatistics, first: int, second: int, labels: slice | None = None
) -> Floats:
    """One pair's sums, shape (n_articles, width, 11); zeros unless both opened the article.

    `labels` picks a block of labels; None joins all labels into one column.
    """
    both = statistics.seen[:, first] & statistics.seen[:, second]

    def sums(rows: Bools, keys: Ints, values: Floats) -> Floats:
        rows = rows & both[keys[:, 0]]
        shape = len(statistics.seen), statistics.n_labels
        return block_sums(keys[rows, 0], keys[rows, -1], values[rows].T, shape, labels)

    keys = statistics.count_keys
    one, two = (sums(keys[:, 1] == who, keys, statistics.counts) for who in (first, second))
    keys = statistics.match_keys
    matched = sums((keys[:, 1] == first) & (keys[:, 2] == second), keys, statistics.matches)
    spans, merged = np.stack([one, two], axis=-1).transpose(2, 0, 1, 3)
    return np.concatenate([spans, matched, merged], axis=-1)


def _counts(
    raw: Pieces, merged: Pieces, n_annotators: int, n_labels: int
) -> tuple[list[Ints], list[Floats]]:
    keys: list[Ints] = []
    values: list[Floats] = []
    for place, pieces in enumerate((raw, merged)):
        key = (pieces.article * n_annotators + pieces.annotator) * n_labels + pieces.label
        distinct, row = group_keys(key)
        table = np.zeros((len(distinct), 2))
        table[:, place] = np.bincount(row, minlength=len(distinct))
        keys.append(distinct)
        values.append(table)
    return keys, values


def _joined(keys: list[Ints], values: list[Floats], width: int) -> tuple[Ints, Floats]:
    """Equal keys become one row, their values added."""
    if not keys:
        return np.empty(0, dtype=np.int64), np.empty((0, width))
    distinct, row = group_keys(np.concatenate(keys))
    table = np.concatenate(values)
    columns = [np.bincount(row, column, minlength=len(distinct)) for column in table.T]
    return distinct, np.stack(columns, axis=1)


def matches_of(statistics: SpanStatistics) -> MatchStatistics:
    """The tables, made once."""
    return statistics.of(match_statistics, threshold=statistics.settings.threshold)


def _sums(statistics: SpanStatistics, pair: AnnotatorSet, spread: Spread) -> PlainSums:
    tables, (first, second) = matches_of(statistics), pair.places
    return PlainSums(lambda labels: pair_totals(tables, first, second, labels), Matches, spread)


def _of_pairs(statistics: SpanStatistics, labels: slice | None) -> Floats:
    """The same of each article and each two annotators of it."""
    tables, pairs = matches_of(statistics), statistics.of(pairs_of_spans)
    people, n_labels = pairs.n_annotators, tables.n_labels
    first, second = pairs.first[pairs.pair], pairs.second[pairs.pair]
    one, two = (
        rows_of_pairs(tables.count_keys, tables.counts, pairs, (people, n_labels), (who,), labels)
        for who in (first, second)
    )
    matched = rows_of_pairs(
        tables.match_keys,
        tables.matches,
        pairs,
        (people, people, n_labels),
        (first, second),
        labels,
    )
    spans, merged = np.stack([one, two], axis=-1).transpose(2, 0, 1, 3)
    return np.concatenate([spans, matched, merged], axis=-1)


MATCHES = basis_of_pairs(_sums, _of_pairs, Matches)
