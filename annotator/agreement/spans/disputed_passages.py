"""Disputed passages, and what each is disputed about.

A passage is a group of spans of one article that belong together: spans of different annotators
that share a character under the same label, or that are the same place under another label
(common length / joint length at least `SAME_PLACE`). A short cue inside a long quotation is a
passage of its own. A passage is settled when every annotator who opened the article marked it with
one label and the same ends. Otherwise it is, in this order of weight:

- missed: somebody who opened the article marked nothing here
- label: the same place, with another label
- split or merged: one span of somebody is two or more of somebody else
- boundary: the same label, with other ends

A passage can be several at once (`kinds`); `kind` is the first of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Ints
from annotator.agreement.spans.overlap_statistics import group_keys
from annotator.agreement.spans.span_pairs import Overlaps, Pieces, overlaps, pieces_of
from annotator.agreement.spans.spans import Spans

KINDS = ("missed", "label", "split or merged", "boundary")
SAME_PLACE = 0.5


@dataclass(frozen=True)
class Passage:
    """One passage; `marks` are (annotator, label, start, end) indices and offsets, in order."""

    article: int
    start: int
    end: int
    kinds: tuple[str, ...]  # empty when settled
    marks: tuple[tuple[int, int, int, int], ...]
    missing: tuple[int, ...]  # annotators who opened the article and marked nothing here

    @property
    def kind(self) -> str:
        """The weightiest kind, or "settled"."""
        return self.kinds[0] if self.kinds else "settled"


@dataclass(frozen=True, eq=False)
class Passages:
    """All passages of a set of spans; columns of shape (n_passages,), ordered by place.

    `flags` has shape (n_passages, 4), a column a kind; `of_span` gives each span's passage.
    """

    spans: Spans
    of_span: Ints
    article: Ints
    start: Ints
    end: Ints
    flags: Bools

    def __len__(self) -> int:
        return len(self.start)

    @cached_property
    def disputed(self) -> Bools:
        return np.asarray(self.flags.any(axis=1))

    @cached_property
    def has_label(self) -> sparse.csr_array:
        """Which labels occur in each passage, shape (n_passages, n_labels)."""
        ones = np.ones(len(self.of_span), dtype=np.int64)
        shape = (len(self), len(self.spans.labels))
        counts = sparse.csr_array((ones, (self.of_span, self.spans.label)), shape=shape)
        counts.sum_duplicates()
        counts.data[:] = 1
        return counts

    def counts(self, *, label: int | None = None, article: int | None = None) -> dict[str, int]:
        """How many passages are settled, and how many of each (first) kind."""
        chosen = self.select(label=label, article=article)
        flags = self.flags[chosen]
        first = np.where(flags.any(axis=1), flags.argmax(axis=1), len(KINDS))
        counted = np.bincount(first, minlength=len(KINDS) + 1).tolist()
        return dict(zip((*KINDS, "settled"), counted, strict=True))

    def select(
        self, *, label: int | None = None, article: int | None = None, kind: str | None = None,
        disputed: bool = False,
    ) -> Ints:  # fmt: skip
        """Numbers of the passages with this label, in this article, of this (first) kind."""
        chosen = self.disputed.copy() if disputed else np.ones(len(self), dtype=bool)
        if label is not None:
            chosen &= self.has_label[:, [label]].toarray()[:, 0] > 0
        if article is not None:
            chosen &= self.article == article
        if kind is not None:
            chosen &= self.disputed & (self.flags.argmax(axis=1) == KINDS.index(kind))
        return np.flatnonzero(chosen)

    def passages(self, numbers: Sequence[int] | Ints) -> list[Passage]:
        """These passages as values."""
        return [self._passage(int(number)) for number in numbers]

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        """Spans sorted by passage, and where each passage begins."""
        order = np.argsort(self.of_span, kind="stable")
        return order, np.searchsorted(self.of_span[order], np.arange(len(self) + 1))

    def _passage(self, number: int) -> Passage:
        spans, (order, first) = self.spans, self._rows
        rows = order[first[number] : first[number + 1]]
        marks = sorted(
            (int(spans.annotator[row]), int(spans.start[row]), int(spans.end[row]),
             int(spans.label[row]))
            for row in rows
        )  # fmt: skip
        article = int(self.article[number])
        present = {mark[0] for mark in marks}
        opened = np.flatnonzero(spans.seen[article]).tolist()
        return Passage(
            article, int(self.start[number]), int(self.end[number]),
            tuple(kind for kind, flag in zip(KINDS, self.flags[number], strict=True) if flag),
            tuple((who, label, start, end) for who, start, end, label in marks),
            tuple(who for who in opened if who not in present),
        )  # fmt: skip


def find_passages(spans: Spans, *, same_place: float = SAME_PLACE) -> Passages:
    """Group the spans of articles that at least two annotators opened.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks([Mark("a", "ann", "fear", 0, 4), Mark("a", "bob", "fear", 0, 6)],
    ...                          lengths={"a": 10})
    >>> [passage.kind for passage in find_passages(spans).passages([0])]
    ['boundary']
    """
    spans = spans.select(articles=spans.annotators_per_article >= 2)
    pieces, row_of_piece = _pieces_with_rows(spans)
    edges: list[tuple[Ints, Ints]] = []
    torn: list[Ints] = []  # pieces with two partners of one annotator
    moved: list[Ints] = []  # pieces whose partner has other ends
    for _, found in overlaps(pieces, same_label=False):
        same = pieces.label[found.first] == pieces.label[found.second]
        joint = pieces.size[found.first] + pieces.size[found.second] - found.shared
        linked = same | (found.shared >= same_place * joint)
        edges.append((found.first[linked], found.second[linked]))
        torn.append(_torn(pieces, found, same))
        moved.append(found.first[same & (joint != found.shared)])
    number = _components(len(pieces), edges)
    count = int(number.max()) + 1 if len(number) else 0
    flags = np.zeros((count, len(KINDS)), dtype=bool)
    flags[:, 0] = _missed(spans, pieces, number, count)
    flags[:, 1] = _other_label(pieces, number, count)
    flags[number[_all(torn)], 2] = True
    flags[number[_all(moved)], 3] = True
    return _in_order(spans, pieces, row_of_piece, number, flags)


def _pieces_with_rows(spans: Spans) -> tuple[Pieces, Ints]:
    """The spans as pieces, and the span that each piece is."""
    offsets = np.cumsum(spans.lengths) - spans.lengths
    order = np.argsort(spans.start + offsets[spans.article], kind="stable")
    return pieces_of(spans), order


def _torn(pieces: Pieces, found: Overlaps, same: Bools) -> Ints:
    width = int(pieces.annotator.max()) + 1
    torn = []
    for one, other in ((found.first, found.second), (found.second, found.first)):
        keys, place = group_keys(one[same] * width + pieces.annotator[other[same]])
        torn.append(keys[np.bincount(place, minlength=len(keys)) > 1] // width)
    return np.concatenate(torn)


def _components(n_pieces: int, edges: list[tuple[Ints, Ints]]) -> Ints:
    from scipy.sparse.csgraph import connected_components  # slow to import

    first = _all([one for one, _ in edges])
    second = _all([other for _, other in edges])
    graph = sparse.csr_array((np.ones(len(first)), (first, second)), shape=(n_pieces, n_pieces))
    _, number = connected_components(graph, directed=False)
    return np.asarray(number, dtype=np.int64)


def _missed(spans: Spans, pieces: Pieces, number: Ints, count: int) -> Bools:
    """Fewer annotators marked it than opened the article."""
    who, _ = group_keys(number * max(1, len(spans.annotators)) + pieces.annotator)
    marking = np.bincount(who // max(1, len(spans.annotators)), minlength=count)
    article = np.zeros(count, dtype=np.int64)
    article[number] = pieces.article
    return marking < spans.annotators_per_article[article]


def _other_label(pieces: Pieces, number: Ints, count: int) -> Bools:
    """Somebody who marked it lacks a label that somebody else gave it."""
    n_labels = int(pieces.label.max(initial=0)) + 1
    n_annotators = int(pieces.annotator.max(initial=0)) + 1
    labels = _distinct_per(number * n_labels + pieces.label, n_labels, count)
    who = number * n_annotators + pieces.annotator
    people = _distinct_per(who, n_annotators, count)
    both = _distinct_per(who * n_labels + pieces.label, n_labels * n_annotators, count)
    return both < labels * people


def _distinct_per(keys: Ints, width: int, count: int) -> Ints:
    distinct, _ = group_keys(keys)
    return np.bincount(distinct // width, minlength=count)


def _in_order(
    spans: Spans, pieces: Pieces, row_of_piece: Ints, number: Ints, flags: Bools
) -> Passages:
    """Passages renumbered by their place in the text."""
    count = len(flags)
    offsets = (np.cumsum(spans.lengths) - spans.lengths).astype(np.int64)
    start = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(start, number, pieces.start)
    end = np.zeros(count, dtype=np.int64)
    np.maximum.at(end, number, pieces.end)
    article = np.zeros(count, dtype=np.int64)
    article[number] = pieces.article
    order = np.lexsort((end, start))
    place = np.empty(count, dtype=np.int64)
    place[order] = np.arange(count)
    of_span = np.empty(len(number), dtype=np.int64)
    of_span[row_of_piece] = place[number]
    article = article[order]
    return Passages(spans, of_span, article, start[order] - offsets[article],
                    end[order] - offsets[article], flags[order])  # fmt: skip


def _all(parts: list[NDArray[np.int64]]) -> Ints:
    return np.concatenate([np.empty(0, dtype=np.int64), *parts])
