"""Every unitary alignment that can be part of a best alignment, found without the full product.

A set S of units is *useful* only if no split of S into two parts is cheaper: for each split the
weights across must not exceed C(n, 2), the price of one more set. Replacing a useless set by its
parts never costs more, so leaving it out keeps the best alignment. Sets grow by one annotator at a
time; a partial set is given up when no later unit can repair it. 41^5 tuples become about a
thousand.
"""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.dissimilarity import SLACK, Pairs, positional, ranges

MOST_FOUND = 50_000  # improving sets after which a full search has enough for this round
PER_UNIT = 3  # best new columns kept for each unit of a full search
DENSE_LIMIT = 4_000_000  # weights kept as full squares of components up to this many numbers


@dataclass(frozen=True, eq=False)
class Columns:
    """Unitary alignments: `members` has shape (n_columns, n_annotators), filled up with -1.

    `cost` is in pair units: C(n, 2) + Σ_pairs w.
    """

    members: Ints
    cost: Floats

    def __len__(self) -> int:
        return len(self.cost)

    @property
    def sizes(self) -> Ints:
        sizes: Ints = (self.members >= 0).sum(axis=1)
        return sizes

    def where(self, mask: Bools | Ints) -> "Columns":
        return Columns(self.members[mask], self.cost[mask])


def join_columns(columns: list[Columns], annotators: int) -> Columns:
    """All of them, those with fewer members filled up with -1."""
    if not columns:
        return Columns(np.empty((0, annotators), dtype=np.int64), np.empty(0))
    filled = [
        np.pad(c.members, ((0, 0), (0, annotators - c.members.shape[1])), constant_values=-1)
        for c in columns
    ]
    return Columns(np.concatenate(filled), np.concatenate([c.cost for c in columns]))


def single_columns(continua: Continua) -> Columns:
    """Every unit on its own."""
    units = np.arange(len(continua))
    cost = np.full(len(units), float(continua.pairs_of_annotators))
    return Columns(units[:, None], cost)


def useful_columns(continua: Continua, pairs: Pairs, component: Ints) -> Columns:
    """All useful sets. `component` numbers the connected components of `pairs`."""
    n = continua.annotators
    C = float(continua.pairs_of_annotators)
    later = best_later_weights(continua, pairs)
    weights = NearWeights(len(continua), pairs, component)
    found = [single_columns(continua)]
    members, cost = found[0].members, found[0].cost
    across = np.zeros(members.shape)  # for each member, its weights to the other members
    for _ in range(2, n + 1):
        rows, new = weights.later_neighbours(members[:, -1])
        to_new = weights.between(members[rows], new)
        across = np.concatenate([across[rows] + to_new, to_new.sum(axis=1)[:, None]], axis=1)
        members = np.concatenate([members[rows], new[:, None]], axis=1)
        cost = cost[rows] + to_new.sum(axis=1)
        hope = later[members, continua.annotator[new][:, None] + 1]
        alive = (across + hope <= C + SLACK).all(axis=1)
        members, cost, across = members[alive], cost[alive], across[alive]
        if not len(members):
            break
        useful = np.flatnonzero((across <= C + SLACK).all(axis=1))
        useful = useful[_no_split_is_cheaper(members[useful], weights, C)]
        found.append(Columns(members[useful], cost[useful]))
    return join_columns(found, n)


def best_for_each_unit(columns: Columns, reduced: Floats, most: int) -> Ints:
    """Indices of the `most` columns with the least reduced cost for each unit."""
    rows, places = np.nonzero(columns.members >= 0)
    unit = columns.members[rows, places]
    order = np.lexsort((reduced[rows], unit))
    sorted_units = unit[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_units, sorted_units)
    best: Ints = np.unique(rows[order][rank < most])
    return best


def count_bound(continua: Continua, pairs: Pairs) -> Floats:
    """For each unit an upper bound on how many sets have it as their first member."""
    near = np.zeros((len(continua), continua.annotators))
    np.add.at(near, (pairs.first, continua.annotator[pairs.second]), 1.0)
    bound: Floats = np.prod(1 + near, axis=1)
    return bound


