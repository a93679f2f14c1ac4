"""Relations between marks, and which relation of one annotator is which of another.

Two relations are the same when both their ends are marks that match (see `matched_marks`), in the
same direction. Between the same two marks there may be several, of different types: those of equal
type are matched first, each once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Ints
from annotator.agreement.attributes.matched_marks import MatchedMarks
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

MISSED, NO_END, DIRECTION, TYPE = "missed", "end not marked", "direction", "type"
_KINDS = (NO_END, MISSED, DIRECTION, TYPE)  # what is nearer to the relation comes later


@dataclass(frozen=True, eq=False)
class Relations:
    """A row each, once; `begin` and `end` are rows of `spans`, `label` an index into `types`."""

    spans: Spans
    begin: Ints
    end: Ints
    label: Ints
    types: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.begin)

    @cached_property
    def article(self) -> Ints:
        return self.spans.article[self.begin]

    @cached_property
    def annotator(self) -> Ints:
        return self.spans.annotator[self.begin]

    @property
    def annotators(self) -> tuple[str, ...]:
        return self.spans.annotators

    @property
    def annotators_per_article(self) -> Ints:
        return self.spans.annotators_per_article


class DisputedRelation(NamedTuple):
    """A relation that not everybody drew alike; `rows` are rows of `Relations`, one for each
    annotator who drew it, `kinds` what the others did instead."""

    rows: tuple[int, ...]
    kinds: tuple[str, ...]


def relations_between(
    spans: Spans, begin: Ints, end: Ints, names: Sequence[str], types: Sequence[str] = ()
) -> Relations:
    """From the row of the begin, the row of the end and the type of each, in whatever order.

    `types` come first, others behind, sorted. Raises RatingsError where the ends are not of one
    annotator in one article.
    """
    given = set(names)
    known = tuple(dict.fromkeys([*types, *sorted(given)]))
    by_name = np.array(sorted(range(len(known)), key=known.__getitem__), dtype=np.int64)
    rank = {known[label]: place for place, label in enumerate(by_name.tolist())}
    named = np.fromiter(map(rank.__getitem__, names), np.int64, len(names))
    apart = spans.article[begin] != spans.article[end]
    apart |= spans.annotator[begin] != spans.annotator[end]
    for row in np.flatnonzero(apart).tolist():
        raise RatingsError(
            f"a relation {names[row]!r} joins marks of two articles or two annotators "
            f"(rows {begin[row]} and {end[row]}); it needs two marks of one annotator in one "
            "article"
        )
    marks, K = max(1, len(spans)), max(1, len(known))
    drawn = np.unique((begin * marks + end) * K + named)
    begin, end = np.divmod(drawn // K, marks)
    return Relations(spans, begin, end, by_name[drawn % K], known)


def match_relations(relations: Relations, marks: MatchedMarks) -> MatchedMarks:
    """Rows of relations that are matched, `first` of the annotator that comes first."""
    drawn = _between(relations, relations.begin, relations.end)
    ends, row, count = np.unique(drawn, return_index=True, return_counts=True)
    partners = _partners(relations.spans, marks)
    mine, who = partners.annotators_of(relations.begin[row])
    begin = partners.of(relations.begin[row][mine], who)
    end = partners.of(relations.end[row][mine], who)
    place, there = _places(ends, _between(relations, begin, end))
    there &= (end >= 0) & (relations.annotator[row][mine] < who)
    mine, other = mine[there], place[there]
    single = (count[mine] == 1) & (count[other] == 1)  # nearly all of them
    first, second = [row[mine[single]]], [row[other[single]]]
    if not single.all():
        several_types = np.unique(np.concatenate([mine[~single], other[~single]]))
        by_ends = _by_ends(drawn, ends[several_types])
        for one, two in zip(mine[~single].tolist(), other[~single].tolist(), strict=True):
            several = np.array(
                _of_equal_type_first(relations, *(by_ends[int(ends[g])] for g in (one, two))),
                dtype=np.int64,
            )
            first.append(several[:, 0])
            second.append(several[:, 1])
    return MatchedMarks(np.concatenate(first), np.concatenate(second))


def disputed_relations(
    relations: Relations, marks: MatchedMarks, matched: MatchedMarks
) -> list[DisputedRelation]:
    """Those that somebody who opened the article did not draw, or drew otherwise."""
    if not len(relations):
        return []
    joined = _joined(len(relations), matched)
    instead = np.zeros((int(joined.max()) + 1, len(_KINDS)), dtype=bool)
    group, kind = _instead(relations, marks, joined)
    instead[group, kind] = True
    order = np.argsort(joined, kind="stable")
    begin = np.flatnonzero(np.diff(joined[order], prepend=-1))
    label = relations.label[order]
    instead[:, _KINDS.index(TYPE)] = np.maximum.reduceat(label, begin) > np.minimum.reduceat(
        label, begin
    )
    which = instead @ (1 << np.arange(len(_KINDS)))  # the set of kinds as a number
    names = [
        tuple(sorted(kind for place, kind in enumerate(_KINDS) if number >> place & 1))
        for number in range(1 << len(_KINDS))
    ]
    rows, stop = order.tolist(), np.append(begin[1:], len(order))
    some = which > 0
    return [
        DisputedRelation(tuple(rows[one:other]), names[kinds])
        for one, other, kinds in zip(
            begin[some].tolist(), stop[some].tolist(), which[some].tolist(), strict=True
        )
    ]


def _instead(relations: Relations, marks: MatchedMarks, joined: Ints) -> tuple[Ints, Ints]:
    """What each other annotator who opened the article has in place of a relation that they did not
    draw: the group of relations, and which of the kinds."""
    G = len(relations.annotators)
    seen = sparse.csr_array(relations.spans.seen)
    begins = seen.indptr.astype(np.int64)
    first, count = begins[relations.article], np.diff(begins)[relations.article]
    row = np.repeat(np.arange(len(relations)), count)
    who = seen.indices.astype(np.int64)[_counting(first, count)]
    others = ~np.isin(joined[row] * G + who, joined * G + relations.annotator)
    row, who = row[others], who[others]
    partners = _partners(relations.spans, marks)
    begin, end = (partners.of(one[row], who) for one in (relations.begin, relations.end))
    both = (begin >= 0) & (end >= 0)
    drawn = _between(relations, relations.begin, relations.end)
    turned = both & np.isin(_between(relations, end, begin), drawn)
    best = np.where(turned, 2, both.astype(np.int64))  # of several rows the nearest counts
    whose, place = np.unique(joined[row] * G + who, return_inverse=True)
    kind = np.zeros(len(whose), dtype=np.int64)
    np.maximum.at(kind, place, best)
    return whose // G, kind


def _between(relations: Relations, begin: Ints, end: Ints) -> Ints:
    """Two marks as one number."""
    return begin * len(relations.spans) + end


@dataclass(frozen=True, eq=False)
class _Partners:
    """The marks that match a mark: one at most of each other annotator. `key` is the mark times the
    annotators plus the annotator, ascending."""

    key: Ints
    partner: Ints
    annotators: int

    def annotators_of(self, mark: Ints) -> tuple[Ints, Ints]:
        """Places in `mark`, and who has a mark that matches."""
        first = np.searchsorted(self.key, mark * self.annotators)
        count = np.searchsorted(self.key, (mark + 1) * self.annotators) - first
        who = self.key[_counting(first, count)] % self.annotators
        return np.repeat(np.arange(len(mark)), count), who

    def of(self, mark: Ints, annotator: Ints) -> Ints:
        """This annotator's match of each mark, -1 where there is none."""
        place, there = _places(self.key, mark * self.annotators + annotator)
        found = np.full(len(mark), -1, dtype=np.int64)
        found[there] = self.partner[place[there]]
        return found


