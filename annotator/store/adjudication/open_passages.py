"""What is left to decide in each article, kept with a mark of what it was made from."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.store.database import Store, writing


def load_open_passages(store: Store, study_id: int) -> dict[int, tuple[str, str]]:
    """Article -> mark and payload."""
    rows = store.execute(
        "SELECT article_id, mark, payload FROM open_passages "
        "JOIN articles ON articles.id = article_id WHERE study_id = ?",
        [study_id],
    )
    return {row[0]: (row[1], row[2]) for row in rows.fetchall()}


def save_open_passages(store: Store, passages: Mapping[int, tuple[str, str]]) -> None:
    """Keep, or replace, mark and payload of these articles."""
    with writing(store):
        store.conn.executemany(
            "INSERT INTO open_passages (article_id, mark, payload) VALUES (?, ?, ?) "
            "ON CONFLICT (article_id) DO UPDATE SET mark = excluded.mark, "
            "payload = excluded.payload",
            [(article, *one) for article, one in passages.items()],
        )
