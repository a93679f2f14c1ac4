"""The files that articles were read from: kept whole, compressed, once however many articles."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from annotator.errors import ArticleError, StoreError
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import Source

__all__ = ["Packed", "load_raw", "load_sources", "pack", "raw_sha256", "save_source", "set_source"]

DAMAGED = (
    "The kept file is damaged: it is not what its hash says. The article's text is not made of it "
    "any more; the file is in an earlier backup."
)


@dataclass(frozen=True)
class Packed:
    """A file as it is kept; made before the store is written to, since compressing takes long."""

    sha256: str
    size: int
    compressed: bytes


def raw_sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def pack(raw: bytes) -> Packed:
    return Packed(raw_sha256(raw), len(raw), zlib.compress(raw))


def save_source(
    store: Store, packed: Packed, *, name: str, reader: str, version: str, told: str = ""
) -> int:
    """Keep a file as it came; its id. The same bytes are kept once, whatever they are called."""
    with writing(store):
        known = fetch_one(store, "SELECT 1 FROM raw_files WHERE sha256 = ?", [packed.sha256])
        if known is None:
            insert(store, "raw_files", vars(packed))
        return insert(
            store,
            "sources",
            {
                "sha256": packed.sha256,
                "name": name,
                "reader": reader,
                "version": version,
                "told": told,
                "read_at": now(),
            },
        )


def set_source(store: Store, article_ids: list[int], source_id: int) -> None:
    """These articles were read from that file; those that have a source already keep it."""
    with writing(store):
        store.conn.executemany(
            "UPDATE articles SET source_id = ? WHERE id = ? AND source_id IS NULL",
            [(source_id, article) for article in article_ids],
        )


def load_sources(store: Store, source_ids: Collection[int]) -> dict[int, Source]:
    """These files by their ids, without their bytes."""
    rows = fetch_all(
        store,
        "SELECT sources.*, raw_files.size FROM sources "
        "JOIN raw_files ON raw_files.sha256 = sources.sha256 "
        "WHERE sources.id IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(source_ids))],
    )
    return {
        row["id"]: Source(
            name=row["name"],
            sha256=row["sha256"],
            size=row["size"],
            reader=row["reader"],
            version=row["version"],
            told=row["told"],
            read_at=row["read_at"],
        )
        for row in rows
    }


def load_raw(store: Store, sha256: str) -> bytes:
    """A kept file, byte for byte. Raises ArticleError when there is none, StoreError when it is not
    what it was."""
    row = fetch_one(store, "SELECT compressed FROM raw_files WHERE sha256 = ?", [sha256])
    if row is None:
        raise ArticleError(f"No file with the hash {sha256[:80]!r} is kept.")
    try:
        raw = zlib.decompress(row["compressed"])
    except (zlib.error, TypeError) as error:
        raise StoreError(DAMAGED) from error
    if raw_sha256(raw) != sha256:
        raise StoreError(DAMAGED)
    return raw
