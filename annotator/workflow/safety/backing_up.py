"""A backup while people work: one file that has everything an installation is.

Our store is copied first and Label Studio's database after it. So what lies between is in Label
Studio's copy only, where the next collection finds it; the other way round it would look deleted.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from annotator import __version__, store
from annotator.errors import StoreError
from annotator.faults import reach
from annotator.keys import missing_keys
from annotator.labelstudio.installation import database_path
from annotator.settings import Settings
from annotator.store.safety import (
    check_database,
    copy_database,
    is_empty,
    is_mounted_for_reading,
    leave_out_sources,
    open_as_it_is,
    study_hashes,
)
from annotator.workflow.parallel import one_at_a_time
from annotator.workflow.safety.backup_file import (
    BACKUP_FORMAT,
    LABEL_STUDIO,
    SECRET_MEMBERS,
    SECRETS,
    STORE,
    Manifest,
    add_file,
    add_manifest,
)

NAME = "annotator-backup-{moment}.zip"
OURS = "annotator-backup-*.zip"
_LEFT_OUT = ("export", "test_data", ".config")  # of Label Studio's folder: made again, or copies

Say = Callable[[str], object]


@dataclass(frozen=True)
class Backup:
    """What was written, and what it deliberately lacks."""

    path: Path
    studies: int
    size: int  # bytes
    lacks: tuple[str, ...]
    removed: tuple[Path, ...] = ()  # older backups

    @property
    def sentence(self) -> str:
        """For people.

        >>> Backup(Path("b.zip"), 2, 3_400_000, ("secrets",)).sentence
        'b.zip written and checked: 2 studies, 3.4 MB. Not in it: secrets.'
        """
        studies = f"{self.studies} stud{'y' if self.studies == 1 else 'ies'}"
        done = f"{self.path} written and checked: {studies}, {self.size / 1e6:.1f} MB."
        if self.lacks:
            done += f" Not in it: {', '.join(self.lacks)}."
        if self.removed:
            done += f" Older ones removed: {len(self.removed)}."
        return done


def back_up_into(folder: Path, settings: Settings, keep: int, **options: bool) -> Backup:
    """A backup named by its moment; of those in the folder the newest `keep` stay."""
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} is a file; with --keep backups go into a folder. Name one.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment = datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%S%fZ")
    made = back_up(folder / NAME.format(moment=moment), settings, **options)
    # The one just made stays. A name from the future is of before the clock was set back: older.
    others = sorted(
        (one for one in folder.glob(OURS) if one != made.path),
        key=lambda one: (one.name < made.path.name, one.name),
        reverse=True,
    )
    old = tuple(others[max(keep, 1) - 1 :])
    for path in old:
        path.unlink(missing_ok=True)
    return Backup(made.path, made.studies, made.size, made.lacks, old)


def back_up(
    path: Path, settings: Settings, *, secrets: bool = True, sources: bool = True
) -> Backup:
    """Write the installation into one file; it appears whole and checked, or not at all.

    Raises StoreError: nothing to back up, the file is there already, no room, a damaged database.
    """
    path = path.absolute()
    if path.exists():
        raise StoreError(f"{path} is there already; a backup never overwrites one. Name another.")
    try:
        has_store, has_labelstudio = (
            one.is_file() for one in (settings.database, database_path(settings))
        )
    except OSError as error:
        raise StoreError(
            f"What is in {settings.data_dir} cannot be read: {error.strerror}. annotator doctor "
            "says more."
        ) from error
    if not has_store:
        raise StoreError(f"There is no installation in {settings.data_dir} to back up.")
    if secrets and (gone := missing_keys(settings)):
        raise StoreError(
            f"The key {gone[0]} is gone, so that this backup could not be used. Put it back from "
            "an earlier one, or leave the keys out with --without-secrets."
        )
    lacks = [name for name, wanted in (("secrets", secrets), ("sources", sources)) if not wanted]
    if not has_labelstudio:
        lacks.append("Label Studio's database (it is not the embedded one on SQLite)")
    with _said_plainly(path), _room_beside(path, settings) as part:
        manifest = _gather(part, settings, secrets=secrets, sources=sources)
        reach("backup-before-name")
        os.link(part / "whole.zip", path)  # refuses to replace one that came meanwhile
    return Backup(path, len(manifest.studies), path.stat().st_size, tuple(lacks))


def _gather(part: Path, settings: Settings, *, secrets: bool, sources: bool) -> Manifest:
    copies = {STORE: part / "store"}
    copy_database(settings.database, copies[STORE])
    if not sources:
        leave_out_sources(copies[STORE])
    reach("backup-between-databases")
    if database_path(settings).is_file():
        copies[LABEL_STUDIO] = part / "label-studio"
        copy_database(database_path(settings), copies[LABEL_STUDIO])
    for name, copy in copies.items():
        if faults := check_database(copy) or ["it is empty"] * is_empty(copy):
            raise StoreError(f"{name} is damaged: {'; '.join(faults)}. Nothing was written.")
    files = copies | dict(_beside(settings, secrets=secrets))
    reach("backup-before-archive")
    whole = part / "whole.zip"
    with whole.open("xb") as file:
        whole.chmod(0o600)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            hashes = {name: add_file(archive, source, name) for name, source in files.items()}
            manifest = _manifest(copies[STORE], hashes)
            add_manifest(archive, manifest)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _manifest(database: Path, files: dict[str, str]) -> Manifest:
    with open_as_it_is(database) as db:
        studies = study_hashes(db)
        titles = dict(db.execute("SELECT id, title FROM studies").fetchall())
    return Manifest(
        format=BACKUP_FORMAT,
        annotator=__version__,
        made_at=datetime.now(timezone.utc).isoformat(timespec="seconds"),
        files=files,
        studies={str(one): digest for one, digest in studies.items()},
        titles={str(one): title for one, title in titles.items()},
    )


def _beside(settings: Settings, *, secrets: bool) -> Iterator[tuple[str, Path]]:
    """The files beside the databases: (name in the backup, path)."""
    folders = [settings.labelstudio_dir]
    folders += [settings.secrets_dir] if secrets else []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(settings.data_dir).as_posix()
            inside = path.relative_to(folder).parts
            if path.is_symlink() or not path.is_file() or inside[0] in _LEFT_OUT:
                continue
            if name.startswith(LABEL_STUDIO):  # copied already, and its log with it
                continue
            if secrets or not name.startswith(SECRET_MEMBERS):
                yield name, path


@contextmanager
def _room_beside(path: Path, settings: Settings) -> Iterator[Path]:
    """A folder for unfinished copies beside the file; what a killed backup left there goes."""
    mark = hashlib.sha256(str(settings.data_dir).encode()).hexdigest()[:8]
    part = path.parent / f".annotator-backup-{mark}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with _one_backup(settings):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700)
        try:
            yield part
        finally:
            shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _one_backup(settings: Settings) -> Iterator[None]:
    """At a time, of a store that is ours. Where nothing can be written, as after a disk has failed,
    a backup is wanted most: there nothing is locked, and nobody changes anything."""
    if is_mounted_for_reading(settings.data_dir):
        yield
        return
    with closing(store.open_store(settings.database)) as db, one_at_a_time(db, "backup"):
        yield


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        full = getattr(error, "errno", 0) == errno.ENOSPC or "full" in str(error)
        reason = "the disk is full" if full else str(getattr(error, "strerror", "") or error)
        raise StoreError(
            f"The backup {path} could not be written: {reason}. Nothing was left behind; what "
            "was there before is as it was."
        ) from error


__all__ = ["SECRETS", "Backup", "back_up", "back_up_into"]
