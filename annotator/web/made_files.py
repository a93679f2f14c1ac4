"""Files that long work has made: each waits in the data folder for a day, to be downloaded from the
page of its job.

    made/JOB-TICKET/bridges-1.0.0.zip

Nobody can guess the ticket, and the page that tells it is open to the study's managers alone.
"""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from annotator.workflow.waiting import waits_too_long

__all__ = ["KEPT_SECONDS", "file_of", "hand_to", "new_place", "remove_old"]

KEPT_SECONDS = 24 * 3600


def new_place(data_dir: Path, name: str) -> Path:
    """Where the work may write a file of this name. What waited too long is removed."""
    remove_old(data_dir)
    folder = _folder(data_dir) / f"0-{secrets.token_hex(16)}"
    folder.mkdir(parents=True, mode=0o700)
    return folder / name


def hand_to(job_id: int, file: Path) -> None:
    """The file at a place of ours belongs to this job from now on."""
    ticket = file.parent.name.partition("-")[2]
    file.parent.rename(file.parent.with_name(f"{job_id}-{ticket}"))


def file_of(data_dir: Path, job_id: int) -> tuple[str, Path] | None:
    """The ticket and the file of a job, as long as it waits."""
    remove_old(data_dir)
    for folder in _folder(data_dir).glob(f"{job_id}-*"):
        for file in folder.iterdir():
            return folder.name.partition("-")[2], file
    return None


def remove_old(data_dir: Path) -> None:
    for folder in _folder(data_dir).glob("*-*"):
        if waits_too_long(folder.stat().st_mtime, KEPT_SECONDS):
            shutil.rmtree(folder, ignore_errors=True)


def _folder(data_dir: Path) -> Path:
    return data_dir / "made"
