"""Set partition with HiGHS: choose columns that cover every unit exactly once at least cost.

`Master` is the linear relaxation; it keeps its basis between rounds, so columns can be added and
the next optimum is a few pivots away. `partition` asks for whole columns. `close_gap` turns a
fractional relaxation into the exact optimum: a column whose reduced cost exceeds the gap between
an upper bound and the relaxation can be in no better partition, so only the few others are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.gamma.candidates import Columns, join_columns
from annotator.agreement.gamma.clock import Clock

if TYPE_CHECKING:  # slow to import: where it is used
    from annotator.agreement.gamma.quiet_highs import QuietHighs

NEGATIVE = -1e-7  # a set with a lower reduced cost would improve a relaxation
TOLERANCE = 1e-6  # a number this near 0 or 1 is 0 or 1
MOST_IN_GAP = 1_000_000  # sets within the gap beyond which a component counts as too large
FEW_COLUMNS = 50  # a group of units with no more is solved together with others
FIRST_GAP = 0.25  # pair units; how far above the relaxation the first search for an optimum looks


@dataclass(frozen=True, eq=False)
class Relaxation:
    """Optimum of the linear relaxation."""

    value: float
    prices: Floats  # of each unit, shape (n_units,)
    x: Floats  # of each column

    @property
    def fractional(self) -> Bools:
        return (self.x > TOLERANCE) & (self.x < 1 - TOLERANCE)


class Unsolved(Exception):
    """HiGHS stopped at its time limit; callers turn this into bounds. Never leaves γ's modules."""


class Infeasible(Unsolved):
    """The columns given admit no partition."""


class Master:
    """The linear relaxation of a set partition of `units` units, columns added at will."""

    def __init__(self, units: int, *, primal: bool) -> None:
        """`primal` when columns will be added to an optimum, else the dual simplex from scratch."""
        from annotator.agreement.gamma.quiet_highs import quiet_highs

        self._added: list[Columns] = []
        self._highs = quiet_highs()
        self._highs.setOptionValue("simplex_strategy", 4 if primal else 1)
        self._highs.setOptionValue("presolve", "off")
        _add_units(self._highs, units)

    def warm(self) -> None:
        """From now on go on from the last optimum, which added columns leave feasible."""
        self._highs.setOptionValue("simplex_strategy", 4)

    def add(self, columns: Columns) -> None:
        if len(columns):
            self._added.append(columns)
            _add_columns(self._highs, columns, columns.cost)

    def columns(self) -> Columns:
        """All columns, in the order of `Relaxation.x`."""
        width = max((c.members.shape[1] for c in self._added), default=1)
        return join_columns(self._added, width)

    def solve(self, clock: Clock) -> Relaxation:
        _run(self._highs, clock)
        solution = self._highs.getSolution()
        value = self._highs.getInfo().objective_function_value
        return Relaxation(value, np.array(solution.row_dual), np.array(solution.col_value))


def reduced_costs(columns: Columns, cost: Floats, prices: Floats) -> Floats:
    """`cost` less the prices of the members."""
    padded = np.append(prices, 0.0)  # -1 is the empty place
    reduced: Floats = cost - padded[columns.members].sum(axis=1)
    return reduced


def partition(
    columns: Columns, cost: Floats, clock: Clock, *, budgets: Sequence[tuple[Floats, float]] = ()
) -> Ints:
    """Indices of the columns of a cheapest partition of the units that occur in `columns`.

    Each of `budgets`, (b, most), also asks that Σ b over the chosen columns be at most `most`.
    Without one, units that no column joins, directly or by others, are solved apart.
    """
    if not budgets:
        parts = _apart(columns)
        if len(parts) > 1:
            return np.concatenate(
                [mine[partition(columns.where(mine), cost[mine], clock)] for mine in parts]
            )
    return _cheapest(columns, cost, clock, budgets)


def groups_of_units(columns: Columns, units: int) -> Ints:
    """Of each unit the number of its group: units that hang together by columns."""
    from scipy.sparse.csgraph import connected_components  # slow to import

    rows, places = np.nonzero(columns.members >= 0)
    pairs = columns.members[rows, 0], columns.members[rows, places]
    graph = sparse.coo_array((np.ones(len(rows)), pairs), (units, units))
    numbers: Ints = connected_components(graph.tocsr(), directed=False)[1].astype(np.int64)
    return numbers


def _apart(columns: Columns) -> list[Ints]:
    """The columns of each large group of units; those of all small ones together."""
    group = groups_of_units(columns, int(columns.members.max(initial=0)) + 1)
    of = group[columns.members[:, 0]]
    large = np.flatnonzero(np.bincount(of) > FEW_COLUMNS)
    rest = np.flatnonzero(~np.isin(of, large))
    return [np.flatnonzero(of == number) for number in large] + ([rest] if len(rest) else [])


