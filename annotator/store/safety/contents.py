"""What SQLite's own check does not find: tables that are gone, and texts and kept files that are
not what the hashes say that were made of them when they came."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from annotator.errors import StoreError
from annotator.models import text_sha256
from annotator.store.database import MIGRATED, Store
from annotator.store.migrations import MIGRATION_NAMES, migrations
from annotator.store.provenance.sources import load_raw


def damaged_contents(store: Store) -> Iterator[str]:
    """A phrase for each thing that is not as it was."""
    if gone := sorted(_expected(store) - _names(store)):
        yield from (f"{name} is gone" for name in gone)
        return
    texts = store.execute("SELECT id, title, text, sha256 FROM articles")
    for number, title, text, digest in texts:
        if text_sha256(str(text)) != digest:
            yield f"the text of article {number}, {str(title)[:60]!r}, is not what it was"
    if "raw_files" not in store.table_names():  # an earlier store, not migrated yet
        return
    named = "SELECT sha256, (SELECT max(name) FROM sources WHERE sources.sha256 = raw_files.sha256)"
    for digest, name in store.execute(f"{named} FROM raw_files").fetchall():
        try:
            load_raw(store, digest)
        except StoreError:
            yield f"the kept file {str(name)[:60]!r} is not what it was"


def _expected(store: Store) -> set[str]:
    """Tables, views and indexes; of an earlier store only what says that it is one."""
    if MIGRATED not in store.table_names():
        return {f"table {MIGRATED}"}
    if {one.name for one in migrations.applied(store)} != {*MIGRATION_NAMES}:
        return {"table articles"}
    with closing(Store(sqlite3.connect(":memory:"), execute_plugins=False)) as new:
        migrations.apply(new)
        return _names(new)


def _names(store: Store) -> set[str]:
    return {
        f"{kind} {name}" for kind, name in store.execute("SELECT type, name FROM sqlite_master")
    }
