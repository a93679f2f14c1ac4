"""Working in several threads, and keeping others from working at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from typing import TypeVar

from filelock import FileLock

from annotator.store import Store

Item = TypeVar("Item")
R = TypeVar("R")
Progress = Callable[[str, int, int], None]  # words, done, total


def in_threads(
    work: Callable[[Item], R], items: Sequence[Item], threads: int
) -> Iterator[tuple[Item, R]]:
    """(item, its result) as they are done.

    When one fails, the results of the others are still handed out before its error is raised.
    """
    with ThreadPoolExecutor(threads) as pool:
        running: dict[Future[R], Item] = {pool.submit(work, item): item for item in items}
        failed: BaseException | None = None
        for future in as_completed(running):
            error = future.exception()
            if error is None:
                yield running[future], future.result()
            else:
                failed = failed or error
        if failed is not None:
            raise failed


@contextmanager
def one_at_a_time(db: Store, name: str) -> Iterator[None]:
    """Wait until no other thread or process does this on the same store."""
    [path] = [row[2] for row in db.conn.execute("PRAGMA database_list") if row[1] == "main"]
    with FileLock(f"{path}.{name}"):  # the kernel drops it when its holder dies
        yield
