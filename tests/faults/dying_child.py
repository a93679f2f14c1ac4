"""A step in a process of its own that is killed, as by `kill -9`, at one moment of many.

A moment is: an SQL statement is about to run, a request is about to go to Label Studio, its answer
has just come, a file is about to get its name. So every order in which the two stores, files and
the network can be caught is met, without a line in the code that is tested.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import httpx
from patient import PATIENCE

_CONTEXT = multiprocessing.get_context("forkserver")
# What takes long to import; the server that children are forked from does not know our folder.
_CONTEXT.set_forkserver_preload(
    [
        "annotator.web",
        "annotator.workflow.adjudication.settling",
        "annotator.workflow.releasing",
        "annotator.workflow.safety.restoring",
        "annotator.workflow.safety.returning_work",
        "annotator.workflow.safety.verifying",
    ]
)

Say = Callable[[Any], None]


@dataclass(frozen=True)
class Outcome:
    """`said`: what the step told before it ended or was killed. `moments`: 0 when it was killed."""

    said: list[Any]
    moments: int
    killed: bool
    failed: str = ""  # the name of what was raised, and what it said


def run(
    step: Callable[..., None], *arguments: Any, kill_at: int = 0, may_fail: bool = False
) -> Outcome:
    """Run `step(say, *arguments)`; kill it at its nth moment, or (0) count its moments."""
    here, there = _CONTEXT.Pipe(duplex=False)
    child = _CONTEXT.Process(target=_live, args=(there, kill_at, step, arguments))
    child.start()
    there.close()
    messages = []
    with contextlib.suppress(EOFError):
        while True:
            messages.append(here.recv())
    child.join(PATIENCE)
    here.close()
    if child.exitcode == -signal.SIGKILL:
        return Outcome([one for kind, one in messages if kind == "said"], 0, killed=True)
    assert child.exitcode == 0, (child.exitcode, messages)
    failed = [one for kind, one in messages if kind == "failed"]
    assert may_fail or not failed, failed[0]
    moments = next((one for kind, one in messages if kind == "moments"), 0)
    said = [one for kind, one in messages if kind == "said"]
    return Outcome(said, moments, killed=False, failed="".join(failed))


def place(turn: int, turns: int, moments: int) -> int:
    """The moment of the nth of so many cases, spread over all moments, the last one included."""
    return 1 + (moments - 1) * turn // max(1, turns - 1)


class _Moments:
    def __init__(self, kill_at: int) -> None:
        self.count, self.kill_at = 0, kill_at

    def one(self, *_: object) -> None:
        self.count += 1
        if self.count == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def _live(pipe: Connection, kill_at: int, step: Callable[..., None], arguments: Any) -> None:
    moments = _Moments(kill_at)
    _watch_statements(moments)
    _watch_requests(moments)
    _watch_names(moments)
    try:
        step(lambda one: pipe.send(("said", one)), *arguments)
    except Exception as error:  # noqa: BLE001  # the parent fails with it
        pipe.send(("failed", f"{type(error).__name__}: {error}"))
    pipe.send(("moments", moments.count))
    pipe.close()


def _watch_statements(moments: _Moments) -> None:
    connect = sqlite3.connect

    def watched(*args: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*args, **options)
        connection.set_trace_callback(moments.one)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]


def _watch_requests(moments: _Moments) -> None:
    send = httpx.Client.send

    def watched(self: httpx.Client, request: httpx.Request, **options: Any) -> httpx.Response:
        moments.one()
        answer = send(self, request, **options)
        moments.one()
        return answer

    httpx.Client.send = watched  # type: ignore[method-assign,assignment]


def _watch_names(moments: _Moments) -> None:
    for name in ("rename", "replace", "link"):
        original = getattr(os, name)

        def watched(*args: Any, _original: Any = original, **options: Any) -> Any:
            moments.one()
            return _original(*args, **options)

        setattr(os, name, watched)
