"""The best matching in each group of marks that overlap: assignments of least cost, many at once.

Costs of a group are made so that the least sum is the answer: the distance first, and what makes
one of several equally near matchings the earliest behind it, in whole numbers that are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints

EXACT = float(1 << 53)  # whole numbers below it are exact in the solver
FEW_CANDIDATES = 24  # candidates up to which the earliest matching is found exactly
TRIED_ONE_BY_ONE = 5  # marks of a side up to which all permutations are tried, many groups at once
AT_ONCE = 1 << 20


class CandidateGroups(NamedTuple):
    """Candidates that hang together: `group` of each, ascending; `left` and `right` are the places
    of its marks among those of the group, in the order of the text; `begin` and `size` are of each
    group, `side` is the larger number of marks."""

    group: Ints
    left: Ints
    right: Ints
    begin: Ints
    size: Ints
    side: Ints


def best_assignments(joined: Ints, first: Ints, second: Ints, distance: Ints) -> Ints:
    """Rows of the best matching of each group, ascending; `joined` names the group, ascending."""
    if not len(joined):
        return np.empty(0, dtype=np.int64)
    groups = _groups(joined, first, second)
    cost, worst = _costs(groups, distance)
    chosen = [_tried(groups, cost, worst, n) for n in range(1, TRIED_ONE_BY_ONE + 1)]
    chosen += _solved(groups, cost, worst)
    found: Ints = np.sort(np.concatenate(chosen))
    return found


def _groups(joined: Ints, first: Ints, second: Ints) -> CandidateGroups:
    group = np.cumsum(np.diff(joined, prepend=joined[:1]) != 0)
    begin = np.flatnonzero(np.diff(group, prepend=-1))
    left, lefts = _places(group, first)
    right, rights = _places(group, second)
    size = np.diff(begin, append=len(group))
    return CandidateGroups(group, left, right, begin, size, np.maximum(lefts, rights))


def _places(group: Ints, mark: Ints) -> tuple[Ints, Ints]:
    """The place of each row's mark among the marks of its group, and how many each group has."""
    width = int(mark.max()) + 1
    distinct, which = np.unique(group * width + mark, return_inverse=True)
    count = np.bincount(distinct // width)
    return which - (np.cumsum(count) - count)[group], count


def _costs(groups: CandidateGroups, distance: Ints) -> tuple[Floats, Floats]:
    """The cost of each candidate, and of each group what is worse than any match."""
    side = groups.side.astype(np.float64)
    cost = distance.astype(np.float64)
    worst = np.maximum.reduceat(cost, groups.begin) * side + 1
    for concerned, level in _earliest(groups):
        size = np.maximum.reduceat(level, groups.begin) * side + 1
        # Otherwise so many marks that this would no longer be exact.
        fits = concerned & (worst * size * (side + 1) < EXACT)
        cost = np.where(fits[groups.group], cost * size[groups.group] + level, cost)
        worst = np.where(fits, worst * size, worst)
    return cost, worst


def _earliest(groups: CandidateGroups) -> Iterator[tuple[Bools, Floats]]:
    """What makes one of several equally good matchings the earliest, as costs: first the place of
    each match in the text, where there are few, then sums of places, and whether matches cross."""
    group, left, right, begin, size, _ = groups
    few = size < FEW_CANDIDATES
    rank = np.empty(len(group), dtype=np.int64)
    rank[np.lexsort((right, left, group))] = np.arange(len(group))
    count = np.minimum(size, FEW_CANDIDATES)[group]
    behind = np.maximum(count - 1 - (rank - begin[group]), 0)
    # An earlier match outweighs all later ones together; every best matching has as many.
    yield few, 2.0**count - 2.0**behind
    yield ~few, (left + right).astype(np.float64)
    yield ~few, (left - right).astype(np.float64) ** 2


def _tried(groups: CandidateGroups, cost: Floats, worst: Floats, n: int) -> Ints:
    """Of all groups with n marks on the larger side: the best of all ways to match them."""
    which = np.flatnonzero(groups.side == n)
    ways = np.array(list(permutations(range(n))))
    chosen: list[Ints] = [np.empty(0, dtype=np.int64)]
    step = max(1, AT_ONCE // len(ways))
    for start in range(0, len(which), step):
        some = which[start : start + step]
        rows = np.flatnonzero(np.isin(groups.group, some))
        at = np.searchsorted(some, groups.group[rows]), groups.left[rows], groups.right[rows]
        table = np.repeat(worst[some], n * n).reshape(-1, n, n)
        row = np.full(table.shape, -1, dtype=np.int64)
        table[at], row[at] = cost[rows], rows
        total = np.zeros((len(some), len(ways)))
        for place in range(n):
            total += table[:, place, ways[:, place]]
        best = ways[total.argmin(axis=1)]
        found = np.take_along_axis(row, best[:, :, None], axis=2)
        chosen.append(found[found >= 0])
    return np.concatenate(chosen)


def _solved(groups: CandidateGroups, cost: Floats, worst: Floats) -> Iterator[Ints]:
    """Of each larger group."""
    from scipy.optimize import linear_sum_assignment  # slow to import

    for one in np.flatnonzero(groups.side > TRIED_ONE_BY_ONE).tolist():
        begin = groups.begin[one]
        rows = slice(begin, begin + groups.size[one])
        left, right = groups.left[rows], groups.right[rows]
        table = np.full((left.max() + 1, right.max() + 1), worst[one])
        row = np.full(table.shape, -1, dtype=np.int64)
        table[left, right], row[left, right] = cost[rows], np.arange(begin, rows.stop)
        chosen = row[linear_sum_assignment(table)]
        yield chosen[chosen >= 0]
