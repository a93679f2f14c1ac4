"""α_U of Krippendorff (1995, 2004), the older unitizing coefficient that INCEpTION and DKPro print.

*On the reliability of unitizing continuous data* (Sociological Methodology 25), formulas as in
*Measuring the reliability of qualitative text analysis data* (Quality & Quantity 38). For each
label c the text of length L falls into units (w = 1) and gaps (w = 0), b their begin, l their
length:

    δ²(unit, unit)  = (b_g − b_h)² + (e_g − e_h)²   where they overlap
    δ²(unit, gap)   = l²                            where the unit lies in the gap
    D_oc = Σ_i Σ_j≠i Σ_g Σ_h δ² / (m(m − 1)L²)
    D_ec = (2/L) Σ_units [ (N_c − 1)/3 · (2l³ − 3l² + l) + l² Σ_gaps, l_h ≥ l (l_h − l + 1) ]
           / (mL(mL − 1) − Σ_units l(l − 1))
    α_U  = 1 − Σ_c D_oc / Σ_c D_ec

N_c is the number of units under c of all annotators. D_ec joins all lengths with all lengths, so
it does not add over articles: each article has its own D_o and D_e, and over several articles the
value is 1 − ΣD_o / ΣD_e. Other programs join all articles into one long text, which gives other
values. Squared lengths make one missed long passage weigh more than many short ones.

D_ec joins the lengths of all annotators, so a pair of them or all but one is another study: choose
them by `Spans.select` first.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.spans.coincidence_sums import used_of_overlaps
from annotator.agreement.spans.measure_of_spans import (
    Basis,
    PlainSums,
    Spread,
    Values,
    alpha,
    positive,
)
from annotator.agreement.spans.overlap_statistics import block_sums, group_keys
from annotator.agreement.spans.span_pairs import Pieces, merged_pieces, overlaps
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.agreement.spans.spans import Spans

POOLING_OF_1995 = "1 - sum of observed / sum of expected over articles"


def alpha_u_1995(sums: Floats) -> Values:
    """α_U = 1 − Σ_c D_oc / Σ_c D_ec, of sums of shape (..., 2)."""
    D_o, D_e = sums[..., 0], sums[..., 1]
    return alpha(np.where(D_e > 0, D_o, np.nan), positive(D_e))


@dataclass(frozen=True, eq=False)
class AlphaUStatistics:
    """D_o and D_e of each article and label that occurs there; columns of shape (n_rows,)."""

    n_articles: int
    n_labels: int
    article: Ints
    label: Ints
    observed: Floats
    expected: Floats

    def totals(self, labels: slice | None) -> Floats:
        """Observed and expected, shape (n_articles, width, 2); None joins all labels."""
        columns = (self.observed, self.expected)
        shape = self.n_articles, self.n_labels
        return block_sums(self.article, self.label, columns, shape, labels)


def alpha_u_statistics(spans: Spans) -> AlphaUStatistics:
    """D_o and D_e of every article that at least two annotators opened."""
    spans = spans.select(articles=spans.annotators_per_article >= 2)
    merged = merged_pieces(spans)
    n_labels = max(1, len(spans.labels))
    groups, group = group_keys(merged.article * n_labels + merged.label)
    article, label = np.divmod(groups, n_labels)
    m = spans.annotators_per_article[article].astype(np.float64)
    L = spans.lengths[article].astype(np.float64)
    observed = _observed(merged, group, len(groups), m) / (m * (m - 1) * L**2)
    size = merged.size.astype(np.float64)
    units = np.bincount(group, minlength=len(groups))
    own = (units[group] - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
    room = own + size**2 * _room_in_gaps(spans, merged, group, article)
    divisor = m * L * (m * L - 1) - np.bincount(group, size * (size - 1), minlength=len(groups))
    expected = 2 / L * np.bincount(group, room, minlength=len(groups))
    expected = np.divide(expected, divisor, out=np.zeros(len(groups)), where=divisor > 0)
    return AlphaUStatistics(
        len(spans.articles), len(spans.labels), article, label, observed, expected
    )


def unit_distance(
    first_start: NDArray[Any], first_end: NDArray[Any], second_start: NDArray[Any],
    second_end: NDArray[Any],
) -> Floats:  # fmt: skip
    """δ² of two units that overlap.

    >>> float(unit_distance(np.array(225), np.array(295), np.array(220), np.array(300)))
    50.0
    """
    squares = (first_start - second_start) ** 2 + (first_end - second_end) ** 2
    return np.asarray(squares, dtype=np.float64)


def _observed(merged: Pieces, group: Ints, n_groups: int, m: Floats) -> Floats:
    """Σ over ordered pairs of annotators of δ², for each article and label."""
    total = np.zeros(n_groups)
    width = int(merged.annotator.max(initial=0)) + 1
    met = np.zeros(len(merged))  # how many other annotators have a unit here
    for _, found in overlaps(merged, same_label=True):
        a, b = found.first, found.second
        distance = unit_distance(merged.start[a], merged.end[a], merged.start[b], merged.end[b])
        total += np.bincount(group[a], distance, minlength=n_groups)
        others = np.concatenate([a * width + merged.annotator[b], b * width + merged.annotator[a]])
        distinct, _ = group_keys(others)
        met += np.bincount(distinct // width, minlength=len(merged))
    alone = (m[group] - 1 - met) * merged.size.astype(np.float64) ** 2
    return 2 * (total + np.bincount(group, alone, minlength=n_groups))


def _room_in_gaps(spans: Spans, merged: Pieces, group: Ints, article_of_group: Ints) -> Floats:
    """For each unit Σ (l_h − l + 1) over the gaps of its article and label that could hold it."""
    gap_group, gap = _gaps(spans, merged, group, article_of_group)
    if not len(gap):
        return np.zeros(len(merged))
    width = int(spans.lengths.max()) + 2
    key = gap_group * width + gap
    order = np.argsort(key)
    key, gap = key[order], gap[order].astype(np.float64)
    length_before = np.concatenate([[0.0], np.cumsum(gap)])
    size = merged.size
    first = np.searchsorted(key, group * width + size, side="left")
    last = np.searchsorted(key, (group + 1) * width, side="left")
    held = length_before[last] - length_before[first]
    return np.asarray(held - (last - first) * (size - 1.0))


def _gaps(spans: Spans, merged: Pieces, group: Ints, article_of_group: Ints) -> tuple[Ints, Ints]:
    """Group and length of every gap, also of annotators who never used the label."""
    n_annotators = len(spans.annotators)
    row, who = np.nonzero(spans.seen[article_of_group])
    holder = row * n_annotators + who  # each annotator of each group, sorted
    offsets = np.cumsum(spans.lengths) - spans.lengths
    begin = offsets[article_of_group[row]]
    finish = begin + spans.lengths[article_of_group[row]]
    key = np.concatenate([holder, group * n_annotators + merged.annotator, holder])
    start = np.concatenate([begin, merged.start, finish])
    end = np.concatenate([begin, merged.end, finish])
    rank = np.repeat([0, 1, 2], [len(holder), len(merged), len(holder)])
    order = np.lexsort((start, rank, key))
    key, start, end = key[order], start[order], end[order]
    gap = start[1:] - end[:-1]
    inside = (key[1:] == key[:-1]) & (gap > 0)
    return key[1:][inside] // n_annotators, gap[inside]


def _sums(statistics: SpanStatistics, annotators: AnnotatorSet, spread: Spread) -> PlainSums:
    return PlainSums(statistics.of(alpha_u_statistics).totals, lambda sums: sums, spread)


DISTANCES = Basis(
    _sums,
    lambda statistics, annotators: replace(used_of_overlaps(statistics, annotators), left_out=()),
    scopes=("all", "article"),
    label_scopes=("all",),
)
