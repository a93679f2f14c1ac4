"""What a test leaves open fails another one, whichever runs when it is found."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable

from patient import PATIENCE
from waitress.server import create_server
from waitress_thread import running

SIZE = 4 * 2**20  # more than waits in memory to be sent


def test_the_file_that_a_large_answer_waited_in_is_closed_with_its_connection() -> None:
    def large(_environ: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Length", str(SIZE))])
        return [bytes(SIZE)]

    server = create_server(large, host="127.0.0.1", port=0)
    address = ("127.0.0.1", server.effective_port)
    with socket.create_connection(address, timeout=PATIENCE) as kept_alive, running(server):
        kept_alive.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        came = 0
        while came < SIZE:
            came += len(kept_alive.recv(2**20))
    del server
    gc.collect()
