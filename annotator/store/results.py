"""Results that take a while to compute, kept so that their page opens at once (table `computed`).

`about` says what of the study was computed (a label, a question, options); `fingerprint` names the
work it was computed from: when that has changed, the result is old.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.store.database import Store, fetch_one, now, writing

__all__ = ["KeptResult", "is_small_study", "load_result", "save_result"]

MOST = 50  # results of one kind and study; the oldest go
# A report of no more than this takes a second or so.
SMALL_ANNOTATIONS, SMALL_SPANS, SMALL_PEOPLE = 300, 5000, 8


@dataclass(frozen=True)
class KeptResult:
    """`payload` is JSON."""

    fingerprint: str
    payload: str
    computed_at: str


def load_result(store: Store, study_id: int, kind: str, about: str) -> KeptResult | None:
    row = fetch_one(
        store,
        "SELECT fingerprint, payload, computed_at FROM computed "
        "WHERE study_id = ? AND kind = ? AND about = ?",
        [study_id, kind, about],
    )
    return KeptResult(**row) if row else None


def save_result(
    store: Store, study_id: int, kind: str, about: str, fingerprint: str, payload: str
) -> None:
    """Keep it, in place of an earlier result about the same."""
    with writing(store):
        store.execute(
            "INSERT INTO computed (study_id, kind, about, fingerprint, payload, computed_at) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (study_id, kind, about) DO UPDATE SET "
            "fingerprint = excluded.fingerprint, payload = excluded.payload, "
            "computed_at = excluded.computed_at",
            [study_id, kind, about, fingerprint, payload, now()],
        )
        store.execute(
            "DELETE FROM computed WHERE study_id = ? AND kind = ? AND about NOT IN ("
            "SELECT about FROM computed WHERE study_id = ? AND kind = ? "
            "ORDER BY computed_at DESC, about LIMIT ?)",
            [study_id, kind, study_id, kind, MOST],
        )


def is_small_study(store: Store, study_id: int) -> bool:
    """Whether results about it can be computed while a person waits for a page."""
    row = store.execute(
        "SELECT count(*), count(DISTINCT annotator_id) FROM assignments "
        "JOIN annotations ON annotations.assignment_id = assignments.id WHERE study_id = ?",
        [study_id],
    ).fetchone()
    if row[0] > SMALL_ANNOTATIONS or row[1] > SMALL_PEOPLE:
        return False
    (spans,) = store.execute(
        "SELECT count(*) FROM assignments "
        "JOIN annotations ON annotations.assignment_id = assignments.id "
        "JOIN spans ON spans.annotation_id = annotations.id WHERE study_id = ?",
        [study_id],
    ).fetchone()
    return bool(spans <= SMALL_SPANS)
