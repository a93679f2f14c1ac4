"""Examining an installation, and saying of whatever is not well what to do.

Every check looks and changes nothing. Those that need Label Studio ask the one that runs; none is
started.
"""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from annotator import __version__, store
from annotator.errors import AnnotatorError, StoreError
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, processes, running_origin, running_url
from annotator.labelstudio.fetching import CLOCK_MARGIN
from annotator.labelstudio.installation import NEEDED_BYTES, WHEN_LOST, database_path
from annotator.labelstudio.running import RECORD_NAME
from annotator.plural import counted
from annotator.settings import Settings
from annotator.store.safety import (
    RESTORING,
    check_database,
    is_empty,
    migrations_of,
    open_as_it_is,
)
from annotator.store.safety.contents import damaged_contents
from annotator.store.safety.sizes import load_newest_moment
from annotator.workflow.safety.finding import BAD, LOOK, WELL, Finding
from annotator.workflow.safety.keys_in_use import try_keys
from annotator.workflow.safety.places import can_be_examined, look_at_places
from annotator.workflow.safety.verifying import verify

WANTED = {"label-studio": "1.23.2", "label-studio-sdk": "2.1.2"}
COMFORTABLE_BYTES = 2 * 2**30
MOST_SKEW = timedelta(seconds=60)
PATIENCE = 5.0  # seconds for a PostgreSQL
MOST_NAMED = 5
BACKUP = "restore a backup with annotator restore; keep this folder until that works"


def examine(settings: Settings, keys: Keys | None) -> Iterator[Finding]:
    """Every check, one after the other. `keys`: None when the folder has none yet."""
    yield from _versions()
    if not settings.data_dir.is_dir():
        yield Finding(LOOK, "data folder", f"{settings.data_dir} is not there", "annotator up")
        return
    yield from _disk(settings)
    yield from look_at_places(settings)
    if not can_be_examined(settings):
        to_do = "mend the rights, then annotator doctor again"
        yield Finding(LOOK, "data folder", "not all of it can be read: no more is told", to_do)
        return
    yield from _half_restored(settings)
    yield from _port(settings)
    yield from _processes(settings)
    yield from _databases(settings)
    yield from _migrations(settings)
    yield from _clocks(settings, keys)
    if keys is not None:
        yield from _differences(settings, keys)


def _versions() -> Iterator[Finding]:
    python = ".".join(map(str, sys.version_info[:3]))
    words = f"annotator {__version__}, Python {python}, SQLite {sqlite3.sqlite_version}"
    yield Finding(WELL, "versions", words)
    for name, wanted in WANTED.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "not installed"
        if found == wanted:
            yield Finding(WELL, name, found)
        else:
            to_do = "pip install -r requirements.txt"
            yield Finding(BAD, name, f"it is {found}, tried with {wanted}", to_do)


def _half_restored(settings: Settings) -> Iterator[Finding]:
    if (settings.data_dir / RESTORING).exists():
        to_do = "run annotator restore again with the same backup"
        yield Finding(BAD, "data folder", "a restore was interrupted", to_do)


def _disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.data_dir).free
    words = f"{free // 2**20:,} MB are free on the disk of {settings.data_dir}"
    if free < NEEDED_BYTES:
        yield Finding(BAD, "disk", words, f"free at least {NEEDED_BYTES // 2**20} MB")
    elif free < COMFORTABLE_BYTES:
        yield Finding(LOOK, "disk", words, "free some space before it is used up")
    else:
        yield Finding(WELL, "disk", words)


def _port(settings: Settings) -> Iterator[Finding]:
    where = f"{settings.host} port {settings.port}"
    if running_origin(settings) == settings.origin:
        yield Finding(WELL, "port", f"annotator serves {where}")
        return
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            to_do = "stop what uses it, or choose another with PORT"
            yield Finding(BAD, "port", f"{where}: {error.strerror}", to_do)
            return
    yield Finding(WELL, "port", f"{where} is free")


def _processes(settings: Settings) -> Iterator[Finding]:
    record = processes.load_record(settings.data_dir / RECORD_NAME)
    ours = processes.processes_of(record) if record is not None else []
    lock = settings.data_dir / "running.lock"
    holder = lock.read_text(encoding="ascii", errors="replace").strip() if lock.is_file() else ""
    if not ours:
        yield Finding(WELL, "processes", "no Label Studio of this folder runs")
    elif holder.isdecimal() and _is_alive(int(holder)):
        yield Finding(WELL, "processes", f"process {holder} serves this folder")
    else:
        numbers = " ".join(str(one.pid) for one in ours)
        to_do = f"annotator up uses it again; or: kill {numbers}"
        yield Finding(LOOK, "processes", "Label Studio runs without annotator", to_do)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _databases(settings: Settings) -> Iterator[Finding]:
    yield _store(settings)
    if settings.embedded:
        yield _labelstudio(settings)


def _store(settings: Settings) -> Finding:
    path, about = settings.database, "database of store"
    to_do = (
        "restore a backup with annotator restore; to begin with nothing, move Label Studio's away"
    )
    if not path.exists():
        if database_path(settings).exists():
            return Finding(BAD, about, f"{path} is gone, Label Studio's is not", to_do)
        return Finding(LOOK, about, f"{path} is not there yet", "annotator up")
    if faults := check_database(path):
        return Finding(BAD, about, "; ".join(faults), BACKUP)
    if is_empty(path):
        if database_path(settings).exists():
            return Finding(BAD, about, f"{path} is empty, Label Studio's is not", to_do)
        return Finding(LOOK, about, f"{path} is empty", "annotator up")
    if damaged := _damaged(path):
        to_do = "an earlier backup has it: annotator restore FILE --data-dir ELSEWHERE"
        return Finding(BAD, about, f"{path}: {'; '.join(damaged)}", to_do)
    return Finding(WELL, about, f"{path} is whole")


