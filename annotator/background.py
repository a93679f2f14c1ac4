"""Work beside the pages: threads of our own, and processes that let everybody else go first.

Whatever ends a thread is in the application's log, with its traceback.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

__all__ = ["start_thread", "step_back"]

NICENESS = 10
_OWN_GROUP = Path("/proc/self/autogroup")

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


def step_back() -> None:
    """Called by a process of ours that works for long: whoever saves or looks goes before it."""
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():
        # Linux may weigh each session as a whole, and then niceness counts only inside of one.
        with suppress(OSError):
            _OWN_GROUP.write_text(str(NICENESS), encoding="ascii")
