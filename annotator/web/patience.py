"""Patience with wrong passwords: guessing gets slower and slower."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

__all__ = ["Patience"]


class Patience:
    """Slows down guessing: after `free` wrong attempts each further one doubles the wait.

    Kept in memory: a restart forgives everybody. `clock` gives seconds.
    """

    def __init__(
        self,
        *,
        free: int = 5,
        first_wait: float = 5.0,
        longest_wait: float = 900.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._free = free
        self._first_wait = first_wait
        self._longest_wait = longest_wait
        self._clock = clock
        self._lock = threading.Lock()
        self._failures: dict[str, tuple[int, float]] = {}

    def seconds_to_wait(self, *keys: str) -> int:
        """0, or how long these keys (an e-mail, an address) must wait before the next attempt."""
        with self._lock:
            now = self._clock()
            return max((self._wait(key, now) for key in keys), default=0)

    def failed(self, *keys: str) -> None:
        with self._lock:
            now = self._clock()
            self._forget_old(now)
            for key in keys:
                self._failures[key] = (self._failures.get(key, (0, now))[0] + 1, now)

    def succeeded(self, *keys: str) -> None:
        with self._lock:
            for key in keys:
                self._failures.pop(key, None)

    def _wait(self, key: str, now: float) -> int:
        count, last = self._failures.get(key, (0, now))
        if count < self._free:
            return 0
        wait = min(self._first_wait * 2 ** (count - self._free), self._longest_wait)
        return max(0, int(last + wait - now + 0.999))

    def _forget_old(self, now: float) -> None:
        old = [key for key, (_, last) in self._failures.items() if now - last > self._longest_wait]
        for key in old:
            del self._failures[key]
