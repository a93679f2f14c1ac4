"""How long long work will still take, in words; told at the command line and on pages."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["LONG", "TimeLeft", "in_words"]

LONG = 10.0  # seconds after which it is told


def in_words(seconds: float) -> str:
    """What is expected, roughly.

    >>> in_words(40), in_words(200), in_words(9000)
    ('less than a minute', 'about 3 min', 'about 2.5 h')
    """
    if seconds < 60:
        return "less than a minute"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


class TimeLeft:
    """What is left at the pace so far; a step that counts something else has a pace of its own."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.now = self._began = clock()  # when it was last asked
        self._done, self._total = 0, 0

    def after(self, done: int, total: int) -> str:
        """ ", about 3 min left", or nothing while it is early or nothing is known."""
        self.now = self.clock()
        if self._total and (total != self._total or done < self._done):
            self._began = self.now
        self._done, self._total = done, total
        gone = self.now - self._began
        if gone <= LONG or not 0 < done < total:
            return ""
        return f", {in_words(gone / done * (total - done))} left"
