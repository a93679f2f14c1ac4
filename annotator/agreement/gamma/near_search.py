"""Every unitary alignment below a threshold, over the near pairs of many components at once.

Given a price y_u for each unit, a set S has the reduced cost C(n, 2) + Σ_pairs w − Σ_{u in S} y_u.
Sets grow by one annotator at a time. A set P of k units is given up when even the best units of
the later annotators cannot bring it below the threshold: a unit v adds Σ_{u in P} w_uv − y_v and
at best half of its least weights to the other later annotators (r_v), that is

    Σ_{u in P} (w_uv + (r_v − y_v) / k)  ≥  Σ_{u in P} min over v of (w_uv + (r_v − y_v) / k),

and the right side is one look into a table for each member and later annotator. A set that no
later unit can make useful (see `candidates`) is given up as well.
"""

from __future__ import annotations

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.candidates import (
    Columns,
    NearWeights,
    best_later_weights,
    join_columns,
)
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.dissimilarity import SLACK, Pairs
from annotator.agreement.gamma.pricing import half_of_later

GROWN_AT_A_TIME = 100_000  # sets that are grown together, which bounds the memory


class NearSearch:
    """Searches over continua whose near `pairs` and components are known."""

    def __init__(self, continua: Continua, pairs: Pairs, component: Ints) -> None:
        self.n = n = continua.annotators
        self.set_cost = float(continua.pairs_of_annotators)
        self.annotator = who = continua.annotator
        self.weights = NearWeights(len(continua), pairs, component)
        self.later = best_later_weights(continua, pairs)
        cell = pairs.first * n + who[pairs.second]  # a unit, and the annotator of the other
        order = np.argsort(cell, kind="stable")
        self._second, self._weight = pairs.second[order], pairs.weight[order]
        cells = cell[order]
        self._first = np.flatnonzero(np.diff(cells, prepend=-1))
        self._cell = cells[self._first]
        self._rest = half_of_later(_least_weights(pairs, who, n))

    def below(
        self,
        prices: Floats,
        threshold: float,
        clock: Clock,
        *,
        most: int,
        units: Ints | None = None,
    ) -> tuple[Columns, bool]:
        """All sets whose reduced cost is below `threshold`; of whole components `units` only.

        False when the search ended early: the time was up, or it had found `most` sets.
        """
        return _Growing(self, prices, threshold, clock, most).run(units)

    def least_to_add(self, prices: Floats, size: int, last: int) -> Floats:
        """For a member of a set of `size` units up to annotator `last`, and each annotator, the
        least share of what one more unit adds; shape (units, annotators)."""
        if not len(self._first):
            return np.full((len(self.annotator), self.n), np.inf)
        gain = (self._rest[last] - prices)[self._second] / size
        table = np.full(len(self.annotator) * self.n, np.inf)
        table[self._cell] = np.minimum.reduceat(self._weight + gain, self._first)
        return table.reshape(-1, self.n)[:, last + 1 :]


def _least_weights(pairs: Pairs, annotator: Ints, n: int) -> Floats:
    """For unit v and annotator t the least weight of v to a unit of t, at most 0; (units, n)."""
    least = np.zeros((len(annotator), n))
    np.minimum.at(least, (pairs.first, annotator[pairs.second]), pairs.weight)
    np.minimum.at(least, (pairs.second, annotator[pairs.first]), pairs.weight)
    return least


class _Growing:
    """One search: depth first over annotators, breadth first over sets."""

    def __init__(
        self, search: NearSearch, prices: Floats, threshold: float, clock: Clock, most: int
    ) -> None:
        self.search = search
        self.prices = prices
        self.threshold = threshold
        self.clock = clock
        self.most = most
        self.found: list[Columns] = []
        self.count = 0
        self._tables: dict[tuple[int, int], Floats] = {}

    def run(self, units: Ints | None) -> tuple[Columns, bool]:
        alone = np.arange(len(self.prices)) if units is None else units
        cost = np.full(len(alone), self.search.set_cost)
        value = cost - self.prices[alone]
        self._keep(alone[:, None], cost, value)
        complete = self._grow(alone[:, None], cost, value, np.zeros((len(alone), 1)))
        return join_columns(self.found, self.search.n), complete

    def _grow(self, members: Ints, cost: Floats, value: Floats, across: Floats) -> bool:
        """Add a unit of a later annotator to the sets; `across`: a member's weights to others."""
        if members.shape[1] == self.search.n:
            return True
        alive = np.flatnonzero(value + self._hope(members) < self.threshold)
        more = self.search.weights.later_counts(members[alive, -1])
        for some in np.split(alive, _borders(more)):
            if self.count >= self.most or self.clock.left() <= 0:
                return False
            if not self._take(members[some], cost[some], value[some], across[some]):
                return False
        return True

    def _take(self, members: Ints, cost: Floats, value: Floats, across: Floats) -> bool:
        search = self.search
        rows, new = search.weights.later_neighbours(members[:, -1])
        to_new = search.weights.between(members[rows], new)
        added = to_new.sum(axis=1)
        near = np.isfinite(added)
        rows, new, to_new, added = rows[near], new[near], to_new[near], added[near]
        across = np.concatenate([across[rows] + to_new, added[:, None]], axis=1)
        members = np.concatenate([members[rows], new[:, None]], axis=1)
        hope = search.later[members, search.annotator[new][:, None] + 1]
        kept = (across + hope <= search.set_cost + SLACK).all(axis=1)
        if not kept.any():
            return True
        members, across = members[kept], across[kept]
        cost = (cost[rows] + added)[kept]
        value = (value[rows] + added - self.prices[new])[kept]
        self._keep(members, cost, value)
        return self._grow(members, cost, value, across)

    def _hope(self, members: Ints) -> Floats:
        """What later annotators can at best add to sets of equally many units."""
        size = members.shape[1]
        last = self.search.annotator[members[:, -1]]
        hope = np.full(len(members), np.inf)  # nobody is left
        for t in range(size - 1, self.search.n - 1):
            rows = np.flatnonzero(last == t)
            if not len(rows):
                continue
            if (size, t) not in self._tables:
                self._tables[size, t] = self.search.least_to_add(self.prices, size, t)
            least = self._tables[size, t][members[rows]].sum(axis=1)
            hope[rows] = np.minimum(least, 0).sum(axis=1)
        return hope

    def _keep(self, members: Ints, cost: Floats, value: Floats) -> None:
        low = value < self.threshold
        if low.any():
            self.found.append(Columns(members[low], cost[low]))
            self.count += int(low.sum())


def _borders(counts: Ints) -> Ints:
    """Where to cut rows that grow into so many each, so that not too many are made at once."""
    borders: Ints = np.flatnonzero(np.diff(np.cumsum(counts) // GROWN_AT_A_TIME)) + 1
    return borders
