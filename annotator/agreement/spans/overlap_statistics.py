"""What each article contributes to character measures: sums from which everything else follows.

Between two neighbouring boundaries of anyone's spans nothing changes, so lengths of shared text say
all that characters could say. Three sparse tables keep them, one row for each combination that
occurs, and everything in them adds over articles:

- `marked`: article, annotator, label -> how much this annotator marked
- `shared`: article, two annotators, label -> how much both marked
- `covered`: article, two annotators -> how much both marked under any label

Notation of Krippendorff, Mathet, Bouvry and Widlöcher (2016): |S| is the length of a unit, S ∩ T
the common stretch of two, "covered by j" what lies under any unit of annotator j.
"""

from __future__ import annotations  # or `near` would import scipy.sparse with the module

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.label_sets import label_sets, similarity
from annotator.agreement.spans.span_pairs import Overlaps, Pieces, merged_pieces, overlaps
from annotator.agreement.spans.spans import Spans

KEYS = ("article", "annotator", "first", "second", "label")  # the columns that are whole numbers
DENSE = 1 << 22  # keys below this are counted in an array, above they are sorted


@dataclass(frozen=True, eq=False)
class Marked:
    """Shape (n_rows,) each; `units` after merging same-label overlaps, `squares` = Σ |S|².

    `merged` is how many spans went into another one by that merging.
    """

    article: Ints
    annotator: Ints
    label: Ints
    units: Floats
    length: Floats
    squares: Floats
    merged: Floats


@dataclass(frozen=True, eq=False)
class Shared:
    """`first` < `second` are annotators. `length` = Σ |S ∩ T| of one label.

    `first_covered` = Σ over first's units S of x, `first_squares` = Σ x², x being how much of S
    lies under any unit of the other; `second_...` likewise. They are 0 where an annotator overlaps
    themself, because the 2016 family has no value there.
    """

    article: Ints
    first: Ints
    second: Ints
    label: Ints
    length: Floats
    first_covered: Floats
    second_covered: Floats
    first_squares: Floats
    second_squares: Floats


@dataclass(frozen=True, eq=False)
class Covered:
    """`both` = length under any label of both; `alike` = Σ |S ∩ T| (1 − MASI distance)."""

    article: Ints
    first: Ints
    second: Ints
    both: Floats
    alike: Floats


@dataclass(frozen=True, eq=False)
class OverlapStatistics:
    """The per-article sums of a set of spans.

    `under` is the length under each label *set* (`label` indexes `sets`); where nobody overlaps
    themself that is `marked` and every set is one label.
    """

    lengths: Ints
    seen: Bools
    n_labels: int
    marked: Marked
    shared: Shared
    covered: Covered
    under: Marked
    sets: tuple[tuple[int, ...], ...]
    overlapping_itself: Bools  # shape (n_articles, n_annotators)

    @cached_property
    def near(self) -> sparse.csr_array:
        """1 − MASI distance of every two of `sets`."""
        return similarity(self.sets)


SomeTable = TypeVar("SomeTable", Marked, Shared, Covered)


def overlap_statistics(spans: Spans) -> OverlapStatistics:
    """One pass over the spans; cost grows with spans and overlapping pairs, not with length."""
    merged = merged_pieces(spans)
    sets = label_sets(merged, len(spans.labels))
    itself = np.zeros(spans.seen.shape, dtype=bool)
    itself[merged.article[sets.nested], merged.annotator[sets.nested]] = True
    shape = (len(spans.articles), len(spans.annotators), len(spans.labels))
    shared, covered = [], []
    for block, found in overlaps(merged, same_label=False):
        shared.append(_shared(merged, block, found, itself, shape))
        if sets.pieces is merged:
            alike = found.shared * (merged.label[found.first] == merged.label[found.second])
            covered.append(_covered(merged, found, alike, shape[1]))
    if sets.pieces is not merged:
        close = similarity(sets.sets)
        for _, found in overlaps(sets.pieces, same_label=False):
            first, second = sets.pieces.label[found.first], sets.pieces.label[found.second]
            alike = found.shared * np.asarray(close[first, second])
            covered.append(_covered(sets.pieces, found, alike, shape[1]))
    marked = _marked(merged, len(spans.annotators), len(spans.labels), spans)
    under = marked
    if sets.pieces is not merged:
        under = _marked(sets.pieces, len(spans.annotators), len(sets.sets), None)
    return OverlapStatistics(
        spans.lengths, spans.seen, len(spans.labels), marked, join_tables(Shared, shared),
        join_tables(Covered, covered), under, sets.sets, itself,
    )  # fmt: skip


def join_tables(kind: type[SomeTable], tables: list[SomeTable]) -> SomeTable:
    """One table below the other."""
    columns: list[NDArray[Any]] = []
    for name in kind.__dataclass_fields__:
        parts: list[NDArray[Any]] = [getattr(table, name) for table in tables]
        empty = np.empty(0, dtype=np.int64 if name in KEYS else np.float64)
        columns.append(np.concatenate([empty, *parts]))
    return kind(*columns)


