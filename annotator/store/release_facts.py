"""What a manager told about a study for its releases: licence, creators, payment and so on."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.store.database import Store, fetch_all, now, writing

__all__ = ["load_release_facts", "save_release_facts"]


def load_release_facts(store: Store, study_id: int) -> dict[str, str]:
    """Key -> what was told."""
    rows = fetch_all(
        store, "SELECT key, value FROM release_facts WHERE study_id = ? ORDER BY key", [study_id]
    )
    return {str(row["key"]): str(row["value"]) for row in rows}


def save_release_facts(store: Store, study_id: int, facts: Mapping[str, str]) -> None:
    """Keep these, in place of what was told before; "" makes one missing again."""
    with writing(store):
        for key, value in facts.items():
            store.execute(
                "INSERT INTO release_facts (study_id, key, value, told_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (study_id, key) DO UPDATE SET value = excluded.value, "
                "told_at = excluded.told_at",
                [study_id, key, value, now()],
            )
        store.execute("DELETE FROM release_facts WHERE value = ''")
