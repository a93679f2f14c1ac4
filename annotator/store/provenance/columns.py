"""What people said about the columns of files, remembered for files with the same columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from annotator.store.database import Store, fetch_all, now, writing

__all__ = ["load_column_answers", "save_column_answer"]


def save_column_answer(
    store: Store, names: Iterable[str], columns: Mapping[str, str], account_id: int | None = None
) -> None:
    """Files with these columns have these fields (field -> column); a later answer replaces it."""
    with writing(store):
        store.execute(
            "INSERT OR REPLACE INTO column_answers (names, columns, account_id, said_at) "
            "VALUES (?, ?, ?, ?)",
            [
                json.dumps(sorted(set(names)), ensure_ascii=False),
                json.dumps(dict(sorted(columns.items())), ensure_ascii=False),
                account_id,
                now(),
            ],
        )


def load_column_answers(store: Store) -> list[tuple[frozenset[str], tuple[tuple[str, str], ...]]]:
    """(the columns of a file, what they hold as (field, column) pairs), the newest first."""
    rows = fetch_all(store, "SELECT names, columns FROM column_answers ORDER BY said_at DESC")
    return [
        (frozenset(json.loads(row["names"])), tuple(json.loads(row["columns"]).items()))
        for row in rows
    ]