def _marked(merged: Pieces, n_annotators: int, n_labels: int, spans: Spans | None) -> Marked:
    key = (merged.article * n_annotators + merged.annotator) * n_labels + merged.label
    distinct, row = group_keys(key)
    size = merged.size.astype(np.float64)
    article, annotator, label = split_keys(distinct, n_annotators, n_labels).T
    total = _Rows(row, len(distinct))
    units = total(None)
    merged_away: Floats = np.zeros(len(distinct))
    if spans is not None:
        every = (spans.article * n_annotators + spans.annotator) * n_labels + spans.label
        merged_away = np.bincount(np.searchsorted(distinct, every), minlength=len(distinct)) - units
    return Marked(article, annotator, label, units, total(size), total(size * size), merged_away)


def _shared(
    merged: Pieces, rows: slice, found: Overlaps, itself: Bools, shape: tuple[int, int, int]
) -> Shared:
    """The `shared` rows of one block of articles."""
    _, n_annotators, n_labels = shape
    article = merged.article[found.first]
    one, other = merged.annotator[found.first], merged.annotator[found.second]
    pair = (article * n_annotators + one) * n_annotators + other
    of_first = pair * n_labels + merged.label[found.first]
    of_second = pair * n_labels + merged.label[found.second]
    distinct, place = group_keys(np.concatenate([of_first, of_second]))
    first_row, second_row = place[: len(of_first)], place[len(of_first) :]
    same = first_row == second_row
    shared = found.shared.astype(np.float64)
    usable = ~(itself[article, one] | itself[article, other])
    (first_x, first_x2), (second_x, second_x2) = (
        _cover(piece, who, row, usable, rows, shared, n_annotators, len(distinct))
        for piece, who, row in ((found.first, other, first_row), (found.second, one, second_row))
    )
    article, first, second, label = split_keys(distinct, n_annotators, n_annotators, n_labels).T
    length = _Rows(first_row[same], len(distinct))(shared[same])
    return Shared(article, first, second, label, length, first_x, second_x, first_x2, second_x2)


def _cover(
    piece: Ints, other: Ints, row: Ints, usable: Bools, rows: slice, shared: Floats,
    n_annotators: int, n_rows: int,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Σ x and Σ x² for each row, x = how much of one piece another annotator covers."""
    piece, other, row, shared = piece[usable], other[usable], row[usable], shared[usable]
    key, place = group_keys((piece - rows.start) * n_annotators + other)
    x = _Rows(place, len(key))(shared)
    row_of_x = np.zeros(len(key), dtype=np.int64)
    row_of_x[place] = row
    total = _Rows(row_of_x, n_rows)
    return total(x), total(x * x)


def _covered(pieces: Pieces, found: Overlaps, alike: Floats, n_annotators: int) -> Covered:
    article = pieces.article[found.first]
    key = (article * n_annotators + pieces.annotator[found.first]) * n_annotators
    distinct, row = group_keys(key + pieces.annotator[found.second])
    article, first, second = split_keys(distinct, n_annotators, n_annotators).T
    total = _Rows(row, len(distinct))
    return Covered(article, first, second, total(found.shared), total(alike))


def block_sums(
    article: Ints,
    label: Ints,
    columns: Iterable[Floats],
    shape: tuple[int, int],
    labels: slice | None,
) -> Floats:
    """Rows summed by article and label, `shape` of them: (n_articles, width, n_columns).

    `labels` picks a block of labels; None joins all labels into one.
    """
    first, stop, _ = (labels or slice(None)).indices(shape[1])
    width = 1 if labels is None else stop - first
    inside = (first <= label) & (label < stop)
    place = article[inside] * width + (0 if labels is None else label[inside] - first)
    size = shape[0] * width
    sums = [np.bincount(place, column[inside], size).astype(np.float64) for column in columns]
    return np.stack(sums, axis=1).reshape(shape[0], width, len(sums))


def split_keys(keys: Ints, *sizes: int) -> Ints:
    """Keys taken apart again, shape (n_keys, 1 + len(sizes))."""
    columns: list[Ints] = []
    for size in reversed(sizes):
        keys, column = np.divmod(keys, max(1, size))
        columns.insert(0, column)
    return np.stack([keys, *columns], axis=1)


def group_keys(keys: Ints) -> tuple[Ints, Ints]:
    """The distinct keys in order, and for each key its place among them."""
    if not len(keys):
        return keys, keys
    low, high = int(keys.min()), int(keys.max())
    if high - low >= max(DENSE, 4 * len(keys)):
        distinct, place = np.unique(keys, return_inverse=True)
        return distinct, place.reshape(-1)
    present = np.zeros(high - low + 1, dtype=bool)
    present[keys - low] = True
    places = np.cumsum(present) - 1
    return np.flatnonzero(present) + low, places[keys - low]


class _Rows:
    """Sums of a column within rows; `None` counts."""

    def __init__(self, row: Ints, n_rows: int) -> None:
        self.row, self.n_rows = row, n_rows

    def __call__(self, column: NDArray[Any] | None) -> Floats:
        return np.bincount(self.row, column, minlength=self.n_rows).astype(np.float64)
