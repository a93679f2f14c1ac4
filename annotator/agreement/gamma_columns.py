"""Column generation: the best alignment of one large component, exact, without enumerating it.

Start from single units and good pairs; solve the linear relaxation; use its prices to find sets
that would improve it; repeat until none is left. The relaxation is then a lower bound over *all*
sets. Where it is fractional, every set whose reduced cost is below the gap is added and the set
partition is solved in whole columns: the result is the optimum, not a relaxation.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from annotator.agreement.gamma_candidates import Columns, single_columns
from annotator.agreement.gamma_clock import Clock
from annotator.agreement.gamma_continua import Continua, Floats, Ints
from annotator.agreement.gamma_dissimilarity import Dissimilarity
from annotator.agreement.gamma_partition import (
    TOLERANCE,
    Master,
    Relaxation,
    Unsolved,
    close_gap,
    reduced_costs,
)
from annotator.agreement.gamma_parts import some_partition
from annotator.agreement.gamma_pricing import Pricing
from annotator.agreement.gamma_ties import settle_ties

NEGATIVE = -1e-7
FEW = 5  # new columns from the quick search below which the full search is worth its time
MOST_FOUND = 50_000  # improving sets after which a full search has enough for this round
MOST_IN_GAP = 1_000_000  # sets within the gap beyond which a component counts as too large
PER_UNIT = 3  # best new columns kept for each unit of a full search


@dataclass(frozen=True, eq=False)
class Solved:
    """A partition of one component, with a proof or with bounds. Costs in pair units."""

    chosen: Columns
    lower: float  # no alignment of this component costs less; equals the cost when exact
    exact: bool
    method: str

    @property
    def cost(self) -> float:
        return float(self.chosen.cost.sum())


def solve_component(
    continua: Continua,
    dissimilarity: Dissimilarity,
    clock: Clock,
    *,
    lower: float = 0.0,
    ties: bool = False,
) -> Solved:
    """The best alignment of a component of units that hang together.

    `lower` is a bound that is known already (pair units); `ties` as in `align`.
    """
    pricing = Pricing(continua, dissimilarity)
    master = Master(len(continua), primal=True)
    master.add(single_columns(continua))
    master.add(_good_pairs(pricing))
    known = _Known(lower)
    try:
        relaxed = _converge(pricing, master, known, clock)
        return _exact(pricing, continua, master, relaxed, clock, ties=ties)
    except Unsolved:
        columns = master.columns()
        chosen = some_partition(columns, known.x, len(continua), pricing.set_cost)
        exact = float(chosen.cost.sum()) - known.lower <= TOLERANCE
        return Solved(chosen, known.lower, exact, "column generation")


@dataclass
class _Known:
    """What is known so far, should the time run out."""

    lower: float
    x: Floats = field(default_factory=lambda: np.empty(0))


def _converge(pricing: Pricing, master: Master, known: _Known, clock: Clock) -> Relaxation:
    """Add columns until no set has a negative reduced cost."""
    rng = np.random.default_rng(0)  # only the order of a search that is then proved complete
    while True:
        relaxed = master.solve(clock)
        known.x = relaxed.x
        quick = pricing.descend(relaxed.prices, rng=rng)
        reduced = reduced_costs(quick, quick.cost, relaxed.prices)
        better = reduced < NEGATIVE
        master.add(quick.where(better))
        if better.sum() >= FEW:
            continue
        found, complete = pricing.below(relaxed.prices, NEGATIVE, clock, most=MOST_FOUND)
        if clock.left() <= 0:
            raise Unsolved("the time is up")
        reduced = reduced_costs(found, found.cost, relaxed.prices)
        if complete:
            least = _least_for_each_unit(found, reduced, len(relaxed.prices))
            # Lowering each price by half its most negative set leaves no negative set of two or
            # more units, and single units are columns already.
            known.lower = max(known.lower, relaxed.value + float(least.sum()) / 2)
            if not len(found):
                return relaxed
        master.add(found.where(_best_for_each_unit(found, reduced)))


def _exact(
    pricing: Pricing,
    continua: Continua,
    master: Master,
    relaxed: Relaxation,
    clock: Clock,
    *,
    ties: bool,
) -> Solved:
    """The optimum in whole columns, from an optimal relaxation over all sets."""

    def all_below(most: float) -> Columns:
        found, complete = pricing.below(relaxed.prices, most, clock, most=MOST_IN_GAP)
        if not complete:
            raise Unsolved("too many columns within the gap, or the time is up")
        return found

    tied: Columns | None = None
    if not relaxed.fractional.any():
        chosen = master.columns().where(relaxed.x > 0.5)
        method = "column generation"
    else:
        chosen, tied = close_gap(all_below, relaxed.value, clock)
        method = "column generation, fractional relaxation made exact"
    cost = float(chosen.cost.sum())
    if not ties:
        return Solved(chosen, cost, True, method)
    try:
        tied = all_below(TOLERANCE) if tied is None else tied
        chosen = settle_ties(continua, tied, relaxed.prices, cost - relaxed.value, clock)
    except Unsolved:  # the cost is known, only not which of the best alignments comes first
        return Solved(chosen, cost, False, method)
    return Solved(chosen, cost, True, method)


def _good_pairs(pricing: Pricing) -> Columns:
    first, second = np.nonzero(np.triu(pricing.weight <= 0))
    members = np.stack([first, second], axis=1)
    return Columns(members, pricing.cost(members))


def _least_for_each_unit(columns: Columns, reduced: Floats, units: int) -> Floats:
    """The most negative reduced cost among the columns of each unit, else 0."""
    least = np.zeros(units + 1)
    np.minimum.at(least, columns.members, np.repeat(reduced[:, None], columns.members.shape[1], 1))
    return least[:-1]


def _best_for_each_unit(columns: Columns, reduced: Floats) -> Ints:
    """Indices of the `PER_UNIT` columns with the least reduced cost for each unit."""
    rows, places = np.nonzero(columns.members >= 0)
    unit = columns.members[rows, places]
    order = np.lexsort((reduced[rows], unit))
    sorted_units = unit[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_units, sorted_units)
    best: Ints = np.unique(rows[order][rank < PER_UNIT])
    return best
