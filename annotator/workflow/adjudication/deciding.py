"""Deciding by hand, and taking a decision back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotator import store
from annotator.adjudication import Mark, Place
from annotator.errors import DecidedMeanwhile, StudyError
from annotator.models import Scheme
from annotator.names import checked_note
from annotator.store import adjudication as kept
from annotator.store.adjudication import DecisionRecord, NewDecision, NewGoldSpan, Settler
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.allowed import refuse_not_allowed
from annotator.workflow.adjudication.desk import Desk, load_desk, named_mark

__all__ = [
    "Choice",
    "attach_again",
    "copied",
    "decide",
    "overruled",
    "said_already",
    "stand_again",
    "suggestion_shown",
    "undo",
]

Region = tuple[int, str]  # revision and region of a mark


@dataclass(frozen=True)
class Choice:
    """What an adjudicator decided about some marks: the gold they become, or none.

    `seen` is the newest decision of the article that they knew of; 0: none.
    """

    article_id: int
    marks: tuple[Region, ...]
    golds: tuple[NewGoldSpan, ...]
    reason: str = ""
    seen: int = 0


def decide(db: store.Store, study_id: int, choice: Choice, settler: Settler) -> int:
    """Keep a decision by hand; its number. What stood for these marks stands no more.

    Raises DecidedMeanwhile when somebody else decided on them first or a mark has changed, and
    StudyError for gold that the codebook or the text does not allow.
    """
    reason = checked_note(choice.reason, "The reason", StudyError)
    with store.writing(db):
        scheme = scheme_of(db, store.load_study(db, study_id))
        text = _text(db, study_id, choice.article_id)
        desk = load_desk(db, study_id, choice.article_id)
        marks = _marks(desk, choice.marks)
        _check(choice.golds, text, scheme)
        ends = _in_the_way(db, desk, choice, marks)
        # A mark once, as it is now, though what ends here named it in an earlier revision.
        annotation = {one.revision: one.annotation for one in desk.ballots}
        named = {
            (one.annotation_id, one.named.key): one.named
            for one in desk.decided if one.decision_id in ends and one.named.what == "mark"
        }  # fmt: skip
        named |= {
            (annotation[mark.revision], mark.region): named_mark(mark) for mark in marks
        }  # fmt: skip
        decision = NewDecision(
            choice.article_id, "mark" if choice.golds else "nothing", "hand",
            reason=reason, named=tuple(named.values()), spans=choice.golds,
            ends=tuple(sorted(ends)), suggestion=suggestion_shown(db, study_id),
        )  # fmt: skip
        if again := said_already(db, study_id, decision, settler):
            return again
        relations = kept.load_relations_on(db, ends)
        (number,) = kept.save_decisions(db, study_id, [decision], settler)
        attach_again(db, study_id, choice.article_id, relations)
    return number


def said_already(db: store.Store, study_id: int, decision: NewDecision, settler: Settler) -> int:
    """The same person's standing decision that says just this under this codebook; 0: none. One
    sent twice, with the Back button say, stays one, and one step takes it back."""
    if len(decision.ends) != 1:
        return 0
    (there,) = kept.load_decisions_by_id(db, decision.ends)
    now = replace(
        decision, named=there.named, ends=(), scheme_id=store.load_study(db, study_id).scheme_id
    )
    same = copied(there) == now and set(there.named) == set(decision.named)
    return there.id if same and there.account_id == settler.account_id else 0


def suggestion_shown(db: store.Store, study_id: int) -> str:
    """How a decision by hand is marked while a manager has suggestions turned on; "" while not."""
    return "suggestion shown" if kept.load_choices(db, study_id).suggestions else ""


def undo(db: store.Store, study_id: int, decision_id: int, settler: Settler) -> int:
    """Take one decision back; what it took the place of stands again, unless its batch was taken
    back meanwhile. The article's number."""
    with store.writing(db):
        found = kept.load_decisions_by_id(db, [decision_id])
        if not found or found[0].article_id is None:
            raise StudyError(f"There is no decision number {decision_id}.")
        if store.load_article(db, found[0].article_id).study_id != study_id:
            raise StudyError(f"The study has no decision number {decision_id}.")
        kept.undo_decisions(db, study_id, [decision_id], settler)
        undone = {one.id for one in kept.load_batches(db, study_id) if one.undone_at}
        earlier = kept.load_decisions_by_id(db, found[0].ends)
        stand_again(db, study_id, [one for one in earlier if one.batch_id not in undone])
    return found[0].article_id


