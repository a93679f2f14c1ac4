"""Turning annotations into rows: content tables replaced, revisions appended, in few statements."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.models import Annotation
from annotator.store.database import Store, fetch_one, insert_all, now
from annotator.store.problems import MAX_MESSAGE, kept_raw
from annotator.store.records import AnnotationRecord

DIRECT = ("gateway", "put back")  # sources that give Label Studio's answer to a save
_CONTENT_TABLES = ("spans", "answers", "relations", "problems")


@dataclass(frozen=True)
class Incoming:
    """An annotation on its way in, and where it belongs."""

    assignment_id: int
    scheme_id: int
    annotation: Annotation


class AnnotationWriter:
    """Gathers rows so that many annotations cost a few statements."""

    def __init__(self, store: Store, source: str) -> None:
        self.store = store
        self.source = source
        self.moment = now()
        last = fetch_one(store, "SELECT coalesce(max(id), 0) AS id FROM annotations")
        self.last_id = int(last["id"]) if last else 0
        last = fetch_one(store, "SELECT coalesce(max(id), 0) AS id FROM revisions")
        self.last_revision = int(last["id"]) if last else 0
        self.study_of: dict[int, int] = {}
        self.new: list[dict[str, Any]] = []
        self.changed: list[tuple[Any, ...]] = []
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("revisions", *_CONTENT_TABLES)
        }
        self.stale: list[int] = []

    def add(self, one: Incoming, row: AnnotationRecord | None) -> tuple[str, AnnotationRecord]:
        annotation = one.annotation
        digest = content_digest(annotation)
        if row is not None and not self._is_news(annotation, digest, row):
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

    def _is_news(self, annotation: Annotation, digest: str, row: AnnotationRecord) -> bool:
        # What a save was just answered with is the newest, whatever Label Studio's clock says.
        if self.source in DIRECT:
            return digest != row.content_sha256 or row.state == "deleted"
        return _is_later(annotation, digest, row)

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
        self.last_revision += 1
        self._revision(one.annotation, record, kind)
        self._marks(one.annotation, record.id)
        self._problems(one.annotation, record)

    def _revision(self, annotation: Annotation, record: AnnotationRecord, kind: str) -> None:
        raw, packed = kept_raw(annotation.raw)
        self.rows["revisions"].append(
            {
                "annotation_id": record.id,
                "id": self.last_revision,
                "kind": kind,
                "source": self.source,
                "content_sha256": record.content_sha256,
                "raw": raw,
                "raw_compressed": packed,
                "received_at": self.moment,
            }
        )

    def _marks(self, annotation: Annotation, annotation_id: int) -> None:
        # Dictionary displays, not asdict(): a corpus has hundreds of thousands of spans.
        self.rows["spans"].extend(
            {
                "annotation_id": annotation_id,
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
                "annotation_id": annotation_id,
                "region": answer.region,
                "question": answer.question,
                "value": answer.value,
                "number": answer.number,
            }
            for answer in annotation.answers
        )
        self.rows["relations"].extend(
            {
                "annotation_id": annotation_id,
                "from_region": relation.from_region,
                "to_region": relation.to_region,
                "label": relation.label,
            }
            for relation in annotation.relations
        )

    def _problems(self, annotation: Annotation, record: AnnotationRecord) -> None:
        if not annotation.problems:
            return
        study_id = self._study(record.assignment_id)
        self.rows["problems"].extend(
            {
                "annotation_id": record.id,
                "study_id": study_id,
                "kind": problem.kind,
                "message": problem.message[:MAX_MESSAGE],
                "revision_id": self.last_revision,
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
        clear_content(self.store, self.stale)
        insert_all(self.store, "annotations", self.new)
        self.store.conn.executemany(
            "UPDATE annotations SET scheme_id = ?, state = ?, lead_time = ?, updated_at = ?, "
            "content_sha256 = ? WHERE id = ?",
            self.changed,
        )
        for table, rows in self.rows.items():
            insert_all(self.store, table, rows)


def _is_later(annotation: Annotation, digest: str, row: AnnotationRecord) -> bool:
    new, old = _moment(annotation.updated_at), _moment(row.updated_at)
    if row.state == "deleted":
        return new > old
    return digest != row.content_sha256 and new >= old


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def content_digest(annotation: Annotation) -> str:
    """What counts as the content: state and the result as Label Studio keeps it."""
    try:
        raw = json.loads(annotation.raw)
        result = raw.get("result") if isinstance(raw, dict) else raw
    except ValueError:
        result = annotation.raw
    text = json.dumps([annotation.state.value, result], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def clear_content(store: Store, annotation_ids: Iterable[int]) -> None:
    ids = [(one,) for one in annotation_ids]
    for table in ("spans", "answers", "relations"):
        store.conn.executemany(f"DELETE FROM {table} WHERE annotation_id = ?", ids)  # noqa: S608
    moment = now()
    store.conn.executemany(
        "UPDATE problems SET resolved_at = ? WHERE annotation_id = ? AND resolved_at IS NULL",
        [(moment, one) for (one,) in ids],
    )
