"""Annotations: the current content in `spans`, `answers` and `relations`; every version there ever
was in `revisions`, which only grows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.models import Annotation
from annotator.store.annotation_rows import AnnotationWriter, Incoming, clear_content
from annotator.store.database import Store, fetch_all, now, writing
from annotator.store.records import AnnotationRecord
from annotator.store.safety.numbers import take_number

FOUND_GONE = "gone"  # a deletion's source: not in Label Studio any more, and nobody told us why
_CHUNK = 500


def save_annotation(
    store: Store, assignment_id: int, scheme_id: int, annotation: Annotation, source: str
) -> str:
    """Keep one annotation; "created", "updated" or "unchanged". See `save_annotations`."""
    return save_annotations(store, [Incoming(assignment_id, scheme_id, annotation)], source)[0]


def save_annotations(store: Store, incoming: Sequence[Incoming], source: str) -> list[str]:
    """Keep annotations in one transaction; what became of each.

    `source` says which way they came: "gateway", "collect", "webhook", "sample".
    A version older than the one kept changes nothing: a slow collection must not undo what an
    annotator has saved meanwhile; what a save was answered with ("gateway") is never late, even
    after a clock was set back. Every new content appends a revision.
    """
    outcomes: list[str] = []
    with writing(store):
        known = _find_many(store, [one.annotation.labelstudio_id for one in incoming])
        writer = AnnotationWriter(store, source)
        for one in incoming:
            _free_number(store, one, known)
            row = known.get(one.annotation.labelstudio_id)
            outcome, record = writer.add(one, row)
            known[one.annotation.labelstudio_id] = record
            outcomes.append(outcome)
        writer.flush()
    return outcomes


def _free_number(store: Store, one: Incoming, known: dict[int, AnnotationRecord]) -> None:
    """A number that was another article's annotation means: Label Studio was made anew since."""
    row = known.get(one.annotation.labelstudio_id)
    if row is not None and row.assignment_id != one.assignment_id:
        take_number(store, "annotations", row.id)
        del known[one.annotation.labelstudio_id]


def mark_deleted(store: Store, labelstudio_id: int, source: str) -> bool:
    """Record that an annotation was deleted in Label Studio; its revisions stay. Was it live?"""
    with writing(store):
        record = find_annotation(store, labelstudio_id)
        if record is None or record.state == "deleted":
            return False
        store.execute("UPDATE annotations SET state = 'deleted' WHERE id = ?", [record.id])
        store.execute(
            "INSERT INTO revisions (annotation_id, kind, source, content_sha256, raw, received_at) "
            "VALUES (?, 'deleted', ?, ?, '', ?)",
            [record.id, source, record.content_sha256, now()],
        )
        clear_content(store, [record.id])
    return True


def find_annotation(store: Store, labelstudio_id: int) -> AnnotationRecord | None:
    """By Label Studio's id, deleted ones too."""
    return _find_many(store, [labelstudio_id]).get(labelstudio_id)


def annotations_of_assignment(store: Store, assignment_id: int) -> list[AnnotationRecord]:
    """The live ones (submitted or skipped), oldest first."""
    rows = fetch_all(
        store,
        "SELECT * FROM annotations WHERE assignment_id = ? AND state <> 'deleted' ORDER BY id",
        [assignment_id],
    )
    return [annotation_of_row(row) for row in rows]


def load_project_annotations(store: Store, project_id: int) -> list[AnnotationRecord]:
    """The live annotations of one annotator's Label Studio project; not those that lost their
    number there (`store.safety.returning`)."""
    rows = fetch_all(
        store,
        "SELECT annotations.* FROM annotations "
        "JOIN assignments ON assignments.id = annotations.assignment_id "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "WHERE annotators.project_id = ? AND annotations.state <> 'deleted' "
        "AND annotations.labelstudio_id > 0 "
        "ORDER BY annotations.id",
        [project_id],
    )
    return [annotation_of_row(row) for row in rows]


def _find_many(store: Store, labelstudio_ids: Sequence[int]) -> dict[int, AnnotationRecord]:
    found: dict[int, AnnotationRecord] = {}
    for first in range(0, len(labelstudio_ids), _CHUNK):
        chunk = labelstudio_ids[first : first + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        sql = f"SELECT * FROM annotations WHERE labelstudio_id IN ({marks})"  # noqa: S608
        for row in fetch_all(store, sql, list(chunk)):
            found[row["labelstudio_id"]] = annotation_of_row(row)
    return found


def annotation_of_row(row: dict[str, Any]) -> AnnotationRecord:
    return AnnotationRecord(
        id=row["id"],
        assignment_id=row["assignment_id"],
        labelstudio_id=row["labelstudio_id"],
        unique_id=row["unique_id"] or "",
        state=row["state"],
        updated_at=row["updated_at"],
        content_sha256=row["content_sha256"],
    )
