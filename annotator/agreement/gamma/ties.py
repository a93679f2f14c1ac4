"""Among equally good alignments, one: the least Σ d_pos, then the lowest offsets.

γ does not depend on which best alignment is taken, γ_cat does. A best alignment spends on its
columns a known sum of reduced cost (0 when the relaxation was whole), and every column of every
best alignment is among those given here; so the choice is one more set partition over few columns.
"""

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.gamma.candidates import Columns, join_columns, positional_sums
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continua
from annotator.agreement.gamma.partition import (
    TOLERANCE,
    Master,
    groups_of_units,
    partition,
    reduced_costs,
)


def settle_ties(
    continua: Continua, columns: Columns, prices: Floats, best: Columns, clock: Clock
) -> Columns:
    """The partition over `columns` that costs what `best` costs and comes first by the rule.

    Units that no column joins, directly or by others, are settled apart: each such group has its
    own sum to spend, and the rule's sums are least when each group's are.
    """
    group = groups_of_units(columns, len(prices))
    of = group[columns.members[:, 0]]
    spent = np.bincount(
        group[best.members[:, 0]],
        weights=reduced_costs(best, best.cost, prices),
        minlength=int(group.max(initial=0)) + 1,
    )
    spending = reduced_costs(columns, columns.cost, prices)
    within = np.flatnonzero(spending <= spent[of] + TOLERANCE)
    columns, of, spending = columns.where(within), of[within], spending[within]
    if not len(columns):
        return columns
    apart = positional_sums(continua, columns.members)
    offsets = _offsets(continua, columns)
    chosen = []
    quick = np.flatnonzero(spent[of] <= TOLERANCE)
    left = np.unique(of)
    if len(quick):
        first, open_ = _first_by_relaxation(
            columns.where(quick), [apart[quick], offsets[quick]], clock
        )
        broken = np.unique(group[open_])
        chosen.append(first.where(~np.isin(group[first.members[:, 0]], broken)))
        left = np.setdiff1d(left, np.setdiff1d(of[quick], broken))
    for number in left:
        mine = np.flatnonzero(of == number)
        some = columns.where(mine)
        budgets = [(spending[mine], float(spent[number]) + TOLERANCE)]
        least = partition(some, apart[mine], clock, budgets=budgets)
        budgets.append((apart[mine], float(apart[mine][least].sum()) + TOLERANCE))
        chosen.append(some.where(partition(some, offsets[mine], clock, budgets=budgets)))
    return join_columns(chosen, columns.members.shape[1])


def _first_by_relaxation(
    columns: Columns, rules: list[Floats], clock: Clock
) -> tuple[Columns, Ints]:
    """One linear relaxation for each rule, each over the optimal face of the one before.

    Also given are the units for which the last one is fractional.
    """
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
    open_ = kept.members[relaxed.fractional]
    return kept.where(relaxed.x > 0.5), np.unique(open_[open_ >= 0])


def _offsets(continua: Continua, columns: Columns) -> Floats:
    """Sum of the middles of the units that are aligned with another, as shares of the largest."""
    middle = np.append(continua.start + continua.end, 0.0)
    total: Floats = middle[columns.members].sum(axis=1) * (columns.sizes > 1)
    return total / max(1.0, float(np.abs(middle).max()))
