"""What a manager chose about settling, and what annotators answered to decisions."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from annotator.errors import StudyError
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing

__all__ = [
    "FeedbackAnswer",
    "SettlingChoices",
    "load_annotations_of",
    "load_choices",
    "load_feedback_answers",
    "save_choices",
    "save_feedback_answer",
]


@dataclass(frozen=True)
class SettlingChoices:
    """Everything is off until a manager turns it on.

    feedback: annotators see in their own work where the gold differs. others_marks: and what others
    marked there. suggestions: adjudicators see what a model makes of the votes.
    """

    feedback: bool = False
    others_marks: bool = False
    suggestions: bool = False


@dataclass(frozen=True)
class FeedbackAnswer:
    """What an annotator answered to a decision; `annotations`: theirs of that article."""

    decision_id: int
    article_id: int
    annotator_id: int
    answer: str


def load_choices(store: Store, study_id: int) -> SettlingChoices:
    row = fetch_one(
        store,
        "SELECT feedback, others_marks, suggestions FROM settling_choices WHERE study_id = ?",
        [study_id],
    )
    return SettlingChoices(**{key: bool(value) for key, value in (row or {}).items()})


def save_choices(store: Store, study_id: int, choices: SettlingChoices) -> None:
    with writing(store):
        store.execute(
            "INSERT INTO settling_choices (study_id, feedback, others_marks, suggestions) "
            "VALUES (?, ?, ?, ?) ON CONFLICT (study_id) DO UPDATE SET feedback = "
            "excluded.feedback, others_marks = excluded.others_marks, "
            "suggestions = excluded.suggestions",
            [study_id, choices.feedback, choices.others_marks, choices.suggestions],
        )


def save_feedback_answer(store: Store, decision_id: int, annotator_id: int, answer: str) -> None:
    """Raises StudyError when this annotator has answered that decision before."""
    try:
        with writing(store):
            insert(
                store,
                "feedback_answers",
                {
                    "decision_id": decision_id,
                    "annotator_id": annotator_id,
                    "answer": answer,
                    "answered_at": now(),
                },
            )
    except sqlite3.IntegrityError as error:
        raise StudyError("You have answered this already; one answer is kept.") from error


def load_feedback_answers(
    store: Store, study_id: int, annotator_id: int | None = None
) -> list[FeedbackAnswer]:
    """Of everybody or of one, by article and decision: an order that says nothing of times."""
    rows = fetch_all(
        store,
        "SELECT decision_id, article_id, annotator_id, answer FROM feedback_answers "
        "JOIN decisions ON decisions.id = decision_id "
        "WHERE study_id = ? AND ? IN (annotator_id, 0) ORDER BY article_id, decision_id, answer",
        [study_id, annotator_id or 0],
    )
    return [FeedbackAnswer(**row) for row in rows]


def load_annotations_of(store: Store, annotator_id: int, article_id: int) -> set[int]:
    """The annotations that this annotator made of an article."""
    rows = store.execute(
        "SELECT annotations.id FROM annotations "
        "JOIN assignments ON assignments.id = annotations.assignment_id "
        "WHERE annotator_id = ? AND article_id = ?",
        [annotator_id, article_id],
    )
    return {row[0] for row in rows.fetchall()}
