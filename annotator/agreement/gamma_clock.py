"""How long a component may take, and whether somebody has asked to stop."""

from __future__ import annotations

import time
from collections.abc import Callable

NEVER: Callable[[], bool] = lambda: False  # noqa: E731


class Stopped(Exception):
    """The computation was asked to stop. Never leaves γ's modules."""


class Clock:
    """Counts down from `seconds`; `stop` is asked now and then, True ends the computation."""

    def __init__(self, seconds: float, stop: Callable[[], bool] = NEVER) -> None:
        self._seconds = seconds
        self._stop = stop
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, at least 0; raises `Stopped` when asked to stop."""
        if self._stop():
            raise Stopped
        return max(0.0, self._end - time.monotonic())

    def fresh(self) -> Clock:
        """Another clock with the same seconds, started now: one for each component."""
        return Clock(self._seconds, self._stop)
