"""A study's whole work as one value: what reports and releases are made from."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from annotator.models import Annotation, Answer, Relation, Span, State
from annotator.store.annotators import load_annotators
from annotator.store.articles import load_articles
from annotator.store.counted import counted
from annotator.store.database import Store, fetch_all
from annotator.store.records import StudyWork, Work
from annotator.store.studies import load_study, scheme_of


def load_study_work(store: Store, study_id: int) -> StudyWork:
    """Everything submitted or skipped in a study. Annotators: those who were given articles."""

    study = load_study(store, study_id)
    sql, parameters = counted(study_id)
    rows = fetch_all(
        store,
        f"{sql} SELECT * FROM counted ORDER BY article_id, annotator",  # noqa: S608
        parameters,
    )
    spans = _by_annotation(store, study_id, "spans")
    answers = _by_annotation(store, study_id, "answers")
    relations = _by_annotation(store, study_id, "relations")
    work = tuple(
        Work(
            article_id=row["article_id"],
            annotator=row["annotator"],
            annotation=_annotation(row, spans[row["id"]], answers[row["id"]], relations[row["id"]]),
        )
        for row in rows
    )
    did = {one.annotator for one in work}
    return StudyWork(
        study=study,
        scheme=scheme_of(store, study),
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
