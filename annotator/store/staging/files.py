"""The files of one upload, and the SQLite file in which what was read of them waits.

It is apart from the store, so that reading a million rows keeps nobody from saving. It is thrown
away when the upload is confirmed or discarded, so nothing is done for it to survive a power cut.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.models import Doubt
from annotator.store.database import Store, fetch_all, fetch_one, insert
from annotator.store.provenance.schema import SIGNATURES_SCHEMA

__all__ = [
    "StagedFile",
    "forget_articles",
    "load_staged_file",
    "load_staged_files",
    "move_into_place",
    "open_staging",
    "stage_file",
    "update_file",
]

WAIT_SECONDS = 600.0  # until another request has read its file into the same upload
ABOVE = 1_000_000_000  # numbers of articles that are being read again
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    reader TEXT NOT NULL DEFAULT '',
    version TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT '{}',
    doubts TEXT NOT NULL DEFAULT '[]'
);
CREATE TABLE IF NOT EXISTS waiting (
    number INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    article TEXT NOT NULL,
    changes TEXT NOT NULL DEFAULT '{}',
    places TEXT NOT NULL DEFAULT '[]',
    is_chosen INTEGER NOT NULL DEFAULT 1,
    sha256 BLOB NOT NULL,
    is_doubtful INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS waiting_of_file ON waiting (file, number);
CREATE INDEX IF NOT EXISTS waiting_in_order ON waiting (is_doubtful DESC, number);
CREATE TABLE IF NOT EXISTS told (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source_name TEXT NOT NULL,
    sentence TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS told_of_kind ON told (kind, file, id);
CREATE TABLE IF NOT EXISTS remembered (word TEXT PRIMARY KEY, content TEXT NOT NULL);
"""  # and text_signatures


@dataclass(frozen=True)
class StagedFile:
    """One file that was brought: where its bytes lie, who read it, what is open about it."""

    id: int
    name: str
    path: str
    sha256: str
    reader: str
    version: str
    told: dict[str, Any]
    doubts: tuple[Doubt, ...]


def open_staging(path: Path) -> Store:
    """Open (or make) the file in which an upload waits. Use it from the thread that opened it."""
    connection = sqlite3.connect(path, timeout=WAIT_SECONDS)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        staging = Store(connection, execute_plugins=False)
        if fetch_one(staging, "SELECT 1 FROM sqlite_master WHERE name = 'remembered'") is None:
            connection.executescript(_SCHEMA + SIGNATURES_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return staging


def stage_file(staging: Store, *, name: str, path: str, sha256: str, told: dict[str, Any]) -> int:
    """A file behind the others; its id."""
    row = {"name": name, "path": path, "sha256": sha256, "told": json.dumps(told)}
    return insert(staging, "files", row)


def update_file(
    staging: Store,
    file_id: int,
    *,
    reader: str,
    version: str,
    told: dict[str, Any],
    doubts: Sequence[Doubt],
) -> None:
    """What is known about a file when it is read to its end."""
    shown = [[doubt.kind, doubt.choices, doubt.examples] for doubt in doubts]
    staging.execute(
        "UPDATE files SET reader = ?, version = ?, told = ?, doubts = ? WHERE id = ?",
        [reader, version, json.dumps(told), json.dumps(shown), file_id],
    )


def load_staged_files(
    staging: Store, *, only_doubtful: bool = False, only_chosen: bool = False
) -> list[StagedFile]:
    """The files in the order they came; those about which something is open, those of which an
    article is chosen, or all."""
    doubtful = "doubts <> '[]'" if only_doubtful else "1"
    chosen = "id IN (SELECT file FROM waiting WHERE is_chosen)" if only_chosen else "1"
    rows = fetch_all(
        staging,
        f"SELECT * FROM files WHERE {doubtful} AND {chosen} ORDER BY id",  # noqa: S608
    )
    return [_file(row) for row in rows]


def load_staged_file(staging: Store, file_id: int) -> StagedFile | None:
    row = fetch_one(staging, "SELECT * FROM files WHERE id = ?", [file_id])
    return None if row is None else _file(row)


def forget_articles(staging: Store, file_id: int) -> tuple[int, int]:
    """Take away what was read of a file: the number of its first article, and how many it had."""
    row = staging.execute(
        "SELECT count(*), coalesce(min(number), (SELECT min(number) FROM waiting WHERE file > :file"
        "), (SELECT max(number) + 1 FROM waiting), 0) FROM waiting WHERE file = :file",
        {"file": file_id},
    ).fetchone()
    staging.execute("DELETE FROM waiting WHERE file = ?", [file_id])
    staging.execute("DELETE FROM told WHERE file = ?", [file_id])
    return int(row[1]), int(row[0])


def move_into_place(staging: Store, first: int, more: int) -> None:
    """Give what was read again the numbers from `first` on; those behind it move by `more`."""
    if more:
        # By way of negative numbers: a number is never taken twice on the way.
        staging.execute(
            "UPDATE waiting SET number = -1 - (number + ?) WHERE number >= ? AND number < ?",
            [more, first, ABOVE],
        )
        staging.execute("UPDATE waiting SET number = -1 - number WHERE number < 0")
    staging.execute(
        "UPDATE waiting SET number = number - ? + ? WHERE number >= ?", [ABOVE, first, ABOVE]
    )


def _file(row: dict[str, Any]) -> StagedFile:
    return StagedFile(
        id=row["id"],
        name=row["name"],
        path=row["path"],
        sha256=row["sha256"],
        reader=row["reader"],
        version=row["version"],
        told=json.loads(row["told"]),
        doubts=tuple(
            Doubt(kind, tuple(choices), tuple(examples))
            for kind, choices, examples in json.loads(row["doubts"])
        ),
    )
