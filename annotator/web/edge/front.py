"""The server that faces the network: what it refuses before a request's body has come.

waitress hands a request over when its whole body is there. A body is therefore taken from people
who are signed in, and as large as the route it is meant for takes; from strangers only the forms
of signing in and up, which are small. What stays a proxy's job (slow senders, limits by address)
is in docs/deploy.md.
"""

from __future__ import annotations

import json
import logging
import resource
import socket
from contextlib import suppress
from typing import Any

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.utilities import Error
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from annotator.keys import Keys
from annotator.settings import Settings
from annotator.shortage import shortage
from annotator.store import Store, open_store
from annotator.web.access import ANYONE, live_session
from annotator.web.edge.bodies import MAX_UPLOAD_BYTES, body_limit
from annotator.web.edge.turns import FairTurns, account_line

__all__ = ["make_server"]

THREADS = 24  # label streams keep connections open; pages must not wait for them
CONNECTIONS = 1000
UNREADABLE = (
    "What is stored cannot be read at the moment, perhaps because the disk is full; nothing was "
    "taken. Try again in a minute; if it stays like this, tell the manager."
)
NO_ROOM = (
    "There is no room for what was sent: the disk of temporary files is full. Nothing was taken. "
    "Whoever runs this installation can make room, or start it with another TMPDIR."
)
STRANGER_BYTES = 16 * 1024  # an e-mail address, a password twice, a name

log = logging.getLogger(__name__)


class RefusedEarly(Error):  # type: ignore[misc]
    """The answer to a request whose body is not read; JSON, as the pages' scripts expect it."""

    def __init__(self, code: int, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.reason = code, reason

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        answer = {"status_code": self.code, "detail": self.body, "error": self.body}
        headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        return f"{self.code} {self.reason}", headers, json.dumps(answer).encode()


class Gate:
    """Says how large the body of a request may be; used in the server's one listening thread."""

    def __init__(self, app: Flask, settings: Settings, keys: Keys) -> None:
        self._app = app
        self._settings = settings
        self._keys = keys
        self._db: Store | None = None

    def most_bytes(self, request: HTTPRequestParser) -> int | RefusedEarly:
        """The largest body that is taken, or why none is."""
        endpoint = self._endpoint(request)
        limit = body_limit(endpoint, self._settings)
        try:
            signed_in = self._is_signed_in(request.headers.get("COOKIE", ""))
        except Exception:
            log.exception("Whether a session lives could not be looked up.")
            return RefusedEarly(503, "Service Unavailable", UNREADABLE)
        if signed_in:
            return limit
        view = self._app.view_functions.get(endpoint)
        if getattr(view, "open_to", None) == ANYONE:
            return min(limit, STRANGER_BYTES)
        return RefusedEarly(401, "Unauthorized", "Sign in again: your session has ended.")

    def _endpoint(self, request: HTTPRequestParser) -> str:
        """The name of the route; "" when there is none."""
        path = request.path.encode("latin-1").decode("utf-8", "replace")
        try:
            found = self._app.url_map.bind("").match(path, method=request.command)
        except (HTTPException, RequestRedirect):
            return ""
        return str(found[0])

    def _is_signed_in(self, cookies: str) -> bool:
        request = self._app.request_class({"HTTP_COOKIE": cookies})
        session = self._app.session_interface.open_session(self._app, request)
        name = session.get("_user_id") if session else None
        if not isinstance(name, str):
            return False
        self._db = self._db or open_store(self._settings.database)
        return live_session(self._db, self._keys, name) is not None


def make_server(app: Flask, settings: Settings, keys: Keys, listener: socket.socket) -> Any:
    """waitress with its limits set; `run()` returns when it is told to stop."""
    _allow_many_connections()
    trusted = {}
    if settings.trusted_proxy:
        trusted = {
            "trusted_proxy": settings.trusted_proxy,
            "trusted_proxy_headers": {"x-forwarded-for"},
            "trusted_proxy_count": 1,
        }
    server = create_server(
        app,
        sockets=[listener],
        _dispatcher=FairTurns(THREADS, account_line(app)),
        ident=None,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        max_request_body_size=MAX_UPLOAD_BYTES,
        clear_untrusted_proxy_headers=True,
        **trusted,
    )
    server.channel_class = _channel_class(Gate(app, settings, keys))
    return server


def _channel_class(gate: Gate) -> type[HTTPChannel]:
    class Parser(HTTPRequestParser):  # type: ignore[misc]
        """Asks the gate as soon as the headers are there."""

        def __init__(self, adj: Adjustments) -> None:
            super().__init__(adj)
            self._most: int | None = None

        def received(self, data: bytes) -> int:
            try:
                consumed: int = super().received(data)
            except OSError as error:  # what is large waits in a file of the system's
                if not shortage(error):
                    raise
                log.error("A request could not be taken in: %s", error)
                self._refuse(RefusedEarly(507, "Insufficient Storage", NO_ROOM))
                return len(data)
            if self.error is None and self.body_rcv is not None:
                if self._most is None:
                    self._ask()
                elif self.body_bytes_received > self._most:  # its length was not said before
                    self._refuse(_too_large(self._most))
            return consumed

        def _ask(self) -> None:
            most = gate.most_bytes(self)
            if isinstance(most, RefusedEarly):
                self._refuse(most)
            elif self.content_length > most:
                self._refuse(_too_large(most))
            else:
                self._most = most

        def _refuse(self, error: RefusedEarly) -> None:
            self.error = error
            self.completed = True
            self.expect_continue = False

    class Channel(HTTPChannel):  # type: ignore[misc]
        parser_class = Parser

    return Channel


def _too_large(most: int) -> RefusedEarly:
    size = f"{most / 2**20:.0f} MB" if most >= 2**20 else f"{most // 1024} kB"
    return RefusedEarly(
        413,
        "Content Too Large",
        f"At most {size} can be sent here at once. What was saved before is safe. Send less.",
    )


def _allow_many_connections() -> None:
    """A connection is an open file; some systems allow 1,024 of those unless asked for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * CONNECTIONS
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
