"""The unitizing family of Krippendorff, Mathet, Bouvry and Widlöcher (2016).

*On the reliability of unitizing textual continua: further developments*, Quality & Quantity 50,
2347-2364. Annotators cut a text into units, each under a label, and gaps:

- uα: everything, units, labels and gaps
- |uα: units against gaps only, whatever the label
- cuα: the labels only, where units of two annotators meet; read it with its coverage
- (k)uα: one label k against all other labels, where units meet

Every function takes sums (see `coincidences`) and gives the observed and the expected disagreement;
the coefficient is 1 − observed / expected. With units of length 1, uα is Krippendorff's α of the
characters. An annotator's units must not overlap each other.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.spans.coincidences import Coincidences, Totals

Parts = tuple[Floats, Floats]


def alpha(parts: Parts) -> Floats:
    """1 − D_o / D_e; NaN where nothing could disagree (D_e = 0)."""
    observed, expected = parts
    if _all_above(expected, 0):
        return 1 - observed / expected
    possible = expected > 0
    return np.where(possible, 1 - observed / np.where(possible, expected, 1), np.nan)


def u_alpha(sums: Coincidences) -> Parts:
    """uα = 1 − (ℓ.. − Σ_c ℓ_cc) / (ℓ.. − Σ_c ε_cc), c over labels and the gap."""
    total = positive(sums.length)
    observed = total - sums.agreed - sums.both_gap
    own = sums.covered_squared - sums.unit_squares + sums.gap**2 - sums.gap
    expected = total - total * own / _expected_divisor(sums)
    return observed / total, _clean(expected / total)


def bar_u_alpha(sums: Coincidences) -> Parts:
    """|uα = 1 − (ℓ_0 − ℓ_00) / (ε_0 − ε_00)."""
    total = positive(sums.length)
    observed = sums.gap - sums.both_gap
    expected = total * sums.gap * sums.covered / _expected_divisor(sums)
    return observed / total, _clean(expected / total)


def cu_alpha(sums: Coincidences) -> Parts:
    """cuα, from the coincidences of labels alone, without row and column 0."""
    joint = positive(sums.joint)
    expected = joint - (sums.joint_squared - sums.joint_unit_squares) / _joint_divisor(sums)
    return (joint - sums.agreed) / joint, _clean(expected / joint)


def cu_coverage(sums: Coincidences) -> Floats:
    """ℓ' / ℓ..: the share of the text that cuα speaks about."""
    return sums.joint / positive(sums.length)


def k_u_alpha(totals: Totals) -> Parts:
    """(k)uα of every label, shape (..., n_labels): 1 − (ε'_k/ℓ'_k)·(ℓ'_k − ℓ_kk)/(ε'_k − ε'_kk)."""
    return k_u_alpha_parts(totals, totals.together())


def k_u_alpha_parts(totals: Totals, sums: Coincidences) -> Parts:
    """As `k_u_alpha`, for a block of labels of which `sums` holds all."""
    divisor = _joint_divisor(sums)[..., None]
    row = (totals.joint * sums.joint[..., None] - totals.joint_squares) / divisor  # ε'_k
    own = (totals.joint**2 - totals.joint_squares) / divisor  # ε'_kk
    joint = positive(totals.joint)
    observed = (totals.joint - totals.agreed) / joint
    expected = (row - own) / positive(row)
    return observed, _clean(np.where(totals.joint > 0, expected, np.nan))


def k_coverage(totals: Totals) -> Floats:
    """ℓ'_k / ℓ_k: how much of what was put under k another annotator put under some label."""
    return totals.joint / positive(totals.covered)


def _expected_divisor(sums: Coincidences) -> Floats:
    """(ℓ..² − Σ_g q_g) / ... as in ε_ck = ℓ..(ℓ_c ℓ_k − [c=k] q_c) / (ℓ..² − Σ_g q_g)."""
    return positive(sums.length**2 - sums.unit_squares - sums.gap)


def _joint_divisor(sums: Coincidences) -> Floats:
    """ℓ' − Σ_g r_g / (ℓ'(m−1))."""
    return positive(sums.joint - sums.joint_unit_squares / positive(sums.joint))


def positive(values: Floats) -> Floats:
    """Itself where above 0, else NaN: what is divided by."""
    if _all_above(values, 0):
        return values
    return np.where(values > 0, values, np.nan)


def _clean(expected: Floats) -> Floats:
    """Rounding can leave 1e-17 where nothing can disagree; that is 0."""
    if _all_above(expected, 1e-12):
        return expected
    return np.where(np.abs(expected) < 1e-12, 0.0, expected)


def _all_above(values: Floats, limit: float) -> bool:
    """Looked at first, since it is so nearly always and costs a third of telling them apart."""
    return bool(values.size and values.min() > limit)
