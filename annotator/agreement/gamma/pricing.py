"""Which unitary alignments are worth adding: pricing for the column generation of γ.

Given a price y_u for each unit, a set S has the reduced cost C(n, 2) + Σ_pairs w − Σ_{u in S} y_u.
`Pricing.below` finds *every* set below a threshold, `Pricing.descend` quickly finds good ones.
"""

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.gamma.candidates import Columns, join_columns
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.dissimilarity import Dissimilarity, largest_weight, positional

FORBIDDEN = 1e6  # weight of a pair that stands in no useful set
NUMBERS_AT_A_TIME = 1_000_000  # numbers in one block of partial sets


class Pricing:
    """Weights of one component of N units as an N x N matrix, and searches over it."""

    def __init__(self, continua: Continua, dissimilarity: Dissimilarity) -> None:
        self.annotators = n = continua.annotators
        self.set_cost = float(continua.pairs_of_annotators)
        self.annotator = continua.annotator
        self.border = np.searchsorted(continua.annotator, np.arange(n + 1))
        self.weight = _weights(continua, dissimilarity)
        self._rest = half_of_later(self._least_weights())

    def cost(self, members: Ints) -> Floats:
        """Cost of sets, `members` of shape (rows, k) without empty places."""
        cost = np.full(len(members), self.set_cost)
        for j in range(1, members.shape[1]):
            cost += self.weight[members[:, :j], members[:, j : j + 1]].sum(axis=1)
        return cost

    def below(
        self, prices: Floats, threshold: float, clock: Clock, *, most: int
    ) -> tuple[Columns, bool]:
        """All sets whose reduced cost is below `threshold`.

        False when the search ended early: the time was up, or it had found `most` sets.
        """
        search = _Search(self, prices, threshold, clock, most)
        complete = search.run()
        return join_columns(search.found, self.annotators), complete

    def descend(self, prices: Floats, *, rng: np.random.Generator) -> Columns:
        """For each unit one good set with it, by choosing the best unit of one annotator a time."""
        seeds = np.arange(len(prices))
        chosen = np.full((len(seeds), self.annotators), -1)
        chosen[seeds, self.annotator] = seeds
        value = self.weight - prices  # row: weights of the set to each unit, less its price
        for t in [*rng.permutation(self.annotators), *rng.permutation(self.annotators)]:
            first, last = self.border[t], self.border[t + 1]
            free = np.flatnonzero(self.annotator != t)
            if first == last or not len(free):
                continue
            before = chosen[free, t]
            had = free[before >= 0]
            value[had] -= self.weight[chosen[had, t]]
            best = value[free, first:last].argmin(axis=1) + first
            best[value[free, best] >= 0] = -1
            chosen[free, t] = best
            has = free[best >= 0]
            value[has] += self.weight[chosen[has, t]]
        return self._columns_of(chosen)

    def _columns_of(self, chosen: Ints) -> Columns:
        """Distinct sets from one place for each annotator (-1: none)."""
        found = []
        sizes = (chosen >= 0).sum(axis=1)
        for k in np.unique(sizes):
            rows = np.unique(chosen[sizes == k], axis=0)
            members = rows[rows >= 0].reshape(-1, int(k))
            found.append(Columns(members, self.cost(members)))
        return join_columns(found, self.annotators)

    def _least_weights(self) -> Floats:
        """For unit u and annotator t the least weight to a unit of t, at most 0; (N, n)."""
        least = np.zeros((len(self.annotator), self.annotators))
        for t in range(self.annotators):
            columns = self.weight[:, self.border[t] : self.border[t + 1]]
            if columns.shape[1]:
                least[:, t] = np.minimum(columns.min(axis=1), 0)
        least[np.arange(len(least)), self.annotator] = 0
        return least


def half_of_later(least: Floats) -> Floats:
    """rest[t, v]: half of what the annotators after t can at best add to unit v; shape (n, N).

    `least[v, t]`, of shape (N, n), is the least weight of v to a unit of annotator t, at most 0.
    """
    after = np.cumsum(least[:, ::-1], axis=1)[:, ::-1]
    rest: Floats = np.zeros(least.shape[::-1])
    rest[:-1] = after[:, 1:].T / 2
    return rest


class _Search:
    """Depth-first over annotators, breadth-first over units, with an optimistic bound.

    A partial set over annotators up to t can at best add, for each later annotator, the unit with
    the least (weights to the set − price + half of its best weights to the other later ones).
    """

    def __init__(
        self, pricing: Pricing, prices: Floats, threshold: float, clock: Clock, most: int
    ) -> None:
        self.pricing = pricing
        self.prices = prices
        self.threshold = threshold
        self.clock = clock
        self.most = most
        self.found: list[Columns] = []
        self.count = 0

    def run(self) -> bool:
        value = np.array([self.pricing.set_cost])
        return self._grow(np.empty((1, 0), dtype=np.int64), value, -self.prices[None, :], -1)

    def _grow(self, members: Ints, value: Floats, added: Floats, last: int) -> bool:
        """Add a unit of each later annotator to the sets; `added[r, v]`: what v would add."""
        n, border = self.pricing.annotators, self.pricing.border
        for t in range(last + 1, n):
            units = slice(border[t], border[t + 1])
            hope = self._hope(added, t, -1.0)
            rows, new = np.nonzero((value + hope)[:, None] + added[:, units] < self.threshold)
            new += border[t]
            block = max(64, NUMBERS_AT_A_TIME // added.shape[1])
            for first in range(0, len(rows), block):
                if self.count >= self.most or self.clock.left() <= 0:
                    return False
                part = slice(first, first + block)
                if not self._take(members, value, added, rows[part], new[part], t):
                    return False
        return True

    def _take(
        self, members: Ints, value: Floats, added: Floats, rows: Ints, new: Ints, t: int
    ) -> bool:
        grown = np.concatenate([members[rows], new[:, None]], axis=1)
        grown_value = value[rows] + added[rows, new]
        self._keep(grown, grown_value < self.threshold)
        if t == self.pricing.annotators - 1:
            return True
        grown_added = added[rows]
        later = self.pricing.border[t + 1]
        grown_added[:, later:] += self.pricing.weight[new, later:]
        alive = grown_value + self._hope(grown_added, t, 0.0) < self.threshold
        if not alive.any():
            return True
        return self._grow(grown[alive], grown_value[alive], grown_added[alive], t)

    def _hope(self, added: Floats, t: int, least_to_new: float) -> Floats:
        """What annotators after t can at best add; `least_to_new`: weight to a unit of t."""
        border, rest = self.pricing.border, self.pricing._rest[t]
        hope = np.zeros(len(added))
        for later in range(t + 1, self.pricing.annotators):
            units = slice(border[later], border[later + 1])
            if units.start < units.stop:
                best = (added[:, units] + rest[units]).min(axis=1) + least_to_new
                hope += np.minimum(best, 0)
        return hope

    def _keep(self, members: Ints, mask: Bools) -> None:
        if mask.any():
            kept = members[mask]
            self.found.append(Columns(kept, self.pricing.cost(kept)))
            self.count += len(kept)


def _weights(continua: Continua, dissimilarity: Dissimilarity) -> Floats:
    """w for all pairs; `FORBIDDEN` within an annotator and beyond what is useful."""
    units = np.arange(len(continua))
    weight = dissimilarity.alpha * positional(continua, units[:, None], units) - 1
    weight += dissimilarity.beta * (continua.label[:, None] != continua.label)
    useless = continua.annotator[:, None] == continua.annotator
    useless |= weight > largest_weight(continua.annotators) + 1e-9
    weight[useless] = FORBIDDEN
    return weight
