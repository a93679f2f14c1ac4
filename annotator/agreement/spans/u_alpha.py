"""The unitizing family of Krippendorff, Mathet, Bouvry and Widlöcher (2016).

*On the reliability of unitizing textual continua: further developments*, Quality & Quantity 50,
2347-2364. Annotators cut a text into units, each under a label, and gaps:

- uα: everything, units, labels and gaps
- |uα: units against gaps only, whatever the label
- cuα: the labels only, where units of two annotators meet; read it with its coverage
- (k)uα: one label k against all other labels, where units meet

Every function takes sums (see `coincidences`, with the paper's symbols) and gives 1 − D_o / D_e.
With units of length 1, uα is Krippendorff's α of the characters. An annotator's units must not
overlap each other.
"""

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.spans.coincidences import Coincidences, UnitShares
from annotator.agreement.spans.measure_of_spans import Values, all_above, alpha, positive

ROUNDING = 1e-12


def u_alpha(sums: Coincidences) -> Values:
    """uα = 1 − (ℓ.. − Σ_c ℓ_cc) / (ℓ.. − Σ_c ε_cc), c over labels and the gap."""
    total = positive(sums.length)
    observed = total - sums.agreed - sums.both_gap
    own = sums.covered_squared - sums.unit_squares + sums.gap**2 - sums.gap
    expected = total - total * own / _expected_divisor(sums)
    return alpha(observed / total, _clean(expected / total))


def bar_u_alpha(sums: Coincidences) -> Values:
    """|uα = 1 − (ℓ_0 − ℓ_00) / (ε_0 − ε_00)."""
    total = positive(sums.length)
    observed = sums.gap - sums.both_gap
    expected = total * sums.gap * sums.covered / _expected_divisor(sums)
    return alpha(observed / total, _clean(expected / total))


def cu_alpha(sums: Coincidences) -> Values:
    """cuα, from the coincidences of labels alone, without row and column 0; with the share ℓ' / ℓ..
    of the text that it speaks about."""
    joint = positive(sums.joint)
    observed = (joint - sums.agreed) / joint
    expected = joint - (sums.joint_squared - sums.joint_unit_squares) / _joint_divisor(sums)
    return alpha(observed, _clean(expected / joint), coverage=sums.joint / positive(sums.length))


def k_u_alpha(sums: Coincidences) -> Values:
    """(k)uα of every label = 1 − (ε'_k/ℓ'_k) (ℓ'_k − ℓ_kk) / (ε'_k − ε'_kk); with the share ℓ'_k /
    ℓ_k of what was put under k that another annotator put under some label."""
    every = sums if sums.every is None else sums.every
    joint = sums.joint + 0 * every.joint[..., None]  # NaN where an annotator's own units overlap
    divisor = _joint_divisor(every)[..., None]
    row = (joint * every.joint[..., None] - sums.joint_unit_squares) / divisor  # ε'_k
    own = (sums.joint_squared - sums.joint_unit_squares) / divisor  # ε'_kk
    observed = (joint - sums.agreed) / positive(joint)
    expected = np.where(joint > 0, (row - own) / positive(row), np.nan)
    return alpha(observed, _clean(expected), coverage=joint / positive(sums.covered))


def _expected_divisor(sums: UnitShares) -> Floats:
    """(ℓ..² − Σ_g q_g) / ... as in ε_ck = ℓ..(ℓ_c ℓ_k − [c=k] q_c) / (ℓ..² − Σ_g q_g)."""
    whole = sums.length**2
    return _beyond_rounding(whole - sums.unit_squares - sums.gap, whole)


def _joint_divisor(sums: UnitShares) -> Floats:
    """ℓ' − Σ_g r_g / (ℓ'(m−1))."""
    whole = positive(sums.joint)
    return _beyond_rounding(whole - sums.joint_unit_squares / whole, whole)


def _beyond_rounding(divisor: Floats, whole: Floats) -> Floats:
    """Itself where it is more than rounding may leave of the whole, else NaN."""
    return positive(np.where(divisor > ROUNDING * whole, divisor, np.nan))


def _clean(expected: Floats) -> Floats:
    """Rounding can leave 1e-17 where nothing can disagree; that is 0."""
    if all_above(expected, ROUNDING):
        return expected
    return np.where(np.abs(expected) < ROUNDING, 0.0, expected)
