"""How far long work is, and how long it will still take; told at the command line and on pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

__all__ = ["LONG", "WHOLE", "Parts", "Steps", "TimeLeft", "in_words", "one_by_one", "unheard"]

Steps = Callable[[float, float], None]  # done, of how many
T = TypeVar("T")

LONG = 10.0  # seconds after which it is told
WHOLE = 100  # of work in parts


def unheard(done: float, total: float) -> None:
    """Nobody listens."""


def one_by_one(items: Collection[T], tell: Steps) -> Iterator[T]:
    """Each of them; as soon as the next is asked for, one more is done."""
    for done, one in enumerate(items, 1):
        yield one
        tell(done, len(items))


class Parts:
    """Pieces of work one after the other, told as one: a hundred, by what share of the time each
    takes, as far as that is known before.

    >>> parts = Parts(lambda done, total: print(done, total), 1, 3)
    >>> reading, counting = parts.next(), parts.next()
    0.0 100
    25.0 100
    >>> counting(1, 2)
    62.5 100
    """

    def __init__(self, tell: Steps, *shares: float) -> None:
        self._tell, self._shares, self._next = tell, shares, 0

    def next(self) -> Steps:
        """What the next piece tells; the one before it is done."""
        whole, done = sum(self._shares), sum(self._shares[: self._next])
        share = self._shares[self._next]
        self._next += 1
        self._tell(WHOLE * done / whole, WHOLE)

        def tell(of_it: float, total: float) -> None:
            if total:
                self._tell(WHOLE * (done + share * of_it / total) / whole, WHOLE)

        return tell


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
        self._done, self._total = 0.0, 0.0

    def after(self, done: float, total: float) -> str:
        """ ", about 3 min left", or nothing while it is early or nothing is known."""
        self.now = self.clock()
        if self._total and (total != self._total or done < self._done):
            self._began = self.now
        self._done, self._total = done, total
        gone = self.now - self._began
        if gone <= LONG or not 0 < done < total:
            return ""
        return f", {in_words(gone / done * (total - done))} left"
