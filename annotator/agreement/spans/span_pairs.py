"""Which spans of different annotators overlap, found in one sweep from left to right.

`Pieces` are stretches of text placed on one line on which the articles lie end to end, so no pair
ever crosses two articles. Sorted by start, the partners of a piece that begin inside it stand
right behind it: every overlapping pair is met exactly once, and nothing else is looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Ints
from annotator.agreement.spans.spans import Spans

PAIRS_AT_A_TIME = 1 << 20


@dataclass(frozen=True, eq=False)
class Pieces:
    """Stretches of text, sorted by start; all columns have shape (n_pieces,).

    `start` and `end` count from the beginning of the first article. `label` is an index into the
    labels, or for `label_sets` into the sets.
    """

    article: Ints
    annotator: Ints
    label: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.start)

    @property
    def size(self) -> Ints:
        return self.end - self.start

    def overlapping_itself(self) -> NDArray[np.bool_]:
        """Which pieces begin inside an earlier piece of the same article and annotator."""
        order = np.lexsort((self.end, self.start, self.annotator, self.article))
        group = _group_numbers(self.article[order], self.annotator[order])
        found = np.zeros(len(self), dtype=bool)
        found[order] = ~_begins_anew(group, self.start[order], self.end[order])
        return found

    def take(self, rows: NDArray[np.bool_] | Ints | slice) -> "Pieces":
        return Pieces(*(column[rows] for column in vars(self).values()))


@dataclass(frozen=True, eq=False)
class Overlaps:
    """Overlapping pieces of two annotators: `first` belongs to the annotator that comes first.

    `first` and `second` index the pieces, `shared` is the length of the common stretch.
    """

    first: Ints
    second: Ints
    shared: Ints


def pieces_of(spans: Spans) -> Pieces:
    """Every span as it is."""
    offset = article_offsets(spans)[spans.article]
    return _sorted(spans.article, spans.annotator, spans.label, spans.start + offset,
                   spans.end + offset)  # fmt: skip


def piece_order(spans: Spans) -> Ints:
    """The row of `spans` that each piece of `pieces_of` is."""
    return np.argsort(spans.start + article_offsets(spans)[spans.article], kind="stable")


def merged_pieces(spans: Spans) -> Pieces:
    """Spans of one annotator that overlap under the same label become one piece.

    Spans that merely touch stay two, as in Krippendorff et al. 2016.
    """
    group = _group_numbers(spans.article, spans.annotator, spans.label)
    new = _begins_anew(group, spans.start, spans.end)
    first = np.flatnonzero(new)
    end = np.maximum.reduceat(spans.end, first) if len(first) else spans.end
    offset = article_offsets(spans)[spans.article[first]]
    return _sorted(spans.article[first], spans.annotator[first], spans.label[first],
                   spans.start[first] + offset, end + offset)  # fmt: skip


def overlaps(pieces: Pieces, *, same_label: bool) -> Iterator[tuple[slice, Overlaps]]:
    """Blocks of whole articles: the rows of `pieces` in a block, and the overlaps among them."""
    inside = np.searchsorted(pieces.start, pieces.end, side="left") - np.arange(len(pieces)) - 1
    for rows in _blocks_of_articles(pieces.article, inside):
        yield rows, _overlaps_of(pieces, rows, inside[rows], same_label)


def _overlaps_of(pieces: Pieces, rows: slice, inside: Ints, same_label: bool) -> Overlaps:
    numbers = np.arange(rows.start, rows.stop)
    first = np.repeat(numbers, inside)
    before = np.cumsum(inside) - inside
    second = np.arange(len(first)) + np.repeat(numbers + 1 - before, inside)
    who_first, who_second = pieces.annotator[first], pieces.annotator[second]
    wanted = who_first != who_second
    if same_label:
        wanted &= pieces.label[first] == pieces.label[second]
    first, second = first[wanted], second[wanted]
    shared = np.minimum(pieces.end[first], pieces.end[second]) - pieces.start[second]
    swap = (who_first > who_second)[wanted]
    return Overlaps(np.where(swap, second, first), np.where(swap, first, second), shared)


def _blocks_of_articles(article: Ints, inside: Ints) -> Iterator[slice]:
    """Cut between articles, so that a block has about `PAIRS_AT_A_TIME` candidate pairs."""
    if not len(article):
        return
    total = np.cumsum(inside)
    ends = np.flatnonzero(np.diff(article, append=article[-1] + 1)) + 1  # behind each article
    first = 0
    while first < len(article):
        limit = (total[first - 1] if first else 0) + PAIRS_AT_A_TIME
        fitting = ends[(ends > first) & (total[ends - 1] <= limit)]
        last = int(fitting[-1]) if len(fitting) else int(ends[np.searchsorted(ends, first + 1)])
        yield slice(first, last)
        first = last


def article_offsets(spans: Spans) -> Ints:
    return np.cumsum(spans.lengths) - spans.lengths


def _sorted(article: Ints, annotator: Ints, label: Ints, start: Ints, end: Ints) -> Pieces:
    return Pieces(article, annotator, label, start, end).take(np.argsort(start, kind="stable"))


def _group_numbers(*columns: Ints) -> Ints:
    """0, 1, 2, ... for rows that are equal in all columns and stand together."""
    changed = np.zeros(len(columns[0]), dtype=bool)
    for column in columns:
        changed[1:] |= column[1:] != column[:-1]
    return np.cumsum(changed)


def _begins_anew(group: Ints, start: Ints, end: Ints) -> NDArray[np.bool_]:
    """Rows, sorted by group and start, that begin behind all earlier ones of their group."""
    if not len(start):
        return np.empty(0, dtype=bool)
    base = group * (int(end.max()) + 1)
    furthest = np.maximum.accumulate(end + base)
    new = np.ones(len(start), dtype=bool)
    new[1:] = (start + base)[1:] >= furthest[:-1]
    return new
