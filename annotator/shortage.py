"""What the machine has run out of, in words: errors of the system's say it in words of its own."""

from __future__ import annotations

import errno
import sqlite3

__all__ = ["shortage"]

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_TOO_MANY_FILES = (errno.EMFILE, errno.ENFILE)


def shortage(error: BaseException) -> str:
    """What is lacking and what to do; "" where it is something else.

    >>> shortage(sqlite3.OperationalError("database or disk is full"))[:17]
    'The disk is full.'
    >>> shortage(OSError(errno.EMFILE, "Too many open files"))[:32]
    'Too many files are open at once.'
    >>> shortage(ValueError("disk"))
    ''
    """
    number = error.errno if isinstance(error, OSError) else None
    if number in _NO_ROOM or (isinstance(error, sqlite3.Error) and _is_for_room(error)):
        return (
            "The disk is full. Make room on it, then do it again: nothing that was saved is lost."
        )
    if number in _TOO_MANY_FILES:
        return (
            "Too many files are open at once. Try again in a minute; if it stays like this, start "
            "the tool where more are allowed (ulimit -n)."
        )
    if isinstance(error, RuntimeError) and "start new thread" in str(error):
        return (
            "No further thread can be started. Try again in a minute; if it stays like this, start "
            "the tool where more are allowed (ulimit -u)."
        )
    return ""


def _is_for_room(error: sqlite3.Error) -> bool:
    """The file that readers share cannot grow: SQLite says "disk I/O error" there."""
    name = getattr(error, "sqlite_errorname", "")  # since Python 3.11
    return "disk is full" in str(error) or name == "SQLITE_IOERR_SHMSIZE"
