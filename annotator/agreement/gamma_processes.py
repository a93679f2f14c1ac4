"""Worker processes for γ: `python -m annotator.agreement.gamma_processes`, one for each core.

Chunks go to a worker's standard input and outcomes come back on its standard output, pickled.
Nothing is forked (the web application has threads, whose locks a fork would copy) and nobody's
main module is run again, so a plain script or a notebook can call γ without a guard. Ending the
work ends the workers at once.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import annotator
from annotator.agreement.gamma_chunks import Chunk, Outcome, align_chunk
from annotator.errors import SetupError

WAITING = 2  # chunks a worker that lie ready; few, so that memory does not grow with the corpus


def align_in_processes(work: Iterable[Chunk], processes: int) -> Iterator[list[Outcome]]:
    """The outcomes of each chunk, in whatever order they are done."""
    todo = iter(work)
    with _Workers(processes) as workers, ThreadPoolExecutor(processes) as threads:
        try:
            running: set[Future[list[Outcome]]] = set()
            while True:
                while len(running) < WAITING * processes and (chunk := next(todo, None)):
                    running.add(threads.submit(workers.align, chunk))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in running:
                future.cancel()
            workers.end()


class _Workers:
    """Processes that align chunks; each is used by one thread at a time."""

    def __init__(self, count: int) -> None:
        package = str(Path(annotator.__file__).parents[1])
        search = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.processes = [
            subprocess.Popen(  # noqa: S603  this Python, this module
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": search},
                start_new_session=True,  # Ctrl-C is ours to handle, not theirs
            )
            for _ in range(count)
        ]
        self.idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for process in self.processes:
            self.idle.put(process)

    def __enter__(self) -> _Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.end()
        for process in self.processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # what a dead worker did not read
                        pipe.close()

    def end(self) -> None:
        for process in self.processes:
            process.terminate()

    def align(self, chunk: Chunk) -> list[Outcome]:
        process = self.idle.get()
        try:
            return self._ask(process, chunk)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise SetupError(
                f"a worker process of the gamma computation ended with code {process.poll()} "
                "before its work was done, perhaps for lack of memory; try fewer processes"
            ) from error
        finally:
            self.idle.put(process)

    def _ask(self, process: subprocess.Popen[bytes], chunk: Chunk) -> list[Outcome]:
        if process.stdin is None or process.stdout is None:
            raise EOFError
        pickle.dump(chunk, process.stdin)
        process.stdin.flush()
        outcomes: list[Outcome] = pickle.load(process.stdout)  # noqa: S301  our own process
        return outcomes


def serve() -> None:
    """What a worker does: chunks in, outcomes out, until the input ends."""
    chunks = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # should anything print, it must not come between the answers
    while True:
        try:
            chunk = pickle.load(chunks)  # noqa: S301  from the process that started this one
        except EOFError:
            return
        pickle.dump(align_chunk(chunk), answers)
        answers.flush()


if __name__ == "__main__":
    serve()
