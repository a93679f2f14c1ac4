"""The dissimilarity of γ (Mathet, Widlöcher and Métivier 2015), and which pairs can matter.

    d_pos(u, v) = ((|s_u − s_v| + |e_u − e_v|) / (len_u + len_v))²
    d_cat(u, v) = 1 when the labels differ, else 0
    d(u, v)     = α d_pos + β d_cat          d(u, ∅) = d(∅, ∅) = Δ∅ = 1

A unitary alignment S takes at most one unit from each of n annotators and costs the mean of d over
its C(n, 2) pairs. With the weight w = d − 1 that is (C(n, 2) + Σ_pairs w) / C(n, 2): opening a set
costs C(n, 2), and every real pair in it adds its weight. All costs in these modules are in that
scale (*pair units*); they are divided by C(n, 2) at the very end.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.continua import Continua

SLACK = 1e-9  # a set that is exactly as good as its parts is kept


@dataclass(frozen=True)
class Dissimilarity:
    """d = `alpha` d_pos + `beta` d_cat, with Δ∅ = 1."""

    alpha: float = 1.0
    beta: float = 1.0

    def __post_init__(self) -> None:
        for name, value in (("alpha", self.alpha), ("beta", self.beta)):
            if not (np.isfinite(value) and value >= 0):
                raise ValueError(f"{name} must be a number from 0 on, it is {value}")


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of units that can stand in one useful set; `first` is of the earlier annotator."""

    first: Ints
    second: Ints
    weight: Floats  # d − 1


def positional(continua: Continua, first: Ints, second: Ints) -> Floats:
    """d_pos of pairs of units given by their indices (any equal shape)."""
    start, end = continua.start, continua.end
    apart = np.abs(start[first] - start[second]) + np.abs(end[first] - end[second])
    lengths = (end[first] - start[first]) + (end[second] - start[second])
    ratio: Floats = apart / lengths
    return ratio * ratio


def largest_weight(annotators: int) -> float:
    """No pair of a useful set weighs more than C(n, 2) + n − 2.

    Parting one unit from a set would cost one new set, C(n, 2), and save its weights to the others;
    each of the other n − 2 weights is at least −1.

    >>> largest_weight(2), largest_weight(3), largest_weight(6)
    (1.0, 4.0, 19.0)
    """
    return annotators * (annotators - 1) / 2 + annotators - 2


def near_pairs(continua: Continua, dissimilarity: Dissimilarity) -> Pairs:
    """All pairs of units of two annotators whose weight is at most `largest_weight`.

    Units are swept by their middle: 2 |middle_u − middle_v| ≤ |s_u − s_v| + |e_u − e_v|, so only
    a window of neighbours has to be looked at.
    """
    most = largest_weight(continua.annotators) + SLACK
    alpha = dissimilarity.alpha
    reach = float(np.sqrt((most + 1) / alpha)) if alpha > 0 else np.inf  # the largest sqrt(d_pos)
    first, second = _neighbours(continua, reach)
    apart = continua.annotator[first] != continua.annotator[second]
    first, second = first[apart], second[apart]
    weight = alpha * positional(continua, first, second) - 1
    weight += dissimilarity.beta * (continua.label[first] != continua.label[second])
    near = weight <= most
    first, second, weight = first[near], second[near], weight[near]
    turned = continua.annotator[first] > continua.annotator[second]
    return Pairs(np.where(turned, second, first), np.where(turned, first, second), weight)


def _neighbours(continua: Continua, reach: float) -> tuple[Ints, Ints]:
    """Pairs of one continuum whose middles are within `reach` times half the summed lengths."""
    if not len(continua):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    length = continua.end - continua.start
    middle = (continua.start + continua.end) / 2
    window = np.minimum(reach * (length + length.max()) / 2, np.ptp(middle)) + 1e-6
    gap = np.ptp(middle) + window.max() + 1
    place = middle - middle.min() + continua.continuum * gap
    order = np.argsort(place, kind="stable")
    position = np.arange(len(order))
    last = np.searchsorted(place[order], (place + window)[order], side="right")
    count = last - position - 1
    left = np.repeat(position, count)
    right = ranges(position + 1, count)
    return order[left], order[right]


def ranges(start: Ints, count: Ints) -> Ints:
    """start[0], start[0] + 1, ... `count[0]` numbers, then those from start[1], and so on.

    >>> ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    skipped = np.cumsum(count) - count
    numbers: Ints = np.arange(int(count.sum())) + np.repeat(start - skipped, count)
    return numbers
