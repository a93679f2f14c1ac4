"""How long a component may take."""

from __future__ import annotations

import time


class Clock:
    """Counts down from `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self._end - time.monotonic())

    def fresh(self) -> Clock:
        """Another clock with the same seconds, started now: one for each component."""
        return Clock(self._seconds)
