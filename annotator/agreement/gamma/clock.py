"""How long a component may take."""

import math
import time


class Clock:
    """Counts down from `seconds`; `total` is what all clocks made from this one may take."""

    def __init__(self, seconds: float, total: float = math.inf) -> None:
        self._seconds = seconds
        now = time.monotonic()
        self._total_end = now + total
        self._end = now + min(seconds, total)

    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self._end - time.monotonic())

    def fresh(self, share: int = 1) -> "Clock":
        """Another clock with the same seconds, started now: one for each component.

        With `share` components still to come it gets an even share of what is left of the total.
        """
        left = max(0.0, self._total_end - time.monotonic())
        return Clock(min(self._seconds, left / share))

    def at_most(self, seconds: float) -> "Clock":
        """A clock that is up after `seconds`, or when this one is."""
        return Clock(min(self.left(), seconds))
