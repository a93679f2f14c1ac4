"""Annotations: the current content in `spans`, `answers` and `relations`; every version there ever
was in `revisions`, which only grows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.models import Annotation
from annotator.store.database import Store, fetch_all, fetch_one, insert_all, now, writing
from annotator.store.records import AnnotationRecord

_CONTENT_TABLES = ("spans", "answers", "relations", "problems")
_CHUNK = 500


@dataclass(frozen=True)
class Incoming:
    """An annotation on its way in, and where it belongs."""

    assignment_id: int
    scheme_id: int
    annotation: Annotation


def save_annotation(
    store: Store, assignment_id: int, scheme_id: int, annotation: Annotation, source: str
) -> str:
    """Keep one annotation; "created", "updated" or "unchanged". See `save_annotations`."""
    return save_annotations(store, [Incoming(assignment_id, scheme_id, annotation)], source)[0]


def save_annotations(store: Store, incoming: Sequence[Incoming], source: str) -> list[str]:
    """Keep annotations in one transaction; what became of each.

    `source` says which way they came: "gateway", "collect", "webhook", "sample".
    A version older than the one kept changes nothing: a slow collection must not undo what an
    annotator has saved meanwhile. Every new content appends a revision.
    """
    outcomes: list[str] = []
    with writing(store):
        known = _find_many(store, [one.annotation.labelstudio_id for one in incoming])
        writer = _Writer(store, source)
        for one in incoming:
            row = known.get(one.annotation.labelstudio_id)
            outcome, record = writer.add(one, row)
            known[one.annotation.labelstudio_id] = record
            outcomes.append(outcome)
        writer.flush()
    return outcomes


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
        _clear_content(store, [record.id])
    return True


def find_annotation(store: Store, labelstudio_id: int) -> AnnotationRecord | None:
    """By Label Studio's id, deleted ones too."""
    return _find_many(store, [labelstudio_id]).get(labelstudio_id)


def find_annotation_by_unique_id(store: Store, unique_id: str) -> AnnotationRecord | None:
    """By the id the labelling page gave it before it was saved."""
    row = fetch_one(store, "SELECT * FROM annotations WHERE unique_id = ?", [unique_id])
    return _record(row) if row else None


def annotations_of_assignment(store: Store, assignment_id: int) -> list[AnnotationRecord]:
    """The live ones (submitted or skipped), oldest first."""
    rows = fetch_all(
        store,
        "SELECT * FROM annotations WHERE assignment_id = ? AND state <> 'deleted' ORDER BY id",
        [assignment_id],
    )
    return [_record(row) for row in rows]


def load_project_annotations(store: Store, project_id: int) -> list[AnnotationRecord]:
    """The live annotations of one annotator's Label Studio project."""
    rows = fetch_all(
        store,
        "SELECT annotations.* FROM annotations "
        "JOIN assignments ON assignments.id = annotations.assignment_id "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "WHERE annotators.project_id = ? AND annotations.state <> 'deleted' "
        "ORDER BY annotations.id",
        [project_id],
    )
    return [_record(row) for row in rows]


