"""A share of threads per account: one account's hundred requests do not stand before another's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from pages_world import World
from patient import PATIENCE

from annotator.web.edge.turns import (
    LABELLING,
    MANY,
    SENDING,
    SHARE,
    STRANGERS,
    FairTurns,
    account_line,
)


class Request:
    """A waitress channel with one request, which ends when it is let."""

    def __init__(self, line: str, let: threading.Event | None = None) -> None:
        self.line, self.let = line, let
        self.begun, self.done = threading.Event(), threading.Event()

    def service(self) -> None:
        self.begun.set()
        if self.let is not None:
            assert self.let.wait(PATIENCE)
        self.done.set()

    def cancel(self) -> None:
        self.done.set()


@pytest.fixture
def turns() -> Iterator[FairTurns]:
    made = FairTurns(8, lambda request: request.line, many=1000)
    yield made
    made.shutdown()


def test_another_account_is_answered_while_one_waits_for_itself(turns: FairTurns) -> None:
    let = threading.Event()
    many = [Request("one", let) for _ in range(100)]
    for request in many:
        turns.add_task(request)
    for request in many[:SHARE]:
        assert request.begun.wait(PATIENCE)
    for _ in range(50):
        other = Request("other")
        turns.add_task(other)
        assert other.done.wait(PATIENCE)
    assert sum(request.begun.is_set() for request in many) == SHARE
    let.set()
    assert all(request.done.wait(PATIENCE) for request in many)  # nothing is refused


@pytest.mark.parametrize(("line", "at_once"), [("12", 1), (STRANGERS, SHARE), (SENDING, SHARE)])
def test_a_line_longer_than_browsers_make_is_answered_one_by_one(line: str, at_once: int) -> None:
    """But for the lines in which all strangers stand."""
    turns, let = FairTurns(1, lambda request: request.line), threading.Event()
    first = Request("busy", let)
    turns.add_task(first)
    assert first.begun.wait(PATIENCE)
    for _ in range(MANY + SHARE):
        turns.add_task(Request(line))
    assert len(turns.queue) == at_once
    let.set()
    turns.shutdown()


def test_a_line_is_answered_in_its_order_and_lines_take_turns() -> None:
    turns = FairTurns(1, lambda request: request.line, share=1)
    let, order = threading.Event(), []

    class Noted(Request):
        def service(self) -> None:
            super().service()
            order.append(self)

    first = Noted("one", let)
    turns.add_task(first)
    assert first.begun.wait(PATIENCE)
    rest = [Noted(line) for line in ("one", "one", "two", "two", "three")]
    for request in rest:
        turns.add_task(request)
    let.set()
    assert all(request.done.wait(PATIENCE) for request in rest)
    turns.shutdown()
    assert [one.line for one in order[:4]] == ["one", "one", "two", "three"]
    assert [one for one in order[1:] if one.line == "one"] == rest[:2]


def test_a_request_that_fails_gives_its_place_back(turns: FairTurns) -> None:
    class Broken(Request):
        def service(self) -> None:
            super().service()
            raise ValueError("broken on purpose")

    for _ in range(3 * SHARE):
        broken = Broken("one")
        turns.add_task(broken)
        assert broken.done.wait(PATIENCE)
    last = Request("one")
    turns.add_task(last)
    assert last.done.wait(PATIENCE)


def test_whatever_waits_for_label_studio_leaves_threads_to_our_own_pages() -> None:
    turns, let = FairTurns(6, lambda request: request.line), threading.Event()
    hanging = [Request(f"{LABELLING}{account}", let) for account in range(9) for _ in range(SHARE)]
    for request in hanging:
        turns.add_task(request)
    for account in range(9):
        page = Request(str(account))
        turns.add_task(page)
        assert page.done.wait(PATIENCE)
    assert sum(request.begun.is_set() for request in hanging) == 4
    assert len(turns.queue) == 0
    let.set()
    assert all(request.done.wait(PATIENCE) for request in hanging)
    turns.shutdown()


def channel(cookie: str, command: str = "GET", path: str = "/") -> Any:
    request = SimpleNamespace(headers={"COOKIE": cookie}, command=command, path=path)
    return SimpleNamespace(requests=[request])


def test_the_line_is_the_account_whatever_session_it_has(world: World) -> None:
    line_of = account_line(world.app)

    def signed_in(user: str) -> str:
        serializer = _serializer(world.app)
        return f"{world.app.config['SESSION_COOKIE_NAME']}={serializer.dumps({'_user_id': user})}"

    assert line_of(channel(signed_in("12.abc"))) == line_of(channel(signed_in("12.def"))) == "12"
    assert line_of(channel(signed_in("13.abc"))) == "13"
    for path in ("/labeling/api/version", "/static/fonts/Figtree-Bold.ttf"):
        assert line_of(channel(signed_in("13.abc"), path=path)) == f"{LABELLING}13"


@pytest.mark.parametrize(
    "cookie", ["", "session=", "session=forged", "session=.x.y.z", "\xff=\0;;=", "session=é"]
)
def test_whoever_is_not_signed_in_stands_in_one_line(world: World, cookie: str) -> None:
    assert account_line(world.app)(channel(cookie)) == ""


def test_forms_of_strangers_stand_in_a_line_of_their_own(world: World) -> None:
    """A guessed password waits its turn: the sign-in page of others does not wait with it."""
    line_of = account_line(world.app)
    assert line_of(channel("", "POST")) == line_of(channel("session=forged", "POST")) != ""


def _serializer(app: Flask) -> Any:
    return app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
