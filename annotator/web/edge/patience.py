"""Patience with wrong passwords: guessing gets slower, and nobody is locked out by others' guesses.

An attempt is counted before the password is looked at, so that guesses sent at once count too.
Three counts matter: of this account from this address, of this account from anywhere, and of this
address for any account. Each makes further attempts wait; a right password is taken when its turn
comes. Refused is only who does not wait: a second attempt on the same account from the same address
while the first still waits, and whoever comes when very many wait.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["Attempt", "Patience", "TooManyAttempts"]

FORGIVEN_AFTER = 900.0  # seconds without a wrong attempt


class TooManyAttempts(Exception):
    """An attempt of the same kind waits already."""


class Attempt:
    """One attempt; it counts as wrong until `succeeded` is set."""

    succeeded = False


class Patience:
    """Delays attempts: `free` wrong ones cost nothing, each further one doubles the wait.

    Kept in memory: a restart forgives everybody. `clock` gives seconds, `sleep` lets them pass.
    """

    def __init__(
        self,
        *,
        free: int = 5,
        free_of_others: int = 20,
        first_wait: float = 0.5,
        longest_wait: float = 8.0,
        longest_wait_of_others: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._free, self._free_of_others = free, free_of_others
        self._first_wait = first_wait
        self._longest_wait, self._longest_of_others = longest_wait, longest_wait_of_others
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str], tuple[int, float]] = {}
        self._waiting: set[tuple[str, str]] = set()

    @contextmanager
    def attempt(self, account: str, address: str) -> Iterator[Attempt]:
        """Wait one's turn, then check the password inside. Raises TooManyAttempts."""
        both, keys = (account, address), ((account, address), (account, ""), ("", address))
        with self._lock:
            self._forget_old()
            wait = self._wait(*keys)
            if wait and both in self._waiting:
                raise TooManyAttempts
            for key in keys:
                self._count(key, 1)
            if wait:
                self._waiting.add(both)
        if wait:
            try:
                self._sleep(wait)
            finally:
                with self._lock:
                    self._waiting.discard(both)
        attempt = Attempt()
        yield attempt
        if attempt.succeeded:
            with self._lock:
                self._failures.pop(both, None)
                for key in keys[1:]:
                    self._count(key, -1)

    def _wait(
        self, both: tuple[str, str], account: tuple[str, str], address: tuple[str, str]
    ) -> float:
        own = self._doubled(both, self._free, self._longest_wait)
        others = (
            self._doubled(key, self._free_of_others, self._longest_of_others)
            for key in (account, address)
        )
        return max(own, *others)

    def _doubled(self, key: tuple[str, str], free: int, longest: float) -> float:
        over = self._failures.get(key, (0, 0.0))[0] - free
        return min(self._first_wait * 2.0 ** min(over, 30), longest) if over >= 0 else 0.0

    def _count(self, key: tuple[str, str], change: int) -> None:
        count = self._failures.get(key, (0, 0.0))[0] + change
        self._failures[key] = (max(0, count), self._clock())

    def _forget_old(self) -> None:
        now = self._clock()
        old = [key for key, (_, at) in self._failures.items() if now - at > FORGIVEN_AFTER]
        for key in old:
            del self._failures[key]
