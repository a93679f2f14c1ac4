"""The gold of a study into a folder."""

from __future__ import annotations

from pathlib import Path

from annotator import store
from annotator.errors import StudyError
from annotator.releases.downloads import GOLD_FORMATS
from annotator.workflow import releasing

__all__ = ["export_gold"]


def export_gold(db: store.Store, study_id: int, file_format: str, folder: Path) -> list[Path]:
    """Write the study's gold into a folder; the paths written. A file appears whole or not."""
    if file_format not in GOLD_FORMATS:
        raise StudyError(f"Unknown format {file_format!r}. Formats: {', '.join(GOLD_FORMATS)}.")
    work = store.load_study_work(db, study_id)
    parts = {file.name: file.write(work) for file in GOLD_FORMATS[file_format]}
    return releasing.write_files(parts, folder)
