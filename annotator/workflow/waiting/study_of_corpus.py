"""A corpus that waits becomes a study: a large one in a process of its own, so that pages and
saving stay quick meanwhile.

The process ends with whoever started it, and a study is there whole or not at all.
"""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec

from annotator import store
from annotator.errors import CorpusError, SetupError
from annotator.workflow.importing import import_path
from annotator.workflow.making_results import hear, now_and_then, own_process, telling
from annotator.workflow.parallel import Progress
from annotator.workflow.waiting.corpus import WaitingCorpus, alone_reading

__all__ = ["MadeStudy", "make_study", "serve_study"]

_WORK = f"from {__name__} import serve_study; serve_study()"


@dataclass(frozen=True)
class MadeStudy:
    """`sentence` says what came into it."""

    id: int
    sentence: str


class StudyAsked(msgspec.Struct, frozen=True):
    """What the process is told."""

    path: str
    file_format: str
    scheme_name: str
    title: str


def make_study(
    db: store.Store, waiting: WaitingCorpus, title: str, progress: Progress
) -> MadeStudy:  # fmt: skip
    """Read it and keep it as a study of this title, all or nothing. Raises AnnotatorError with what
    went wrong, as when the process ended before its work was done."""
    path = waiting.path
    asked = StudyAsked(str(path), waiting.file_format, waiting.scheme_name, title)
    if waiting.is_small:
        return _made(db, asked, progress)
    progress(f"{path.name} waits until another corpus is read", 0, 0)
    with alone_reading:
        progress("Reading the corpus", 0, 0)
        process = own_process(_WORK, store.file_of(db), msgspec.json.encode(asked).decode())
        told, code = hear(process, progress)
    if "made" in told:
        return MadeStudy(*told["made"])
    if "refused" in told:
        raise CorpusError(told["refused"])
    raise SetupError(
        f"The process that made the study of {path.name} ended with code {code} before its work "
        "was done, perhaps for lack of memory. Nothing of it was kept. Bring the corpus in smaller "
        "parts, or import it with the command `annotator import`."
    )


def _made(db: store.Store, asked: StudyAsked, progress: Progress) -> MadeStudy:
    made = import_path(
        db, Path(asked.path), asked.title, file_format=asked.file_format,
        scheme_name=asked.scheme_name, progress=progress,
    )  # fmt: skip
    return MadeStudy(made.study_id, made.sentence)


def serve_study() -> None:
    """What the process does: one study; lines of progress, and why not if it cannot."""
    database, words = sys.argv[1:]
    asked = msgspec.json.decode(words, type=StudyAsked)
    said = ""
    with telling("study-input", holds_the_store=True) as tell:
        again = now_and_then(lambda *at: tell(progress=at))

        def progress(words: str, done: int, total: int) -> None:
            nonlocal said
            if words == said:
                again(words, done, total)
            else:
                said = words
                tell(progress=(words, done, total))

        with closing(store.open_store(Path(database))) as db:
            made = _made(db, asked, progress)
        tell(made=(made.id, made.sentence))
