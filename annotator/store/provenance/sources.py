"""The files that articles were read from: kept whole, compressed, once however many articles."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from annotator.errors import ArticleError
from annotator.store.database import Store, fetch_one, insert, now, writing

__all__ = ["Source", "load_raw", "load_source", "raw_sha256", "save_source", "set_source"]


@dataclass(frozen=True)
class Source:
    """A file that was read; `told` is what a person said about it, for people."""

    name: str
    sha256: str
    size: int
    reader: str
    version: str
    told: str = ""
    read_at: str = ""


def raw_sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def save_source(
    store: Store, raw: bytes, *, name: str, reader: str, version: str, told: str = ""
) -> int:
    """Keep a file as it came; its id. The same bytes are kept once, whatever they are called."""
    digest = raw_sha256(raw)
    with writing(store):
        if fetch_one(store, "SELECT 1 FROM raw_files WHERE sha256 = ?", [digest]) is None:
            row = {"sha256": digest, "size": len(raw), "compressed": zlib.compress(raw)}
            insert(store, "raw_files", row)
        return insert(
            store,
            "sources",
            {
                "sha256": digest,
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


def load_source(store: Store, article_id: int) -> Source | None:
    """What an article was read from; None for one that was loaded before this was kept."""
    row = fetch_one(
        store,
        "SELECT sources.*, raw_files.size FROM articles "
        "JOIN sources ON sources.id = articles.source_id "
        "JOIN raw_files ON raw_files.sha256 = sources.sha256 WHERE articles.id = ?",
        [article_id],
    )
    if row is None:
        return None
    return Source(
        row["name"],
        row["sha256"],
        row["size"],
        row["reader"],
        row["version"],
        row["told"],
        row["read_at"],
    )


def load_raw(store: Store, sha256: str) -> bytes:
    """A kept file, byte for byte. Raises ArticleError when there is none."""
    row = fetch_one(store, "SELECT compressed FROM raw_files WHERE sha256 = ?", [sha256])
    if row is None:
        raise ArticleError(f"No file with the hash {sha256[:80]!r} is kept.")
    return zlib.decompress(row["compressed"])
