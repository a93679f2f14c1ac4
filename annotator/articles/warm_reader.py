"""One process that is kept warm and reads foreign files; ended when a file makes it run away."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import psutil

import annotator
from annotator.articles.reading import Piece, Reading, Signed, gather
from annotator.articles.reading_process import receive, send
from annotator.articles.told import NOTHING, Told
from annotator.errors import ArticleError
from annotator.models import Refusal
from annotator.settings import MAX_ARTICLE_CHARACTERS
from annotator.shortage import shortage

MOST_BYTES = 1024**3
MOST_SECONDS = 20.0  # of its own time on the processor, without a page or 1,000 rows finished
MOST_WAITING = 300.0  # by the clock, for what waits: it steps back behind all other work
_LOOK_SECONDS = 0.05
_COMMAND = (sys.executable, "-m", "annotator.articles.reading_process")

Progress = Callable[[int], None]
Take = Callable[[Sequence[Piece]], None]


class WarmReader:
    """Reads one file after the other, whoever asks; started with the first, and again when ended.

    The limits are arguments so that a test can reach them.
    """

    def __init__(
        self,
        command: Sequence[str] = _COMMAND,
        *,
        most_bytes: int = MOST_BYTES,
        most_seconds: float = MOST_SECONDS,
    ) -> None:
        self._command = tuple(command)
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The running process's number, None without one."""
        return self._process.pid if self._process else None

    def read(
        self,
        name: str,
        data: bytes,
        *,
        max_characters: int = MAX_ARTICLE_CHARACTERS,
        progress: Progress = lambda done: None,
        told: Told = NOTHING,
    ) -> Reading:
        """Read one file, everything at once. What makes the process run away is refused by name."""
        pieces: list[Piece] = []
        self.read_each(
            name, data, pieces.extend, max_characters=max_characters, progress=progress, told=told
        )
        return gather(pieces)

    def read_each(
        self,
        name: str,
        data: bytes,
        take: Take,
        *,
        max_characters: int = MAX_ARTICLE_CHARACTERS,
        progress: Progress = lambda done: None,
        told: Told = NOTHING,
        sign: int = 0,
    ) -> None:
        """Read one file, handing on what is found as it comes, so that nothing gathers here.

        The first `sign` articles come with a signature of their text each (`Signed`).
        """
        with self._lock:
            is_whole = False
            try:
                process = self._started()
                send(cast(BinaryIO, process.stdin), (name, data, max_characters, told, sign))
                self._answer(process, take, progress)
                is_whole = True
            except ArticleError as error:
                take([Refusal(name, str(error))])
            except (EOFError, OSError) as error:
                if shortage(error):  # that is not for the file's sake
                    raise
                take([Refusal(name, _DIED)])
            finally:
                if not is_whole:  # whoever takes may fail too
                    self._end()

    def close(self) -> None:
        """End the process; the next file starts one again."""
        with self._lock:
            self._end()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            folder = str(Path(annotator.__file__).parent.parent)
            known = os.environ.get("PYTHONPATH", "")
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,  # a message waits in the pipe, where it is seen, and not in a buffer
                env=os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{known}".rstrip(os.pathsep)},
                start_new_session=True,  # Ctrl-C is ours to answer
            )
            self._answer(self._process, lambda pieces: None, lambda done: None)
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], take: Take, progress: Progress) -> None:
        """Wait for the answer; raises ArticleError when the process takes more than its share."""
        done = 0
        stdout = cast(BinaryIO, process.stdout)
        watched = psutil.Process(process.pid)
        worked, waited = _seconds(watched), time.monotonic()
        with selectors.DefaultSelector() as selector:
            selector.register(stdout, selectors.EVENT_READ)
            while True:
                if selector.select(_LOOK_SECONDS):
                    word, found = cast(tuple[str, list[Piece]], receive(stdout))
                    take(found)
                    if word == "done":
                        return
                    done += sum(not isinstance(one, Signed) for one in found)
                    progress(done)
                    worked, waited = _seconds(watched), time.monotonic()
                    continue
                if _bytes(watched) > self._most_bytes:
                    raise ArticleError(_too_much(self._most_bytes))
                if _seconds(watched) - worked > self._most_seconds:
                    raise ArticleError(_too_long(self._most_seconds))
                if time.monotonic() - waited > max(MOST_WAITING, self._most_seconds):
                    raise ArticleError(_too_long(MOST_WAITING))

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()


@functools.cache
def warm_reader() -> WarmReader:
    """The reader of this application; it ends with it."""
    reader = WarmReader()
    atexit.register(reader.close)
    return reader


_DIED = "Reading it ended without an answer: the file may be damaged. The other files go on."


def _too_much(limit: int) -> str:
    return (
        f"Reading it took more than {limit / 1024**3:.2g} GB of memory: split the file, or copy "
        "the article's text and paste it."
    )


def _too_long(limit: float) -> str:
    return (
        f"Reading it took more than {limit:.0f} seconds without a page or 1,000 rows being "
        "finished: split the file, or copy the article's text and paste it."
    )


def _bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0  # it has ended: reading its output says so


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
        return float(times.user + times.system)
    except psutil.Error:
        return 0.0