def _cheapest(
    columns: Columns, cost: Floats, clock: Clock, budgets: Sequence[tuple[Floats, float]]
) -> Ints:
    used = np.unique(columns.members)
    used = used[used >= 0]
    row = np.full(int(used[-1]) + 2, -1)
    row[used] = np.arange(len(used))
    local = Columns(row[columns.members], columns.cost)
    highs = _whole_columns(local, cost, len(used))
    places = np.arange(len(columns), dtype=np.int32)
    for spend, most in budgets:
        highs.addRow(-np.inf, most, len(places), places, spend)
    _run(highs, clock)
    chosen, whole = _chosen(highs, local, len(used))
    if not whole:
        raise Unsolved("HiGHS gave no partition")
    return chosen


def close_gap(
    cheap: Callable[[float], Columns], value: float, clock: Clock
) -> tuple[Columns, Columns]:
    """The exact optimum where the relaxation, worth `value`, is fractional.

    `cheap(most)` must give *all* columns with reduced cost up to `most`. Returned are the best
    partition and the columns it was proved over.
    """
    gap = FIRST_GAP
    while True:
        columns = cheap(gap + TOLERANCE)
        try:
            best = columns.where(partition(columns, columns.cost, clock))
        except Infeasible:
            gap *= 4
            continue
        found = float(best.cost.sum()) - value
        if found <= gap:
            return best, columns
        gap = found


def improved(columns: Columns, start: Ints, clock: Clock) -> Ints:
    """Indices of a partition that is at least as good as that of `start`, in the time there is."""
    from highspy import HighsSolution

    count = int(columns.members.max()) + 1
    highs = _whole_columns(columns, columns.cost, count)
    known = HighsSolution()
    known.col_value = np.bincount(start, minlength=len(columns)).astype(np.float64).tolist()
    highs.setSolution(known)
    with suppress(Unsolved):
        _run(highs, clock)
    chosen, whole = _chosen(highs, columns, count)
    better = whole and columns.cost[chosen].sum() < columns.cost[start].sum()
    return chosen if better else start


def _chosen(highs: QuietHighs, columns: Columns, units: int) -> tuple[Ints, bool]:
    """The columns that were chosen, and whether they are a partition."""
    chosen = np.flatnonzero(np.array(highs.getSolution().col_value) > 0.5)
    covered = columns.members[chosen]
    return chosen, np.array_equal(np.sort(covered[covered >= 0]), np.arange(units))


def _whole_columns(columns: Columns, cost: Floats, units: int) -> QuietHighs:
    """The set partition of `units` units in whole columns."""
    from highspy import HighsVarType

    from annotator.agreement.gamma.quiet_highs import quiet_highs

    highs = quiet_highs()
    for option in ("mip_rel_gap", "mip_abs_gap"):
        highs.setOptionValue(option, 0.0)
    _add_units(highs, units)
    _add_columns(highs, columns, cost)
    places = np.arange(len(columns), dtype=np.int32)
    kinds = np.full(len(columns), HighsVarType.kInteger)
    highs.changeColsIntegrality(len(columns), places, kinds)
    return highs


def _add_units(highs: QuietHighs, units: int) -> None:
    """A row for each unit: it is covered once."""
    ones, none = np.ones(units), np.empty(0, dtype=np.int32)
    highs.addRows(units, ones, ones, 0, np.zeros(units, np.int32), none, np.empty(0))


def _add_columns(highs: QuietHighs, columns: Columns, cost: Floats) -> None:
    from highspy import HighsStatus

    sizes = columns.sizes
    index = columns.members[columns.members >= 0].astype(np.int32)
    count = len(columns)
    status = highs.addCols(
        count,
        cost,
        np.zeros(count),
        np.full(count, np.inf),
        len(index),
        (np.cumsum(sizes) - sizes).astype(np.int32),
        index,
        np.ones(len(index)),
    )
    if status == HighsStatus.kError:
        raise RuntimeError(f"HiGHS refused {count} columns")


def _run(highs: QuietHighs, clock: Clock) -> None:
    """Run until optimal, in the time that is left."""
    from highspy import HighsModelStatus

    left = clock.left()
    if left <= 0:
        raise Unsolved("no time left")
    if np.isfinite(left):
        highs.setOptionValue("time_limit", highs.getRunTime() + left)
    highs.run()
    status = highs.getModelStatus()
    if status == HighsModelStatus.kInfeasible:
        raise Infeasible
    if status != HighsModelStatus.kOptimal:
        raise Unsolved(highs.modelStatusToString(status))
