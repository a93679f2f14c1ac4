"""Answers that are not what Label Studio says: another version, or something else, may answer."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.labelstudio import LabelStudio, accounts, fetching, submit_annotation

# Something that is no JSON, no object, or lacks what is looked for, or has it of another type.
ODD: dict[str, bytes] = {
    "a page": b"<html><body>Sign in to the network</body></html>",
    "nothing": b"",
    "no text": b"\xff\xfe{}",
    "nested deeply": b"[" * 100_000,
    **{repr(one): json.dumps(one).encode() for one in (None, 7, "yes", [], [1], [{}], {})},
    "empty rows": b'{"results": [{}], "tasks": [{}], "annotations": [{}], "task_ids": [null]}',
    "no lists": b'{"results": 3, "tasks": null, "annotations": 5, "task_ids": 1}',
    "lists of numbers": b'{"results": [1], "tasks": [1], "annotations": [1]}',
    "nulls": b'{"id": null, "invite_url": null, "data": null, "project": null}',
    "texts for numbers": json.dumps(
        {
            "results": [{"id": "a", "title": 1, "task_number": "x"}],
            "tasks": [{"id": "a", "data": 3, "total_annotations": "x", "annotations": "y"}],
            "task_ids": ["a"],
            "id": "a",
            "project": "a",
            "data": [3],
            "invite_url": 5,
        }
    ).encode(),
    "true for numbers": b'{"project": true, "data": {}, "task_ids": [true]}',
    "a page after the last": b'{"results": [], "next": "more"}',
}
SUBMITTED: Any = {"result": [], "lead_time": 1.0, "was_cancelled": False, "unique_id": "x"}


def as_somebody(client: LabelStudio) -> object:
    session: Any = SimpleNamespace(cookies=dict, url=client.url)
    return submit_annotation(session, 1, **SUBMITTED)


ASKED: dict[str, Callable[[LabelStudio], object]] = {
    "check": lambda client: client.check(),
    "accounts": lambda client: client.accounts(),
    "make account": lambda client: client.ensure_account("ann@annotator.invalid", "password"),
    "sign in": lambda client: accounts.sign_in(client.url, "ann@annotator.invalid", "password"),
    "submit": as_somebody,
    "make project": lambda client: client.create_project(
        title="Ferries", config="<View/>", instruction="", marker="annotator 1"
    ),
    "projects": lambda client: list(client.projects()),
    "setups": lambda client: client.setups([1]),
    "set up": lambda client: client.set_up(1, {}),
    "counts": lambda client: client.counts([1]),
    "views": lambda client: client.ensure_view(1),
    "make view": lambda client: client.ensure_view(1, is_new=True),
    "import": lambda client: client.import_tasks(1, [{"text": "The ferry is late."}]),
    "tasks of ours": lambda client: client.tasks_of_ours(1),
    "contents": lambda client: client.task_contents(1),
    "holds": lambda client: client.holds(1, 1, 1),
    "set data": lambda client: client.set_task_data(1, {}),
    "change annotation": lambda client: client.change_annotation(1, {}),
    "clock": lambda client: client.clock(),
    "everything": lambda client: client.fetch(1, ""),
    "changes": lambda client: client.fetch(1, "2026-11-01T00:00:00.000000Z"),
    "states": lambda client: client.task_states(1),
    "drafts": lambda client: fetching.tasks_with_drafts(client.connection, 1),
}
EMPTY = {
    ("accounts", "[]"),
    ("setups", "a page after the last"),
    ("counts", "a page after the last"),
}


class Stranger:
    """Listens where Label Studio should; answers everything with the same."""

    def __init__(self) -> None:
        self.status, self.body = 200, b""
        stranger = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16  # head and body at once: apart, the second waits for a receipt

            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response_only(stranger.status)  # without a date
                self.send_header("Content-Length", str(len(stranger.body)))
                self.end_headers()
                self.wfile.write(stranger.body)

            def log_message(self, *args: object) -> None:
                """Nothing is printed."""

            do_GET = do_POST = do_PATCH = do_DELETE = answer

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    made = Stranger()
    with made.server:
        threading.Thread(target=made.server.serve_forever, args=(0.01,), daemon=True).start()
        yield made
        made.server.shutdown()


@pytest.fixture(scope="module")
def client(stranger: Stranger) -> Iterator[LabelStudio]:
    made = LabelStudio(f"http://127.0.0.1:{stranger.server.server_port}", "0" * 40)
    yield made
    made.close()


@pytest.mark.parametrize("odd", ODD)
def test_what_came_instead_is_named_whatever_was_asked(
    stranger: Stranger, client: LabelStudio, odd: str
) -> None:
    stranger.status, stranger.body = 200, ODD[odd]
    for name, ask in ASKED.items():
        if (name, odd) in EMPTY:
            continue
        with pytest.raises(LabelStudioRefused, match=r"Label Studio.* (without|no form|made)"):
            pytest.fail(f"{name}: {ask(client)!r}")


def test_annotations_without_a_number_do_not_make_those_that_are_known_look_deleted(
    stranger: Stranger, client: LabelStudio
) -> None:
    stranger.status, one = 200, {"id": 1, "annotations": [{"number": 5, "result": []}]}
    stranger.body = json.dumps({"tasks": [one], **one}).encode()
    assert fetching.annotations_of_tasks(client.connection, 1, [1]).unreadable == {1}


@pytest.mark.parametrize("odd", ODD)
def test_what_cannot_be_read_is_unreadable_and_not_empty_or_untouched(
    stranger: Stranger, client: LabelStudio, odd: str
) -> None:
    stranger.status, stranger.body = 200, ODD[odd]
    of_tasks = fetching.annotations_of_tasks(client.connection, 1, [1])
    assert (of_tasks.annotations, of_tasks.unreadable) == ({}, {1})
    assert not client.is_untouched(1)
    if odd != "[]":
        assert fetching.drafts_of_tasks(client.connection, [1]) == ([], {1})


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_who_has_no_time_at_the_moment_is_not_taken_for_one_who_refuses(
    stranger: Stranger, client: LabelStudio, status: int
) -> None:
    stranger.status, stranger.body = status, ODD["a page"]
    for name, ask in ASKED.items():
        with pytest.raises(LabelStudioDown):
            pytest.fail(f"{name}: {ask(client)!r}")


def test_whoever_waits_while_nobody_answers_a_sign_in_does_not_wait_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Four requests of one annotator had waited one after the other, each for its whole time."""
    tried, asked = [], itertools.count(1)
    four = threading.Event()

    def now() -> float:
        number = next(asked)
        if number == 4:
            four.set()
        return number

    def sign_in(*_: str) -> dict[str, str]:
        tried.append(1)
        assert four.wait(20)  # all have asked
        raise LabelStudioDown("no answer")

    monkeypatch.setattr(accounts, "time", SimpleNamespace(monotonic=now))
    monkeypatch.setattr(accounts, "sign_in", sign_in)
    session = accounts.LabelStudioSession("http://127.0.0.1:9", "ann@annotator.invalid", "x")
    told: list[str] = []

    def ask() -> None:
        try:
            session.cookies()
        except LabelStudioDown as error:
            told.append(str(error))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert (len(tried), len(told)) == (1, 4)
    ask()  # later: tried again
    assert len(tried) == 2
