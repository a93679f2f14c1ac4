"""A proxy before the real Label Studio that fails at one request, as a network or a server does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# What happens to the request: before Label Studio has it, or after it has done its work.
MODES = (
    "dropped before",
    "dropped after",
    "500 before",
    "500 after",
    "503 before",
    "429 before",
    "504 after",
    "truncated",
    "garbage before",
    "garbage after",
    "slow",
)
SLOW = 1.0  # seconds
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


def writes(method: str, path: str) -> bool:
    return method != "GET" and path.startswith("/api/")


def reads(method: str, path: str) -> bool:
    return method == "GET" and path.startswith(("/api/tasks", "/api/projects"))


class FaultProxy:
    """`fail(mode, at)` applies to the next request for which `at` is true, and to no other."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream).netloc
        self.mode, self.at, self.failed = "", writes, 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

            def answer(self) -> None:
                proxy.answer(self)

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def fail(self, mode: str, at: Callable[[str, str], bool]) -> None:
        self.mode, self.at, self.failed = mode, at, 0

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length) if length else None
        mode = ""
        if self.mode and self.at(handler.command, handler.path):
            mode, self.mode, self.failed = self.mode, "", self.failed + 1
        if mode == "slow":
            time.sleep(SLOW)
        if mode == "dropped before":
            handler.close_connection = True
            return
        if mode.endswith(" before"):
            self._made_up(handler, mode)
            return
        status, headers, content = self._forward(handler, body)
        if mode == "dropped after":
            handler.close_connection = True
        elif mode.endswith(" after"):
            self._made_up(handler, mode)
        else:
            sent = content[: len(content) // 2] if mode == "truncated" else content
            self._send(handler, status, headers, sent, len(content))
            handler.close_connection = handler.close_connection or mode == "truncated"

    def _forward(
        self, handler: BaseHTTPRequestHandler, body: bytes | None
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection(self.upstream, timeout=120)
        headers = {k: v for k, v in handler.headers.items() if k.lower() not in _HOP}
        headers["Host"] = self.upstream
        connection.request(handler.command, handler.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.getheaders(), content

    def _made_up(self, handler: BaseHTTPRequestHandler, mode: str) -> None:
        status = 200 if mode.startswith("garbage") else int(mode[:3])
        page = b"<html><body>The proxy's own words.</body></html>"
        self._send(handler, status, [("Content-Type", "text/html")], page, len(page))

    def _send(
        self,
        handler: BaseHTTPRequestHandler,
        status: int,
        headers: list[tuple[str, str]],
        content: bytes,
        length: int,
    ) -> None:
        handler.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _HOP:
                handler.send_header(name, value)
        if status != 204:
            handler.send_header("Content-Length", str(length))
        handler.end_headers()
        handler.wfile.write(content)


@contextmanager
def proxying(upstream: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy(upstream)
    thread = threading.Thread(target=proxy.server.serve_forever)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.server.shutdown()
        proxy.server.server_close()
        thread.join()
