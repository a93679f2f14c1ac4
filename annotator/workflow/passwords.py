"""Passwords: hashed with Argon2; unknown people take as long to refuse as known ones."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from annotator.errors import AccountError
from annotator.store.records import Account

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
