"""Submitted annotations that leave a required question open.

The labelling page asks for them; what comes past it, or was submitted before the codebook asked, is
taken as it is and listed here. Nothing is stored about it: an answer given later ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.models import Scheme, SpanAttribute
from annotator.store.database import Store, fetch_all

_SUBMITTED = """
SELECT articles.id AS article_id, articles.title, annotators.pseudonym,
       annotators.id AS annotator_id, count(*) AS open
FROM annotations
JOIN assignments ON assignments.id = annotations.assignment_id
JOIN annotators ON annotators.id = assignments.annotator_id
JOIN articles ON articles.id = assignments.article_id
"""
_HERE = (
    "WHERE assignments.study_id = ? AND assignments.withdrawn_at IS NULL "
    "AND articles.removed_at IS NULL AND annotations.state = 'submitted' AND NOT EXISTS "
    "(SELECT 1 FROM answers WHERE answers.annotation_id = annotations.id "
    "AND answers.question = ? AND answers.region = "
)
_EACH = " GROUP BY annotations.id ORDER BY annotators.pseudonym, assignments.position"


@dataclass(frozen=True)
class MissingAnswer:
    """A required question without an answer: of the article, or of some of its marks."""

    article_id: int
    article_title: str
    annotator_id: int
    pseudonym: str
    question: str  # its title
    marks: int  # how many marks lack it; 0 for a question about the article


def load_missing_answers(store: Store, study_id: int, scheme: Scheme) -> list[MissingAnswer]:
    """By question in the codebook's order, then annotator and place."""
    found = []
    for question in scheme.questions:
        if question.required:
            sql = f"{_SUBMITTED}{_HERE}''){_EACH}"
            found += _read(fetch_all(store, sql, [study_id, question.key]), question.title)
    for attribute in scheme.attributes:
        if attribute.question.required:
            found += _of_marks(store, study_id, attribute)
    return found


def _of_marks(store: Store, study_id: int, attribute: SpanAttribute) -> list[MissingAnswer]:
    labels: Sequence[str] = attribute.labels
    asked = f" AND spans.label IN ({','.join('?' * len(labels))})" if labels else ""
    sql = (
        f"{_SUBMITTED}JOIN spans ON spans.annotation_id = annotations.id "
        f"{_HERE}spans.region){asked}{_EACH}"
    )
    rows = fetch_all(store, sql, [study_id, attribute.question.key, *labels])
    return _read(rows, attribute.question.title, of_marks=True)


def _read(
    rows: list[dict[str, Any]], question: str, *, of_marks: bool = False
) -> list[MissingAnswer]:
    return [
        MissingAnswer(
            row["article_id"],
            row["title"],
            row["annotator_id"],
            row["pseudonym"],
            question,
            row["open"] if of_marks else 0,
        )
        for row in rows
    ]