def overruled(golds: Iterable[NewGoldSpan], marks: Sequence[Mark], voters: int) -> bool:
    """Whether a mark that more than half of the voters made is not gold: a reason is asked for."""
    makers: dict[Place, set[int]] = {}
    for mark in marks:
        makers.setdefault((mark.label, mark.start, mark.end), set()).add(mark.revision)
    made = {(gold.label, gold.start, gold.end) for gold in golds}
    return any(len(who) * 2 > voters and place not in made for place, who in makers.items())


def _text(db: store.Store, study_id: int, article_id: int) -> str:
    article = store.load_article(db, article_id)
    if article.study_id != study_id or article.removed_at:
        raise StudyError(f"The study has no article number {article_id}.")
    return article.article.text


def _marks(desk: Desk, regions: Sequence[Region]) -> list[Mark]:
    there = {(mark.revision, mark.region): mark for b in desk.ballots for mark in b.marks}
    if not set(regions) <= set(there):
        raise DecidedMeanwhile(
            "An annotator changed these marks meanwhile. Look at the passage as it is now."
        )
    return [there[region] for region in regions]


def _in_the_way(db: store.Store, desk: Desk, choice: Choice, marks: Sequence[Mark]) -> set[int]:
    """The standing decisions that this one takes the place of."""
    names = {("mark", mark.revision, mark.region) for mark in marks}
    standing = {
        one.decision_id
        for one in desk.decided
        if (one.named.what, one.named.revision_id, one.named.key) in names
        or _same_mark(one, desk, names)
    }
    wanted = {(gold.label, gold.start, gold.end) for gold in choice.golds}
    gold = kept.load_gold(db, 0, choice.article_id)
    standing |= {one.decision_id for one in gold.spans if one.place in wanted}
    if any(number > choice.seen for number in standing):
        raise DecidedMeanwhile(
            "Somebody else decided on this passage first. Look at that decision: keep it, or "
            "decide again."
        )
    return standing


def _same_mark(one: kept.Decided, desk: Desk, names: set[tuple[str, int, str]]) -> bool:
    """Named in an earlier revision of the same annotation."""
    revisions = {ballot.annotation: ballot.revision for ballot in desk.ballots}
    now = revisions.get(one.annotation_id, 0)
    return one.named.what == "mark" and ("mark", now, one.named.key) in names


def _check(golds: Sequence[NewGoldSpan], text: str, scheme: Scheme) -> None:
    places = [(gold.label, gold.start, gold.end) for gold in golds]
    if len(set(places)) < len(places):
        raise StudyError("The same gold mark is there twice; accept it once.")
    refuse_not_allowed(golds, scheme)
    for gold in golds:
        if not 0 <= gold.start < gold.end <= len(text):
            raise StudyError(
                f"A mark must lie in the text, from 0 to {len(text)}; this one goes from "
                f"{gold.start} to {gold.end}."
            )


def attach_again(db: store.Store, study_id: int, article_id: int, relations: Sequence[int]) -> None:
    """Relations whose two ends are gold as before stand again."""
    places = set(kept.load_gold_places(db, study_id, [article_id]).get(article_id, ()))
    found = [one for one in kept.load_decisions_by_id(db, relations) if not one.stands]
    kept_ends = [one for one in found if _ends(one) <= places]
    stand_again(db, study_id, kept_ends)


def _ends(decision: DecisionRecord) -> set[Place]:
    rows = json.loads(decision.after)
    return {tuple(row[end]) for row in rows for end in ("from", "to")}


def stand_again(db: store.Store, study_id: int, decisions: Iterable[DecisionRecord]) -> None:
    """Decisions that stood before stand again, each as a row of its own."""
    for one in decisions:
        kept.save_decisions(
            db, study_id, [copied(one)], Settler(one.account_id, one.adjudicator),
            batch_id=one.batch_id,
        )  # fmt: skip


def copied(one: DecisionRecord) -> NewDecision:
    """A decision as it was made, to be kept once more, under the codebook it was made under."""
    rows = json.loads(one.after)
    return NewDecision(
        one.article_id or 0, one.kind, one.how, one.rule, one.votes, one.voters, one.reason,
        one.named,
        tuple(
            NewGoldSpan(
                row["label"], row["start"], row["end"], row["text"], row["attributes"],
                tuple(row["open_attributes"]),
                tuple(row["alternative_of"]) if row["alternative_of"] else None,
            )
            for row in rows if "start" in row
        ),
        tuple((row["question"], row["value"], row["number"]) for row in rows if "question" in row),
        tuple((tuple(row["from"]), tuple(row["to"]), row["label"]) for row in rows if "to" in row),
        scheme_id=one.scheme_id, suggestion=one.suggestion,
    )  # fmt: skip
