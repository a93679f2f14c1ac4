"""A store with something to settle, and how much is in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from settle_world import LOADED, TEXT, make_study

from annotator import store


def study(path: Path) -> Path:
    """Something to settle, and nothing in a write-ahead log."""
    db = store.open_store(path)
    made = make_study(db, people=2, texts=(TEXT,))
    made.submit(0, [(LOADED, "brazen")])
    made.submit(1, [(LOADED, "brazen")])
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


def counts(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as db:
        names = ("articles", "decisions", "events", "gold_spans")
        return [db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names]
