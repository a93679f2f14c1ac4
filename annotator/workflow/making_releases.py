"""A release of a study: its content of one moment, its files, and the folder that never changes."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from annotator import store
from annotator.errors import AnnotatorError, SetupError, StudyError
from annotator.releases.content import Content, Lost, Person, Plan
from annotator.releases.folder import Release, make_release
from annotator.releases.formats import write_format
from annotator.releases.manifest import MANIFEST, read_manifest, sha256_of
from annotator.releases.privacy import Finding, find_personal, without_notes
from annotator.store.accounts import load_accounts
from annotator.store.adjudication import Gold, load_gold
from annotator.store.counted import reading
from annotator.store.groups import load_groups
from annotator.store.study_rows import study_fingerprint
from annotator.time_left import Parts, Steps, unheard
from annotator.workflow.making_results import hear, own_process, steps_told, telling
from annotator.workflow.releasing import file_stem
from annotator.workflow.results import REPORT, models_now, result_now

__all__ = [
    "MadeRelease",
    "export_format",
    "load_content",
    "make_release_apart",
    "personal_data",
    "release_study",
    "seen_content",
    "zipped",
]

MAKING = f"from {__name__} import serve_release; serve_release()"
WORDS = "The release is being made"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in a zip: the same state, the same bytes


@dataclass(frozen=True)
class MadeRelease:
    """`is_new` is False when the folder held the very same release already."""

    folder: Path
    release: Release
    is_new: bool


def load_content(db: store.Store, study_id: int, plan: Plan, progress: Steps = unheard) -> Content:
    """What there is now. The report is the one its page shows.

    Raises StudyError when nothing was submitted yet.
    """
    parts = Parts(progress, 6, 3, 1)
    report = result_now(db, study_id, REPORT, progress=parts.next()).value
    models = models_now(db, study_id, parts.next())
    parts.next()
    with reading(db):
        work = store.load_study_work(db, study_id)
        if not any(one.annotation.state.value == "submitted" for one in work.work):
            raise StudyError(
                "Nothing was submitted in this study yet; there is nothing to release."
            )
        gold = load_gold(db, study_id)
        people = tuple(
            Person(one.pseudonym, one.name, one.email)
            for one in store.load_annotators(db, study_id)
            if one.pseudonym in work.annotators
        )
        state: dict[str, str | int] = {
            "study": study_id,
            "work_sha256": study_fingerprint(db, study_id),
            "gold_sha256": _gold_fingerprint(gold),
            "annotations": len(work.work),
            "last_change": max(one.annotation.updated_at for one in work.work),
        }
        groups = load_groups(db, study_id)
    return Content(plan, work, gold, report, groups, people, state, models=models)


def personal_data(db: store.Store, content: Content) -> list[Finding]:
    """What the release's free texts tell about people; to be looked at before it is made."""
    names = {part for one in load_accounts(db) for part in (one.name, one.email) if part}
    return find_personal(without_notes(content), names)


def seen_content(
    db: store.Store, study_id: int, plan: Plan, seen: bool, progress: Steps = unheard
) -> Content:
    """What there is now; refused where it tells about people and nobody has `seen` that."""
    content = load_content(db, study_id, plan, progress)
    if not seen and personal_data(db, content):
        raise StudyError(
            "Look at what annotators wrote about people first, and tick that you have."
        )
    return content


def release_study(content: Content, out: Path, progress: Steps = unheard) -> MadeRelease:
    """Write `out/TITLE-VERSION`, whole or not at all.

    The same state again changes nothing. Raises StudyError when that version is there already with
    another content, or cannot be written.
    """
    release = make_release(content, progress)
    folder = out / f"{file_stem(content.work.study)}-{content.plan.version}"
    if folder.exists():
        _refuse_change(folder, release.files)
        return MadeRelease(folder, release, False)
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    try:
        for path, data in release.files.items():
            target = part / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
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

    What was there of an earlier export is written over. Notes are left out, as in a release.
    """
    content = without_notes(load_content(db, study_id, Plan("0.0.0", (file_format,))))
    folder = out / f"{file_stem(content.work.study)}-{file_format}"
    written = write_format(file_format, content)
    try:
        for path, data in written.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    except OSError as error:
        raise StudyError(f"Could not write into {folder}: {error.strerror}.") from error
    return [folder / path for path in written.files], written.losses


def _refuse_change(folder: Path, files: Mapping[str, bytes]) -> None:
    there = {one["path"]: one["sha256"] for one in read_manifest(folder)["files"]}
    now = {path: sha256_of(data) for path, data in files.items() if path != MANIFEST}
    changed = sorted(path for path in {*there, *now} if there.get(path) != now.get(path))
    same_manifest = (folder / MANIFEST).read_bytes() == files[MANIFEST]
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


def _gold_fingerprint(gold: Gold) -> str:
    rows = [repr(one) for one in (*gold.spans, *gold.answers, *gold.relations)]
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()


def zipped(release: Release, name: str) -> bytes:
    """The release as a zip file with one folder in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in release.files.items():
            info = zipfile.ZipInfo(f"{name}/{path}", FIRST_MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


class Asked(msgspec.Struct, frozen=True):
    """What the process that makes a large study's release is told."""

    study_id: int
    plan: Plan
    file: str
    seen: bool


def make_release_apart(
    db: store.Store,
    study_id: int,
    plan: Plan,
    file: Path,
    *,
    seen: bool,
    progress: Callable[[str, int, int], None],
) -> None:
    """Write a large study's release to `file` as a zip, in a process of its own: the pages stay
    quick. The process ends with whoever started it; the file appears whole or not at all.

    Raises StudyError with what went wrong, as when it tells about people and that was not `seen`.
    """
    progress(WORDS, 0, 0)
    asked = msgspec.json.encode(Asked(study_id, plan, str(file), seen)).decode()
    process = own_process(MAKING, store.file_of(db), asked)
    told, code = hear(process, lambda *at: progress(WORDS, *at))
    if "refused" in told:
        raise StudyError(told["refused"])
    if code:
        raise SetupError(
            f"The process that makes the release ended with code {code} before its work was done, "
            "perhaps for lack of memory. annotator release makes it at the command line."
        )


def serve_release() -> None:
    """What the process does: lines of progress, and why not if it cannot."""
    database, words = sys.argv[1:]
    asked = msgspec.json.decode(words, type=Asked)
    with telling("release-input") as tell:
        db = store.open_store(Path(database))
        try:
            write_zip(db, asked, Parts(steps_told(tell), 2, 1))
        except AnnotatorError as error:
            tell(refused=str(error))
        finally:
            db.close()


def write_zip(db: store.Store, asked: Asked, parts: Parts) -> None:
    content = seen_content(db, asked.study_id, asked.plan, asked.seen, parts.next())
    release = make_release(content, parts.next())
    file = Path(asked.file)
    part = file.with_name(f".{file.name}.part")
    part.write_bytes(zipped(release, file.stem))
    part.rename(file)