def _partners(spans: Spans, marks: MatchedMarks) -> _Partners:
    mark = np.concatenate([marks.first, marks.second])
    partner = np.concatenate([marks.second, marks.first])
    key = mark * len(spans.annotators) + spans.annotator[partner]
    order = np.argsort(key)
    return _Partners(key[order], partner[order], len(spans.annotators))


def _counting(first: Ints, count: Ints) -> Ints:
    """`count` numbers from each `first` on, one after the other."""
    before = np.cumsum(count) - count
    found: Ints = np.arange(int(count.sum())) + np.repeat(first - before, count)
    return found


def _places(known: Ints, wanted: Ints) -> tuple[Ints, Bools]:
    """Where in `known`, which ascends, each wanted number is, and whether it is there."""
    if not len(known):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return place, known[place] == wanted


def _by_ends(drawn: Ints, wanted: Ints) -> dict[int, list[int]]:
    """The relations between each of these two marks."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = np.flatnonzero(np.isin(drawn, wanted))
    for row, both in zip(rows.tolist(), drawn[rows].tolist(), strict=True):
        found[both].append(row)
    return dict(found)


def _of_equal_type_first(
    relations: Relations, mine: Sequence[int], theirs: Sequence[int]
) -> list[tuple[int, int]]:
    left = {int(relations.label[row]): row for row in mine}
    right = {int(relations.label[row]): row for row in theirs}
    equal = sorted(left.keys() & right.keys())
    rest = zip(sorted(left.keys() - right.keys()), sorted(right.keys() - left.keys()), strict=False)
    return [*((left[t], right[t]) for t in equal), *((left[t], right[u]) for t, u in rest)]


def _joined(count: int, matched: MatchedMarks) -> Ints:
    """A number for each row; rows that are matched, directly or through others, have the same."""
    from scipy.sparse.csgraph import connected_components  # slow to import

    edges = (np.ones(len(matched), dtype=np.int8), (matched.first, matched.second))
    graph = sparse.csr_array(edges, shape=(count, count))
    _, joined = connected_components(graph, directed=False)
    found: Ints = joined.astype(np.int64)
    return found
