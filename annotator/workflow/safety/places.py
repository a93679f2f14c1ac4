"""What lies in a data folder, place by place: of the right kind, there, ours, and only ours."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.keys import key_paths
from annotator.labelstudio.installation import database_path
from annotator.labelstudio.running import RECORD_NAME
from annotator.settings import Settings
from annotator.store.safety import is_mounted_for_reading
from annotator.workflow.safety.finding import BAD, WELL, Finding
from annotator.workflow.safety.keys_in_use import look_at_keys

MOUNT = "mount it for writing; if its disk has failed, annotator backup first, to another disk"


@dataclass(frozen=True)
class PlaceOnDisk:
    """`most`: the widest rights; None where they do not matter, since the folder around is ours."""

    path: Path
    folder: bool = False
    most: int | None = None


def places_of(settings: Settings) -> list[PlaceOnDisk]:
    """Everything that a start needs, or would write into; not all of it has to be there."""
    data_dir, database, theirs = settings.data_dir, settings.database, database_path(settings)
    folders = ("logs", "uploads", "corpora", "made", "cache")
    return [
        PlaceOnDisk(data_dir, folder=True, most=0o700),
        PlaceOnDisk(settings.secrets_dir, folder=True, most=0o700),
        PlaceOnDisk(settings.labelstudio_dir, folder=True, most=0o700),
        *(PlaceOnDisk(data_dir / name, folder=True) for name in folders),
        *(PlaceOnDisk(path, most=0o600) for path in (database, *key_paths(settings))),
        *(PlaceOnDisk(path) for path in _beside(database)),
        *(PlaceOnDisk(path) for path in (theirs, *_beside(theirs))),
        *(PlaceOnDisk(data_dir / name) for name in ("running.lock", RECORD_NAME)),
        *(PlaceOnDisk(settings.logs_dir / name) for name in ("annotator.log", "label-studio.log")),
    ]  # fmt: skip


def look_at_places(settings: Settings) -> Iterator[Finding]:
    """What is wrong with each, and one finding where nothing is."""
    if is_mounted_for_reading(settings.data_dir):
        words = f"{settings.data_dir} lies on a file system that is mounted for reading only"
        yield Finding(BAD, "rights", words, MOUNT)
        return
    found = [
        wrong
        for place in places_of(settings)
        if os.path.lexists(place.path) and (wrong := _wrong(place, settings)) is not None
    ]
    if can_be_examined(settings):
        found += look_at_keys(settings)
    yield from found or [Finding(WELL, "rights", "only the owner reads the data folder")]


def can_be_examined(settings: Settings) -> bool:
    """Whether all of it can be read. SQLite reads a store only where it may also write, or nobody
    may; of everything else only the rights can be told."""
    folder = settings.data_dir
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK) and not is_mounted_for_reading(folder):
        return False
    return all(
        os.access(place.path, os.R_OK | (os.X_OK if place.folder else 0))
        for place in places_of(settings)
        if os.path.lexists(place.path)
    )


def _wrong(place: PlaceOnDisk, settings: Settings) -> Finding | None:
    path = place.path
    try:
        about = path.stat()
    except OSError as error:
        to_do = f"remove it, or put back what it names: {path}"
        return Finding(BAD, "data folder", f"{path}: {error.strerror}", to_do)
    kinds = (stat.S_ISREG, stat.S_ISDIR)
    if not kinds[place.folder](about.st_mode):
        kind = "folder" if place.folder else "file"
        to_do = f"move it away; then annotator up, or annotator restore: {path}"
        return Finding(BAD, "data folder", f"{path} is no {kind}, but one is expected", to_do)
    mode, needed = stat.S_IMODE(about.st_mode), 0o700 if place.folder else 0o600
    if place.most is not None and mode & ~place.most:
        words = f"{path} can be read by others than its owner ({mode:o})"
        return Finding(BAD, "rights", words, f"chmod {place.most:o} {path}")
    owner = settings.data_dir.stat().st_uid
    if about.st_uid != owner:
        words = f"{path} belongs to {_name(about.st_uid)}, the data folder to {_name(owner)}"
        return Finding(BAD, "rights", words, f"chown -R {_name(owner)} {settings.data_dir}")
    if mode & needed != needed:
        words = f"its owner cannot read and write {path} ({mode:o})"
        return Finding(BAD, "rights", words, f"chmod u+rw{'x' if place.folder else ''} {path}")
    if os.access(path, os.R_OK | os.W_OK):
        return None
    if is_mounted_for_reading(path):
        words = f"{path} lies on a file system that is mounted for reading only"
        return Finding(BAD, "rights", words, MOUNT)
    to_do = f"chown -R $(whoami) {settings.data_dir}; or work as {_name(about.st_uid)}"
    return Finding(BAD, "rights", f"{path} belongs to somebody else", to_do)


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)


def _beside(database: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside it."""
    return database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")
