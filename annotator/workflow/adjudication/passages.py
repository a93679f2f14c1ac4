"""The passages of an article that adjudicators look at. A decision never names a passage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from annotator.adjudication import Mark, Place, chains, digest
from annotator.agreement.spans.disputed_passages import find_passages
from annotator.agreement.spans.spans import spans_from_arrays
from annotator.workflow.adjudication.desk import Desk

__all__ = ["ATTRIBUTE", "Passage", "Variant", "passages_of"]

ATTRIBUTE = "attribute"  # the mark is settled, a question about it is not
MOST_MARKS = 20  # beyond, and when longer than MOST_STRETCH marks: decided label by label
MOST_STRETCH = 3


@dataclass(frozen=True)
class Variant:
    """Equal marks of several people."""

    label: str
    start: int
    end: int
    marks: tuple[Mark, ...]

    @property
    def place(self) -> Place:
        return self.label, self.start, self.end

    @property
    def people(self) -> set[int]:
        return {mark.revision for mark in self.marks}


@dataclass(frozen=True)
class Passage:
    """Marks that belong together. `kind` says what they are disputed about; `open_marks` are those
    that no standing decision names."""

    article_id: int
    kind: str
    marks: tuple[Mark, ...]
    open_marks: tuple[Mark, ...]
    open_attributes: bool

    @property
    def start(self) -> int:
        return min(mark.start for mark in self.marks)

    @property
    def end(self) -> int:
        return max(mark.end for mark in self.marks)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(sorted({mark.label for mark in self.marks}))

    @property
    def is_open(self) -> bool:
        return bool(self.open_marks) or self.open_attributes

    @property
    def key(self) -> str:
        """Its name in addresses: another one as soon as any of its marks changes. Whose they are,
        and in which order they came, is not in it."""
        return digest(sorted([mark.region, mark.content] for mark in self.marks))[:16]

    @property
    def variants(self) -> tuple[Variant, ...]:
        """In the order of the text; equal marks of several people are one."""
        found: dict[Place, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            found[mark.label, mark.start, mark.end].append(mark)
        ordered = sorted(found.items(), key=lambda one: (one[0][1], one[0][2], one[0][0]))
        return tuple(Variant(*place, tuple(marks)) for place, marks in ordered)


def passages_of(
    desks: Sequence[Desk], half_settled: Collection[int] = ()
) -> dict[int, list[Passage]]:
    """Article -> its passages in text order, of articles whose votes count.

    `half_settled` are decisions whose gold has a question that nobody has settled.
    """
    desks = [desk for desk in desks if desk.votes_count]
    found: dict[int, list[Passage]] = {}
    groups = _groups(desks)
    for desk in desks:
        decided = desk.standing.marks
        decisions = _decisions(desk)
        passages = []
        for kind, marks in _parts(groups.get(desk.article_id, []), decisions):
            waiting = tuple(m for m in marks if (m.revision, m.region) not in decided)
            by = {decisions.get((mark.revision, mark.region), 0) for mark in marks}
            asked = not by.isdisjoint(half_settled)
            if asked and not waiting:
                kind = ATTRIBUTE
            passages.append(Passage(desk.article_id, kind, tuple(marks), waiting, asked))
        found[desk.article_id] = sorted(passages, key=lambda one: (one.start, one.end, one.key))
    return found


def _decisions(desk: Desk) -> dict[tuple[int, str], int]:
    """Present mark -> the standing decision that named it, in whatever revision."""
    revisions = {ballot.annotation: ballot.revision for ballot in desk.ballots}
    return {
        (revisions.get(one.annotation_id, 0), one.named.key): one.decision_id
        for one in desk.decided
        if one.named.what == "mark"
    }


def _groups(desks: Sequence[Desk]) -> dict[int, list[tuple[str, list[Mark]]]]:
    """Article -> passages as agreement sees them: kind and marks."""
    rows = [(d.article_id, mark) for d in desks for b in d.ballots for mark in b.marks]
    spans = spans_from_arrays(
        [article for article, _ in rows], [mark.revision for _, mark in rows],
        [mark.label for _, mark in rows], [mark.start for _, mark in rows],
        [mark.end for _, mark in rows],
        lengths={desk.article_id: _length(desk) for desk in desks},
        seen=[(desk.article_id, ballot.revision) for desk in desks for ballot in desk.ballots],
    )  # fmt: skip
    marks: dict[tuple[str, str, str, int, int], list[Mark]] = defaultdict(list)
    for article, mark in rows:
        name = (str(article), str(mark.revision), mark.label, mark.start, mark.end)
        marks[name].append(mark)
    passages = find_passages(spans)
    found: dict[int, list[tuple[str, list[Mark]]]] = defaultdict(list)
    for passage in passages.passages(range(len(passages))):
        article_name = spans.articles[passage.article]
        names = {
            (article_name, spans.annotators[who], spans.labels[label], start, end)
            for who, label, start, end in passage.marks
        }
        inside = sorted(mark for name in names for mark in marks[name])
        found[int(article_name)].append((passage.kind, inside))
    return found


def _length(desk: Desk) -> int:
    return max((mark.end for ballot in desk.ballots for mark in ballot.marks), default=1)


def _parts(
    groups: Iterable[tuple[str, list[Mark]]], decisions: dict[tuple[int, str], int]
) -> list[tuple[str, list[Mark]]]:
    """What was decided together stays together; a dense passage falls into its labels."""
    parts: list[tuple[str, list[Mark]]] = []
    for kind, marks in groups:
        longest = max(mark.end - mark.start for mark in marks)
        stretch = max(mark.end for mark in marks) - min(mark.start for mark in marks)
        if len(marks) > MOST_MARKS or (len(marks) > 3 and stretch > MOST_STRETCH * longest):
            for label in sorted({mark.label for mark in marks}):
                of_label = [mark for mark in marks if mark.label == label]
                parts += [(kind, chain) for chain in chains(of_label)]
        else:
            parts.append((kind, marks))
    return _joined_by_decisions(parts, decisions)


def _joined_by_decisions(
    parts: list[tuple[str, list[Mark]]], decisions: dict[tuple[int, str], int]
) -> list[tuple[str, list[Mark]]]:
    part_of: dict[int | None, int] = {}
    joined: list[tuple[str, list[Mark]] | None] = []
    for kind, marks in parts:
        same = {
            decisions[m.revision, m.region] for m in marks if (m.revision, m.region) in decisions
        }
        for place in sorted({part_of[one] for one in same if one in part_of}):
            other = joined[place]
            if other is not None:
                kind, marks = other[0], [*other[1], *marks]
                joined[place] = None
        joined.append((kind, sorted(marks)))
        known = {decisions.get((m.revision, m.region)) for m in marks}
        part_of |= {one: len(joined) - 1 for one in known if one is not None}
    return [one for one in joined if one is not None]
