"""The server that faces the network: strangers hold nothing up, and send nothing large."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pages_world import ANNA, MANAGER, World, csrf_token
from patient import PATIENCE
from waitress_thread import running

from annotator.errors import StoreError
from annotator.keys import load_keys
from annotator.settings import Settings
from annotator.web.accounts import patience
from annotator.web.edge import front
from annotator.web.edge.front import make_server

MB = 1024 * 1024


@contextmanager
def served(world: World, settings: Settings | None = None) -> Iterator[int]:
    """The world's application behind its real server; the port."""
    settings = settings or world.settings
    listener = socket.create_server(("127.0.0.1", 0))
    port: int = listener.getsockname()[1]
    server = make_server(world.app, settings, load_keys(settings), listener)
    with running(server):
        yield port


@pytest.fixture
def port(world: World) -> Iterator[int]:
    with served(world) as number:
        yield number


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def answer_to(port: int, request: bytes) -> bytes:
    """What comes back while the sender only waits."""
    with connected(port) as connection:
        connection.sendall(request)
        return connection.recv(4096)


def head(path: str, *lines: str, method: str = "POST") -> bytes:
    first = (f"{method} {path} HTTP/1.1", "Host: 127.0.0.1:5000")
    return "\r\n".join([*first, *lines, "", ""]).encode()


def cookie_of(world: World, email: str) -> str:
    cookie = world.client(email).get_cookie("annotator_session")
    assert cookie is not None
    return f"Cookie: annotator_session={cookie.value}"


@pytest.mark.parametrize(
    "path",
    ["/studies/new", "/studies/1/upload/", "/labeling/api/tasks/1/annotations", "/nowhere"],
)
def test_a_stranger_is_refused_before_the_body(port: int, path: str) -> None:
    assert answer_to(port, head(path, "Content-Length: 1000")).startswith(b"HTTP/1.1 401")
    chunked = answer_to(port, head(path, "Transfer-Encoding: chunked"))
    assert chunked.startswith(b"HTTP/1.1 401")
    forged = head(path, "Content-Length: 1000", "Cookie: annotator_session=eyJfdXNlcl9pZCI6IjEifQ")
    assert answer_to(port, forged).startswith(b"HTTP/1.1 401")


def test_a_stranger_may_send_the_small_forms_of_signing_in(port: int) -> None:
    for path in ("/sign-in", "/first-manager", "/invitation/abc"):
        large = answer_to(port, head(path, "Content-Length: 20000"))
        assert large.startswith(b"HTTP/1.1 413")
        small = answer_to(port, head(path, "Content-Length: 3") + b"a=b")
        assert small.startswith(b"HTTP/1.1 400")  # no token of the form, so says the page
        chunk = b"4e20\r\n" + b"x" * 20_000
        chunked = answer_to(port, head(path, "Transfer-Encoding: chunked") + chunk)
        assert chunked.startswith(b"HTTP/1.1 413")


def test_a_session_that_was_ended_is_a_strangers(world: World, port: int) -> None:
    client = world.client(ANNA)
    cookie = client.get_cookie("annotator_session")
    assert cookie is not None
    lines = ("Content-Length: 9000000", f"Cookie: annotator_session={cookie.value}")
    assert answer_to(port, head("/account", *lines)).startswith(b"HTTP/1.1 413")
    client.post("/sign-out", data={"csrf_token": csrf_token(client, "/work/")})
    assert answer_to(port, head("/account", *lines)).startswith(b"HTTP/1.1 401")


def test_a_session_that_cannot_be_looked_up_has_not_ended(
    world: World, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ "Sign in again" would help nobody whose disk is full."""

    def full(_path: Path) -> None:
        raise StoreError("its disk is full; make room on it")

    lines = ("Content-Length: 9000000", cookie_of(world, ANNA))
    with monkeypatch.context() as patch:
        patch.setattr(front, "open_store", full)
        answer = answer_to(port, head("/account", *lines))
    assert answer.startswith(b"HTTP/1.1 503")
    assert answer_to(port, head("/account", *lines)).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/studies/1/upload/", 513 * MB, b"413"),
        ("/schemes/", 9 * MB, b"413"),
        ("/labeling/api/tasks/1/annotations", 3 * MB, b"413"),
        ("/nowhere", 9 * MB, b"413"),
    ],
)
def test_a_body_above_its_routes_limit_is_refused_before_it_comes(
    world: World, port: int, path: str, length: int, status: bytes
) -> None:
    request = head(path, f"Content-Length: {length}", cookie_of(world, MANAGER))
    assert answer_to(port, request).startswith(b"HTTP/1.1 " + status)


def test_an_upload_of_twenty_megabytes_is_waited_for(world: World, port: int) -> None:
    lines = (f"Content-Length: {20 * MB}", "Expect: 100-continue", cookie_of(world, MANAGER))
    assert answer_to(port, head("/studies/1/upload/", *lines)).startswith(b"HTTP/1.1 100")


def test_who_may_not_send_is_not_told_to_go_on(port: int) -> None:
    lines = ("Content-Length: 1000", "Expect: 100-continue")
    assert answer_to(port, head("/studies/new", *lines)).startswith(b"HTTP/1.1 401")


def test_idle_and_half_sent_connections_stop_nobody(world: World, port: int) -> None:
    with ExitStack() as stack:
        for number in range(150):
            one = stack.enter_context(connected(port))
            if number % 3 == 1:
                one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            elif number % 3 == 2:
                one.sendall(head("/sign-in", "Content-Length: 100") + b"email=")
        asked = head("/work/", cookie_of(world, ANNA), "Connection: close", method="GET")
        assert answer_to(port, asked).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(("trusted", "counted"), [("", "127.0.0.1"), ("127.0.0.1", "203.0.113.9")])
def test_the_client_s_address_is_believed_of_the_trusted_proxy_only(
    world: World, trusted: str, counted: str
) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = False
    form = b"email=nobody%40example.org&password=wrong"
    with served(world, replace(world.settings, trusted_proxy=trusted)) as port:
        lines = (
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(form)}",
            "X-Forwarded-For: 192.0.2.1, 203.0.113.9",
        )
        assert answer_to(port, head("/sign-in", *lines) + form).startswith(b"HTTP/1.1 401")
    assert ("", counted) in patience._failures
    assert len([key for key in patience._failures if not key[0]]) == 1
