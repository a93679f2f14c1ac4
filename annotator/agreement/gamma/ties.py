"""Among equally good alignments, one: the least Σ d_pos, then the lowest offsets.

γ does not depend on which best alignment is taken, γ_cat does. A best alignment spends on its
columns a known sum of reduced cost (0 when the relaxation was whole), and every column of every
best alignment is among those given here; so the choice is one more set partition over few columns.
"""

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.gamma.candidates import Columns, positional_sums
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.partition import TOLERANCE, Master, partition, reduced_costs


def settle_ties(
    continua: Continua, columns: Columns, prices: Floats, spent: float, clock: Clock
) -> Columns:
    """The partition over `columns` that spends at most `spent` and comes first by the rule."""
    spending = reduced_costs(columns, columns.cost, prices)
    within = spending <= spent + TOLERANCE
    columns, spending = columns.where(within), spending[within]
    if not len(columns):
        return columns
    apart = positional_sums(continua, columns.members)
    offsets = _offsets(continua, columns)
    if spent <= TOLERANCE:
        first = _first_by_relaxation(columns, [apart, offsets], clock)
        if first is not None:
            return first
    budgets = [(spending, spent + TOLERANCE)]
    best = partition(columns, apart, clock, budgets=budgets)
    budgets.append((apart, float(apart[best].sum()) + TOLERANCE))
    return columns.where(partition(columns, offsets, clock, budgets=budgets))


def _first_by_relaxation(columns: Columns, rules: list[Floats], clock: Clock) -> Columns | None:
    """One linear relaxation for each rule, each over the optimal face of the one before."""
    units, place = np.unique(columns.members, return_inverse=True)
    place = place.reshape(columns.members.shape) - int(units[0] < 0)
    kept, local = columns, place
    for number in range(len(rules)):
        master = Master(int(place.max()) + 1, primal=False)
        rule = rules[number]
        master.add(Columns(local, rule))
        relaxed = master.solve(clock)
        if number < len(rules) - 1:
            face = reduced_costs(Columns(local, rule), rule, relaxed.prices) <= TOLERANCE
            kept, local = kept.where(face), local[face]
            rules = [rule[face] for rule in rules]
    return None if relaxed.fractional.any() else kept.where(relaxed.x > 0.5)


def _offsets(continua: Continua, columns: Columns) -> Floats:
    """Sum of the middles of the units that are aligned with another, as shares of the largest."""
    middle = np.append(continua.start + continua.end, 0.0)
    total: Floats = middle[columns.members].sum(axis=1) * (columns.sizes > 1)
    return total / max(1.0, float(np.abs(middle).max()))
