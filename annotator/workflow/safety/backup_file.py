"""A backup as a file: a zip of both databases and what belongs to them, and what is in it.

`manifest.json` names every other member with its SHA-256, and every study with the hash of its
content.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from annotator.errors import StoreError

MANIFEST = "manifest.json"
STORE = "annotator.sqlite"
LABEL_STUDIO = "label-studio/label_studio.sqlite3"
SECRETS = "secrets/"
SECRET_MEMBERS = (SECRETS, "label-studio/.env", "label-studio-postgresql/.env")
BACKUP_FORMAT = 1
_PIECE = 1 << 20  # bytes at a time


@dataclass(frozen=True)
class Manifest:
    """`studies`: id -> hash of its content, as `store.safety.study_hashes` gives it."""

    format: int
    annotator: str  # the version that made it
    made_at: str
    files: dict[str, str]  # member -> SHA-256
    studies: dict[str, str]
    titles: dict[str, str]

    @property
    def has_secrets(self) -> bool:
        return any(name.startswith(SECRETS) for name in self.files)


def add_file(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    """Put a file into the archive under this name; its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as member:
        for piece in _pieces(source):
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()


def add_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


def read_manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    """Raises StoreError when the archive is not a backup of ours, or one of a newer kind."""
    try:
        content = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**content)
        names = [*manifest.files, *manifest.studies]
        if not all(isinstance(one, str) for one in dict(manifest.titles).values()):
            raise TypeError("a title is text")
    except (KeyError, ValueError, TypeError, AttributeError, OSError, zipfile.BadZipFile) as error:
        raise StoreError(f"{path} is not a backup that `annotator backup` wrote.") from error
    if manifest.format != BACKUP_FORMAT:
        raise StoreError(
            f"{path} is a backup of the form {manifest.format}, made by annotator "
            f"{manifest.annotator}; this version reads form {BACKUP_FORMAT}. Update the tool."
        )
    if STORE not in manifest.files or any(not _is_inside(name) for name in names):
        raise StoreError(f"{path} is not a backup that `annotator backup` wrote.")
    return manifest


def extract(
    archive: zipfile.ZipFile, name: str, folder: Path, sync: Callable[[IO[bytes]], None]
) -> str:
    """Write a member below a folder, readable for its owner only; its SHA-256."""
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with archive.open(name) as member, target.open("wb") as file:
        target.chmod(0o600)
        for piece in _pieces(member):
            digest.update(piece)
            file.write(piece)
        sync(file)
    return digest.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
