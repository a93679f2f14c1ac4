"""Relations between marks, and which relation of one annotator is which of another.

Two relations are the same when both their ends are marks that match (see `matched_marks`), in the
same direction. Between the same two marks there may be several, of different types: those of equal
type are matched first, each once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.attributes.matched_marks import MatchedMarks
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError

MISSED, NO_END, DIRECTION, TYPE = "missed", "end not marked", "direction", "type"


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

    @property
    def article(self) -> Ints:
        return self.spans.article[self.begin]

    @property
    def annotator(self) -> Ints:
        return self.spans.annotator[self.begin]

    @property
    def annotators(self) -> tuple[str, ...]:
        return self.spans.annotators

    @property
    def annotators_per_article(self) -> Ints:
        return self.spans.annotators_per_article


@dataclass(frozen=True)
class DisputedRelation:
    """A relation that not everybody drew alike; `rows` are rows of `Relations`, one for each
    annotator who drew it, `kinds` what the others did instead."""

    rows: tuple[int, ...]
    kinds: tuple[str, ...]


def relations_between(
    spans: Spans, rows: Iterable[tuple[int, int, str]], types: Sequence[str] = ()
) -> Relations:
    """From (row of the begin, row of the end, type). `types` come first, others behind, sorted.

    Raises RatingsError where the ends are not of one annotator in one article.
    """
    drawn = sorted(set(rows))
    known = list(dict.fromkeys([*types, *sorted({name for _, _, name in drawn})]))
    for begin, end, name in drawn:
        if spans.article[begin] != spans.article[end] or (
            spans.annotator[begin] != spans.annotator[end]
        ):
            raise RatingsError(
                f"a relation {name!r} joins marks of two articles or two annotators "
                f"(rows {begin} and {end}); it needs two marks of one annotator in one article"
            )
    begins = np.array([begin for begin, _, _ in drawn], dtype=np.int64)
    ends = np.array([end for _, end, _ in drawn], dtype=np.int64)
    labels = np.array([known.index(name) for _, _, name in drawn], dtype=np.int64)
    return Relations(spans, begins, ends, labels, tuple(known))


def match_relations(relations: Relations, marks: MatchedMarks) -> MatchedMarks:
    """Rows of relations that are matched, `first` of the annotator that comes first."""
    drawn = _by_ends(relations)
    partners = _partners(relations, marks)
    first: list[int] = []
    second: list[int] = []
    for (begin, end), mine in drawn.items():
        for other_begin in partners.get(begin, ()):
            for other_end in partners.get(end, ()):
                theirs = drawn.get((other_begin, other_end))
                if theirs and _who(relations, mine) < _who(relations, theirs):
                    for one, other in _of_equal_type_first(relations, mine, theirs):
                        first.append(one)
                        second.append(other)
    return MatchedMarks(np.array(first, dtype=np.int64), np.array(second, dtype=np.int64))


def disputed_relations(
    relations: Relations, marks: MatchedMarks, matched: MatchedMarks
) -> list[DisputedRelation]:
    """Those that somebody who opened the article did not draw, or drew otherwise."""
    seen, partners, drawn = relations.spans.seen, _partners(relations, marks), _by_ends(relations)
    found = []
    for rows in _joined(len(relations), matched):
        who = {int(relations.annotator[row]) for row in rows}
        kinds = set()
        if len({int(relations.label[row]) for row in rows}) > 1:
            kinds.add(TYPE)
        article = relations.article[rows[0]]
        for other in np.flatnonzero(seen[article]).tolist():
            if other not in who:
                kinds.add(_instead(relations, rows, other, partners, drawn))
        if kinds:
            found.append(DisputedRelation(tuple(rows), tuple(sorted(kinds))))
    return found


def _instead(
    relations: Relations, rows: Sequence[int], other: int,
    partners: dict[int, list[int]], drawn: dict[tuple[int, int], list[int]],
) -> str:  # fmt: skip
    """What another annotator has in place of this relation."""
    who = relations.spans.annotator
    ends_marked = False
    for row in rows:
        begins = [one for one in partners.get(int(relations.begin[row]), ()) if who[one] == other]
        ends = [one for one in partners.get(int(relations.end[row]), ()) if who[one] == other]
        if any((end, begin) in drawn for begin in begins for end in ends):
            return DIRECTION
        ends_marked = ends_marked or bool(begins and ends)
    return MISSED if ends_marked else NO_END


def _by_ends(relations: Relations) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    ends = zip(relations.begin.tolist(), relations.end.tolist(), strict=True)
    for row, both in enumerate(ends):
        found[both].append(row)
    return dict(found)


def _partners(relations: Relations, marks: MatchedMarks) -> dict[int, list[int]]:
    """The marks that match each mark at which a relation ends."""
    wanted = {*relations.begin.tolist(), *relations.end.tolist()}
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(marks.first.tolist(), marks.second.tolist(), strict=True):
        if one in wanted and other in wanted:
            found[one].append(other)
            found[other].append(one)
        elif one in wanted:
            found[one].append(other)
        elif other in wanted:
            found[other].append(one)
    return dict(found)


def _who(relations: Relations, rows: Sequence[int]) -> int:
    return int(relations.annotator[rows[0]])


def _of_equal_type_first(
    relations: Relations, mine: Sequence[int], theirs: Sequence[int]
) -> list[tuple[int, int]]:
    left = {int(relations.label[row]): row for row in mine}
    right = {int(relations.label[row]): row for row in theirs}
    equal = sorted(left.keys() & right.keys())
    rest = zip(sorted(left.keys() - right.keys()), sorted(right.keys() - left.keys()), strict=False)
    return [*((left[t], right[t]) for t in equal), *((left[t], right[u]) for t, u in rest)]


def _joined(count: int, matched: MatchedMarks) -> list[list[int]]:
    """Rows that are matched, directly or through others, together."""
    from scipy import sparse
    from scipy.sparse.csgraph import connected_components  # slow to import

    edges = (np.ones(len(matched), dtype=np.int8), (matched.first, matched.second))
    graph = sparse.csr_array(edges, shape=(count, count))
    if not count:
        return []
    number, joined = connected_components(graph, directed=False)
    groups: list[list[int]] = [[] for _ in range(number)]
    for row, group in enumerate(joined.tolist()):
        groups[group].append(row)
    return groups
