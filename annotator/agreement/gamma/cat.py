"""γ_cat (Mathet 2017): do aligned units carry the same label?

On the best alignment, each real pair of a unitary alignment with n_v real units weighs
w = max(0, 1 − d_pos) / (n_v − 1); the disorder is Σ w·d_cat / Σ w. The same over the samples, and
γ_cat = 1 − observed / mean of the samples. Unaligned units have no pair, so no part in it
(pygamma-agreement adds an experimental term for them and multiplies d_pos by α).
"""

from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.gamma.alignment import Alignment
from annotator.agreement.gamma.continua import ratio, sum_by
from annotator.agreement.gamma.dissimilarity import positional


class LabelDisorder(NamedTuple):
    """Of each continuum, shape (count,): Σ w·d_cat / Σ w, and Σ w.

    NaN where no two units of an alignment overlap closely enough.
    """

    disorder: Floats
    weight: Floats


def label_disorder(alignment: Alignment) -> LabelDisorder:
    """The disorder of labels over an alignment."""
    continua, sets = alignment.continua, alignment.sets
    differing, weight = np.zeros(continua.count), np.zeros(continua.count)
    real = (sets >= 0).sum(axis=1)
    for j in range(1, sets.shape[1]):
        rows = np.flatnonzero(sets[:, j] >= 0)
        second = sets[rows, j]
        number = continua.continuum[second]
        for i in range(j):
            first = sets[rows, i]
            w = np.maximum(0, 1 - positional(continua, first, second)) / (real[rows] - 1)
            weight += sum_by(number, w, continua.count)
            w = w * (continua.label[first] != continua.label[second])
            differing += sum_by(number, w, continua.count)
    return LabelDisorder(ratio(differing, weight), weight)
