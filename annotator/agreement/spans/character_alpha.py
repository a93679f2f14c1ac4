"""Character measures: every character (or token) is an item, every annotator who opened it a rater.

- Krippendorff's nominal α (2011, *Computing Krippendorff's alpha-reliability*): of one label
  against everything else, or of all labels and "nothing" at once
- the same with the MASI distance (Passonneau 2006) between *sets* of labels, for passages that one
  annotator put under several labels; without such passages it equals the nominal one
- percent agreement, specific agreement 2a/(2a+b+c), Gwet's AC1 (2008)

Every function takes sums (see `coincidences`) and gives observed and expected *disagreement* for α,
*agreement* for AC1. Characters of one article are not independent: intervals resample articles.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.spans.coincidences import Coincidences, Shares
from annotator.agreement.spans.overlap_statistics import OverlapStatistics
from annotator.agreement.spans.unitizing import Parts, positive


def character_alpha(sums: Coincidences) -> Parts:
    """D_o = 1 − Σ o_cc / n.., D_e = 1 − Σ n_c(n_c − 1) / (n..(n.. − 1)), c over labels and none."""
    total = np.where(sums.length > 1, sums.length, np.nan)
    observed = 1 - (sums.agreed + sums.both_gap) / total
    same = sums.covered_squared - sums.covered + sums.gap**2 - sums.gap
    return observed, np.maximum(0.0, 1 - same / (total * (total - 1)))


def set_totals(
    statistics: OverlapStatistics, members: Bools | None = None, *, scale: int = 1
) -> sparse.csr_array:
    """Additive sums for label sets: length, agreement (1 − distance) and each set's length.

    Shape (n_articles, 2 + n_sets), all multiplied by `scale`.
    """
    n_articles, n_annotators = statistics.seen.shape
    chosen = np.ones(n_annotators, dtype=bool) if members is None else members
    m = statistics.seen[:, chosen].sum(axis=1)
    weight = np.where(m >= 2, float(scale), 0.0)
    others = weight / np.maximum(m - 1, 1)
    under, covered = statistics.under, statistics.covered
    rows = chosen[under.annotator]
    article, code = under.article[rows], under.label[rows]
    value = under.length[rows] * weight[article]
    alone = np.bincount(article, value, minlength=n_articles)
    rows = chosen[covered.first] & chosen[covered.second]
    pairs = covered.article[rows]
    both = np.bincount(pairs, covered.both[rows], minlength=n_articles)
    alike = np.bincount(pairs, covered.alike[rows], minlength=n_articles)
    length = weight * m * statistics.lengths
    agreed = length - 2 * alone + 2 * others * (both + alike)
    lengths = sparse.csr_array((value, (article, code)), shape=(n_articles, len(statistics.sets)))
    head = sparse.csr_array(np.column_stack([length, agreed]))
    return sparse.csr_array(sparse.hstack([head, lengths]))


def set_alpha(sums: Floats | sparse.csr_array, near: sparse.csr_array) -> Parts:
    """α with the MASI distance, of sums with shape (b, 2 + n_sets); see `label_sets.similarity`."""
    head = sums[:, :2].toarray() if isinstance(sums, sparse.csr_array) else sums[:, :2]
    sets = sums[:, 2:]
    next_to = sets @ near
    if isinstance(sets, sparse.csr_array):
        alike = np.asarray(sets.multiply(next_to).sum(axis=1)).reshape(-1)
        marked = np.asarray(sets.sum(axis=1)).reshape(-1)
    else:
        alike, marked = (sets * next_to).sum(axis=1), sets.sum(axis=1)
    total = np.where(head[:, 0] > 1, head[:, 0], np.nan)
    same = alike + (head[:, 0] - marked) ** 2 - total
    return 1 - head[:, 1] / total, np.maximum(0.0, 1 - same / (total * (total - 1)))


def percent_agreement(per_character: Shares) -> Floats:
    """The share of characters on which two annotators agree; sums made `per_annotator`."""
    return (per_character.agreed + per_character.both_gap) / positive(per_character.length)


def specific_agreement(sums: Coincidences) -> Floats:
    """2a / (2a + b + c): how much of what one marked another marked too."""
    return sums.agreed / positive(sums.covered)


def prevalence(sums: Coincidences) -> Floats:
    """The share of the text under the label, mean of annotators."""
    return sums.covered / positive(sums.length)


def gwet_ac1(per_character: Shares, categories: int = 2) -> Parts:
    """Observed agreement and p_e = (1 − Σ π_k²) / (q − 1), of q categories with "none" as one."""
    length = positive(per_character.length)
    squares = (per_character.covered_squared + per_character.gap**2) / length**2
    others = categories - 1 if categories > 1 else np.nan  # nobody marked anything
    return percent_agreement(per_character), (1 - squares) / others


def gwet_value(parts: Parts) -> Floats:
    """(p_a − p_e) / (1 − p_e)"""
    observed, expected = parts
    return (observed - expected) / positive(1 - expected)
