"""Text under sets of annotators and labels, as the tables that the last lines of memory take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.engines.block_tables import OVERLAPS, KeyedSums, added
from annotator.agreement.engines.clusters_of_texts import ClustersOfTexts, given_columns
from annotator.agreement.engines.counted_items import BITS
from annotator.agreement.engines.engine import Rows
from annotator.agreement.engines.listed_marks import ListedMarks
from annotator.agreement.spans.label_sets import similarity


@dataclass(frozen=True, eq=False)
class _Person:
    """Where one annotator marked something, of the rows of states."""

    where: NDArray[np.intp]
    sets: Ints  # their label set there


class States:
    """How much text lies under each set of annotators and labels."""

    def __init__(self, clusters: ClustersOfTexts, states: Rows, listed: ListedMarks) -> None:
        words = np.stack([states[name].astype(np.int64) for name in listed.words()], axis=1)
        self._people, self._labels = listed.packing.people, listed.packing.labels
        self._clusters, self._row = clusters, clusters.rows(states)
        self._stretch = states["stretch"].astype(np.float64)
        distinct, place = np.unique(words, axis=0, return_inverse=True)
        self._place = place.reshape(-1)
        code = np.arange(self._people * self._labels)
        self._under: Bools = ((distinct[:, code // BITS] >> (code % BITS)) & 1 == 1).reshape(
            len(distinct), self._people, self._labels
        )

    def marked(self, marks: KeyedSums, merged: Rows) -> KeyedSums:
        """Units and lengths after marks of one label that overlap were merged."""
        row = self._clusters.rows(merged)
        who, label = (merged[name].astype(np.int64) for name in ("who", "label"))
        into = KeyedSums(np.stack([row, who, label], axis=1), merged["merged"][:, None] * 1.0)
        names = OVERLAPS["marked"][1]
        parts = [
            (marks.keys, given_columns(names, units=marks.sums[:, 0])),
            (into.keys, given_columns(names, units=-into.sums[:, 0], merged=into.sums[:, 0])),
            *(
                (table.keys, given_columns(names, length=table.sums[:, 0]))
                for table in self._lengths()
            ),
        ]
        keys, sums = zip(*parts, strict=True)
        return added(KeyedSums(np.concatenate(keys), np.concatenate(sums)))

    def tables(self) -> tuple[dict[str, KeyedSums], tuple[tuple[int, ...], ...], Bools]:
        """`shared`, `covered` and `under`; the sets; and who overlaps themself in which row."""
        sets = np.unique(self._under.reshape(-1, self._labels), axis=0)
        sets = sets[sets.any(axis=1)]
        names = tuple(tuple(np.flatnonzero(one).tolist()) for one in sets)
        near, number = similarity(names).toarray(), {one: n for n, one in enumerate(names)}
        people = [self._person(who, number) for who in range(self._people)]
        itself, several = self._clusters.nobody, np.array([len(one) > 1 for one in names])
        under, covered = [], []
        for who, one in enumerate(people):
            itself[self._row[one.where[several[one.sets]]], who] = True
            under.append((self._keys(one.where, who, one.sets), self._stretch[one.where]))
            for whom in range(who + 1, self._people):
                both, a, b = np.intersect1d(one.where, people[whom].where, assume_unique=True,
                                            return_indices=True)  # fmt: skip
                alike = near[one.sets[a], people[whom].sets[b]]
                covered.append((self._keys(both, who, np.full(len(both), whom)),
                                self._stretch[both], alike * self._stretch[both]))  # fmt: skip
        tables = {
            "under": _summed(under, "under", "length"),
            "covered": _summed(covered, "covered", "both", "alike"),
            "shared": _summed(list(self._pairs()), "shared", "length"),
        }
        return tables, names, itself

    def _person(self, who: int, number: dict[tuple[int, ...], int]) -> _Person:
        of_state = np.array(
            [number.get(tuple(np.flatnonzero(one).tolist()), -1) for one in self._under[:, who]],
            dtype=np.int64,
        )
        sets = of_state[self._place]
        where = np.flatnonzero(sets >= 0)
        return _Person(where, sets[where])

    def _lengths(self) -> Iterator[KeyedSums]:
        for label in range(self._labels):
            for who in range(self._people):
                where = np.flatnonzero(self._under[self._place, who, label])
                keys = self._keys(where, who, np.full(len(where), label))
                yield KeyedSums(keys, self._stretch[where, None])

    def _pairs(self) -> Iterator[tuple[Ints, Floats]]:
        for label in range(self._labels):
            under = self._under[:, :, label]
            for who in range(self._people):
                for whom in range(who + 1, self._people):
                    where = np.flatnonzero((under[:, who] & under[:, whom])[self._place])
                    pair = self._keys(where, who, np.full(len(where), whom))
                    of_label = np.column_stack([pair, np.full(len(where), label)])
                    yield of_label, self._stretch[where]

    def _keys(self, where: NDArray[np.intp], who: int, third: Ints) -> Ints:
        return np.stack([self._row[where], np.full(len(where), who), third], axis=1)


def _summed(parts: list[Any], table: str, *names: str) -> KeyedSums:
    """Parts of keys and columns as one table."""
    keys = np.concatenate([part[0] for part in parts])
    columns = [np.concatenate([part[place] for part in parts]) for place in range(1, len(parts[0]))]
    given = dict(zip(names, columns, strict=True))
    return added(KeyedSums(keys, given_columns(OVERLAPS[table][1], **given)))
