"""Which mark of one annotator is which mark of another.

Two marks can be the same when they have the same label and share a character. In each article, for
each two annotators and each label, they are matched one to one: the largest number of matches, of
these the least total boundary distance |start - start'| + |end - end'|, of these the earliest, in
order. What else was said of a mark is never looked at, so agreement on it cannot make a match.

Matches of pairs are not transitive: A's mark may be B's, B's be C's, and A's not be C's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from annotator.agreement.arrays import Bools, Ints
from annotator.agreement.attributes.assignments import best_assignments
from annotator.agreement.spans.overlap_statistics import group_keys
from annotator.agreement.spans.span_pairs import overlaps, piece_order, pieces_of
from annotator.agreement.spans.spans import Spans


@dataclass(frozen=True, eq=False)
class MatchedMarks:
    """Rows of `Spans` that are matched; `first` is of the annotator that comes first."""

    first: Ints
    second: Ints

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Marks that overlap, a row each two: `left` and `right` name a mark and the annotator that it
    is compared with, `joined` the component of the graph that they make."""

    first: Ints  # rows of Spans
    second: Ints
    left: Ints
    right: Ints
    joined: Ints
    distance: Ints

    def take(self, rows: Bools | Ints) -> _Candidates:
        return _Candidates(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def match_marks(spans: Spans) -> MatchedMarks:
    """Match the marks of every two annotators.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks(
    ...     [Mark("a", "ann", "fear", 0, 9), Mark("a", "bob", "fear", 0, 4),
    ...      Mark("a", "bob", "fear", 1, 9)], lengths={"a": 20})
    >>> found = match_marks(spans)
    >>> [(int(spans.start[row]), int(spans.end[row])) for row in found.second]
    [(1, 9)]
    """
    found = _candidates(spans)
    lefts = _nodes_of_each(found.joined, found.left)
    rights = _nodes_of_each(found.joined, found.right)
    star = (lefts == 1) | (rights == 1)  # one mark and all that could be it
    first, second = [], []
    stars = found.take(star)
    best = _best_of_each(spans, stars)
    first.append(stars.first[best])
    second.append(stars.second[best])
    rest = found.take(~star)
    rest = rest.take(np.argsort(rest.joined, kind="stable"))
    chosen = best_assignments(rest.joined, rest.first, rest.second, rest.distance)
    first.append(rest.first[chosen])
    second.append(rest.second[chosen])
    return MatchedMarks(np.concatenate(first), np.concatenate(second))


def _candidates(spans: Spans) -> _Candidates:
    pieces, row = pieces_of(spans), piece_order(spans)
    blocks = [found for _, found in overlaps(pieces, same_label=True)]
    none = np.empty(0, dtype=np.int64)
    first = row[np.concatenate([none, *(found.first for found in blocks)])]
    second = row[np.concatenate([none, *(found.second for found in blocks)])]
    width = max(1, len(spans.annotators))
    left_keys, left = group_keys(first * width + spans.annotator[second])
    right_keys, right = group_keys(second * width + spans.annotator[first])
    return _Candidates(
        first, second, left, right, _components(left, right, len(left_keys), len(right_keys)),
        np.abs(spans.start[first] - spans.start[second])
        + np.abs(spans.end[first] - spans.end[second]),
    )  # fmt: skip


def _components(left: Ints, right: Ints, lefts: int, rights: int) -> Ints:
    from scipy.sparse.csgraph import connected_components  # slow to import

    edges = (np.ones(len(left), dtype=np.int8), (left, right + lefts))
    graph = sparse.csr_array(edges, shape=(lefts + rights, lefts + rights))
    _, joined = connected_components(graph, directed=False)
    found: Ints = joined[left].astype(np.int64)
    return found


def _nodes_of_each(joined: Ints, node: Ints) -> Ints:
    """For each row how many different nodes its component has on this side."""
    seen, place = np.unique(node, return_index=True)
    count = np.bincount(joined[place], minlength=int(joined.max(initial=-1)) + 1)
    return count[joined] if len(seen) else np.empty(0, dtype=np.int64)


def _by_preference(spans: Spans, found: _Candidates) -> Ints:
    """Rows, component by component, the best first: near, then early."""
    start = spans.start[found.first] + spans.start[found.second]
    end = spans.end[found.first] + spans.end[found.second]
    order: Ints = np.lexsort((end, start, found.distance, found.joined))
    return order


def _best_of_each(spans: Spans, stars: _Candidates) -> Ints:
    """One row of each component, in the order of components; most are the only one of theirs."""
    only = np.bincount(stars.joined)[stars.joined] == 1
    several = np.flatnonzero(~only)
    rest = stars.take(several)
    chosen = several[_first_of_each(rest.joined, _by_preference(spans, rest))]
    best = np.concatenate([np.flatnonzero(only), chosen])
    ordered: Ints = best[np.argsort(stars.joined[best], kind="stable")]
    return ordered


def _first_of_each(joined: Ints, order: Ints) -> Ints:
    ordered = joined[order]
    new: Bools = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    best: Ints = order[new]
    return best
