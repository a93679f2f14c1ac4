"""A study's whole work as one value: what reports and releases are made from."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from annotator.models import Annotation, Answer, Relation, Span, State
from annotator.store.annotators import load_annotators
from annotator.store.articles import load_articles
from annotator.store.database import Store, fetch_all
from annotator.store.records import StudyWork, Work
from annotator.store.studies import load_scheme, load_study

# Of several live annotations of one assignment the last submitted one counts.
_COUNTED = """
SELECT annotations.*, assignments.article_id, annotators.pseudonym, assignments.task_id
FROM annotations
JOIN assignments ON assignments.id = annotations.assignment_id
JOIN annotators ON annotators.id = assignments.annotator_id
JOIN articles ON articles.id = assignments.article_id
WHERE assignments.study_id = ? AND annotations.state <> 'deleted' AND articles.removed_at IS NULL
AND annotations.id = (
    SELECT other.id FROM annotations AS other
    WHERE other.assignment_id = annotations.assignment_id AND other.state <> 'deleted'
    ORDER BY other.state = 'submitted' DESC, other.updated_at DESC, other.id DESC LIMIT 1)
ORDER BY assignments.article_id, annotators.pseudonym
"""


def load_study_work(store: Store, study_id: int) -> StudyWork:
    """Everything submitted or skipped in a study. Annotators: those who were given articles."""
    from annotator.schemes import load_scheme as parse_scheme  # only here: codebooks cost a start

    study = load_study(store, study_id)
    record = load_scheme(store, study.scheme_id)
    rows = fetch_all(store, _COUNTED, [study_id])
    spans = _by_annotation(store, study_id, "spans")
    answers = _by_annotation(store, study_id, "answers")
    relations = _by_annotation(store, study_id, "relations")
    work = tuple(
        Work(
            article_id=row["article_id"],
            annotator=row["pseudonym"],
            annotation=_annotation(row, spans[row["id"]], answers[row["id"]], relations[row["id"]]),
        )
        for row in rows
    )
    did = {one.annotator for one in work}
    return StudyWork(
        study=study,
        scheme=parse_scheme(record.yaml, f"{record.name}.yaml"),
        articles=tuple(load_articles(store, study_id)),
        annotators=tuple(
            one.pseudonym
            for one in load_annotators(store, study_id)
            if not one.removed_at or one.pseudonym in did
        ),
        work=work,
    )


def _by_annotation(store: Store, study_id: int, table: str) -> dict[int, list[dict[str, Any]]]:
    sql = f"""SELECT content.* FROM {table} AS content
              JOIN annotations ON annotations.id = content.annotation_id
              JOIN assignments ON assignments.id = annotations.assignment_id
              WHERE assignments.study_id = ? ORDER BY content.id"""  # noqa: S608
    grouped: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in fetch_all(store, sql, [study_id]):
        grouped[row["annotation_id"]].append(row)
    return grouped


def _annotation(
    row: dict[str, Any],
    spans: list[dict[str, Any]],
    answers: list[dict[str, Any]],
    relations: list[dict[str, Any]],
) -> Annotation:
    return Annotation(
        labelstudio_id=row["labelstudio_id"],
        task_id=row["task_id"] or 0,
        state=State(row["state"]),
        updated_at=row["updated_at"],
        created_at=row["created_at"],
        lead_time=row["lead_time"],
        spans=tuple(
            Span(
                region=one["region"],
                label=one["label"],
                start=one["start"],
                end=one["end"],
                raw_start=one["raw_start"],
                raw_end=one["raw_end"],
                text=one["text"],
            )
            for one in spans
        ),
        answers=tuple(
            Answer(
                question=one["question"],
                value=one["value"],
                number=one["number"],
                region=one["region"],
            )
            for one in answers
        ),
        relations=tuple(
            Relation(from_region=one["from_region"], to_region=one["to_region"], label=one["label"])
            for one in relations
        ),
        unique_id=row["unique_id"] or "",
    )
