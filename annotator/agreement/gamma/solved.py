"""Solved parts of an alignment, and what is known of those that were not solved in time."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.candidates import Columns
from annotator.agreement.gamma.continua import Continua


@dataclass(frozen=True)
class Unproved:
    """A component that was not solved in its time; bounds on its cost, in units of Δ∅."""

    continuum: int
    units: int
    lower: float
    upper: float


@dataclass(frozen=True, eq=False)
class SolvedUnits:
    """Some units, partitioned."""

    chosen: Columns
    method: str
    unproved: tuple[Unproved, ...] = ()


def renumbered(columns: Columns, units: Ints) -> Columns:
    """Columns over the units 0, 1, ... said in the numbers `units`."""
    return Columns(np.append(units, -1)[columns.members], columns.cost)


def unproved(continua: Continua, units: Ints, lower: float, upper: float) -> Unproved:
    """Bounds on the cost of a component, given in pair units."""
    scale = continua.pairs_of_annotators
    return Unproved(int(continua.continuum[units[0]]), len(units), lower / scale, upper / scale)


def some_partition(columns: Columns, share: Floats, units: int, set_cost: float) -> Columns:
    """A partition when there is no time for the best: largest `share` first, then best saving.

    `share` may be shorter than `columns`; every unit must occur alone in one column.
    """
    shares = np.zeros(len(columns))
    shares[: len(share)] = share
    saving = set_cost * columns.sizes - columns.cost
    free = np.ones(units + 1, dtype=bool)  # the last place stands for -1 and stays free
    chosen = []
    for column in np.lexsort((-saving, -shares)):
        members = columns.members[column]
        if free[members].all():
            chosen.append(column)
            free[members] = False
            free[-1] = True
    return columns.where(np.array(chosen, dtype=np.int64))
