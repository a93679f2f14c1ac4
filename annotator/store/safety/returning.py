"""Label Studio's numbers when what they named is gone there, and what can be put back.

A number that names nothing any more is kept as a negative one: it was, and is not. What is put
back gets a new number; its row, its revisions and what was decided about it stay the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.store.annotation_rows import clear_content
from annotator.store.annotations import FOUND_GONE, annotation_of_row
from annotator.store.database import Store, fetch_all, insert, now, writing
from annotator.store.drafts import draft_of_row
from annotator.store.problems import kept_raw, load_revision
from annotator.store.records import AnnotationRecord, DraftRecord
from annotator.store.safety.numbers import take_number

RETURNED = "put back"  # a revision's source


@dataclass(frozen=True)
class LastVersion:
    """An annotation as it was when it was last there; `raw` is Label Studio's JSON."""

    record: AnnotationRecord
    raw: str


@dataclass(frozen=True)
class LastDraft:
    record: DraftRecord
    raw: str


def load_live_annotations(store: Store, annotator_id: int) -> list[AnnotationRecord]:
    """All of one annotator in one study that are submitted or skipped, the oldest first."""
    rows = fetch_all(
        store,
        "SELECT annotations.* FROM annotations "
        "JOIN assignments ON assignments.id = annotations.assignment_id "
        "WHERE assignments.annotator_id = ? AND annotations.state <> 'deleted' "
        "ORDER BY annotations.id",
        [annotator_id],
    )
    return [annotation_of_row(row) for row in rows]


def load_live_drafts(store: Store, annotator_id: int) -> list[DraftRecord]:
    rows = fetch_all(
        store,
        "SELECT drafts.* FROM drafts JOIN assignments ON assignments.id = drafts.assignment_id "
        "WHERE assignments.annotator_id = ? AND drafts.removed_at IS NULL ORDER BY drafts.id",
        [annotator_id],
    )
    return [draft_of_row(row) for row in rows]


def load_returnable(store: Store, annotator_id: int, there: set[int]) -> list[LastVersion]:
    """What Label Studio should have of an annotator and has not: live annotations that are not
    `there`; and of an article without any, the last that was deleted behind our back."""
    rows = fetch_all(
        store,
        "SELECT annotations.*, (SELECT max(revisions.id) FROM revisions "
        "WHERE revisions.annotation_id = annotations.id AND revisions.kind <> 'deleted') AS last, "
        "(SELECT source FROM revisions WHERE revisions.annotation_id = annotations.id "
        "ORDER BY revisions.id DESC LIMIT 1) AS source FROM annotations "
        "JOIN assignments ON assignments.id = annotations.assignment_id "
        "WHERE assignments.annotator_id = ? AND assignments.withdrawn_at IS NULL "
        "ORDER BY annotations.assignment_id, annotations.id",
        [annotator_id],
    )
    alive = {row["assignment_id"] for row in rows if row["state"] != "deleted"}
    last_gone = {
        row["assignment_id"]: row["id"]
        for row in rows
        if row["assignment_id"] not in alive and row["source"] in ("collect", FOUND_GONE)
    }
    return [
        LastVersion(annotation_of_row(row), load_revision(store, row["last"]))
        for row in rows
        if row["labelstudio_id"] not in there
        and (row["state"] != "deleted" or last_gone.get(row["assignment_id"]) == row["id"])
    ]


def load_returnable_drafts(store: Store, annotator_id: int, there: set[int]) -> list[LastDraft]:
    """Drafts that Label Studio should have and has not; none that became an annotation."""
    rows = fetch_all(
        store,
        "SELECT drafts.* FROM drafts JOIN assignments ON assignments.id = drafts.assignment_id "
        "WHERE assignments.annotator_id = ? AND assignments.withdrawn_at IS NULL "
        "AND (drafts.removed_at IS NULL OR drafts.found_gone = 1) "
        "AND NOT EXISTS (SELECT 1 FROM annotations "
        "WHERE annotations.assignment_id = drafts.assignment_id "
        "AND annotations.state <> 'deleted' AND annotations.updated_at >= drafts.updated_at) "
        "ORDER BY drafts.id",
        [annotator_id],
    )
    return [
        LastDraft(draft_of_row(row), row["raw"])
        for row in rows
        if row["labelstudio_id"] not in there
    ]


def forget_project(store: Store, annotator_id: int) -> None:
    """An annotator's project is gone from Label Studio with all that was in it; here it stays."""
    with writing(store):
        for table in ("annotations", "drafts"):
            rows = store.execute(
                f"SELECT id FROM {table} WHERE labelstudio_id > 0 AND assignment_id IN "  # noqa: S608
                "(SELECT id FROM assignments WHERE annotator_id = ?)",
                [annotator_id],
            ).fetchall()
            for (row,) in rows:
                take_number(store, table, row)
        for statement in (
            "UPDATE assignments SET task_id = NULL WHERE annotator_id = ?",
            "UPDATE annotators SET project_id = NULL, view_id = NULL, collected_until = '' "
            "WHERE id = ?",
        ):
            store.execute(statement, [annotator_id])


def give_number(
    store: Store, record: AnnotationRecord, labelstudio_id: int, raw: str, source: str = RETURNED
) -> None:
    """An annotation is in Label Studio again, or still, under a new number.

    A sweep that came between may have taken it for a new one: then it is the same, and counts once.
    """
    with writing(store):
        for row in fetch_all(
            store,
            "SELECT * FROM annotations WHERE labelstudio_id = ? AND id <> ?",
            [labelstudio_id, record.id],
        ):
            twin = annotation_of_row(row)
            take_number(store, "annotations", twin.id)
            if twin.assignment_id == record.assignment_id and twin.state != "deleted":
                store.execute("UPDATE annotations SET state = 'deleted' WHERE id = ?", [twin.id])
                _revision(store, twin, "deleted", "", source)
                clear_content(store, [twin.id])
        store.execute(
            "UPDATE drafts SET annotation_labelstudio_id = ? WHERE annotation_labelstudio_id = "
            "(SELECT labelstudio_id FROM annotations WHERE id = ?)",
            [labelstudio_id, record.id],
        )
        store.execute(
            "UPDATE annotations SET labelstudio_id = ? WHERE id = ?", [labelstudio_id, record.id]
        )
        _revision(store, record, "updated", raw, source)


def give_draft_number(
    store: Store, draft_id: int, labelstudio_id: int, annotation: int | None, updated_at: str
) -> None:
    """A draft is in Label Studio again."""
    with writing(store):
        for (other,) in store.execute(
            "SELECT id FROM drafts WHERE labelstudio_id = ? AND id <> ?", [labelstudio_id, draft_id]
        ).fetchall():
            take_number(store, "drafts", other)
            store.execute(
                "UPDATE drafts SET removed_at = coalesce(removed_at, ?) WHERE id = ?",
                [now(), other],
            )
        store.execute(
            "UPDATE drafts SET labelstudio_id = ?, annotation_labelstudio_id = ?, updated_at = ?, "
            "removed_at = NULL, found_gone = 0 WHERE id = ?",
            [labelstudio_id, annotation, updated_at, draft_id],
        )


def _revision(store: Store, record: AnnotationRecord, kind: str, raw: str, source: str) -> None:
    text, packed = kept_raw(raw)
    row = {
        "annotation_id": record.id,
        "kind": kind,
        "source": source,
        "content_sha256": record.content_sha256,
        "raw": text,
        "raw_compressed": packed,
        "received_at": now(),
    }
    insert(store, "revisions", row)
