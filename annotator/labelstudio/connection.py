"""HTTP to one Label Studio: address, key, and its failures as our errors."""

from __future__ import annotations

import base64
import binascii
import json
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any
from urllib.parse import urlsplit

import httpx

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.labelstudio.expected import SHOWN, object_of, rows_of, unexpected

TIMEOUT = httpx.Timeout(60.0, connect=5.0, read=600.0)  # an import or export answers late
ACCESS_TOKEN_LIFE = 240.0  # seconds; Label Studio's lives 300
TRY_LATER = (429, 502, 503, 504)  # it, or a proxy in front, has no time; nothing was refused
REST = 4.0  # of a gentle connection, times what the answer took


class TokenAuth(httpx.Auth):
    """Both kinds of key: a legacy token as it is, a personal access token changed for access.

    A personal access token is a JWT that only buys short-lived access tokens.
    """

    def __init__(self, url: str, api_key: str) -> None:
        self._refresh_url = f"{url}/api/token/refresh/"
        self._api_key = api_key
        self._is_personal = is_personal_token(api_key)
        self._access, self._bought_at = "", 0.0
        self._lock = threading.Lock()

    def sync_auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._is_personal:
            request.headers["Authorization"] = f"Token {self._api_key}"
            yield request
            return
        access, bought_at = self._access, self._bought_at
        if not access or time.monotonic() - bought_at > ACCESS_TOKEN_LIFE:
            access = yield from self._buy()
        request.headers["Authorization"] = f"Bearer {access}"
        answer = yield request
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            access = yield from self._buy()
            request.headers["Authorization"] = f"Bearer {access}"
            yield request

    def _buy(self) -> Generator[httpx.Request, httpx.Response, str]:
        answer = yield httpx.Request("POST", self._refresh_url, json={"refresh": self._api_key})
        answer.read()
        path = answer.request.url.path
        access = str(object_of(decoded(answer), path, access=str)["access"])
        with self._lock:
            self._access, self._bought_at = access, time.monotonic()
        return access


class Connection:
    """`get`, `post`, ... answer with decoded JSON; any thread may use one.

    Sending does not hold up making the next request ready. A gentle one is for work that nobody
    waits for: it rests after each answer, and whoever asks through it asks for little at a time,
    so that people's own requests find Label Studio free.
    """

    def __init__(self, url: str, api_key: str, *, gentle: bool = False) -> None:
        self.url = url.rstrip("/")
        self.gentle = gentle
        self.api_key = api_key
        self._writing = threading.Lock()
        self.client = httpx.Client(
            base_url=self.url,
            auth=TokenAuth(self.url, api_key),
            timeout=TIMEOUT,
            trust_env=not is_loopback(self.url),  # no proxy between us and our own machine
            headers={"Accept": "application/json"},
        )

    def close(self) -> None:
        self.client.close()

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: object = None,
    ) -> Any:
        """Decoded JSON, None for an empty answer."""
        request = self.client.build_request(
            method, path, params=params, json=body if body is not None else None
        )
        # Writing goes one after the other: on SQLite, Label Studio answers two writers at once by
        # making one wait and then repeating its request inside itself, which can double it.
        turn = nullcontext() if method == "GET" else self._writing
        with turn, translated_errors(self.url):
            answer = self.client.send(request)
        if self.gentle:
            time.sleep(REST * answer.elapsed.total_seconds())
        return decoded(answer)

    def get(self, path: str, **params: str | int) -> Any:
        return self.request("GET", path, params=params)

    def rows(
        self, path: str, part: str, each: Mapping[str, type], **params: str | int
    ) -> list[dict[str, Any]]:
        """The list that the answer holds as `part` ("tasks", "results"), with `each` in each."""
        return rows_of(self.get(path, **params), part, path, **each)

    def post(self, path: str, body: object, **params: str | int) -> Any:
        return self.request("POST", path, params=params, body=body)

    def patch(self, path: str, body: object, **params: str | int) -> Any:
        return self.request("PATCH", path, params=params, body=body)

    def delete(self, path: str, **params: str | int) -> Any:
        return self.request("DELETE", path, params=params)

    @contextmanager
    def stream(self, path: str, **params: str | int) -> Iterator[httpx.Response]:
        """An answer too large to hold twice: read it with `iter_bytes`."""
        with (
            translated_errors(self.url),
            self.client.stream("GET", path, params=params) as answer,
        ):
            if answer.is_error:
                answer.read()
                raise_for(answer)
            yield answer


def decoded(answer: httpx.Response) -> Any:
    raise_for(answer)
    if not answer.content:
        return None
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:  # nested deeper than Python reads
        where = f"{answer.request.method} {answer.request.url.path}"
        raise unexpected(where, "JSON", answer.text) from error


def raise_for(answer: httpx.Response) -> None:
    """Raise LabelStudioRefused for an error answer; those of `TRY_LATER` mean: down."""
    if not answer.is_error and not answer.is_redirect:
        return
    where = f"{answer.request.method} {answer.request.url.path}"
    if answer.status_code in TRY_LATER:
        raise LabelStudioDown(f"Label Studio does not answer ({answer.status_code} for {where}).")
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        hint = " The API key is not valid there, or legacy tokens are switched off."
    elif answer.is_redirect:
        hint = " It wants a sign-in."
    else:
        hint = f" {answer.text[:SHOWN]}"
    raise LabelStudioRefused(
        f"Label Studio refused {where} with {answer.status_code}.{hint}",
        status=answer.status_code,
        body=answer.text,
    )


@contextmanager
def translated_errors(url: str) -> Iterator[None]:
    """What httpx raises becomes LabelStudioDown."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise LabelStudioDown(f"Label Studio at {url} did not answer in time.") from error
    except (httpx.TransportError, httpx.InvalidURL, httpx.StreamError) as error:
        raise LabelStudioDown(f"Label Studio at {url} cannot be reached: {error}.") from error


def is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")


def is_personal_token(api_key: str) -> bool:
    """Whether it is a JWT, by its decodable first part.

    >>> is_personal_token("0123456789abcdef0123456789abcdef01234567")
    False
    """
    parts = api_key.split(".")
    if len(parts) != 3:
        return False
    try:
        header = json.loads(base64.urlsafe_b64decode(parts[0] + "=" * (-len(parts[0]) % 4)))
    except (binascii.Error, ValueError):
        return False
    return isinstance(header, dict) and "alg" in header
