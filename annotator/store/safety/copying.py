"""Copying a database while others write, and looking whether a copy is whole."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from annotator.errors import StoreError
from annotator.store.database import BUSY_TIMEOUT_SECONDS, RESTORING, Store
from annotator.store.migrations import MIGRATION_NAMES, migrations

__all__ = [
    "RESTORING",
    "check_database",
    "copy_database",
    "is_mounted_for_reading",
    "leave_out_sources",
    "migrations_of",
    "open_as_it_is",
]

MOST_FAULTS = 5  # of a damaged file, in a message


def is_mounted_for_reading(path: Path) -> bool:
    """Whether nobody can write there: by choice, or since the disk failed."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def open_to_read(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing, also where nothing can be written.

    Raises sqlite3.Error.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"  # quoted: a folder may be called "Study #2"
    try:
        return _tried(address)
    except sqlite3.OperationalError:
        if not (path.is_file() and is_mounted_for_reading(path)):
            raise
    # SQLite wants to make a file beside it, for what others have in the write-ahead log.
    for log in (path.with_name(f"{path.name}-{kind}") for kind in ("wal", "journal")):
        if log.exists() and log.stat().st_size:
            raise sqlite3.OperationalError(
                f"its newest changes lie in {log.name}, which cannot be read on a file system that "
                "is mounted for reading only: copy the folder to another disk and work there"
            )
    return _tried(f"{address}&immutable=1")


def _tried(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_SECONDS)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup: the state of one moment, however busy the writers are.

    The copy is one file without a write-ahead log. Raises StoreError.
    """
    if not source.is_file():
        raise StoreError(f"There is no database at {source}.")
    target.unlink(missing_ok=True)
    try:
        with (
            closing(_opened_to_copy(source)) as reading,
            closing(sqlite3.connect(target)) as writing,
        ):
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise StoreError(f"The database {source} cannot be copied to {target}: {error}.") from error
    target.chmod(0o600)


def _opened_to_copy(source: Path) -> sqlite3.Connection:
    if is_mounted_for_reading(source):
        return open_to_read(source)
    return sqlite3.connect(source, timeout=BUSY_TIMEOUT_SECONDS)


def leave_out_sources(copy: Path) -> None:
    """Of a copy of a store: the files that articles were read from, but for their names."""
    with closing(sqlite3.connect(copy)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE name = 'raw_files'")
        if names.fetchall():
            connection.execute("UPDATE raw_files SET compressed = ?", [zlib.compress(b"")])
            connection.commit()
            connection.execute("VACUUM")  # or their bytes would still be in the file


def check_database(path: Path) -> list[str]:
    """What is wrong with a database's file or with the references in it; [] when it is whole."""
    try:
        with closing(open_to_read(path)) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            faults = [] if found == ["ok"] else found
            for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
                faults.append(f"row {row} of {table} names a row of {parent} that is not there")
    except sqlite3.Error as error:
        return [str(error)]
    more = len(faults) - MOST_FAULTS
    return faults if more <= 0 else [*faults[:MOST_FAULTS], f"and {more} more"]


def is_empty(path: Path) -> bool:
    """Whether a database that can be read has no table: a file without a byte is such a one."""
    try:
        with closing(open_to_read(path)) as connection:
            return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    except sqlite3.Error:
        return False


@contextmanager
def open_as_it_is(path: Path) -> Iterator[Store]:
    """A store to read from, without a migration and without making one. Raises StoreError."""
    try:
        connection = open_to_read(path)
    except sqlite3.Error as error:
        raise StoreError(f"The store {path} cannot be read: {error}.") from error
    db = Store(connection, execute_plugins=False)
    try:
        yield db
    finally:
        db.close()


def migrations_of(path: Path) -> tuple[list[str], list[str]]:
    """Of a store's file: migrations that the next start applies, and those this version does not
    know."""
    with open_as_it_is(path) as db:
        there = "_sqlite_migrations" in db.table_names()
        applied = {one.name for one in migrations.applied(db)} if there else set()
    pending = [name for name in MIGRATION_NAMES if name not in applied]
    return pending, sorted(applied - set(MIGRATION_NAMES))
