"""Column generation: the best alignment of one large component, exact, without enumerating it.

Start from single units and good pairs; solve the linear relaxation; use its prices to find sets
that would improve it; repeat until none is left. The relaxation is then a lower bound over *all*
sets. Where it is fractional, every set whose reduced cost is below the gap is added and the set
partition is solved in whole columns: the result is the optimum, not a relaxation.
"""

from dataclasses import dataclass, field

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.gamma.bounds import best_prices, repaired
from annotator.agreement.gamma.candidates import (
    MOST_FOUND,
    PER_UNIT,
    Columns,
    best_for_each_unit,
    join_columns,
    single_columns,
)
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.partition import (
    MOST_IN_GAP,
    NEGATIVE,
    TOLERANCE,
    Master,
    Relaxation,
    Unsolved,
    close_gap,
    improved,
    reduced_costs,
)
from annotator.agreement.gamma.pricing import Pricing
from annotator.agreement.gamma.solved import some_partition
from annotator.agreement.gamma.ties import settle_ties

FEW = 5  # new columns from the quick search below which the full search is worth its time
SEARCHING = 0.8  # share of the time for new columns; the rest is for the best partition over them
PATIENCE = 0.15  # share of that time for one full search, and for quick ones before one is due
LEAST_PATIENCE = 0.5  # seconds, for either
EASY = 0.7  # a full search that leaves this share of its time may as well look everywhere
MANY = 12  # annotators from which on the relaxation's first prices are too wild to begin with
RAISED = (1.1, 1.2, 1.3, 1.4, 1.5)  # times prices that are low enough: about what the best ones are
FIRST_SHARE = 0.5  # of the relaxation's own prices, in a search at prices between
NEARLY_ALL = 0.9  # share from which on they are taken wholly
LESS = 0.7  # times the share after a search that was not completed
MOST_CHOSEN_FROM = 20  # columns a unit from which the best partition is chosen when time is short


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
    pairs = np.argwhere(np.triu(pricing.weight <= 0))
    master.add(Columns(pairs, pricing.cost(pairs)))
    known = _Known(lower)
    searching = clock.at_most(clock.left() * SEARCHING)
    try:
        relaxed = _converge(pricing, master, known, searching)
        return _exact(pricing, continua, master, relaxed, clock, ties=ties)
    except Unsolved:
        return _bounded(pricing, master.columns(), known, clock)


@dataclass
class _Known:
    """What is known so far, should the time run out."""

    lower: float
    x: Floats = field(default_factory=lambda: np.empty(0))
    prices: Floats | None = None  # of the last relaxation


def _converge(pricing: Pricing, master: Master, known: _Known, clock: Clock) -> Relaxation:
    """Add columns until no set has a negative reduced cost.

    A full search at the relaxation's own prices can take too long while they are far from the best
    ones. It is then made at prices between these and some that are known to be low enough: fewer
    sets are negative there, each of them is negative at the relaxation's prices too, and when all
    are found there is a lower bound.
    """
    rng = np.random.default_rng(0)  # only the order of a search that is then proved complete
    safe: Floats | None = None
    share = 1.0  # of the relaxation's own prices
    patience = max(LEAST_PATIENCE, clock.left() * PATIENCE)
    quickly = Clock(patience if pricing.annotators < MANY else 0.0)
    while True:
        relaxed = master.solve(clock)
        known.x, known.prices = relaxed.x, relaxed.prices
        if safe is None and quickly.left() <= 0:
            safe = best_prices(pricing, relaxed.value, clock)
            known.lower = max(known.lower, float(safe.sum()))
            share, quickly = FIRST_SHARE, Clock(patience)
            for more in RAISED:
                _quick(pricing, master, more * safe, rng)
        own = relaxed.prices
        prices = own if safe is None else safe + share * (own - safe)
        if safe is None or quickly.left() > 0:
            tried = (prices, own) if share < 1 else (prices,)
            if any(_quick(pricing, master, one, rng) >= FEW for one in tried):
                continue
        mine = clock.at_most(patience)
        found, complete = pricing.below(prices, NEGATIVE, mine, most=MOST_FOUND)
        reduced = reduced_costs(found, found.cost, prices)
        if complete:
            low = repaired(found, prices, reduced)
            known.lower = max(known.lower, float(low.sum()))
            if share == 1 and not len(found):
                return relaxed
            if safe is not None and low.sum() > safe.sum():
                safe = low
            share = _nearer(share, easy=mine.left() > EASY * patience, none=not len(found))
        elif safe is not None:
            share *= LESS
        if clock.left() <= 0:
            raise Unsolved("the time is up")
        quickly = quickly.fresh()
        master.add(found.where(best_for_each_unit(found, reduced, PER_UNIT)))


def _nearer(share: float, *, easy: bool, none: bool) -> float:
    """The share of the relaxation's own prices for the next round, after a full search."""
    if easy or share > NEARLY_ALL:
        return 1.0
    return (1 + share) / 2 if none else share


def _quick(pricing: Pricing, master: Master, prices: Floats, rng: np.random.Generator) -> int:
    """Add the negative sets that a quick search finds; how many."""
    quick = join_columns(
        [pricing.descend(prices, rng=rng) for _ in range(1 + pricing.annotators // 8)],
        pricing.annotators,
    )
    quick = quick.where(np.unique(quick.members, axis=0, return_index=True)[1])
    better = quick.where(reduced_costs(quick, quick.cost, prices) < NEGATIVE)
    master.add(better)
    return len(better)


def _bounded(pricing: Pricing, columns: Columns, known: _Known, clock: Clock) -> Solved:
    """Some partition, as good as the time that is left allows, and what none can undercut."""
    units = len(pricing.annotator)
    chosen = some_partition(columns, known.x, units, pricing.set_cost)
    if known.prices is not None and clock.left() > 0:
        reduced = reduced_costs(columns, columns.cost, known.prices)
        few = np.argsort(reduced, kind="stable")[: MOST_CHOSEN_FROM * units]
        some = join_columns([chosen, columns.where(few)], pricing.annotators)
        chosen = some.where(improved(some, np.arange(len(chosen)), clock))
    exact = float(chosen.cost.sum()) - known.lower <= TOLERANCE
    return Solved(chosen, known.lower, exact, "column generation")


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
        chosen = settle_ties(continua, tied, relaxed.prices, chosen, clock)
    except Unsolved:  # the cost is known, only not which of the best alignments comes first
        return Solved(chosen, cost, False, method)
    return Solved(chosen, cost, True, method)
