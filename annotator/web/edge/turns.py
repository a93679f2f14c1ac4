"""A share of threads per account: whoever asks for much at once waits for themselves.

waitress gives every request to the next free thread, so that a hundred requests of one account
would occupy all of them and everybody else would stand behind. Here each account stands in a line
of its own; of one line at most `SHARE` requests are answered at once, and lines take turns. Nothing
is refused: what a page asks for in a burst (its static files) only waits for its own line. A line
that is longer than browsers make is answered one by one: four at once of somebody who never stops
would take both processors, and Label Studio's two processes, from everybody else.

What waits for Label Studio stands in lines of its own, which together never have all threads: our
own pages are answered however long Label Studio takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

from flask import Flask
from itsdangerous import BadData
from waitress.task import ThreadedTaskDispatcher
from werkzeug.http import parse_cookie

from annotator.web.gateway.page import FONT, PREFIX

__all__ = ["SHARE", "FairTurns", "account_line"]

SHARE = 4  # requests of one account that are answered at once
MANY = 12  # waiting ones that no browser makes: it opens six connections
STRANGERS = ""  # the one line of all who are not signed in
SENDING = "-"  # and that of their forms: a wrong password makes the next ones wait (see `patience`)

LABELLING = "labelling "  # before an account: what Label Studio answers
PART = 2 / 3  # of the threads, that may wait for Label Studio; it answers no more at once

LineOf = Callable[[Any], str]


class FairTurns(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Threads that serve lines in turn. `line_of` says in which line a waitress channel stands."""

    def __init__(self, threads: int, line_of: LineOf, share: int = SHARE, many: int = MANY) -> None:
        super().__init__()
        self._line_of = line_of
        most = max(1, int(threads * PART))
        # In place of waitress's one queue, under its own lock.
        self.queue = _Lines(share, many, most)
        self.set_thread_count(threads)

    def add_task(self, task: Any) -> None:
        line = self._line_of(task)
        with self.lock:
            self.queue.append(_Turn(task, line, self))
            self.queue_cv.notify()

    def ended(self, line: str) -> None:
        """One of this line is answered: the next of it may be."""
        with self.lock:
            self.queue.release(line)
            self.queue_cv.notify()


class _Turn:
    """A request and its place, as waitress's threads handle it."""

    def __init__(self, task: Any, line: str, turns: FairTurns) -> None:
        self._task, self.line, self._turns = task, line, turns

    def service(self) -> None:
        try:
            self._task.service()
        finally:
            self._turns.ended(self.line)

    def cancel(self) -> None:
        self._task.cancel()


class _Lines:
    """What `ThreadedTaskDispatcher` needs of a queue; its length is what may begin now."""

    def __init__(self, share: int, many: int, most_labelling: int) -> None:
        self._share, self._many, self._most_labelling = share, many, most_labelling
        self._waiting: dict[str, deque[_Turn]] = {}  # in the order in which lines have their turn
        self._running: dict[str, int] = {}

    def append(self, turn: _Turn) -> None:
        self._waiting.setdefault(turn.line, deque()).append(turn)

    def popleft(self) -> _Turn:
        line = next(line for line in self._waiting if self._free(line))
        waiting = self._waiting.pop(line)
        turn = waiting.popleft()
        self._running[line] = self._running.get(line, 0) + 1
        if waiting:
            self._waiting[line] = waiting  # behind all others
        return turn

    def release(self, line: str) -> None:
        left = self._running.get(line, 0) - 1
        if left > 0:
            self._running[line] = left
        else:
            self._running.pop(line, None)

    def __len__(self) -> int:
        may_begin = {line: min(len(all), self._free(line)) for line, all in self._waiting.items()}
        labelling = sum(may for line, may in may_begin.items() if line.startswith(LABELLING))
        too_many = max(0, labelling - self._free_for_labelling())
        return sum(may_begin.values()) - too_many

    def _free_for_labelling(self) -> int:
        running = (now for line, now in self._running.items() if line.startswith(LABELLING))
        return self._most_labelling - sum(running)

    def _free(self, line: str) -> int:
        floods = len(self._waiting.get(line, ())) > self._many
        share = 1 if floods and line not in (STRANGERS, SENDING) else self._share
        free = share - self._running.get(line, 0)
        if line.startswith(LABELLING):
            free = min(free, self._free_for_labelling())
        return max(0, free)


def account_line(app: Flask) -> LineOf:
    """The line of a waitress channel: the account that its first request's session names, once for
    our own pages and once for the labelling page.

    Strangers have two, so that guessed passwords that wait hold up no page.
    """
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    name = app.config["SESSION_COOKIE_NAME"]

    def line_of(channel: Any) -> str:
        request = channel.requests[0]
        strangers = SENDING if request.command == "POST" else STRANGERS
        try:
            session = serializer.loads(
                parse_cookie(request.headers.get("COOKIE", "")).get(name, "")
            )
        except (BadData, UnicodeError):
            return strangers
        signed_in = session.get("_user_id", strangers) if isinstance(session, dict) else strangers
        line = str(signed_in).partition(".")[0]
        return LABELLING + line if request.path.startswith((PREFIX, FONT)) else line

    return line_of
