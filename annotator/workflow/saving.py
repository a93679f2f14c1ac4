"""Saving: one annotation as it passes through the door, into the store."""

from __future__ import annotations

from typing import Any

from annotator import store
from annotator.store.records import Assignment
from annotator.workflow.study_scheme import reader_of


def store_annotation(
    db: store.Store, assignment: Assignment, raw: dict[str, Any], source: str
) -> str:
    """Keep one annotation as Label Studio answered it: "created", "updated" or "unchanged".

    "problem" when it has no usable id: then it is kept raw on the study's list of problems.
    """
    study = store.load_study(db, assignment.study_id)
    text = store.load_article(db, assignment.article_id).article.text
    annotation = reader_of(db, study).read(raw, text)
    if not annotation.labelstudio_id:
        store.save_problem(
            db,
            study.id,
            "format",
            f"An annotation of article {assignment.article_id} came without a usable id.",
            annotation.raw,
        )
        return "problem"
    return store.save_annotation(db, assignment.id, study.scheme_id, annotation, source)
