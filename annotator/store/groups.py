"""The groups a manager puts a study's annotators in (by training, leaning, round, ...)."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.store.database import Store, fetch_all, writing

__all__ = ["load_groups", "save_groups"]


def load_groups(store: Store, study_id: int) -> dict[str, str]:
    """The group of each pseudonym that has one."""
    rows = fetch_all(
        store,
        "SELECT pseudonym, group_name FROM annotators WHERE study_id = ? AND group_name <> '' "
        "ORDER BY id",
        [study_id],
    )
    return {str(row["pseudonym"]): str(row["group_name"]) for row in rows}


def save_groups(store: Store, study_id: int, groups: Mapping[str, str]) -> None:
    """Put these annotators, by pseudonym, in groups; "" takes one out. Others stay as they are."""
    with writing(store):
        store.conn.executemany(
            "UPDATE annotators SET group_name = ? WHERE study_id = ? AND pseudonym = ?",
            [(group, study_id, pseudonym) for pseudonym, group in groups.items()],
        )
