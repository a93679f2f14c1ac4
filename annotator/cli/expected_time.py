"""How far a long piece of work is, and how long it will still take, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from annotator.cli.options import say

LONG = 10.0  # seconds after which it is told, and how often where nobody rewrites a line


def in_words(seconds: float) -> str:
    """What is expected, roughly.

    >>> in_words(40), in_words(200), in_words(9000)
    ('less than a minute', 'about 3 min', 'about 2.5 h')
    """
    if seconds < 60:
        return "less than a minute"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def tell_progress(
    what: str, clock: Callable[[], float] = time.monotonic
) -> Callable[[int, int], None]:
    """A progress callback of (done, all): one line of a terminal, elsewhere a line now and then."""
    began = told = clock()

    def tell(done: int, total: int) -> None:
        nonlocal told
        now, terminal = clock(), sys.stderr.isatty()
        words = f"{what}: {done} of {total}"
        if done and now - began > LONG and done < total:
            words += f", {in_words((now - began) / done * (total - done))} left"
        if terminal:
            say(f"\r\033[K{words}", end="\n" if done == total else "")
        elif now - told >= LONG:
            told = now
            say(words)

    return tell
