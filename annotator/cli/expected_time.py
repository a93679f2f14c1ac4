"""How far a long piece of work is, and how long it will still take, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from annotator.cli.options import say
from annotator.time_left import LONG, WHOLE, Steps, TimeLeft

SOON = 1.0  # seconds


def tell_progress(what: str, clock: Callable[[], float] = time.monotonic) -> Steps:
    """A progress callback of (done, all): one line of a terminal, elsewhere a line now and then.
    On a terminal too nothing is said of what is done at once."""
    left = TimeLeft(clock)
    told = began = left.now

    def tell(done: float, total: float) -> None:
        nonlocal told
        far = f"{done:.0f} %" if total == WHOLE else f"{done:.0f} of {total:.0f}"
        words = f"{what}: {far}{left.after(done, total)}"
        now, terminal = left.now, sys.stderr.isatty()
        if terminal and now - began >= SOON:
            say(f"\r\033[K{words}", end="\n" if done == total else "")
        elif not terminal and now - told >= LONG:
            told = now
            say(words)

    return tell
