"""A large study's release, made in a process of its own, so that the pages stay quick.

The process ends with whoever started it; the file appears whole or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from annotator import store
from annotator.errors import SetupError, StudyError
from annotator.releases.content import Plan
from annotator.time_left import Parts
from annotator.whole_file import replacing
from annotator.workflow.making_releases.content import seen_content
from annotator.workflow.making_releases.folder import zip_release
from annotator.workflow.making_results import hear, own_process, steps_told, telling

__all__ = ["make_release_apart"]

MAKING = f"from {__name__} import serve_release; serve_release()"
WORDS = "The release is being made"


class Asked(msgspec.Struct, frozen=True):
    """What the process that makes a large study's release is told."""

    study_id: int
    plan: Plan
    file: str
    seen: str


def make_release_apart(
    db: store.Store,
    study_id: int,
    plan: Plan,
    file: Path,
    *,
    seen: str,
    progress: Callable[[str, int, int], None],
) -> None:
    """Write the release to `file` as a zip. Raises StudyError with what went wrong, as when it
    tells about people and that was not `seen`."""
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
    with telling("release-input") as tell, closing(store.open_store(Path(database))) as db:
        write_zip(db, asked, Parts(steps_told(tell), 2, 1))


def write_zip(db: store.Store, asked: Asked, parts: Parts) -> None:
    content = seen_content(db, asked.study_id, asked.plan, asked.seen, parts.next())
    file = Path(asked.file)
    with replacing(file) as part, part.open("wb") as out:
        zip_release(content, file.stem, out, parts.next())
