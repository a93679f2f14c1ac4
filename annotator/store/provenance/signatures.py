"""Signatures of texts, by which near-duplicates are found without reading the texts again.

The table is in the store and in each upload's own file. Nothing but a text's hash leads to its
signature; all of it can be deleted and is made again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from annotator.store.database import Store, writing

__all__ = ["load_all_signatures", "load_signatures", "load_text_hashes", "save_signatures"]


def load_text_hashes(store: Store, study_id: int) -> dict[int, str]:
    """Article id -> hash of its text, of the study's articles that are not removed, by id."""
    return dict(
        store.execute(
            "SELECT id, sha256 FROM articles INDEXED BY article_list "
            "WHERE study_id = ? AND removed_at IS NULL ORDER BY id",
            [study_id],
        ).fetchall()
    )


def load_signatures(store: Store, hashes: Collection[str], manner: int) -> dict[str, bytes]:
    """Hash of a text -> its signature, of these texts, where one was made in this manner."""
    return dict(
        store.execute(
            "SELECT sha256, signature FROM text_signatures "
            "WHERE manner = ? AND sha256 IN (SELECT value FROM json_each(?))",
            [manner, json.dumps(list(hashes))],
        ).fetchall()
    )


def load_all_signatures(store: Store, manner: int) -> dict[str, bytes]:
    """Hash of a text -> its signature, of all texts that have one made in this manner."""
    return dict(
        store.execute(
            "SELECT sha256, signature FROM text_signatures WHERE manner = ?", [manner]
        ).fetchall()
    )


def save_signatures(store: Store, signatures: Mapping[str, bytes], manner: int) -> None:
    """Keep signatures by the hashes of their texts; one made in another manner is replaced."""
    with writing(store):
        store.conn.executemany(
            "INSERT OR REPLACE INTO text_signatures (sha256, manner, signature) VALUES (?, ?, ?)",
            [(digest, manner, signature) for digest, signature in signatures.items()],
        )
