"""Feedback: where the gold differs from an annotator's own work, once it is settled.

Nothing is told before a manager opened it, before the annotator submitted the article, or while
anything in the article is open. What others marked is told only where the manager allows that, and
never who.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from annotator import store
from annotator.adjudication import GoldSpan, Mark
from annotator.adjudication.ballots import Ballot, Given
from annotator.adjudication.differences import Difference, differences
from annotator.errors import StudyError
from annotator.models import Kind, Scheme
from annotator.names import checked_note
from annotator.store import adjudication as kept
from annotator.store.adjudication import DecisionRecord, SettlingChoices
from annotator.store.records import Annotator
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.desk import Desk, load_desk
from annotator.workflow.adjudication.gold_values import given_of

__all__ = ["Feedback", "Told", "answer_feedback", "choose", "load_feedback"]


@dataclass(frozen=True)
class Told:
    """One difference as its annotator is told it. `others`: what others marked there, and how many
    of them; empty unless the manager allows it. `answer`: what the annotator answered, once."""

    difference: Difference
    how: str
    reason: str
    others: tuple[tuple[str, int], ...] = ()  # "Loaded language “brazen vote”", people
    answer: str = ""


@dataclass(frozen=True)
class Feedback:
    """Of one settled article; no differences: everything is as in the gold."""

    told: tuple[Told, ...]


def choose(
    db: store.Store, study_id: int, choices: SettlingChoices, account_id: int | None
) -> None:
    """Keep what a manager chose, and say so in the journal."""
    if choices.others_marks and not choices.feedback:
        raise StudyError("Others' marks are shown beside the feedback: open that as well.")
    with store.writing(db):
        kept.save_choices(db, study_id, choices)
        words = ", ".join(
            f"{name}: {'on' if value else 'off'}"
            for name, value in (
                ("feedback", choices.feedback), ("others' marks", choices.others_marks),
                ("suggestions", choices.suggestions),
            )
        )  # fmt: skip
        store.save_event(db, "choices about settling", words, study_id, account_id)


def load_feedback(db: store.Store, annotator: Annotator, article_id: int) -> Feedback | None:
    """What the gold says of this annotator's article; None where nothing may be told."""
    choices = kept.load_choices(db, annotator.study_id)
    if not choices.feedback:
        return None
    desk = load_desk(db, annotator.study_id, article_id)
    own = kept.load_annotations_of(db, annotator.id, article_id)
    ballot = next((one for one in desk.ballots if one.annotation in own), None)
    if ballot is None or not _is_settled(desk):
        return None
    scheme = scheme_of(db, store.load_study(db, annotator.study_id))
    found = _differences(db, desk, ballot, scheme)
    decisions = {one.id: one for one in kept.load_decisions_by_id(db, {d.decision for d in found})}
    answers = {
        one.decision_id: one.answer
        for one in kept.load_feedback_answers(db, annotator.study_id, annotator.id)
    }
    titles = {label.key: label.title for label in scheme.labels}
    text = store.load_article(db, article_id).article.text
    return Feedback(
        tuple(
            Told(
                one, _how(decisions[one.decision], one), decisions[one.decision].reason,
                _others(one, desk, ballot, titles, text) if choices.others_marks else (),
                answers.get(one.decision, ""),
            )
            for one in found
        )
    )  # fmt: skip


def answer_feedback(
    db: store.Store, annotator: Annotator, article_id: int, decision_id: int, answer: str
) -> None:
    """Keep the one answer to a difference that the annotator is told now."""
    answer = checked_note(answer, "The answer", StudyError)
    if not answer:
        raise StudyError("The answer is empty. Write what adjudicators should know.")
    with store.writing(db):
        feedback = load_feedback(db, annotator, article_id)
        told = {one.difference.decision for one in feedback.told} if feedback else set()
        if decision_id not in told:
            raise StudyError("There is no such difference in your work (any more).")
        kept.save_feedback_answer(db, decision_id, annotator.id, answer)


def _is_settled(desk: Desk) -> bool:
    """Everybody has finished, or a manager closed the article, and no mark is open."""
    decided = desk.standing.marks
    return desk.votes_count and all(
        (mark.revision, mark.region) in decided for ballot in desk.ballots for mark in ballot.marks
    )


def _differences(
    db: store.Store, desk: Desk, ballot: Ballot, scheme: Scheme
) -> list[Difference]:  # fmt: skip
    gold = kept.load_gold(db, 0, desk.article_id)
    places = {one.id: one.place for one in gold.spans}
    questions = {one.question.key: one.question for one in scheme.attributes}
    golds: dict[int, list[GoldSpan]] = {
        one.decision_id: [] for one in desk.decided if one.named.what == "mark"
    }
    for span in gold.spans:
        attributes = tuple(
            (key, given_of(questions[key], [value] if isinstance(value, str) else value))
            for key, value in span.attributes.items() if key in questions
        )  # fmt: skip
        golds.setdefault(span.decision_id, []).append(
            GoldSpan(*span.place, attributes, span.open_attributes,
                     places.get(span.alternative_of or 0))
        )  # fmt: skip
    decided = {
        (one.named.what, one.named.key): one.decision_id
        for one in desk.decided if one.annotation_id == ballot.annotation
    }  # fmt: skip
    about: dict[str, tuple[int, Given]] = {
        key: (number, ()) for (what, key), number in decided.items() if what == "answer"
    }
    for answer in gold.answers:
        number, given = about.get(answer.question, (answer.decision_id, ()))
        about[answer.question] = (number, (*given, (answer.value, answer.number)))
    # Words that annotators wrote for themselves are not held against the gold.
    written = {one.key for one in (*questions.values(), *scheme.questions) if one.kind is Kind.TEXT}
    found = differences(ballot, decided, golds, about)
    return [one for one in found if one.question not in written]


def _how(decision: DecisionRecord, difference: Difference) -> str:
    if decision.how == "rule":
        said = f"by rule: {decision.rule}"
        is_of_mark = difference.question and difference.mark  # what the votes were for
        return said if is_of_mark else f"{said}, {decision.votes} of {decision.voters}"
    return "by an adjudicator" if decision.how == "hand" else "from a file"


def _others(
    one: Difference, desk: Desk, ballot: Ballot, titles: dict[str, str], text: str
) -> tuple[tuple[str, int], ...]:
    """Marks of others there, and how many people made each; never who."""
    where: Mark | GoldSpan | None = one.mark or one.gold
    if where is None:
        return ()
    counts = Counter(
        place
        for other in desk.ballots if other is not ballot
        for place in {
            (mark.start, mark.end, mark.label) for mark in other.marks
            if mark.shared(where.start, where.end)
        }
    )  # fmt: skip
    return tuple(
        (f"{titles.get(label, label)} “{text[start:end]}”", people)
        for (start, end, label), people in sorted(counts.items())
    )
