"""Results made in a process of their own, one at a time: saving and other pages stay quick.

The process ends with whoever started it, however that ended; a result appears whole or not at all.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import annotator
from annotator import store
from annotator.background import start_thread, step_back
from annotator.errors import AnnotatorError, SetupError, StudyError
from annotator.shortage import shortage
from annotator.time_left import Steps
from annotator.workflow.making_releases.preview import PREVIEW
from annotator.workflow.results import KINDS, NOTHING, About, Kind, make_result

__all__ = ["hear", "make_in_process", "own_process", "steps_told", "telling"]

# Not `-m`: the package itself imports this module, and Python would warn that it runs twice.
WORK = f"from {__name__} import serve; serve()"
# One processor is enough for what nobody waits at, and leaves the other to the pages.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
MADE_KINDS = {**KINDS, PREVIEW.name: PREVIEW}
OFTEN = 0.5  # seconds between two lines of progress

_one_at_a_time = threading.Lock()


def make_in_process(
    db: store.Store,
    study_id: int,
    kind: Kind[Any],
    about: About = NOTHING,
    *,
    progress: Callable[[str, int, int], None] = lambda words, done, total: None,
) -> None:
    """Make and keep a result. Raises StudyError with what went wrong."""
    with _one_at_a_time:
        progress(f"{kind.words} is being computed", 0, 0)
        process = own_process(
            WORK, store.file_of(db), str(study_id), kind.name, json.dumps(dict(about))
        )
        told, code = hear(process, lambda *at: progress(f"{kind.words} is being computed", *at))
    if "refused" in told:
        raise StudyError(told["refused"])
    if code:
        raise SetupError(
            f"The process that computes {kind.words.lower()} ended with code {code} before its "
            "work was done, perhaps for lack of memory."
        )


def own_process(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    """This Python with this package, on one thread; it ends when its input is closed."""
    package = str(Path(annotator.__file__).parents[1])
    search = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.Popen(  # noqa: S603  this Python, this module
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD, "PYTHONPATH": search},
        start_new_session=True,  # Ctrl-C is ours to handle, not its
    )


def hear(
    process: subprocess.Popen[bytes], progress: Callable[..., None]
) -> tuple[dict[str, Any], int]:
    """The last thing that such a process told, and the code it ended with."""
    told: dict[str, Any] = {}
    with process:  # its input stays open until it has ended
        for line in process.stdout or ():
            told = json.loads(line)
            if "progress" in told:
                progress(*told["progress"])
        return told, process.wait()


@contextmanager
def telling(name: str, *, holds_the_store: bool = False) -> Iterator[Callable[..., None]]:
    """In such a process: what tells the other side a line; `name` is of the thread that ends it.

    What the work cannot do, and what the machine has run out of, is told as `refused`. It lets
    everybody else go first, unless it writes for so long that everybody waits for it.
    """
    if not holds_the_store:
        step_back()
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)  # should anything print, it must not look like our answer
        start_thread(name, end_with_the_other_side)

        def tell(**line: object) -> None:
            out.write(json.dumps(line) + "\n")
            out.flush()

        try:
            yield tell
        except (AnnotatorError, OSError, sqlite3.Error, RuntimeError) as error:
            words = str(error) if isinstance(error, AnnotatorError) else shortage(error)
            if not words:
                raise
            tell(refused=words)


def steps_told(tell: Callable[..., None]) -> Steps:
    """What hears of every step in such a process, and tells of one now and then."""
    return now_and_then(lambda done, total: tell(progress=(round(done), round(total))))


def now_and_then(tell: Callable[..., None]) -> Callable[..., None]:
    """The same, of which calls that follow another too soon come to nothing."""
    told = time.monotonic()

    def perhaps(*what: Any) -> None:
        nonlocal told
        if time.monotonic() - told >= OFTEN:
            told = time.monotonic()
            tell(*what)

    return perhaps


def serve() -> None:
    """What the process does: one result; lines of progress, and why not if it cannot."""
    database, study_id, kind, about = sys.argv[1:]
    with telling("results-input") as tell, closing(store.open_store(Path(database))) as db:
        make_result(db, int(study_id), MADE_KINDS[kind], json.loads(about), steps_told(tell))


def end_with_the_other_side() -> None:
    """When nobody holds the other end of the input any more, nobody wants the result."""
    while os.read(0, 1):
        pass
    os._exit(0)
