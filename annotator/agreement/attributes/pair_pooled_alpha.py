"""Pair-pooled α on matched marks: do two annotators say the same of a mark that both made?

Each matched pair in which both answered adds its two coincidences (c, k) and (k, c), with weight
1 / (m − 1) where m annotators opened the article, as in Krippendorff's α. From the margins n_c and
their sum n:

    D_o = Σ_ck o_ck δ²_ck / n      D_e = Σ_ck n_c n_k δ²_ck / (n (n − 1))      α = 1 − D_o / D_e

It is not α of a reliability matrix: there is none, since matches of pairs are not transitive. It is
conditional: what only one of two annotators marked is not in it. See the share matched beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.ratings.krippendorff import ordinal_parts

_NEARLY_NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class AnswerSums:
    """Sums over articles, in rows. `apart`: Σ o δ², or for ordinal answers the whole table of o,
    shape (rows, K * K); `equal`: Σ o_cc; `margins`: n_c, shape (rows, K)."""

    apart: Floats
    equal: Floats
    margins: Floats
    distances: Floats | None  # δ², None for ordinal answers


def pair_pooled_alpha(sums: AnswerSums) -> tuple[Floats, Floats, Floats]:
    """α, D_o and D_e of each row; NaN where nothing can be corrected for chance."""
    n_c = sums.margins
    n = n_c.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if sums.distances is None:
            D_o, D_e = ordinal_parts(np.concatenate([sums.apart, n_c], axis=1))
        else:
            D_o = sums.apart / n
            D_e = ((n_c @ sums.distances) * n_c).sum(axis=1) / (n * (n - 1))
        varies = (n > 1) & (D_e > _NEARLY_NOTHING)
        alpha = np.where(varies, 1 - D_o / D_e, np.nan)
    return alpha, D_o, D_e


def percent_on_matched(sums: AnswerSums) -> Floats:
    """The share of coincidences that are equal: 1 − D_o of nominal answers."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Floats = sums.equal / sums.margins.sum(axis=1)
    return share


def cohen_on_matched(both: Floats, equal: Floats, first: Floats, second: Floats) -> Floats:
    """κ of two annotators over the marks that match: (A_o − A_e) / (1 − A_e), in rows; `first` and
    `second` are how often either gave each answer, shape (rows, K)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        A_o = equal / both
        A_e = (first * second).sum(axis=1) / (both * both)
        kappa: Floats = np.where(1 - A_e > _NEARLY_NOTHING, (A_o - A_e) / (1 - A_e), np.nan)
    return kappa