def positional_sums(continua: Continua, members: Ints) -> Floats:
    """Σ d_pos over the real pairs of each set."""
    total = np.zeros(len(members))
    for j in range(1, members.shape[1]):
        for i in range(j):
            real = np.flatnonzero(members[:, j] >= 0)
            total[real] += positional(continua, members[real, i], members[real, j])
    return total


class NearWeights:
    """Looks up the weight of a pair of units of one component; infinite when not near."""

    def __init__(self, units: int, pairs: Pairs, component: Ints) -> None:
        order = np.lexsort((pairs.second, pairs.first))
        self.second = pairs.second[order]
        self.weight = pairs.weight[order]
        self.key = pairs.first[order] * units + self.second
        self.pointer = np.searchsorted(pairs.first[order], np.arange(units + 1))
        self.units = units
        sizes = np.bincount(component, minlength=1)
        self.table: Floats | None = None
        if int((sizes * sizes).sum()) <= DENSE_LIMIT:
            self._fill_table(pairs, component, sizes)

    def _fill_table(self, pairs: Pairs, component: Ints, sizes: Ints) -> None:
        by_component = np.argsort(component, kind="stable")
        self.local = np.empty(self.units, dtype=np.int64)
        first = np.cumsum(sizes) - sizes
        self.local[by_component] = np.arange(self.units) - np.repeat(first, sizes)
        squares = sizes * sizes
        self.base = (np.cumsum(squares) - squares)[component] + self.local * sizes[component]
        self.table = np.full(int(squares.sum()), np.inf)
        self.table[self.base[pairs.first] + self.local[pairs.second]] = pairs.weight
        self.table[self.base[pairs.second] + self.local[pairs.first]] = pairs.weight

    def later_counts(self, unit: Ints) -> Ints:
        """For each unit, how many near units of later annotators it has."""
        return self.pointer[unit + 1] - self.pointer[unit]

    def later_neighbours(self, unit: Ints) -> tuple[Ints, Ints]:
        """For each unit its near units of later annotators: (row in `unit`, near unit)."""
        count = self.later_counts(unit)
        return np.repeat(np.arange(len(unit)), count), self.second[
            ranges(self.pointer[unit], count)
        ]

    def between(self, members: Ints, new: Ints) -> Floats:
        """Weights of each member to the new unit of its row; members are of earlier annotators."""
        if self.table is not None:
            near: Floats = self.table[self.base[members] + self.local[new][:, None]]
            return near
        wanted = members * self.units + new[:, None]
        place = np.minimum(np.searchsorted(self.key, wanted), len(self.key) - 1)
        return np.where(self.key[place] == wanted, self.weight[place], np.inf)


def best_later_weights(continua: Continua, pairs: Pairs) -> Floats:
    """For unit u and annotator t: the least the units of t, t + 1, ... can add to u's weights."""
    best = np.zeros((len(continua), continua.annotators + 1))
    who = continua.annotator
    np.minimum.at(best, (pairs.first, who[pairs.second]), pairs.weight)
    return np.cumsum(best[:, ::-1], axis=1)[:, ::-1]


def _no_split_is_cheaper(members: Ints, weights: NearWeights, C: float) -> Bools:
    """The split test for parts of at least two units (single ones are tested already)."""
    rows, k = members.shape
    good = np.ones(rows, dtype=bool)
    if k < 4:
        return good
    square = np.zeros((rows, k, k))
    for j in range(1, k):
        square[:, :j, j] = weights.between(members[:, :j], members[:, j])
    square += square.transpose(0, 2, 1)
    for split in range(3, 2 ** (k - 1)):
        part = (split >> np.arange(k)) & 1 == 1
        if part.sum() >= 2 and k - part.sum() >= 2:
            good &= square[:, part][:, :, ~part].sum(axis=(1, 2)) <= C + SLACK
    return good
