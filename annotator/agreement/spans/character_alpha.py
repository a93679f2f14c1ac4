"""Krippendorff's α of characters: every character (or token) is an item, every annotator who opened
the article a rater.

    α = 1 − D_o / D_e
    D_o = 1 − Σ_c o_cc / n..
    D_e = 1 − Σ_c n_c(n_c − 1) / (n..(n.. − 1))         c over the labels and none of them

Nominal, as in *Computing Krippendorff's alpha-reliability* (2011). In the words of `coincidences`
n.. = ℓ.. (all characters, each as often as annotators opened the article), n_c = ℓ_c, o_cc = ℓ_cc.

Where one annotator put a passage under several labels, an item's value is a *set* of labels, and
both parts are means of the MASI distance (Passonneau 2006); without such passages that is the same.
Characters of one article are not independent: intervals resample articles.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.spans.coincidences import Coincidences, SetSums
from annotator.agreement.spans.measure_of_spans import Values, alpha
from annotator.agreement.spans.overlap_statistics import OverlapStatistics


def character_alpha(sums: Coincidences) -> Values:
    """1 − D_o / D_e, of shape (rows,) or (rows, labels)."""
    n = np.where(sums.length > 1, sums.length, np.nan)
    D_o = 1 - (sums.agreed + sums.both_gap) / n
    n_c_squared = sums.covered_squared + sums.gap**2
    D_e = np.maximum(0.0, 1 - (n_c_squared - sums.covered - sums.gap) / (n * (n - 1)))
    if sums.sets is None:
        return alpha(D_o, D_e)
    masi_o, masi_e = set_parts(sums.sets)
    where = sums.sets.where
    return alpha(np.where(where, masi_o, D_o), np.where(where, masi_e, D_e), level="masi")


def set_parts(sets: SetSums) -> tuple[Floats, Floats]:
    """D_o and D_e as means of MASI distances; what two annotators left unmarked is equal."""
    head, n_s = sets.sums[:, :2], sets.sums[:, 2:]  # characters under each set, but the empty one
    next_to = n_s @ sets.near
    if isinstance(n_s, sparse.csr_array):
        head = head.toarray()
        alike, marked = n_s.multiply(next_to).sum(axis=1), n_s.sum(axis=1)
    else:
        alike, marked = (n_s * next_to).sum(axis=1), n_s.sum(axis=1)
    alike, marked = (np.asarray(column).reshape(-1) for column in (alike, marked))
    n = np.where(head[:, 0] > 1, head[:, 0], np.nan)
    same = alike + (head[:, 0] - marked) ** 2 - n
    return 1 - head[:, 1] / n, np.maximum(0.0, 1 - same / (n * (n - 1)))


def set_totals(statistics: OverlapStatistics, mask: Bools) -> sparse.csr_array:
    """What each article adds: length, agreement (1 − distance) and the length under each set.

    Shape (n_articles, 2 + n_sets); zeros where fewer than two of these annotators opened it.
    """
    n_articles = len(statistics.seen)
    m = statistics.seen[:, mask].sum(axis=1)
    weight = np.where(m >= 2, 1.0, 0.0)
    others = weight / np.maximum(m - 1, 1)
    under, covered = statistics.under, statistics.covered
    rows = mask[under.annotator]
    article, code = under.article[rows], under.label[rows]
    value = under.length[rows] * weight[article]
    alone = np.bincount(article, value, minlength=n_articles)
    rows = mask[covered.first] & mask[covered.second]
    pairs = covered.article[rows]
    both = np.bincount(pairs, covered.both[rows] + covered.alike[rows], minlength=n_articles)
    length = weight * m * statistics.lengths
    agreed = length - 2 * alone + 2 * others * both
    lengths = sparse.csr_array((value, (article, code)), shape=(n_articles, len(statistics.sets)))
    head = sparse.csr_array(np.column_stack([length, agreed]))
    return sparse.csr_array(sparse.hstack([head, lengths]))
