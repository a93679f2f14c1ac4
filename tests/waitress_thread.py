"""The tool's own kind of server in a thread of the test's, and its end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from waitress.channel import HTTPChannel


@contextmanager
def running(server: Any) -> Iterator[None]:
    """Runs it until the block ends; then nothing of it is left open.

    The listening thread is told to stop by a byte in a pipe of its own. It may hear of it sooner
    than the byte is written (an answer wakes it too), so it closes nothing: that is done here,
    when it has ended.
    """
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.task_dispatcher.shutdown()
        still_open = []

        def leave() -> None:
            still_open.extend(server._map.values())
            server._map.clear()  # it runs as long as there is anything to listen to

        server.trigger.pull_trigger(leave)
        thread.join()
        for one in still_open:
            # A connection's own end: `close` leaves the file open that a large answer waited in.
            end = one.handle_close if isinstance(one, HTTPChannel) else one.close
            end()
