"""The continua of γ: units of n annotators over one text, many texts side by side.

A *continuum* is what one article looks like to γ: for each annotator a set of units (start, end,
label). `Continua` holds many of them with the same number of annotators in flat arrays, because
working on hundreds at once is what makes the alignment fast. No pair of units crosses two continua.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats, Ints

UNIT_COLUMNS = ("annotator", "label", "start", "end")


@dataclass(frozen=True, eq=False)
class Continuum:
    """One continuum: columns of shape (n_units,), sorted by annotator, start, end, label.

    `annotator` counts from 0 to `annotators` - 1; an annotator without units is only counted.
    """

    annotators: int
    annotator: Ints
    label: Ints
    start: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True, eq=False)
class Continua:
    """Several continua of equally many annotators; columns sorted by continuum and annotator."""

    annotators: int
    count: int
    continuum: Ints
    annotator: Ints
    label: Ints
    start: Floats
    end: Floats

    def __len__(self) -> int:
        return len(self.start)

    @property
    def pairs_of_annotators(self) -> int:
        """C(n, 2): how many pairs a unitary alignment has, empty ones counted."""
        return self.annotators * (self.annotators - 1) // 2

    @cached_property
    def units(self) -> Ints:
        """Number of units of each continuum, shape (count,)."""
        return np.bincount(self.continuum, minlength=self.count)

    def take(self, units: Ints) -> "Continua":
        """Only these units (indices in rising order); all continua stay."""
        columns = (getattr(self, name)[units] for name in ("continuum", *UNIT_COLUMNS))
        return Continua(self.annotators, self.count, *columns)


def continuum_of(
    annotators: int,
    annotator: Sequence[int] | Ints,
    label: Sequence[int] | Ints,
    start: Sequence[float] | Floats,
    end: Sequence[float] | Floats,
) -> Continuum:
    """A continuum in a canonical order that depends on the units alone, not on any name.

    Labels are numbered by where they were used, annotators by what they marked. So neither the
    order of the rows nor the names of labels and annotators can change what is sampled from it.

    >>> one = continuum_of(2, [0, 1, 1], [5, 5, 7], [0, 0, 9], [4, 5, 12])
    >>> two = continuum_of(2, [0, 0, 1], [1, 0, 0], [9, 0, 0], [12, 5, 4])
    >>> one.start.tolist() == two.start.tolist() and one.label.tolist() == two.label.tolist()
    True
    """
    who, what = np.asarray(annotator, dtype=np.int64), np.asarray(label, dtype=np.int64)
    starts, ends = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    what = _renumber(what, _by_content(what, starts, ends))
    who = _renumber(who, _by_content(who, starts, ends, what))
    order = np.lexsort((what, ends, starts, who))
    return Continuum(annotators, who[order], what[order], starts[order], ends[order])


def continuum_from_units(
    units: Iterable[tuple[str, float, float, str]], annotators: Sequence[str]
) -> Continuum:
    """From (annotator, start, end, label); `annotators` also names those without units.

    >>> continuum_from_units([("ann", 0, 4, "fear")], ["ann", "bob"]).annotators
    2
    """
    rows = list(units)
    who = {name: number for number, name in enumerate(annotators)}
    what = {name: number for number, name in enumerate(sorted({row[3] for row in rows}))}
    names, starts, ends, labels = zip(*rows, strict=True) if rows else ((),) * 4
    return continuum_of(
        len(annotators),
        [who[name] for name in names],
        [what[name] for name in labels],
        starts,
        ends,
    )


def join(continua: Sequence[Continuum]) -> Continua:
    """Put continua of equally many annotators side by side."""
    annotators = {continuum.annotators for continuum in continua}
    if len(annotators) != 1:
        raise ValueError(f"all continua need equally many annotators, these have {annotators}")
    number = np.repeat(np.arange(len(continua)), [len(continuum) for continuum in continua])
    columns = (np.concatenate([getattr(one, name) for one in continua]) for name in UNIT_COLUMNS)
    return Continua(annotators.pop(), len(continua), number, *columns)


def _by_content(group: Ints, *columns: NDArray[np.generic]) -> list[int]:
    """The groups' numbers, ordered by the rows they hold (most rows first, then the lowest)."""
    if not len(group):
        return []
    order = np.lexsort((*reversed(columns), group))
    numbers, first = np.unique(group[order], return_index=True)
    rows = np.split(np.stack([column[order] for column in columns], axis=1), first[1:])
    content = {int(n): (-len(r), r.ravel().tolist()) for n, r in zip(numbers, rows, strict=True)}
    return sorted(content, key=lambda number: content[number])


def _renumber(group: Ints, order: list[int]) -> Ints:
    place = np.zeros(max(order, default=-1) + 1, dtype=np.int64)
    place[order] = np.arange(len(order))
    return place[group]


def ratio(part: Floats, whole: Floats | Ints) -> Floats:
    """`part` / `whole`, NaN where there is nothing to divide by."""
    found: Floats = np.full(len(whole), np.nan)
    return np.divide(part, whole, out=found, where=whole > 0)


def sum_by(group: Ints, values: Floats, count: int) -> Floats:
    """Sums of `values` within each of `count` groups, shape (count,).

    >>> sum_by(np.array([2, 0, 2]), np.array([1.0, 5.0, 3.0]), 3).tolist()
    [5.0, 0.0, 4.0]
    """
    return np.bincount(group, weights=values, minlength=count).astype(np.float64)
