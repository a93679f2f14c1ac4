"""Passwords: Argon2, the same answer and time for unknown people, patience after errors."""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from annotator.errors import AccountError
from annotator.keys import Keys
from annotator.store.records import Account

__all__ = ["MIN_PASSWORD", "Patience", "hash_password", "password_matches", "password_stamp"]

MIN_PASSWORD = 10
MAX_PASSWORD = 1000  # hashing a novel would keep the server busy

_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The hash to store. Raises AccountError when the password is too short or absurdly long."""
    if len(password) < MIN_PASSWORD:
        raise AccountError(
            f"The password has {len(password)} characters; it needs at least {MIN_PASSWORD}. "
            "A few unrelated words make a good one."
        )
    if len(password) > MAX_PASSWORD:
        raise AccountError(f"The password is longer than {MAX_PASSWORD} characters.")
    return _hasher.hash(password)


def password_matches(account: Account | None, password: str) -> bool:
    """Whether this is the account's password; as slow for an unknown account as for a known one."""
    stored = account.password_hash if account is not None else ""
    try:
        matches = _hasher.verify(stored or _NOBODY, password[:MAX_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False
    return bool(matches and stored and account is not None and not account.disabled)


def password_stamp(account: Account, keys: Keys) -> str:
    """Changes with the password, says nothing about it: kept in the session."""
    message = f"session:{account.id}:{account.password_hash}".encode()
    return hmac.new(keys.secret_key.encode(), message, hashlib.sha256).hexdigest()[:24]


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
