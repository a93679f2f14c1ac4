"""A port that a test has for itself from its beginning to its end."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.labelstudio.ports import free_port


@contextmanager
def held_port() -> Iterator[int]:
    """Bound and never listened on: whoever looks for a free port finds it taken, between the
    starts of the test's server too, and a server that allows it to be used again (all do) may
    listen on it."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", free_port()))
        port: int = holder.getsockname()[1]
        yield port
