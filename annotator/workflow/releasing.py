"""A study's labelled data into a folder, in one of the formats of `releases.formats`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from annotator import store
from annotator.errors import StudyError
from annotator.file_names import title_stem
from annotator.many_values import many_values
from annotator.releases.downloads import FORMATS, GOLD_FORMATS, ReleaseFile
from annotator.store.records import Study, StudyWork
from annotator.store.work import study_work_in_turn
from annotator.whole_file import replacing_all


def file_stem(study: Study) -> str:
    """A file name made from the study's title: never a path."""
    return title_stem(study.title) or f"study-{study.id}"


def pieces(db: store.Store, study_id: int, file: ReleaseFile) -> Iterator[str]:
    """A file of a study, a few articles at a time; together what `file.write` gives at once."""
    for place, work in enumerate(study_work_in_turn(db, study_id)):
        with many_values():
            lines = file.write(work)
            if place and file.header:
                next(lines)
            piece = "".join(lines)
        yield piece


def export(
    work: StudyWork, file_format: str, folder: Path, *, for_spreadsheet: bool = False
) -> list[Path]:
    """Write the study's files into `folder`; the paths written.

    `for_spreadsheet`: CSV files begin with a byte order mark, by which Excel knows UTF-8.

    All appear whole or none does: a full disk leaves no half export, and an earlier one as it was.
    Raises StudyError for an unknown format (naming the known ones) or when nothing can be written.
    """
    if file_format not in FORMATS:
        raise StudyError(f"Unknown format {file_format!r}. Formats: {', '.join(FORMATS)}.")
    stem = file_stem(work.study)
    files = [*FORMATS[file_format], *(GOLD_FORMATS[file_format] if work.gold else ())]
    parts = {stem + file.ending: file.write(work) for file in files}
    return write_files(parts, folder, for_spreadsheet=for_spreadsheet)


def write_files(
    parts: Mapping[str, Iterable[str]], folder: Path, *, for_spreadsheet: bool = False
) -> list[Path]:
    """Write files of these names and lines into a folder; all appear whole, or none does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing_all() as place:
            for name, lines in parts.items():
                _write(place(folder / name), name, lines, for_spreadsheet)
        return [folder / name for name in parts]
    except OSError as error:
        raise StudyError(f"Could not write into {folder}: {error.strerror}.") from error


def _write(part: Path, name: str, lines: Iterable[str], for_spreadsheet: bool) -> None:
    encoding = "utf-8-sig" if for_spreadsheet and name.endswith(".csv") else "utf-8"
    with part.open("w", encoding=encoding, newline="") as file:
        file.writelines(lines)
