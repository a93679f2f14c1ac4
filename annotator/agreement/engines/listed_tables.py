"""Sums over listed marks as the tables that the last lines of memory take."""

from __future__ import annotations

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.engines.block_tables import OVERLAPS, BlockTables, KeyedSums, added
from annotator.agreement.engines.clusters_of_texts import ClustersOfTexts, given_columns
from annotator.agreement.engines.engine import Engine, Rows
from annotator.agreement.engines.listed_marks import OTHERS, ListedMarks
from annotator.agreement.engines.listed_states import States
from annotator.agreement.spans.span_f1 import OF_MATCHES

# What needs no more than how much is shared, and which marks are the same. The others are made of
# units, shares of a unit or a matching.
LISTED_MEASURES = (
    "character_alpha", "percent_agreement", "specific_agreement", "gwet_ac1", "f1_exact",
)  # fmt: skip


def tables_of_lists(
    engine: Engine, listed: ListedMarks, by: str, *, rows: int
) -> BlockTables | None:
    """Of the whole study; None where memory's functions must say what is wrong with it."""
    engine.keep("texts", listed.texts(by, once=False))
    texts = engine.rows(listed.clusters())
    if texts["wrong"].max(initial=0) > 0:
        return None
    clusters = ClustersOfTexts(texts, listed.packing.people)
    pairs = engine.rows(listed.pairs())
    repeated = int(texts["spans"].sum()) - _marks_of_pairs(pairs)
    if repeated:  # those pairs count a mark that is there twice four times
        engine.keep("texts", listed.texts(by, once=True))
        pairs = engine.rows(listed.pairs())
        repeated = int(texts["spans"].sum()) - _marks_of_pairs(pairs)
    found = _Shared(clusters, pairs, listed.packing.labels)
    tables, sets, itself = found.tables(), _single(found.labels), clusters.nobody
    if found.own:
        merged = engine.rows(listed.merged())
        engine.add_table("sides", {"side": [0, 1]})
        states = States(clusters, engine.rows(listed.states()), listed)
        more, sets, itself = states.tables()
        tables |= more | {"marked": states.marked(found.marks, merged)}
    return BlockTables(
        clusters.block, clusters.articles, clusters.lengths, clusters.seen, tables, sets, itself,
        found.spans, repeated, rows - int(texts["spans"].sum()),
    )  # fmt: skip


def _marks_of_pairs(pairs: Rows) -> int:
    own = (pairs["who"] == pairs["whom"]) & (pairs["label"] != OTHERS)
    return int(pairs["same"][own].sum())


def _single(n_labels: int) -> tuple[tuple[int, ...], ...]:
    return tuple((label,) for label in range(n_labels))


class _Shared:
    """What two annotators share, as tables of annotators and labels."""

    def __init__(self, clusters: ClustersOfTexts, pairs: Rows, n_labels: int) -> None:
        self.labels, self.row = n_labels, clusters.rows(pairs)
        self.who, self.whom, self.label = (
            pairs[name].astype(np.int64) for name in ("who", "whom", "label")
        )
        self.same, self.shared = (pairs[name].astype(np.float64) for name in ("same", "shared"))
        self._alike, within = self.label != OTHERS, self.who == self.whom
        self._each = within & self._alike
        self.own = bool((pairs["times"].astype(np.int64)[within] > pairs["same"][within]).any()
                        or (within & ~self._alike).any())  # fmt: skip
        usable = (clusters.seen.sum(axis=1) >= 2)[self.row] & self._each
        counted = np.bincount(self.label[usable], self.same[usable], minlength=n_labels)
        self.spans: Ints = counted.astype(np.int64)

    @property
    def marks(self) -> KeyedSums:
        """Of each annotator and label: how many marks, and their length."""
        rows = self._each
        keys = np.stack([self.row, self.who, self.label], axis=1)[rows]
        return added(KeyedSums(keys, np.stack([self.same, self.shared], axis=1)[rows]))

    def tables(self) -> dict[str, KeyedSums]:
        """As `block_tables.tables_of_block`; what `LISTED_MEASURES` do not need is 0."""
        marks, two = self.marks, self.who != self.whom
        keys = np.stack([self.row, self.who, self.whom, self.label], axis=1)
        alike = two & self._alike
        length, same = self.shared[alike], self.same[alike]
        close = np.where(self._alike, self.shared, 0.0)
        number, marked = marks.sums.T
        of_one = given_columns(OVERLAPS["marked"][1], units=number, length=marked)
        both, near = self.shared[two], close[two]
        shared = given_columns(OVERLAPS["shared"][1], length=length)
        covered = given_columns(OVERLAPS["covered"][1], both=both, alike=near)
        matched = np.pad(same[:, None], ((0, 0), (0, OF_MATCHES - 1)))
        return {
            "marked": KeyedSums(marks.keys, of_one),
            "under": KeyedSums(marks.keys, of_one),
            "shared": added(KeyedSums(keys[alike], shared)),
            "covered": added(KeyedSums(keys[two, :3], covered)),
            "counts": KeyedSums(marks.keys, np.stack([number, number], axis=1)),
            "matches": added(KeyedSums(keys[alike], matched)),
        }
