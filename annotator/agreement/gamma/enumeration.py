"""Many components together: one relaxation, then each that is fractional is made exact.

Where useful sets are few, all of them are listed; where they are many, those that pay are
generated (see `generation`).
"""

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.bounds import first_prices
from annotator.agreement.gamma.candidates import Columns, join_columns, useful_columns
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua, sum_by
from annotator.agreement.gamma.dissimilarity import Pairs
from annotator.agreement.gamma.generation import Generation
from annotator.agreement.gamma.partition import (
    TOLERANCE,
    Master,
    Relaxation,
    Unsolved,
    close_gap,
    reduced_costs,
)
from annotator.agreement.gamma.solved import (
    SolvedUnits,
    renumbered,
    some_partition,
    unproved,
)
from annotator.agreement.gamma.ties import settle_ties

UNITS_AT_ONCE = 1_000  # in one linear programme
METHOD = "set partition over all useful sets"


def solve_components(
    continua: Continua,
    pairs: Pairs,
    component: Ints,
    units: Ints,
    clock: Clock,
    *,
    generate: bool,
    ties: bool,
) -> list[SolvedUnits]:
    """Partition `units` (whole components, rising); `clock.fresh()` for each programme.

    `generate`: there are too many useful sets to list them all.
    """
    parts = []
    for chunk in _chunks(component, units):
        place = np.full(len(continua), -1)
        place[chunk] = np.arange(len(chunk))
        inside = place[pairs.first] >= 0
        local = Pairs(place[pairs.first[inside]], place[pairs.second[inside]], pairs.weight[inside])
        _, numbers = np.unique(component[chunk], return_inverse=True)
        some = continua.take(chunk)
        sets = (Generation if generate else AllSets)(some, local, numbers)
        part = _Chunk(some, numbers, sets, clock).solve(local, ties=ties)
        parts.append(SolvedUnits(renumbered(part.chosen, chunk), part.method, part.unproved))
    return parts


def _chunks(component: Ints, units: Ints) -> list[Ints]:
    """Whole components, about `UNITS_AT_ONCE` units at a time; units in rising order."""
    if not len(units):
        return []
    sizes = np.bincount(component[units], minlength=int(component.max()) + 1)
    chunk = (np.cumsum(sizes) - sizes) // UNITS_AT_ONCE
    numbers = chunk[component[units]]
    order = np.argsort(numbers, kind="stable")
    borders = np.flatnonzero(np.diff(numbers[order])) + 1
    return [np.sort(part) for part in np.split(units[order], borders)]


class AllSets:
    """Every useful set, listed beforehand."""

    method = METHOD

    def __init__(self, continua: Continua, pairs: Pairs, component: Ints) -> None:
        self._columns = useful_columns(continua, pairs, component)
        self._units = len(continua)

    def columns(self) -> Columns:
        return self._columns

    def solve(self, clock: Clock) -> Relaxation:
        master = Master(self._units, primal=False)
        master.add(self._columns)
        return master.solve(clock)

    def within(self, prices: Floats, most: float, units: Ints, clock: Clock) -> Columns:
        mine = self._columns.where(np.isin(self._columns.members[:, 0], units))
        return mine.where(reduced_costs(mine, mine.cost, prices) <= most)


class _Chunk:
    """Some components together: one relaxation, then each fractional component made exact."""

    def __init__(
        self, continua: Continua, component: Ints, sets: AllSets | Generation, clock: Clock
    ) -> None:
        self.continua = continua
        self.component = component
        self.sets = sets
        self.clock = clock

    def solve(self, pairs: Pairs, *, ties: bool) -> SolvedUnits:
        try:
            relaxed = self.sets.solve(self.clock.fresh())
        except Unsolved:
            return self._bounded(self._value(first_prices(self.continua, pairs)))
        columns = self.sets.columns()
        of = self.component[columns.members[:, 0]]
        broken = np.unique(of[relaxed.fractional])
        whole = columns.where((relaxed.x > 0.5) & ~np.isin(of, broken))
        parts = [self._settled(whole, relaxed.prices) if ties else self._part(whole)]
        for number in broken:
            value = float(self._value(relaxed.prices)[number])
            try:
                parts.append(self._part(self._closed(int(number), relaxed.prices, value, ties)))
            except Unsolved:
                mine = of == number
                greedy = self._greedy(int(number), columns.where(mine), relaxed.x[mine], value)
                parts.append(greedy)
        return self._joined(parts)

    def _closed(self, number: int, prices: Floats, value: float, ties: bool) -> Columns:
        """The exact optimum of a component whose relaxation is fractional."""
        clock = self.clock.fresh()
        units = np.flatnonzero(self.component == number)

        def cheap(most: float) -> Columns:
            return self.sets.within(prices, most, units, clock)

        best, proved = close_gap(cheap, value, clock)
        if not ties:
            return best
        return settle_ties(self.continua, proved, prices, best, self.clock.fresh())

    def _settled(self, whole: Columns, prices: Floats) -> SolvedUnits:
        """Of components whose relaxation is whole, the best alignment that comes first."""
        units = np.unique(whole.members)[1:] if (whole.members < 0).any() else whole.members.ravel()
        clock = self.clock.fresh()
        try:
            tied = self.sets.within(prices, TOLERANCE, units, clock)
            return self._part(settle_ties(self.continua, tied, prices, whole, clock))
        except Unsolved:  # the costs are known, only not which of the best alignments comes first
            cost = self._value_of(whole)
            open_ = tuple(
                unproved(self.continua, np.flatnonzero(self.component == number), cost[number],
                         cost[number])
                for number in np.unique(self.component[units])
            )  # fmt: skip
            return SolvedUnits(whole, self.sets.method, open_)

    def _bounded(self, lower: Floats) -> SolvedUnits:
        """No relaxation in time: every component gets some partition and a lower bound."""
        columns = self.sets.columns()
        of = self.component[columns.members[:, 0]]
        return self._joined(
            [self._greedy(number, columns.where(of == number), np.empty(0), float(low))
             for number, low in enumerate(lower)]
        )  # fmt: skip

    def _greedy(self, number: int, mine: Columns, share: Floats, lower: float) -> SolvedUnits:
        set_cost = float(self.continua.pairs_of_annotators)
        chosen = some_partition(mine, share, len(self.continua), set_cost)
        upper = float(chosen.cost.sum())
        if upper - lower <= TOLERANCE:
            return self._part(chosen)
        units = np.flatnonzero(self.component == number)
        open_ = unproved(self.continua, units, lower, upper)
        return SolvedUnits(chosen, self.sets.method, (open_,))

    def _value(self, of_units: Floats) -> Floats:
        return sum_by(self.component, of_units, int(self.component.max()) + 1)

    def _value_of(self, columns: Columns) -> Floats:
        of = self.component[columns.members[:, 0]]
        return sum_by(of, columns.cost, int(self.component.max()) + 1)

    def _part(self, chosen: Columns) -> SolvedUnits:
        return SolvedUnits(chosen, self.sets.method)

    def _joined(self, parts: list[SolvedUnits]) -> SolvedUnits:
        chosen = join_columns([part.chosen for part in parts], self.continua.annotators)
        open_ = tuple(one for part in parts for one in part.unproved)
        return SolvedUnits(chosen, self.sets.method, open_)