class _Writer:
    """Gathers rows so that many annotations cost a few statements."""

    def __init__(self, store: Store, source: str) -> None:
        self.store = store
        self.source = source
        self.moment = now()
        last = fetch_one(store, "SELECT coalesce(max(id), 0) AS id FROM annotations")
        self.last_id = int(last["id"]) if last else 0
        self.study_of: dict[int, int] = {}
        self.new: list[dict[str, Any]] = []
        self.changed: list[tuple[Any, ...]] = []
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("revisions", *_CONTENT_TABLES)
        }
        self.stale: list[int] = []

    def add(self, one: Incoming, row: AnnotationRecord | None) -> tuple[str, AnnotationRecord]:
        annotation = one.annotation
        digest = _digest(annotation)
        if row is not None and not _is_news(annotation, digest, row):
            return "unchanged", row
        if row is None:
            self.last_id += 1
            annotation_id, outcome, kind = self.last_id, "created", "created"
        else:
            annotation_id, outcome = row.id, "updated"
            kind = "restored" if row.state == "deleted" else "updated"
            self.stale.append(row.id)
        record = AnnotationRecord(
            id=annotation_id,
            assignment_id=row.assignment_id if row else one.assignment_id,
            labelstudio_id=annotation.labelstudio_id,
            unique_id=annotation.unique_id,
            state=annotation.state.value,
            updated_at=annotation.updated_at,
            content_sha256=digest,
        )
        self._row(one, record, is_new=row is None)
        self._content(one, record, kind)
        return outcome, record

    def _row(self, one: Incoming, record: AnnotationRecord, *, is_new: bool) -> None:
        annotation = one.annotation
        if is_new:
            self.new.append(
                {
                    "id": record.id,
                    "assignment_id": record.assignment_id,
                    "scheme_id": one.scheme_id,
                    "labelstudio_id": record.labelstudio_id,
                    "unique_id": record.unique_id or None,
                    "state": record.state,
                    "lead_time": annotation.lead_time,
                    "created_at": annotation.created_at,
                    "updated_at": annotation.updated_at,
                    "content_sha256": record.content_sha256,
                }
            )
        else:
            self.changed.append(
                (
                    one.scheme_id,
                    record.state,
                    annotation.lead_time,
                    annotation.updated_at,
                    record.content_sha256,
                    record.id,
                )
            )

    def _content(self, one: Incoming, record: AnnotationRecord, kind: str) -> None:
        annotation, owner = one.annotation, {"annotation_id": record.id}
        self.rows["revisions"].append(
            owner
            | {
                "kind": kind,
                "source": self.source,
                "content_sha256": record.content_sha256,
                "raw": annotation.raw,
                "received_at": self.moment,
            }
        )
        # Dictionary displays, not asdict(): a corpus has hundreds of thousands of spans.
        self.rows["spans"].extend(
            {
                "annotation_id": record.id,
                "region": span.region,
                "label": span.label,
                "start": span.start,
                "end": span.end,
                "raw_start": span.raw_start,
                "raw_end": span.raw_end,
                "text": span.text,
            }
            for span in annotation.spans
        )
        self.rows["answers"].extend(
            {
                "annotation_id": record.id,
                "region": answer.region,
                "question": answer.question,
                "value": answer.value,
                "number": answer.number,
            }
            for answer in annotation.answers
        )
        self.rows["relations"].extend(
            {
                "annotation_id": record.id,
                "from_region": relation.from_region,
                "to_region": relation.to_region,
                "label": relation.label,
            }
            for relation in annotation.relations
        )
        if annotation.problems:
            study_id = self._study(record.assignment_id)
            self.rows["problems"].extend(
                owner
                | {
                    "study_id": study_id,
                    "kind": problem.kind,
                    "message": problem.message,
                    "raw": annotation.raw,
                    "created_at": self.moment,
                }
                for problem in annotation.problems
            )

    def _study(self, assignment_id: int) -> int:
        if assignment_id not in self.study_of:
            row = fetch_one(
                self.store, "SELECT study_id FROM assignments WHERE id = ?", [assignment_id]
            )
            self.study_of[assignment_id] = int(row["study_id"]) if row else 0
        return self.study_of[assignment_id]

    def flush(self) -> None:
        _clear_content(self.store, self.stale)
        insert_all(self.store, "annotations", self.new)
        self.store.conn.executemany(
            "UPDATE annotations SET scheme_id = ?, state = ?, lead_time = ?, updated_at = ?, "
            "content_sha256 = ? WHERE id = ?",
            self.changed,
        )
        for table, rows in self.rows.items():
            insert_all(self.store, table, rows)


def _is_news(annotation: Annotation, digest: str, row: AnnotationRecord) -> bool:
    new, old = _moment(annotation.updated_at), _moment(row.updated_at)
    if row.state == "deleted":
        return new > old
    return digest != row.content_sha256 and new >= old


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _digest(annotation: Annotation) -> str:
    """What counts as the content: state and the result as Label Studio keeps it."""
    try:
        raw = json.loads(annotation.raw)
        result = raw.get("result") if isinstance(raw, dict) else raw
    except ValueError:
        result = annotation.raw
    text = json.dumps([annotation.state.value, result], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _clear_content(store: Store, annotation_ids: Iterable[int]) -> None:
    ids = [(one,) for one in annotation_ids]
    for table in ("spans", "answers", "relations"):
        store.conn.executemany(f"DELETE FROM {table} WHERE annotation_id = ?", ids)  # noqa: S608
    moment = now()
    store.conn.executemany(
        "UPDATE problems SET resolved_at = ? WHERE annotation_id = ? AND resolved_at IS NULL",
        [(moment, one) for (one,) in ids],
    )


def _find_many(store: Store, labelstudio_ids: Sequence[int]) -> dict[int, AnnotationRecord]:
    found: dict[int, AnnotationRecord] = {}
    for first in range(0, len(labelstudio_ids), _CHUNK):
        chunk = labelstudio_ids[first : first + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        sql = f"SELECT * FROM annotations WHERE labelstudio_id IN ({marks})"  # noqa: S608
        for row in fetch_all(store, sql, list(chunk)):
            found[row["labelstudio_id"]] = _record(row)
    return found


def _record(row: dict[str, Any]) -> AnnotationRecord:
    return AnnotationRecord(
        id=row["id"],
        assignment_id=row["assignment_id"],
        labelstudio_id=row["labelstudio_id"],
        unique_id=row["unique_id"] or "",
        state=row["state"],
        updated_at=row["updated_at"],
        content_sha256=row["content_sha256"],
    )
