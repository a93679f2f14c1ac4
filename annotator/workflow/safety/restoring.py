"""A backup back into an empty folder: everything checked before it counts, whole or not at all."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from annotator.damaged_zip import DAMAGED
from annotator.errors import StoreError
from annotator.faults import reach
from annotator.labelstudio.folder_lock import FolderLock
from annotator.settings import Settings
from annotator.store.safety import RESTORING, check_database, open_as_it_is, study_hashes
from annotator.workflow.safety.backup_file import (
    LABEL_STUDIO,
    MANIFEST,
    STORE,
    Manifest,
    extract,
    read_manifest,
)

# What a restored folder, or one that was interrupted, may hold; anything else is somebody's own.
_PLACES = ("annotator.sqlite", "label-studio", "label-studio-postgresql", "secrets", "logs")
_BESIDE = ("annotator.sqlite-wal", "annotator.sqlite-shm", "running.lock", "lost+found")


@dataclass(frozen=True)
class Restored:
    """What came back."""

    folder: Path
    titles: tuple[str, ...]
    made_at: str
    has_secrets: bool
    has_labelstudio: bool

    @property
    def sentences(self) -> list[str]:
        """For people: what was done, and what is to do."""
        count = len(self.titles)
        here = f"--data-dir {shlex.quote(str(self.folder))}"
        found = [
            f"{self.folder} has the {count} stud{'y' if count == 1 else 'ies'} of the backup of "
            f"{self.made_at}, compared by hash."
        ]
        if not self.has_secrets:
            found.append(
                "The backup has no secrets: copy the folder `secrets` of the old installation "
                f"to {self.folder / 'secrets'} before you start. If it is lost, remove "
                f"{self.folder / 'label-studio'}, start, and put each study back with: "
                f"annotator restore-to-label-studio STUDY {here}"
            )
        elif not self.has_labelstudio:
            found.append(
                "The backup has no database of Label Studio. After the start, put each study "
                f"back with: annotator restore-to-label-studio STUDY {here}"
            )
        found.append(f"Start with: annotator up {here}")
        return found


def restore(path: Path, settings: Settings) -> Restored:
    """Unpack a backup into the data folder, which must be empty or absent.

    Raises StoreError: no backup, a damaged one, a folder with something in it, no room. Raises
    SetupError: a folder that another process serves or restores into.
    """
    folder = settings.data_dir
    lock = FolderLock(folder)  # two at once would take each other's files away
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = read_manifest(archive, path)
            _refuse_used(folder)
            with lock:
                _refuse_used(folder)
                part = _begin(folder)
                _unpack(archive, manifest, part, path)
                _move(part, folder)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(
            f"{path} cannot be restored into {folder}: {reason}. Mend that, and run it again with "
            "the same backup and folder; or choose another with --data-dir."
        ) from error
    except DAMAGED as error:
        raise StoreError(
            f"{path} is damaged or is no backup: {str(error).rstrip('.')}. Take another one."
        ) from error
    return Restored(
        folder,
        tuple(manifest.titles.values()),
        manifest.made_at,
        manifest.has_secrets,
        LABEL_STUDIO in manifest.files,
    )


def _refuse_used(folder: Path) -> None:
    there = {one.name for one in folder.iterdir()} if folder.exists() else set()
    interrupted = RESTORING in there
    allowed = {RESTORING, *_BESIDE[2:]} | ({*_PLACES, *_BESIDE} if interrupted else set())
    strange = sorted(there - allowed)
    if strange:
        raise StoreError(
            f"The data folder {folder} is not empty (it has {strange[0]!r}). A backup is restored "
            "into an empty or new folder: choose another with --data-dir, or move that one away."
        )


def _begin(folder: Path) -> Path:
    """The folder to unpack in. While it is there the data folder cannot be opened."""
    part = folder / RESTORING
    part.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    for one in part.iterdir():
        _remove(one)
    for name in (*_PLACES, *_BESIDE[:2]):
        _remove(folder / name)
    return part


def _unpack(archive: zipfile.ZipFile, manifest: Manifest, part: Path, path: Path) -> None:
    named = {one for one in archive.namelist() if one != MANIFEST}
    if named != set(manifest.files):
        raise StoreError(f"{path} is damaged: its list of files does not fit what is in it.")
    for name, digest in manifest.files.items():
        if extract(archive, name, part, _sync) != digest:
            raise StoreError(f"{path} is damaged: {name} is not what it was.")
        reach("restore-between-files")
    for name in (STORE, LABEL_STUDIO):
        if name in manifest.files:
            faults = check_database(part / name)
            if faults:
                raise StoreError(f"{path} holds a damaged {name}: {'; '.join(faults)}.")
    with open_as_it_is(part / STORE) as db:
        found = {str(one): digest for one, digest in study_hashes(db).items()}
    if found != manifest.studies:
        raise StoreError(f"{path} is damaged: its studies are not those it says it has.")


def _move(part: Path, folder: Path) -> None:
    reach("restore-before-move")
    for one in sorted(part.iterdir(), key=lambda path: path.name == STORE):  # the store last
        one.rename(folder / one.name)
        reach("restore-between-moves")
    reach("restore-after-moves")
    part.rmdir()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
