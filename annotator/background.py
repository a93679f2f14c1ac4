"""Threads of our own. Whatever ends one is in the application's log, with its traceback."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

__all__ = ["start_thread"]

log = logging.getLogger(__name__)


def start_thread(name: str, target: Callable[..., object], *args: object) -> threading.Thread:
    """Start `target(*args)` in a daemon thread; an error ends the thread and is logged."""

    def run() -> None:
        try:
            target(*args)
        except Exception:
            log.exception("The thread %s was ended by an error.", name)

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    return thread
