"""Deciding a question about an article by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator import store
from annotator.adjudication import Given
from annotator.errors import DecidedMeanwhile, StudyError
from annotator.models import Question
from annotator.names import checked_note
from annotator.store import adjudication as kept
from annotator.store.adjudication import NewDecision, Settler
from annotator.store.studies import scheme_of
from annotator.workflow.adjudication.allowed import unknown_answer
from annotator.workflow.adjudication.deciding import said_already
from annotator.workflow.adjudication.desk import Desk, load_desk, named_answer
from annotator.workflow.adjudication.gold_values import flat, given_of

__all__ = ["AskedQuestion", "decide_answer", "questions_of"]


@dataclass(frozen=True)
class AskedQuestion:
    """A question with everybody's answers by revision; open when it is not decided yet."""

    question: Question
    answers: tuple[tuple[int, Given], ...]
    is_open: bool


def questions_of(desk: Desk, questions: Sequence[Question]) -> list[AskedQuestion]:
    """Those that somebody answered, when the votes on the article count."""
    if not desk.votes_count:
        return []
    settled = desk.standing.questions
    asked = [
        AskedQuestion(
            one,
            tuple((ballot.revision, ballot.answer(one.key)) for ballot in desk.ballots),
            one.key not in settled,
        )
        for one in questions
    ]
    return [one for one in asked if any(given for _, given in one.answers)]


def decide_answer(
    db: store.Store,
    study_id: int,
    article_id: int,
    key: str,
    values: Sequence[str],
    settler: Settler,
    *,
    reason: str = "",
    seen: int = 0,
) -> int:
    """Keep the gold answer (no values: no answer); the decision's number.

    Raises DecidedMeanwhile when somebody decided it after the decision `seen`.
    """
    reason = checked_note(reason, "The reason", StudyError)
    with store.writing(db):
        scheme = scheme_of(db, store.load_study(db, study_id))
        question = next((one for one in scheme.questions if one.key == key), None)
        if question is None:
            raise StudyError(f"The codebook has no question {key!r}.")
        if unknown := unknown_answer(key, question, values):
            raise StudyError(
                f"{question.title}: {unknown} is not among the answers that the codebook allows."
            )
        desk = load_desk(db, study_id, article_id)
        ends = {
            one.decision_id
            for one in desk.decided
            if one.named.what == "answer" and one.named.key == key
        }
        if any(number > seen for number in ends):
            raise DecidedMeanwhile("Somebody else decided this question first. Look again.")
        decision = NewDecision(
            article_id, "answer", "hand", reason=reason,
            named=tuple(named_answer(ballot, key) for ballot in desk.ballots),
            answers=flat(key, given_of(question, values)), ends=tuple(sorted(ends)),
        )  # fmt: skip
        again = said_already(db, study_id, decision, settler)
        return again or kept.save_decisions(db, study_id, [decision], settler)[0]
