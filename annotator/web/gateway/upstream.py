"""Talking to Label Studio: a connection for each request, a session for each technical account.

Requests are made from nothing but our own values: no header, cookie or parameter of the browser's
is ever forwarded, and no cookie of Label Studio's ever reaches a browser.
"""

from __future__ import annotations

import json
import threading
import weakref
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.keys import Keys
from annotator.labelstudio import LabelStudioSession
from annotator.store.records import Account

TIMEOUT = httpx.Timeout(60.0, connect=5.0)
# A kept connection stays with one of Label Studio's processes, however busy that one is; a new one
# is taken up by whichever is free.
LIMITS = httpx.Limits(max_connections=64, max_keepalive_connections=0)
_BROKEN = (httpx.RemoteProtocolError, httpx.NetworkError)

Query = Mapping[str, str | int]


class Upstream:
    """Label Studio as every technical account sees it. Safe to use from many threads."""

    def __init__(self, url: Callable[[], str], keys: Keys) -> None:
        self._url = url
        self._keys = keys
        # Cookies are ours to send: a jar would hand one annotator's session to the next.
        jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.Client(
            cookies=jar, timeout=TIMEOUT, limits=LIMITS, follow_redirects=False, trust_env=False
        )
        self._client.headers.clear()
        weakref.finalize(self, self._client.close)  # with the application that it belongs to
        self._sessions: dict[str, LabelStudioSession] = {}
        self._guard = threading.Lock()
        self.unsettled: set[int] = set()  # assignments whose last request failed half-way

    def send(
        self,
        account: Account,
        method: str,
        path: str,
        query: Query | None = None,
        body: Any = None,
        *,
        repeatable: bool = True,
    ) -> httpx.Response:
        """One request as this account's technical account, answered in full.

        Raises LabelStudioDown when it does not answer, LabelStudioRefused when the technical
        account cannot sign in.
        """
        content = None if body is None else json.dumps(body, separators=(",", ":")).encode()
        session = self._session_of(account.technical_email)
        cookies = session.cookies()
        for _ in range(2):
            request = self._request(method, path, query, content, cookies["sessionid"])
            response = self._exchange(request, repeatable=repeatable)
            if not _signed_out(response):
                return response
            cookies = session.renew(cookies)
        raise LabelStudioRefused(
            "Label Studio ends the technical account's session at once; see its log.", status=401
        )

    def open_file(self, path: str, query: Query, headers: Mapping[str, str]) -> httpx.Response:
        """A static file, not read yet: close it. Static files need no session."""
        request = self._client.build_request(
            "GET", self._url() + path, params=dict(query), headers=dict(headers)
        )
        return self._exchange(request, repeatable=True, stream=True)

    def _request(
        self, method: str, path: str, query: Query | None, content: bytes | None, session: str
    ) -> httpx.Request:
        # Without an Origin Label Studio asks for no CSRF token.
        headers = {
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
            "Cookie": f"sessionid={session}",
        }
        if content is not None:
            headers["Content-Type"] = "application/json"
        return self._client.build_request(
            method, self._url() + path, params=dict(query or {}), content=content, headers=headers
        )

    def _exchange(
        self, request: httpx.Request, *, repeatable: bool, stream: bool = False
    ) -> httpx.Response:
        try:
            try:
                return self._client.send(request, stream=stream)
            except _BROKEN:
                # Label Studio ended or began anew in the middle; a repeated request must not do its
                # work twice.
                if not repeatable:
                    raise
                return self._client.send(request, stream=stream)
        except httpx.TransportError as error:
            raise LabelStudioDown(f"Label Studio does not answer: {error!r}") from error

    def _session_of(self, email: str) -> LabelStudioSession:
        url = self._url()
        with self._guard:
            known = self._sessions.get(email)
            if known is None or known.url != url:  # Label Studio may move to another port
                known = LabelStudioSession(url, email, self._keys.technical_password(email))
                self._sessions[email] = known
        return known


def _signed_out(response: httpx.Response) -> bool:
    if response.status_code == 401:
        return True
    return response.status_code == 302 and "/user/login" in response.headers.get("Location", "")
