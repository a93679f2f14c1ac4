"""How far a long piece of work is, and how long it will still take, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from annotator.cli.options import say
from annotator.time_left import LONG, TimeLeft

COMPARING = "Pairs of annotators, and all without each"


def tell_progress(
    what: str, clock: Callable[[], float] = time.monotonic
) -> Callable[[int, int], None]:
    """A progress callback of (done, all): one line of a terminal, elsewhere a line now and then."""
    left = TimeLeft(clock)
    told = left.now

    def tell(done: int, total: int) -> None:
        nonlocal told
        words = f"{what}: {done} of {total}{left.after(done, total)}"
        now, terminal = left.now, sys.stderr.isatty()
        if terminal:
            say(f"\r\033[K{words}", end="\n" if done == total else "")
        elif now - told >= LONG:
            told = now
            say(words)

    return tell
