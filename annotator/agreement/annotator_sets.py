"""Which annotators a value is about: all, two of them, all but one, or a group."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotator.agreement.arrays import Bools
from annotator.errors import RatingsError


@dataclass(frozen=True, eq=False)
class AnnotatorSet:
    """`mask` has shape (n_annotators,); `scope`, `id` and `about` go into the `Measure`."""

    scope: str
    id: str
    mask: Bools
    about: Mapping[str, Any] = field(default_factory=dict)  # its parameters

    @property
    def places(self) -> tuple[int, ...]:
        """The numbers of these annotators, ascending."""
        return tuple(int(place) for place in np.flatnonzero(self.mask))


def everyone(annotators: tuple[str, ...]) -> AnnotatorSet:
    return AnnotatorSet("all", "", np.ones(len(annotators), dtype=bool))


def pair_of(annotators: tuple[str, ...], g: int, h: int) -> AnnotatorSet:
    """Two annotators; a name may hold " & " itself, so both stand in the parameters too."""
    two = [annotators[g], annotators[h]]
    return AnnotatorSet("pair", " & ".join(two), _mask(annotators, (g, h)), {"pair": two})


def every_pair(annotators: tuple[str, ...]) -> list[AnnotatorSet]:
    """Every two annotators.

    >>> [pair.id for pair in every_pair(("ann", "bob", "cyd"))]
    ['ann & bob', 'ann & cyd', 'bob & cyd']
    """
    count = len(annotators)
    return [pair_of(annotators, g, h) for g in range(count) for h in range(g + 1, count)]


def all_but_each(annotators: tuple[str, ...]) -> list[AnnotatorSet]:
    """All but each: `id` names the one that is left out. Needs three annotators to say anything."""
    everybody = range(len(annotators))
    return [
        AnnotatorSet("annotator", annotators[g], _mask(annotators, set(everybody) - {g}))
        for g in everybody
        if len(annotators) > 2
    ]


def named_groups(
    annotators: tuple[str, ...], named: Mapping[str, Collection[str]]
) -> list[AnnotatorSet]:
    """Groups of annotators by name, e.g. by training, leaning or round.

    >>> [group.mask.tolist() for group in named_groups(("ann", "bob"), {"new": ["bob"]})]
    [[False, True]]
    """
    found = []
    for name, who in named.items():
        if unknown := sorted(set(who) - set(annotators)):
            raise RatingsError(
                f"group {name!r}: annotator {unknown[0]!r} is none of {', '.join(annotators)}"
            )
        places = {annotators.index(one) for one in who}
        found.append(AnnotatorSet("group", name, _mask(annotators, places)))
    return found


def _mask(annotators: tuple[str, ...], places: Collection[int]) -> Bools:
    mask = np.zeros(len(annotators), dtype=bool)
    mask[list(places)] = True
    return mask
