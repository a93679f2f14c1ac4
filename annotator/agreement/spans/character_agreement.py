"""Agreement on characters without α: every character is an item, every annotator who opened the
article a rater, and a label is there or not (or is one of the labels, or none).

- percent agreement: the share of characters on which two annotators agree
- specific agreement 2a/(2a+b+c) (Cicchetti and Feinstein 1990): of what one marked, how much
  another marked too
- Gwet's AC1 (2008): (p_a − p_e) / (1 − p_e) with p_e = (1 − Σ π_k²) / (q − 1) over q categories,
  one of which is "none"

`sums.each` counts every character once, whatever the number of annotators; see `coincidences`.
"""

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.spans.coincidences import Coincidences
from annotator.agreement.spans.measure_of_spans import Values, positive


def percent_agreement_of_text(sums: Coincidences) -> Values:
    """p_a"""
    return Values(_agreed(sums))


def specific_agreement_of_text(sums: Coincidences) -> Values:
    """2a / (2a + b + c)"""
    return Values(sums.agreed / positive(sums.covered))


def gwet_ac1_of_text(sums: Coincidences) -> Values:
    """(p_a − p_e) / (1 − p_e)"""
    length = positive(sums.each.length)
    squares = (sums.each.covered_squared + sums.each.gap**2) / length**2
    others = sums.categories - 1 if sums.categories > 1 else np.nan  # nobody marked anything
    p_a, p_e = _agreed(sums), (1 - squares) / others
    return Values((p_a - p_e) / positive(1 - p_e), p_a, p_e)


def prevalence(sums: Coincidences) -> Floats:
    """The share of the text under the label, mean of annotators."""
    return sums.covered / positive(sums.length)


def _agreed(sums: Coincidences) -> Floats:
    return (sums.each.agreed + sums.each.both_gap) / positive(sums.each.length)
