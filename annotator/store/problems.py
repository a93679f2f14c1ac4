"""What could not be taken of an annotation, or of Label Studio, as sentences for the manager.

A problem says what is wrong in a few hundred characters. The annotation it is about is not written
again: `revision_id` points to the version, which has the JSON as it came.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any

from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import ProblemRecord

MAX_MESSAGE = 400  # characters
MAX_RAW = 500  # characters of a revision beside a problem on a page
MAX_OWN_RAW = 300  # characters of what belongs to no revision
COMPRESSED_ABOVE = 65_536  # characters of a revision's JSON


def save_problem(
    store: Store,
    study_id: int,
    kind: str,
    message: str,
    raw: str = "",
    annotation_id: int | None = None,
    assignment_id: int | None = None,
) -> bool:
    """Keep something we could not take. The same open problem is not written twice: is it new?"""
    message = message[:MAX_MESSAGE]
    with writing(store):
        same = fetch_one(
            store,
            "SELECT 1 FROM problems WHERE study_id = ? AND kind = ? AND message = ? "
            "AND annotation_id IS ? AND assignment_id IS ? AND resolved_at IS NULL",
            [study_id, kind, message, annotation_id, assignment_id],
        )
        if same is None:
            insert(
                store,
                "problems",
                {
                    "study_id": study_id,
                    "annotation_id": annotation_id,
                    "assignment_id": assignment_id,
                    "kind": kind,
                    "message": message,
                    "raw": raw[:MAX_OWN_RAW],
                    "created_at": now(),
                },
            )
    return same is None


def load_problems(store: Store, study_id: int) -> list[ProblemRecord]:
    """The study's open problems, newest first."""
    rows = fetch_all(
        store,
        "SELECT problems.*, articles.title AS article_title, annotators.pseudonym AS pseudonym, "
        "substr(revisions.raw, 1, ?) AS revision, raw_compressed "
        "FROM problems LEFT JOIN annotations ON annotations.id = problems.annotation_id "
        "LEFT JOIN assignments "
        "ON assignments.id = coalesce(problems.assignment_id, annotations.assignment_id) "
        "LEFT JOIN articles ON articles.id = assignments.article_id "
        "LEFT JOIN annotators ON annotators.id = assignments.annotator_id "
        "LEFT JOIN revisions ON revisions.id = problems.revision_id "
        "WHERE problems.study_id = ? AND problems.resolved_at IS NULL ORDER BY problems.id DESC",
        [MAX_RAW, study_id],
    )
    return [_problem(row) for row in rows]


def load_open_problems(store: Store, study_id: int, kinds: Iterable[str]) -> set[tuple[str, int]]:
    """(kind, assignment) of the study's open problems of these kinds."""
    wanted = set(kinds)
    rows = fetch_all(
        store,
        "SELECT DISTINCT kind, assignment_id FROM problems WHERE study_id = ? "
        "AND assignment_id IS NOT NULL AND resolved_at IS NULL",
        [study_id],
    )
    return {(row["kind"], row["assignment_id"]) for row in rows if row["kind"] in wanted}


def resolve_problems(store: Store, kind: str, assignment_id: int) -> None:
    """What was wrong about this assignment is mended."""
    with writing(store):
        store.execute(
            "UPDATE problems SET resolved_at = ? "
            "WHERE kind = ? AND assignment_id = ? AND resolved_at IS NULL",
            [now(), kind, assignment_id],
        )


def kept_raw(raw: str) -> tuple[str, bytes | None]:
    """A revision's JSON as its two columns: as text, or compressed if it is long."""
    if len(raw) <= COMPRESSED_ABOVE:
        return raw, None
    return "", zlib.compress(raw.encode("utf-8", "replace"))


def load_revision(store: Store, revision_id: int) -> str:
    """The JSON of a revision as Label Studio gave it; "" for a deletion."""
    row = fetch_one(store, "SELECT raw, raw_compressed FROM revisions WHERE id = ?", [revision_id])
    if row is None:
        return ""
    packed: bytes | None = row["raw_compressed"]
    return str(row["raw"]) if packed is None else zlib.decompress(packed).decode()


def _problem(row: dict[str, Any]) -> ProblemRecord:
    raw = row["raw"] or row["revision"] or ""
    if not raw and row["raw_compressed"] is not None:
        begun = zlib.decompressobj().decompress(row["raw_compressed"], MAX_RAW)
        raw = begun.decode("utf-8", "ignore")
    return ProblemRecord(
        id=row["id"],
        study_id=row["study_id"],
        article_title=row["article_title"] or "",
        pseudonym=row["pseudonym"] or "",
        kind=row["kind"],
        message=row["message"],
        raw=raw,
        created_at=row["created_at"],
    )
