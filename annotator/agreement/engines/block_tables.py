"""What the articles of one block add to the measures of spans: the tables of memory, joined.

The marks of a block are those of whole articles, so the functions that make the tables in memory
make them here. Where there are too many articles to keep apart, those of a block that the same
annotators opened become one: everything in the tables adds, and what is divided by the number of
annotators of an article is the same for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.engines.engine import Rows
from annotator.agreement.spans.overlap_statistics import group_keys, overlap_statistics
from annotator.agreement.spans.span_f1 import match_statistics
from annotator.agreement.spans.spans import Spans, checked_spans
from annotator.errors import RatingsError

NOT_MARKED = -1  # start, end and label of a row that says: opened, nothing marked
OVERLAPS = {  # the tables of `overlap_statistics`: which columns say what, which add
    "marked": (("article", "annotator", "label"), ("units", "length", "squares", "merged")),
    "shared": (
        ("article", "first", "second", "label"),
        ("length", "first_covered", "second_covered", "first_squares", "second_squares"),
    ),
    "covered": (("article", "first", "second"), ("both", "alike")),
    "under": (("article", "annotator", "label"), ("units", "length", "squares", "merged")),
}


@dataclass(frozen=True, eq=False)
class KeyedSums:
    """Sums by key, shapes (n_rows, n_keys) and (n_rows, n_columns)."""

    keys: Ints
    sums: Floats


@dataclass(frozen=True, eq=False)
class BlockTables:
    """Of the articles of a block, or of what they were joined to: see the fields of the same name
    in `Spans`, `OverlapStatistics` and `MatchStatistics`."""

    cluster: Ints  # of each article: what is drawn anew
    articles: Ints  # how many each is
    lengths: Ints
    seen: Bools
    tables: Mapping[str, KeyedSums]
    sets: tuple[tuple[int, ...], ...]
    overlapping_itself: Bools
    spans: Ints  # of each annotator and label in articles that two opened
    repeated: int
    opened_empty: int


def tables_of_block(
    rows: Rows, n_annotators: int, n_labels: int, *, threshold: float, apart: bool
) -> BlockTables:
    """`rows`: block, article (a number in this block), length, annotator, start, end, label."""
    spans, cluster = _spans(rows, n_annotators, n_labels)
    overlaps, matches = overlap_statistics(spans), match_statistics(spans, threshold=threshold)
    tables = {
        name: KeyedSums(
            np.stack([getattr(getattr(overlaps, name), key) for key in keys], axis=1),
            np.stack([getattr(getattr(overlaps, name), one) for one in sums], axis=1),
        )
        for name, (keys, sums) in OVERLAPS.items()
    }
    tables["counts"] = KeyedSums(matches.count_keys, matches.counts)
    tables["matches"] = KeyedSums(matches.match_keys, matches.matches)
    found = BlockTables(
        cluster, np.ones(len(cluster), dtype=np.int64), spans.lengths, spans.seen, tables,
        overlaps.sets, overlaps.overlapping_itself, _counts_of_labels(spans), spans.repeated,
        int((rows["start"] == NOT_MARKED).sum()),
    )  # fmt: skip
    return found if apart else _joined(found)


def _spans(rows: Rows, n_annotators: int, n_labels: int) -> tuple[Spans, Ints]:
    """The marks, and the cluster of each article."""
    names, first, article = np.unique(rows["article"], return_index=True, return_inverse=True)
    article = article.reshape(-1)
    length, annotator = rows["length"].astype(np.int64), rows["annotator"].astype(np.int64)
    start, end, label = (rows[one].astype(np.int64) for one in ("start", "end", "label"))
    lengths = length[first]
    if (length != lengths[article]).any():
        raise RatingsError("an article has two lengths")
    empty = start == NOT_MARKED
    seen = np.zeros((len(names), n_annotators), dtype=bool)
    seen[article, annotator] = True
    opened = np.bincount(article[empty] * n_annotators + annotator[empty], minlength=seen.size)
    marked = np.bincount(article[~empty] * n_annotators + annotator[~empty], minlength=seen.size)
    if ((opened > 0) & (opened + marked > 1)).any():
        raise RatingsError(
            "an annotator marked nothing in an article by one row and is there again in another; "
            "a row without start, end and label stands alone"
        )
    if ((end == NOT_MARKED) != empty).any() or ((label == NOT_MARKED) != empty).any():
        raise RatingsError("a row has some of start, end and label; give all three or none")
    keep = ~empty
    spans = Spans(
        article[keep], annotator[keep], label[keep], start[keep], end[keep], lengths, seen,
        tuple(map(str, names)), tuple(map(str, range(n_annotators))),
        tuple(map(str, range(n_labels))),
    )  # fmt: skip
    return checked_spans(spans), rows["block"].astype(np.int64)[first]


def _counts_of_labels(spans: Spans) -> Ints:
    """How many spans there are of each label where two annotators opened the article."""
    rows = (spans.annotators_per_article >= 2)[spans.article]
    return np.bincount(spans.label[rows], minlength=len(spans.labels))


def _joined(block: BlockTables) -> BlockTables:
    """Articles of one cluster that the same annotators opened, as one."""
    pattern = np.unique(
        np.column_stack([block.cluster, block.seen, block.overlapping_itself]), axis=0,
        return_inverse=True,
    )  # fmt: skip
    distinct = pattern[0].astype(np.int64)
    place, n = np.asarray(pattern[1]).reshape(-1), len(distinct)
    width = block.seen.shape[1]
    return BlockTables(
        distinct[:, 0], np.bincount(place, block.articles, n).astype(np.int64),
        np.bincount(place, block.lengths, n).astype(np.int64),
        distinct[:, 1 : 1 + width].astype(bool),
        {name: _at(table, place) for name, table in block.tables.items()}, block.sets,
        distinct[:, 1 + width :].astype(bool), block.spans, block.repeated, block.opened_empty,
    )  # fmt: skip


def _at(table: KeyedSums, place: NDArray[np.intp]) -> KeyedSums:
    """With each article's new place; rows that have become alike are added."""
    keys = table.keys.copy()
    keys[:, 0] = place[keys[:, 0]] if len(keys) else keys[:, 0]
    return added(KeyedSums(keys, table.sums))


def added(table: KeyedSums) -> KeyedSums:
    """Each key once, ascending.

    >>> once = added(KeyedSums(np.array([[1, 2], [0, 5], [1, 2]]), np.array([[1.0], [2.0], [4.0]])))
    >>> once.keys.tolist(), once.sums.tolist()
    ([[0, 5], [1, 2]], [[2.0], [5.0]])
    """
    if not len(table.keys):
        return table
    sizes = table.keys.max(axis=0) + 1
    key: Any = table.keys[:, 0]
    for column, size in zip(table.keys.T[1:], sizes[1:], strict=True):
        key = key * size + column
    distinct, row = group_keys(key)
    first = np.zeros(len(distinct), dtype=np.int64)
    first[row[::-1]] = np.arange(len(row))[::-1]
    sums = [np.bincount(row, column, len(distinct)) for column in table.sums.T]
    return KeyedSums(table.keys[first], np.stack(sums, axis=1))
