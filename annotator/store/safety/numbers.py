"""Numbers of Label Studio's that name nothing any more."""

from __future__ import annotations

from annotator.store.database import Store


def take_number(store: Store, table: str, row: int) -> None:
    """A row of `annotations` or `drafts` is not in Label Studio under its number any more.

    It gets a negative one, which no other row has and nothing in Label Studio can have.
    """
    [(old, lowest)] = store.execute(
        f"SELECT labelstudio_id, (SELECT min(0, min(labelstudio_id)) FROM {table}) "  # noqa: S608
        f"FROM {table} WHERE id = ?",
        [row],
    ).fetchall()
    store.execute(f"UPDATE {table} SET labelstudio_id = ? WHERE id = ?", [lowest - 1, row])  # noqa: S608
    if table == "annotations":
        store.execute(
            "UPDATE drafts SET annotation_labelstudio_id = ? WHERE annotation_labelstudio_id = ?",
            [lowest - 1, old],
        )
