"""Worker processes for γ, one for each core.

Chunks go to a worker's standard input and outcomes come back on its standard output, pickled.
Nothing is forked (the web application has threads, whose locks a fork would copy) and nobody's
main module is run again, so a plain script or a notebook can call γ without a guard. Ending the
work ends the workers at once, and so does the end of the process that started them, however it
came: a worker whose input ends is gone, also in the middle of a chunk.
"""

import os
import pickle
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeAlias

import annotator
from annotator.agreement.gamma.chunks import Chunk, Outcome, align_chunk
from annotator.background import start_thread, step_back
from annotator.errors import SetupError

WORTH_PROCESSES = 2.0  # seconds of remaining work below which starting processes does not pay
CHECK_SECONDS = 0.25
WAITING = 2  # chunks a worker that lie ready; few, so that memory does not grow with the corpus

# Not `-m`: the package itself imports this module, and Python would warn that it runs twice.
WORK = f"from {__name__} import serve; serve()"

ChunkAnswer: TypeAlias = "list[Outcome] | SetupError"


def run(
    work: list[Chunk], *, processes: int | None, report: Callable[[int], None]
) -> list[Outcome]:
    """All outcomes. `report` is told how many continua were aligned; if it raises, all stops.

    `processes` None: this process while that is quick, else one process a core.
    """
    outcomes: list[Outcome] = []
    started = time.monotonic()
    cores = (os.cpu_count() or 1) if processes is None else processes
    for done, chunk in enumerate(work):
        each = (time.monotonic() - started) / done if done else 0.0
        left = work[done:]
        if cores > 1 and len(left) > 1 and done and each * len(left) > WORTH_PROCESSES:
            for found in align_in_processes(left, min(cores, len(left))):
                outcomes += found
                report(len(found))
            break
        found = align_chunk(chunk)
        outcomes += found
        report(len(found))
    return outcomes


def align_in_processes(
    work: Iterable[Chunk],
    processes: int,
    *,
    check: Callable[[], None] | None = None,
    gentle: bool = False,
) -> Iterator[list[Outcome]]:
    """The outcomes of each chunk, in whatever order they are done.

    `check` is called several times a second; when it raises, the work ends. `gentle` workers let
    everything else on the machine go first.
    """
    todo = iter(work)
    running = 0
    with closing(_Workers(processes, gentle)) as workers:
        while True:
            while running < WAITING * processes and (chunk := next(todo, None)) is not None:
                workers.todo.put(chunk)
                running += 1
            if not running:
                return
            answer = _next(workers.done, check)
            if isinstance(answer, SetupError):
                raise answer
            running -= 1
            yield answer


def _next(done: queue.SimpleQueue[ChunkAnswer], check: Callable[[], None] | None) -> ChunkAnswer:
    """Wait for the next answer; without `check`, as long as it takes."""
    while check is not None:
        check()
        with suppress(queue.Empty):
            return done.get(timeout=CHECK_SECONDS)
    return done.get()


class _Workers:
    """Processes that align chunks, each with a thread that feeds it.

    The threads are daemons: when the program ends, nothing waits for a chunk.
    """

    def __init__(self, count: int, gentle: bool) -> None:
        package = str(Path(annotator.__file__).parents[1])
        search = os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])
        self.todo: queue.SimpleQueue[Chunk | None] = queue.SimpleQueue()
        self.done: queue.SimpleQueue[ChunkAnswer] = queue.SimpleQueue()
        self.processes = [
            subprocess.Popen(  # noqa: S603  this Python, this module
                [sys.executable, "-c", WORK, *(["gentle"] if gentle else [])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": search},
                start_new_session=True,  # Ctrl-C is ours to handle, not theirs
            )
            for _ in range(count)
        ]
        self.threads = [
            start_thread("gamma-feeder", self._feed, process) for process in self.processes
        ]

    def close(self) -> None:
        """End the processes at once, and the threads with them."""
        for process in self.processes:
            process.terminate()
            self.todo.put(None)
        for process in self.processes:
            process.wait()
        for thread in self.threads:
            thread.join()
        for process in self.processes:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # what a dead worker did not read
                        pipe.close()

    def _feed(self, process: subprocess.Popen[bytes]) -> None:
        while (chunk := self.todo.get()) is not None:
            answer: ChunkAnswer | None = None
            try:
                answer = _ask(process, chunk)
            except (EOFError, OSError, pickle.UnpicklingError):
                return
            finally:
                self.done.put(_ended(process) if answer is None else answer)


def _ask(process: subprocess.Popen[bytes], chunk: Chunk) -> list[Outcome]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    pickle.dump(chunk, process.stdin)
    process.stdin.flush()
    outcomes: list[Outcome] = pickle.load(process.stdout)  # noqa: S301  our own process
    return outcomes


def _ended(process: subprocess.Popen[bytes]) -> SetupError:
    return SetupError(
        f"a worker process of the gamma computation ended with code {process.poll()} "
        "before its work was done, perhaps for lack of memory; try fewer processes"
    )


def serve() -> None:
    """What a worker does: chunks in, outcomes out, until the input ends."""
    if "gentle" in sys.argv[1:]:
        step_back()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # should anything print, it must not come between the answers
    chunks: queue.SimpleQueue[Chunk] = queue.SimpleQueue()
    start_thread("gamma-listener", _listen, chunks)
    while True:
        pickle.dump(align_chunk(chunks.get()), answers)
        answers.flush()


def _listen(chunks: queue.SimpleQueue[Chunk]) -> None:
    """Take chunks in; when nobody can send any more, end the process."""
    while True:
        try:
            chunk: Chunk = pickle.load(sys.stdin.buffer)  # noqa: S301  from who started this one
        except (EOFError, OSError, pickle.UnpicklingError):
            os._exit(0)
        chunks.put(chunk)
