"""Drafts: work an annotator has begun and not submitted. Kept apart from annotations."""

from __future__ import annotations

from typing import Any

from annotator.store.database import Store, fetch_all, fetch_one, now, writing
from annotator.store.records import DraftRecord
from annotator.store.safety.numbers import take_number


def save_draft(
    store: Store,
    labelstudio_id: int,
    assignment_id: int,
    raw: str,
    updated_at: str,
    postponed: bool,
    annotation_labelstudio_id: int | None = None,
) -> None:
    """Keep the newest state of a draft. It belongs to an annotation when one is being changed.

    A number that was another article's draft means: Label Studio's database was replaced by an
    older one since. What was drafted there stays, under no number.
    """
    with writing(store):
        before = find_any_draft(store, labelstudio_id)
        if before is not None and before.assignment_id != assignment_id:
            take_number(store, "drafts", before.id)
        store.execute(
            "INSERT INTO drafts (labelstudio_id, assignment_id, annotation_labelstudio_id, "
            "postponed, raw, updated_at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (labelstudio_id) DO UPDATE SET raw = excluded.raw, "
            "annotation_labelstudio_id = excluded.annotation_labelstudio_id, "
            "postponed = excluded.postponed, updated_at = excluded.updated_at, removed_at = NULL, "
            "found_gone = 0",
            [
                labelstudio_id,
                assignment_id,
                annotation_labelstudio_id,
                int(postponed),
                raw,
                updated_at,
            ],
        )


def find_draft(store: Store, labelstudio_id: int) -> DraftRecord | None:
    """By Label Studio's id; None when it is unknown or was removed."""
    row = fetch_one(
        store,
        "SELECT * FROM drafts WHERE labelstudio_id = ? AND removed_at IS NULL",
        [labelstudio_id],
    )
    return draft_of_row(row) if row else None


def find_any_draft(store: Store, labelstudio_id: int) -> DraftRecord | None:
    """By Label Studio's id, also one that was removed."""
    row = fetch_one(store, "SELECT * FROM drafts WHERE labelstudio_id = ?", [labelstudio_id])
    return draft_of_row(row) if row else None


def drafts_of_assignment(store: Store, assignment_id: int) -> list[DraftRecord]:
    rows = fetch_all(
        store,
        "SELECT * FROM drafts WHERE assignment_id = ? AND removed_at IS NULL ORDER BY id",
        [assignment_id],
    )
    return [draft_of_row(row) for row in rows]


def load_project_drafts(store: Store, project_id: int) -> list[DraftRecord]:
    """The live drafts of one annotator's Label Studio project."""
    rows = fetch_all(
        store,
        "SELECT drafts.* FROM drafts JOIN assignments ON assignments.id = drafts.assignment_id "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "WHERE annotators.project_id = ? AND drafts.removed_at IS NULL "
        "AND drafts.labelstudio_id > 0 ORDER BY drafts.id",
        [project_id],
    )
    return [draft_of_row(row) for row in rows]


def remove_draft(store: Store, labelstudio_id: int, *, found_gone: bool = False) -> None:
    """Record that a draft became an annotation or was given up; or (`found_gone`) that it is no
    longer in Label Studio and nobody told us why."""
    with writing(store):
        store.execute(
            "UPDATE drafts SET removed_at = ?, found_gone = ? "
            "WHERE labelstudio_id = ? AND removed_at IS NULL",
            [now(), int(found_gone), labelstudio_id],
        )


def draft_of_row(row: dict[str, Any]) -> DraftRecord:
    return DraftRecord(
        id=row["id"],
        labelstudio_id=row["labelstudio_id"],
        assignment_id=row["assignment_id"],
        annotation_labelstudio_id=row["annotation_labelstudio_id"],
        postponed=bool(row["postponed"]),
        updated_at=row["updated_at"],
        removed=row["removed_at"] is not None,
    )
