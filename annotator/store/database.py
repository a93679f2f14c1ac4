"""Opening the SQLite file, and the few habits every other module of the store shares."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TypeAlias

from annotator.errors import StoreError
from annotator.store.migrations import MIGRATION_NAMES, migrations
from annotator.store.sqlite_library import Database

Store: TypeAlias = Database

BUSY_TIMEOUT_SECONDS = 30.0
LEAST_ROOM = 200_000  # bytes; with less, failing to write is a full disk
MOST_LOG = 64 * 2**20  # bytes of the write-ahead log that stay when it is begun anew
MIGRATED = "_sqlite_migrations"  # the table that every store has
RESTORING = ".restoring"  # in a data folder while a backup is unpacked into it


def open_store(path: Path) -> Store:
    """Open (or make) the store at `path` with every migration applied.

    Use it from the thread that opened it. Write-ahead logging lets the web application, the
    command line and Datasette read while one of them writes.
    Raises StoreError when the file is not a store, was written by a newer version, or cannot be
    written.
    """
    connection = None
    try:
        _refuse_half_restored(path.parent)
        _refuse_lost(path)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_SECONDS)
        _refuse_foreign(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # "saved" must survive a power cut
        # Where another program reads for hours the log grows; it gives the room back afterwards.
        connection.execute(f"PRAGMA journal_size_limit = {MOST_LOG}")
        connection.execute("PRAGMA foreign_keys = ON")
        path.chmod(0o600)  # e-mail addresses are in it
        store = Store(connection, execute_plugins=False)  # plugins of sqlite-utils are for people
        _refuse_newer(store, path)
        if migrations.pending(store):
            _migrate(store)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, (sqlite3.DatabaseError, OSError)):
            reason = getattr(error, "strerror", None) or error
            if _for_want_of_room(error, path.parent):
                reason = "its disk is full; make room on it"
            raise StoreError(
                f"The store {path} cannot be opened: {reason}. annotator doctor says more."
            ) from error
        raise
    return store


def _for_want_of_room(error: Exception, folder: Path) -> bool:
    """SQLite says "disk I/O error" where it cannot write the 32 KB that readers share."""
    said = "disk" in str(error) or getattr(error, "errno", 0) == errno.ENOSPC
    return said and folder.exists() and shutil.disk_usage(folder).free < LEAST_ROOM


def _refuse_half_restored(folder: Path) -> None:
    if (folder / RESTORING).exists():
        raise StoreError(
            f"The data folder {folder} is half restored: `annotator restore` was interrupted. "
            "Run it again with the same backup and folder; it begins anew."
        )


def _refuse_lost(path: Path) -> None:
    """No file, or one without a byte, is a new store, unless there is work beside it."""
    beside = path.parent / "label-studio" / "label_studio.sqlite3"
    wal = path.with_name(path.name + "-wal")
    gone = not path.exists()
    emptied = not gone and not path.stat().st_size and not wal.exists()
    if (emptied and beside.exists()) or (gone and _has_projects(beside)):
        raise StoreError(
            f"The store {path} is {'gone' if gone else 'empty'}, but Label Studio's database "
            "beside it is not: its content was lost. Restore a backup with `annotator restore` "
            f"into another folder; to begin with nothing, move the folder {beside.parent} away."
        )


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Another program's database is not made ours, whatever its file is called."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
    if names and MIGRATED not in names:
        raise StoreError(
            f"{path} is no store of annotator: it is a database with {names[0]!r} and other "
            "things. Move it away, and restore a backup with `annotator restore`."
        )


def _has_projects(labelstudio: Path) -> bool:
    """Whether anything was ever published to this Label Studio."""
    if not labelstudio.exists():
        return False
    try:
        address = f"{labelstudio.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return connection.execute("SELECT 1 FROM project LIMIT 1").fetchone() is not None
    except sqlite3.Error:
        return False  # Label Studio's start says what is wrong with it


def _migrate(store: Store) -> None:
    """Apply what is pending, one process at a time."""
    # The write lock first, so that of two starts at once the second finds everything applied.
    with writing(store):
        migrations.apply(store)


def _refuse_newer(store: Store, path: Path) -> None:
    applied = {migration.name for migration in migrations.applied(store)}
    newer = sorted(applied - set(MIGRATION_NAMES))
    if newer:
        raise StoreError(
            f"The store {path} was written by a newer version of annotator (it has the change "
            f"{newer[-1]!r}, which this version does not know). "
            "Update the tool, or use the data folder of this version."
        )


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """One transaction, all or nothing; inside another one, a part of it.

    It takes the write lock at once: a transaction that reads first and writes later would fail,
    without waiting, when somebody else wrote in between.
    """
    if store.conn.in_transaction:
        with store.atomic():
            yield
        return
    try:
        store.conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise StoreError(
            f"The store is busy: no write lock within {BUSY_TIMEOUT_SECONDS:.0f} seconds ({error})."
        ) from error
    try:
        yield
        store.conn.execute("COMMIT")
    except BaseException:
        if store.conn.in_transaction:
            store.conn.execute("ROLLBACK")
        raise


def file_of(store: Store) -> str:
    """The path of the file; "" for a store in memory."""
    found: str = store.execute("PRAGMA database_list").fetchone()[2]
    return found


def now() -> str:
    """The present moment in UTC, as every table writes it: 2026-11-24T08:00:00.000000Z."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def fetch_all(
    store: Store, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> list[dict[str, Any]]:
    """Rows as dictionaries by column name."""
    return list(store.query(sql, parameters))


def fetch_one(
    store: Store, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> dict[str, Any] | None:
    """The first row, or None."""
    return next(iter(store.query(sql, parameters)), None)


def insert(store: Store, table: str, row: dict[str, Any]) -> int:
    """Insert one row; its new id."""
    return int(str(store.table(table).insert(row).last_pk))


def insert_all(store: Store, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert many rows of equal keys."""
    batch = list(rows)
    if not batch:
        return
    names = list(batch[0])
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    # Table and column names are our own literals, never a person's input.
    store.conn.executemany(
        f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',  # noqa: S608
        [[row[name] for name in names] for row in batch],
    )
