"""Which annotators a value is about: all, two of them, all but one, or a group."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotator.agreement.arrays import Bools
from annotator.errors import RatingsError


@dataclass(frozen=True, eq=False)
class Members:
    """`mask` has shape (n_annotators,); `scope`, `id` and `about` go into the `Measure`."""

    scope: str
    id: str
    mask: Bools
    about: Mapping[str, Any] = field(default_factory=dict)  # its parameters

    @property
    def indices(self) -> tuple[int, ...]:
        return tuple(int(index) for index in np.flatnonzero(self.mask))


def everyone(annotators: tuple[str, ...]) -> Members:
    return Members("all", "", np.ones(len(annotators), dtype=bool))


def pairs(annotators: tuple[str, ...]) -> list[Members]:
    """Every two annotators.

    >>> [pair.id for pair in pairs(("ann", "bob", "cyd"))]
    ['ann & bob', 'ann & cyd', 'bob & cyd']
    """
    return [
        Members(
            "pair", f"{annotators[i]} & {annotators[j]}", _mask(annotators, (i, j)),
            {"pair": [annotators[i], annotators[j]]},  # a name may hold " & " itself
        )
        for i in range(len(annotators))
        for j in range(i + 1, len(annotators))
    ]  # fmt: skip


def leave_one_out(annotators: tuple[str, ...]) -> list[Members]:
    """All but each: `id` names the one that is left out. Needs three annotators to say anything."""
    everybody = range(len(annotators))
    return [
        Members("annotator", annotators[i], _mask(annotators, set(everybody) - {i}))
        for i in everybody
        if len(annotators) > 2
    ]


def groups(annotators: tuple[str, ...], named: Mapping[str, Collection[str]]) -> list[Members]:
    """Groups of annotators by name, e.g. by training, leaning or round.

    >>> [group.mask.tolist() for group in groups(("ann", "bob"), {"new": ["bob"]})]
    [[False, True]]
    """
    found = []
    for name, who in named.items():
        if unknown := sorted(set(who) - set(annotators)):
            raise RatingsError(
                f"group {name}: {unknown[0]!r} is none of the annotators {', '.join(annotators)}"
            )
        found.append(
            Members("group", name, _mask(annotators, {annotators.index(one) for one in who}))
        )
    return found


def _mask(annotators: tuple[str, ...], indices: Collection[int]) -> Bools:
    mask = np.zeros(len(annotators), dtype=bool)
    mask[list(indices)] = True
    return mask
