"""Small components: all useful sets enumerated, then one set partition over many components."""

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.bounds import first_prices
from annotator.agreement.gamma.candidates import Columns, join_columns, useful_columns
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua, sum_by
from annotator.agreement.gamma.dissimilarity import Pairs
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
    Unproved,
    renumbered,
    some_partition,
    unproved,
)
from annotator.agreement.gamma.ties import settle_ties

UNITS_AT_ONCE = 1_000  # in one linear programme
METHOD = "set partition over all useful sets"


def solve_components(
    continua: Continua, pairs: Pairs, component: Ints, units: Ints, clock: Clock, *, ties: bool
) -> list[SolvedUnits]:
    """Partition `units` (whole components, rising); `clock.fresh()` for each programme."""
    parts = []
    for chunk in _chunks(component, units):
        place = np.full(len(continua), -1)
        place[chunk] = np.arange(len(chunk))
        inside = place[pairs.first] >= 0
        local = Pairs(place[pairs.first[inside]], place[pairs.second[inside]], pairs.weight[inside])
        _, numbers = np.unique(component[chunk], return_inverse=True)
        some = continua.take(chunk)
        part = _Chunk(some, local, numbers, clock, ties).solve()
        parts.append(SolvedUnits(renumbered(part.chosen, chunk), METHOD, part.unproved))
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


class _Chunk:
    """Some components together: one relaxation, then each fractional component made exact."""

    def __init__(
        self, continua: Continua, pairs: Pairs, component: Ints, clock: Clock, ties: bool
    ) -> None:
        self.continua = continua
        self.pairs = pairs
        self.component = component
        self.clock = clock
        self.ties = ties
        self.columns = useful_columns(continua, pairs, component)
        self.of = component[self.columns.members[:, 0]]

    def solve(self) -> SolvedUnits:
        master = Master(len(self.continua), primal=False)
        master.add(self.columns)
        try:
            relaxed = master.solve(self.clock.fresh())
        except Unsolved:
            prices = first_prices(self.continua, self.pairs)
            lower = sum_by(self.component, prices, int(self.component.max()) + 1)
            return self._bounded(lower)
        return self._whole(relaxed)

    def _whole(self, relaxed: Relaxation) -> SolvedUnits:
        columns, of = self.columns, self.of
        reduced = reduced_costs(columns, columns.cost, relaxed.prices)
        value = sum_by(self.component, relaxed.prices, int(self.component.max()) + 1)
        broken = np.unique(of[relaxed.fractional])
        whole = ~np.isin(of, broken)
        if self.ties:
            tied = columns.where(whole & (reduced <= TOLERANCE))
            chosen = [self._settled(tied, relaxed.prices, 0.0)]
        else:
            chosen = [columns.where(whole & (relaxed.x > 0.5))]
        open_: list[Unproved] = []
        for number in broken:
            mine = np.flatnonzero(of == number)
            try:
                chosen.append(self._closed(mine, reduced, relaxed.prices, float(value[number])))
            except Unsolved:
                part = self._greedy(int(number), relaxed.x[mine], float(value[number]))
                chosen.append(part.chosen)
                open_ += part.unproved
        return SolvedUnits(join_columns(chosen, self.continua.annotators), METHOD, tuple(open_))

    def _closed(self, mine: Ints, reduced: Floats, prices: Floats, value: float) -> Columns:
        """The exact optimum of a component whose relaxation is fractional."""

        def cheap(most: float) -> Columns:
            return self.columns.where(mine[reduced[mine] <= most])

        clock = self.clock.fresh()
        best, proved = close_gap(cheap, value, clock)
        return self._settled(proved, prices, float(best.cost.sum()) - value) if self.ties else best

    def _settled(self, tied: Columns, prices: Floats, spent: float) -> Columns:
        return settle_ties(self.continua, tied, prices, spent, self.clock.fresh())

    def _bounded(self, lower: Floats) -> SolvedUnits:
        """No relaxation in time: every component gets some partition and a lower bound."""
        none = np.empty(0)
        parts = [self._greedy(number, none, float(low)) for number, low in enumerate(lower)]
        chosen = join_columns([part.chosen for part in parts], self.continua.annotators)
        return SolvedUnits(chosen, METHOD, tuple(one for part in parts for one in part.unproved))

    def _greedy(self, number: int, share: Floats, lower: float) -> SolvedUnits:
        set_cost = float(self.continua.pairs_of_annotators)
        mine = self.columns.where(self.of == number)
        chosen = some_partition(mine, share, len(self.continua), set_cost)
        upper = float(chosen.cost.sum())
        if upper - lower <= TOLERANCE:
            return SolvedUnits(chosen, METHOD)
        units = np.flatnonzero(self.component == number)
        return SolvedUnits(chosen, METHOD, (unproved(self.continua, units, lower, upper),))
