"""The best alignment of many continua: components, and for each the cheapest exact method.

Units that cannot stand in one set fall into components that are solved one by one. Two annotators:
linear assignment. Components with few useful sets: all of them in one set partition, many
components at a time. Those with more: column generation, many components at a time as well. The
densest: column generation one by one, with bounds where the time does not suffice.
"""

from dataclasses import dataclass, field

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.gamma.assignment import assign
from annotator.agreement.gamma.bounds import first_prices
from annotator.agreement.gamma.candidates import count_bound, join_columns
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.columns import solve_component
from annotator.agreement.gamma.continua import Continua, ratio, sum_by
from annotator.agreement.gamma.dissimilarity import Dissimilarity, Pairs, near_pairs
from annotator.agreement.gamma.enumeration import solve_components
from annotator.agreement.gamma.solved import SolvedUnits, Unproved, renumbered, unproved

FEW_SETS = 500  # bound on useful sets a unit up to which a component is enumerated
MOST_SETS = 500_000  # the same for a whole component
MANY_SETS = 20_000  # bound on them up to which components are solved together; denser: alone


@dataclass(frozen=True, eq=False)
class Alignment:
    """Best alignments of `continua`; `sets` as in `Columns`, units numbered as in `continua`.

    `cost` and `lower` have shape (count,), in units of Δ∅: Σ of the costs of the unitary
    alignments, and what no alignment can undercut. They are equal where `unproved` says nothing.
    """

    continua: Continua
    sets: Ints
    cost: Floats
    lower: Floats
    unproved: tuple[Unproved, ...] = ()
    methods: frozenset[str] = field(default_factory=frozenset)

    @property
    def disorder(self) -> Floats:
        """Σ of costs / mean number of units an annotator; NaN for a continuum without units."""
        return ratio(self.cost * self.continua.annotators, self.continua.units)

    @property
    def least_disorder(self) -> Floats:
        return ratio(self.lower * self.continua.annotators, self.continua.units)


def align(
    continua: Continua, dissimilarity: Dissimilarity, clock: Clock, *, ties: bool = False
) -> Alignment:
    """The best alignment of each continuum; each hard component gets a `clock.fresh()`.

    `ties`: among equally good alignments take the one with the least Σ d_pos, then the lowest
    offsets. It costs time and changes γ_cat only.
    """
    pairs = near_pairs(continua, dissimilarity)
    component = _components(len(continua), pairs)
    if continua.annotators == 2 and not ties:
        solved = [assign(continua, pairs, component)]
    else:
        few, hard = _few_and_hard(continua, pairs, component)
        solved = []
        for together, generate in ((few, False), (~few & ~hard, True)):
            units = np.flatnonzero(together[component])
            solved += solve_components(
                continua, pairs, component, units, clock, generate=generate, ties=ties
            )
        numbers = np.flatnonzero(hard)
        for place, number in enumerate(numbers):
            units = np.flatnonzero(component == number)
            mine = clock.fresh(len(numbers) - place)
            part = _generate(continua, pairs, units, dissimilarity, mine, ties=ties)
            solved.append(part)
    return _alignment(continua, solved)


def _components(units: int, pairs: Pairs) -> Ints:
    from scipy.sparse.csgraph import connected_components  # slow to import

    graph = sparse.coo_array(
        (np.ones(len(pairs.first)), (pairs.first, pairs.second)), (units, units)
    )
    _, component = connected_components(graph.tocsr(), directed=False)
    return component.astype(np.int64)


def _few_and_hard(continua: Continua, pairs: Pairs, component: Ints) -> tuple[Bools, Bools]:
    """Which components have few enough useful sets to enumerate, and which are for themselves."""
    units = np.bincount(component)
    sets = sum_by(component, count_bound(continua, pairs), len(units))
    few = (sets <= FEW_SETS * units) & (sets <= MOST_SETS)
    return few, ~few & (sets > MANY_SETS * units)


def _generate(
    continua: Continua,
    pairs: Pairs,
    units: Ints,
    dissimilarity: Dissimilarity,
    clock: Clock,
    *,
    ties: bool,
) -> SolvedUnits:
    some = continua.take(units)
    lower = float(first_prices(continua, pairs)[units].sum())
    solved = solve_component(some, dissimilarity, clock, lower=lower, ties=ties)
    chosen = renumbered(solved.chosen, units)
    if solved.exact:
        return SolvedUnits(chosen, solved.method)
    return SolvedUnits(
        chosen, solved.method, (unproved(continua, units, solved.lower, solved.cost),)
    )


def _alignment(continua: Continua, parts: list[SolvedUnits]) -> Alignment:
    chosen = join_columns([part.chosen for part in parts], continua.annotators)
    number = continua.continuum[chosen.members[:, 0]]
    cost = sum_by(number, chosen.cost, continua.count) / continua.pairs_of_annotators
    open_ = tuple(one for part in parts for one in part.unproved)
    lower = cost.copy()
    for component in open_:
        lower[component.continuum] -= component.upper - component.lower
    methods = frozenset(part.method for part in parts)
    return Alignment(continua, chosen.members, cost, lower, open_, methods)
