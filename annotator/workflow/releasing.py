"""A study's labelled data into a folder, in one of the formats of `releases.formats`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator.errors import StudyError
from annotator.models import State
from annotator.releases.formats import FORMATS
from annotator.store.records import StudyWork


def file_stem(work: StudyWork) -> str:
    """A file name made from the study's title: never a path."""
    slug = re.sub("[^a-z0-9]+", "-", work.study.title.lower()).strip("-")[:60]
    return slug or f"study-{work.study.id}"


def export(work: StudyWork, file_format: str, folder: Path) -> list[Path]:
    """Write the study's files into `folder`; the paths written.

    A file appears whole or not at all, so that a full disk leaves no half file behind.
    Raises StudyError for an unknown format (naming the known ones) or when nothing can be written.
    """
    if file_format not in FORMATS:
        raise StudyError(f"Unknown format {file_format!r}. Formats: {', '.join(FORMATS)}.")
    stem = file_stem(work)
    parts = {stem + file.ending: file.write(work) for file in FORMATS[file_format]}
    return write_files(parts, folder)


def write_files(parts: Mapping[str, Iterable[str]], folder: Path) -> list[Path]:
    """Write files of these names and lines into a folder; each appears whole or not at all."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(folder / name, lines) for name, lines in parts.items()]
    except OSError as error:
        raise StudyError(f"Could not write into {folder}: {error.strerror}.") from error


def _write(path: Path, lines: Iterable[str]) -> Path:
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def count_spans(work: StudyWork, state: State) -> int:
    """How many marked passages annotations of this state have; only submitted ones count."""
    return sum(len(one.annotation.spans) for one in work.work if one.annotation.state is state)


def count_finished(work: StudyWork) -> int:
    """How many annotations were submitted (skips are not)."""
    return sum(one.annotation.state is State.SUBMITTED for one in work.work)
