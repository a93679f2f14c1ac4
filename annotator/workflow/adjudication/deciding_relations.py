"""Deciding relations by hand: between two marks of a person, or between two gold marks.

Relations of several people between the same two ends are decided together; their types may differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from annotator import store
from annotator.adjudication import Link, Mark, Place, becoming
from annotator.errors import DecidedMeanwhile, StudyError
from annotator.names import checked_note
from annotator.store import adjudication as kept
from annotator.store.adjudication import GoldSpanRecord, NewDecision, Settler
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.desk import Desk, load_desk, named_link

__all__ = ["AskedRelation", "RelationEnds", "decide_relation", "relations_of"]


@dataclass(frozen=True, order=True)
class RelationEnds:
    """From and to: of each end the gold mark it became, or where it was marked.

    `has_gold` says that both ends are gold: only then can the relation be.
    """

    start: Place
    end: Place
    has_gold: bool


@dataclass(frozen=True)
class AskedRelation:
    """What people and the gold say about one pair of ends."""

    ends: RelationEnds
    links: tuple[Link, ...]
    gold: tuple[str, ...]  # types of the gold relations between them
    is_open: bool
    decisions: tuple[int, ...]  # those that stand for it


def relations_of(desk: Desk, gold: kept.Gold) -> list[AskedRelation]:
    """Every pair of ends that somebody joined, or that is joined in the gold, in text order."""
    if not desk.votes_count:
        return []
    became = _golds_of_marks(desk, gold.spans)
    marks = {(mark.revision, mark.region): mark for b in desk.ballots for mark in b.marks}
    links: dict[RelationEnds, list[Link]] = defaultdict(list)
    for link in (link for ballot in desk.ballots for link in ballot.links):
        sides = [marks.get((link.revision, one)) for one in (link.from_region, link.to_region)]
        if sides[0] is not None and sides[1] is not None:
            links[_ends(sides[0], sides[1], became)].append(link)
    places = {one.id: one.place for one in gold.spans}
    joined: dict[RelationEnds, list[kept.GoldRelationRecord]] = defaultdict(list)
    for relation in gold.relations:
        ends = RelationEnds(places[relation.from_gold], places[relation.to_gold], True)
        joined[ends].append(relation)
    return [
        _asked(desk, ends, links.get(ends, []), joined.get(ends, []))
        for ends in sorted({*links, *joined}, key=lambda one: (one.start[1:], one.end[1:], one))
    ]


def decide_relation(
    db: store.Store,
    study_id: int,
    article_id: int,
    ends: RelationEnds,
    label: str | None,
    settler: Settler,
    *,
    reason: str = "",
    seen: int = 0,
) -> int:
    """Join two gold marks (label None: they are not joined); the decision's number.

    Raises DecidedMeanwhile when somebody decided it after the decision `seen`, and StudyError when
    an end is not gold, or the codebook does not have the type.
    """
    reason = checked_note(reason, "The reason", StudyError)
    with store.writing(db):
        scheme = scheme_of(db, store.load_study(db, study_id))
        if label and label not in {one.key for one in scheme.relations}:
            raise StudyError(f"The codebook has no relation {label!r}.")
        if store.load_article(db, article_id).study_id != study_id:
            raise StudyError(f"The study has no article number {article_id}.")
        desk = load_desk(db, study_id, article_id)
        gold = kept.load_gold(db, study_id, article_id)
        known = {one.ends: one for one in relations_of(desk, gold)}
        found = known.get(ends, AskedRelation(ends, (), (), True, ()))
        if label is None and not found.links and not found.gold:
            raise StudyError("Nobody joined these two marks, so there is nothing to reject.")
        if label is not None and not {ends.start, ends.end} <= {one.place for one in gold.spans}:
            raise StudyError("Both ends of a relation must be gold. Decide on their marks first.")
        if ends.start == ends.end:
            raise StudyError("A relation joins two different marks.")
        if any(number > seen for number in found.decisions):
            raise DecidedMeanwhile("Somebody else decided this relation first. Look again.")
        decision = NewDecision(
            article_id, "relation", "hand", reason=reason,
            named=tuple(map(named_link, found.links)),
            relations=() if label is None else ((ends.start, ends.end, label),),
            ends=found.decisions,
        )  # fmt: skip
        return kept.save_decisions(db, study_id, [decision], settler)[0]


def _asked(
    desk: Desk,
    ends: RelationEnds,
    links: Sequence[Link],
    joined: Sequence[kept.GoldRelationRecord],
) -> AskedRelation:
    annotations = {ballot.revision: ballot.annotation for ballot in desk.ballots}
    names = {(annotations[link.revision], link.key) for link in links}
    standing = {one.decision_id for one in joined}
    standing |= {
        one.decision_id
        for one in desk.decided
        if one.named.what == "relation" and (one.annotation_id, one.named.key) in names
    }
    return AskedRelation(
        ends,
        tuple(links),
        tuple(sorted(one.label for one in joined)),
        any(link not in desk.standing.links for link in links),
        tuple(sorted(standing)),
    )


def _ends(start: Mark, end: Mark, became: dict[Mark, Place]) -> RelationEnds:
    return RelationEnds(
        became.get(start, (start.label, start.start, start.end)),
        became.get(end, (end.label, end.start, end.end)),
        start in became and end in became,
    )


def _golds_of_marks(desk: Desk, golds: Sequence[GoldSpanRecord]) -> dict[Mark, Place]:
    """As rules see it; a mark whose label was changed became what its decision made of it."""
    marks = [mark for ballot in desk.ballots for mark in ballot.marks]
    decided = [mark for mark in marks if (mark.revision, mark.region) in desk.standing.marks]
    became = becoming(decided, sorted(one.place for one in golds))
    revisions = {ballot.annotation: ballot.revision for ballot in desk.ballots}
    by = {
        (revisions.get(one.annotation_id, 0), one.named.key): one.decision_id
        for one in desk.decided
        if one.named.what == "mark"
    }
    for mark in decided:
        made = [one for one in golds if one.decision_id == by.get((mark.revision, mark.region))]
        near = [one for one in made if mark.shared(one.start, one.end)]
        if mark not in became and near:
            became[mark] = max(near, key=lambda one: mark.shared(one.start, one.end)).place
    return became