def _damaged(path: Path) -> list[str]:
    """Texts and kept files, the first ones."""
    try:
        with open_as_it_is(path) as db:
            return list(islice(damaged_contents(db), MOST_NAMED))
    except (StoreError, sqlite3.Error) as error:
        return [str(error)]


def _labelstudio(settings: Settings) -> Finding:
    path, about = database_path(settings), "database of Label Studio"
    if settings.labelstudio_database:
        return _postgresql(settings.labelstudio_database, about)
    if not path.exists():
        if settings.labelstudio_dir.exists() or _has_published(settings):
            return Finding(BAD, about, f"{path} is gone", WHEN_LOST)
        return Finding(LOOK, about, f"{path} is not there yet", "annotator up")
    if faults := check_database(path):
        return Finding(BAD, about, "; ".join(faults), BACKUP)
    if is_empty(path):
        return Finding(BAD, about, f"{path} is empty", WHEN_LOST)
    return Finding(WELL, about, f"{path} is whole")


def _postgresql(url: str, about: str) -> Finding:
    """Whether anything listens there; Label Studio's start says more."""
    parts = urlsplit(url)
    where = f"{parts.hostname} port {parts.port or 5432}"
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 5432), PATIENCE):
            return Finding(WELL, about, f"a PostgreSQL at {where}, which looks after itself")
    except OSError as error:
        words = f"no PostgreSQL at {where}: {error.strerror or error}"
        return Finding(BAD, about, words, "start it, or mend ANNOTATOR_LABEL_STUDIO_DATABASE")


def _has_published(settings: Settings) -> bool:
    """Whether the store, as far as it can be read, has a study that is in Label Studio."""
    try:
        with open_as_it_is(settings.database) as db:
            return any(study.is_published for study in store.load_studies(db))
    except (StoreError, sqlite3.Error):
        return False


def _migrations(settings: Settings) -> Iterator[Finding]:
    if not settings.database.is_file() or is_empty(settings.database):
        return  # said of the database
    try:
        pending, unknown = migrations_of(settings.database)
    except (StoreError, sqlite3.Error) as error:
        yield Finding(BAD, "schema", str(error), "restore a backup with annotator restore")
        return
    if unknown:
        words = f"the store was written by a newer version (it has {unknown[-1]})"
        yield Finding(BAD, "schema", words, "update the tool")
    elif pending:
        words = f"{counted(len(pending), 'change', 'waits', 'wait')} for the next start"
        yield Finding(LOOK, "schema", words, "annotator backup FILE, then annotator up")
    else:
        yield Finding(WELL, "schema", "up to date")


def _clocks(settings: Settings, keys: Keys | None) -> Iterator[Finding]:
    now = datetime.now(timezone.utc)
    if settings.database.exists():
        try:
            with open_as_it_is(settings.database) as db:
                newest = load_newest_moment(db)
        except (StoreError, sqlite3.Error):
            newest = ""  # said of the database
        ahead = _moment(newest) - now if newest else timedelta()
        if ahead > MOST_SKEW:
            words = f"the store has something of {newest[:19]}, which is still to come"
            yield Finding(BAD, "clock", words, "set the machine's clock; it was set back")
            return
    url = settings.labelstudio_url or running_url(settings)
    if url and keys is not None:
        client = LabelStudio(url, keys.labelstudio_token)
        try:
            there = _moment(client.clock()) + CLOCK_MARGIN
        except AnnotatorError as error:
            words = f"Label Studio's was not told: {error}".rstrip(".")
            yield Finding(LOOK, "clock", words)
            return
        finally:
            client.close()
        if abs(there - now) > MOST_SKEW:
            words = f"Label Studio's differs by {abs(there - now).total_seconds():.0f} s"
            yield Finding(BAD, "clock", words, "set both machines' clocks by NTP")
            return
    yield Finding(WELL, "clock", now.isoformat(timespec="seconds"))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _differences(settings: Settings, keys: Keys) -> Iterator[Finding]:
    """Of every published study, when Label Studio runs."""
    url = settings.labelstudio_url or running_url(settings)
    if not url:
        words = "not compared with the store, because it does not run"
        yield Finding(LOOK, "Label Studio", words, "annotator up, then annotator doctor again")
        return
    try:
        db = store.open_store(settings.database)
    except AnnotatorError:
        return  # said of the database
    client = LabelStudio(url, keys.labelstudio_token)
    try:
        client.check()
        yield from try_keys(db, client, keys)
        for study in store.load_studies(db):
            if study.is_published:
                found = verify(db, client, keys, study.id, changed_only=True, heal=False)
                to_do = f"annotator verify {study.id}" if found.differences else ""
                level = LOOK if found.differences else WELL
                words = found.sentence.rstrip(".")
                yield Finding(level, f"study {study.title!r}", words, to_do)
    except AnnotatorError as error:
        yield Finding(BAD, "Label Studio", str(error).rstrip("."), f"see {settings.logs_dir}")
    finally:
        client.close()
        db.close()
