"""A study's release as a folder that never changes, as a zip file, or in one format."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator import store
from annotator.errors import StudyError
from annotator.releases.content import Content, Lost, Plan
from annotator.releases.folder import Release, kept_nowhere, make_release
from annotator.releases.formats import checked_formats, write_format
from annotator.releases.manifest import MANIFEST, FileSum, read_manifest, sha256_of
from annotator.releases.privacy import without_notes
from annotator.time_left import Steps, unheard
from annotator.whole_file import replacing_all
from annotator.workflow.making_releases.content import load_content
from annotator.workflow.releasing import file_stem

__all__ = ["MadeRelease", "export_format", "release_study", "zip_release"]

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in a zip: the same state, the same bytes


@dataclass(frozen=True)
class MadeRelease:
    """`is_new` is False when the folder held the very same release already."""

    folder: Path
    release: Release
    is_new: bool


def release_study(content: Content, out: Path, progress: Steps = unheard) -> MadeRelease:
    """Write `out/TITLE-VERSION`, whole or not at all.

    The same state again changes nothing. Raises StudyError when that version is there already with
    another content, or cannot be written.
    """
    folder = out / f"{file_stem(content.work.study)}-{content.plan.version}"
    if folder.exists():
        release = make_release(content, kept_nowhere, progress)
        _refuse_change(folder, release.files)
        return MadeRelease(folder, release, False)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")

    def keep(path: str, data: bytes) -> None:
        (part / path).parent.mkdir(parents=True, exist_ok=True)
        (part / path).write_bytes(data)

    try:
        release = make_release(content, keep, progress)
        part.rename(folder)
    except OSError as error:
        raise StudyError(f"Could not write into {out}: {error.strerror}.") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return MadeRelease(folder, release, True)


def export_format(
    db: store.Store, study_id: int, file_format: str, out: Path
) -> tuple[list[Path], tuple[Lost, ...]]:
    """The files of one format into `out/TITLE-FORMAT`, as the study is now; the paths written, and
    what the format could not hold.

    What was there of an earlier export is written over, all of it or nothing. Notes are left out,
    as in a release.
    """
    plan = Plan("0.0.0", checked_formats([file_format], "yes"))
    content = without_notes(load_content(db, study_id, plan))
    folder = out / f"{file_stem(content.work.study)}-{file_format}"
    written = write_format(file_format, content)
    try:
        with replacing_all() as place:
            for path, data in written.files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                place(folder / path).write_bytes(data)
    except OSError as error:
        raise StudyError(f"Could not write into {folder}: {error.strerror}.") from error
    return [folder / path for path in written.files], written.losses


def _refuse_change(folder: Path, files: Mapping[str, FileSum]) -> None:
    there = {one["path"]: one["sha256"] for one in read_manifest(folder)["files"]}
    now = {path: one.sha256 for path, one in files.items() if path != MANIFEST}
    changed = sorted(path for path in {*there, *now} if there.get(path) != now.get(path))
    same_manifest = sha256_of((folder / MANIFEST).read_bytes()) == files[MANIFEST].sha256
    if changed or not same_manifest:
        what = ", ".join(changed[:5]) or MANIFEST
        more = f" and {len(changed) - 5} more" if len(changed) > 5 else ""
        raise StudyError(
            f"{folder} holds this version already, made from another state: {what}{more} would "
            "change. A release never changes; give this one another version."
        )
    for path, digest in there.items():
        found = folder / path
        if not found.exists() or sha256_of(found.read_bytes()) != digest:
            raise StudyError(
                f"{found} is not what its manifest says: somebody changed it after the release."
            )


def zip_release(content: Content, name: str, out: BinaryIO, progress: Steps = unheard) -> None:
    """Write the release as a zip file with one folder in it, called `name`."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def keep(path: str, data: bytes) -> None:
            info = zipfile.ZipInfo(f"{name}/{path}", FIRST_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)

        make_release(content, keep, progress)
