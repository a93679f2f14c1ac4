"""Working in several threads, and keeping others from working at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

from filelock import FileLock

from annotator.background import start_thread
from annotator.store import Store

Item = TypeVar("Item")
R = TypeVar("R")
Progress = Callable[[str, int, int], None]  # words, done, total


def in_threads(
    work: Callable[[Item], R], items: Sequence[Item], threads: int
) -> Iterator[tuple[Item, R]]:
    """(item, its result) as they are done.

    When one fails, the results of the others are still handed out before its error is raised.
    Whoever stops us (Ctrl-C, the end of the program) does not wait for what Label Studio may never
    answer: a pool of `concurrent.futures` would.
    """
    waiting, ended = SimpleQueue[Item](), SimpleQueue[tuple[Item, Future[R]]]()
    for item in items:
        waiting.put(item)

    def run() -> None:
        with suppress(Empty):
            while True:
                item, future = waiting.get_nowait(), Future[R]()
                try:
                    future.set_result(work(item))
                except BaseException as error:  # noqa: BLE001 - raised below
                    future.set_exception(error)
                ended.put((item, future))

    crew = [start_thread("in-threads", run) for _ in range(min(threads, len(items)))]
    failed: BaseException | None = None
    try:
        for _ in items:
            item, future = ended.get()
            error = future.exception()
            if error is None:
                yield item, future.result()
            else:
                failed = failed or error
    except GeneratorExit:  # whoever takes the results has failed: what is begun may still end
        with suppress(Empty):
            while True:
                waiting.get_nowait()
        for thread in crew:
            thread.join()
        raise
    if failed is not None:
        raise failed


@contextmanager
def one_at_a_time(db: Store, name: str) -> Iterator[None]:
    """Wait until no other thread or process does this on the same store."""
    [path] = [row[2] for row in db.conn.execute("PRAGMA database_list") if row[1] == "main"]
    with FileLock(f"{path}.{name}"):  # the kernel drops it when its holder dies
        yield
