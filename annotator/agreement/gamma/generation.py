"""Column generation over many components at once: not all useful sets, only those that pay.

It starts from the useful sets of close pairs; the prices of their relaxation say which other sets
would improve it, and `NearSearch` finds all of these in one sweep over every component. After a
few rounds there is none, and the relaxation is that over all sets.
"""

import numpy as np

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.gamma.candidates import (
    MOST_FOUND,
    PER_UNIT,
    Columns,
    best_for_each_unit,
    count_bound,
    useful_columns,
)
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.dissimilarity import Pairs
from annotator.agreement.gamma.near_search import NearSearch
from annotator.agreement.gamma.partition import (
    MOST_IN_GAP,
    NEGATIVE,
    TOLERANCE,
    Master,
    Relaxation,
    Unsolved,
    reduced_costs,
)

CLOSE = (1.0, 0.6, 0.3, 0.0)  # weights up to which a pair is close: the first that is few enough
FEW_TO_START = 250  # bound on sets a unit to start from


class Generation:
    """The relaxation over all sets of the components, and any sets that are near its optimum."""

    method = "column generation over many components"

    def __init__(self, continua: Continua, pairs: Pairs, component: Ints) -> None:
        self.search = NearSearch(continua, pairs, component)
        self.master = Master(len(continua), primal=False)
        self.master.add(_start(continua, pairs, component))

    def columns(self) -> Columns:
        """Those of the relaxation, in the order of its x."""
        return self.master.columns()

    def solve(self, clock: Clock) -> Relaxation:
        """Add columns until none has a negative reduced cost; Unsolved when the time is up."""
        last = np.inf
        while True:
            relaxed = self.master.solve(clock)
            self.master.warm()
            found, complete = self.search.below(relaxed.prices, NEGATIVE, clock, most=MOST_FOUND)
            reduced = reduced_costs(found, found.cost, relaxed.prices)
            new = found.where(best_for_each_unit(found, reduced, PER_UNIT))
            if len(new) and relaxed.value >= last - TOLERANCE:  # negative by rounding: known ones
                new = new.where(~_among(new, self.master.columns()))
            last = relaxed.value
            if complete and not len(new):
                return relaxed
            if clock.left() <= 0:
                raise Unsolved("the time is up")
            self.master.add(new)

    def within(self, prices: Floats, most: float, units: Ints, clock: Clock) -> Columns:
        """Every set, of the components `units` only, whose reduced cost is at most `most`."""
        found, complete = self.search.below(
            prices, most + TOLERANCE, clock, most=MOST_IN_GAP, units=units
        )
        if not complete:
            raise Unsolved("too many columns within the gap, or the time is up")
        return found


def _start(continua: Continua, pairs: Pairs, component: Ints) -> Columns:
    """The useful sets of close pairs, every unit alone among them."""
    for most in CLOSE:
        near = pairs.weight <= most
        close = Pairs(pairs.first[near], pairs.second[near], pairs.weight[near])
        if count_bound(continua, close).sum() <= FEW_TO_START * len(continua):
            break
    return useful_columns(continua, close, component)


def _among(some: Columns, known: Columns) -> Bools:
    """Which of `some` are in `known`; both name their members in rising order."""
    keys = [
        np.ascontiguousarray(one.members).view([("", np.int64)] * one.members.shape[1]).ravel()
        for one in (some, known)
    ]
    found: Bools = np.isin(keys[0], keys[1])
    return found
