"""Results of long computations, kept so that their page opens at once.

`about` says what of the study was computed (a label, a question, parameters); `fingerprint` names
the work it was computed from: when that has changed, the result is old.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.store.database import Store, fetch_one, now, writing

__all__ = ["Computed", "load_computed", "save_computed"]


@dataclass(frozen=True)
class Computed:
    """`payload` is JSON."""

    fingerprint: str
    payload: str
    computed_at: str


def load_computed(store: Store, study_id: int, kind: str, about: str) -> Computed | None:
    row = fetch_one(
        store,
        "SELECT fingerprint, payload, computed_at FROM computed "
        "WHERE study_id = ? AND kind = ? AND about = ?",
        [study_id, kind, about],
    )
    return Computed(**row) if row else None


def save_computed(
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
