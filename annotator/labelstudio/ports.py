"""A port that is free now, and that nobody is given before it is listened on."""

from __future__ import annotations

import secrets
import socket

# The kernel hands out ports above these to whoever connects or listens without naming one: one
# of those could be gone again in the seconds until a server that was just started listens.
FIRST, COUNT = 20_000, 12_000
ATTEMPTS = 100


def free_port() -> int:
    """One of loopback.

    >>> FIRST <= free_port() < FIRST + COUNT
    True
    """
    for _ in range(ATTEMPTS):
        port = FIRST + secrets.randbelow(COUNT)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
