"""What the labelling page sends when an annotator saves: each request names its own article."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harbour import Harbour, mark, submission

from annotator.store.records import Assignment

Request = tuple[str, str, Any]


def fresh(_: Harbour, one: Assignment) -> Request:
    return "POST", f"/api/tasks/{one.task_id}/annotations", submission(mark())


def skip(_: Harbour, one: Assignment) -> Request:
    return "POST", f"/api/tasks/{one.task_id}/annotations", submission(skip=True)


def change(harbour: Harbour, one: Assignment) -> Request:
    before = ("POST", f"/api/tasks/{one.task_id}/annotations", submission(mark()))
    assert harbour.ask(*before).said == [201]
    return "POST", f"/api/tasks/{one.task_id}/annotations", submission(mark(0, 3), mark())


def after_a_draft(harbour: Harbour, one: Assignment) -> Request:
    begun = {"result": [mark()], "lead_time": 1.0}
    assert harbour.ask("POST", f"/api/tasks/{one.task_id}/drafts", begun).said == [201]
    return "POST", f"/api/tasks/{one.task_id}/annotations", submission(mark(0, 3))


# How many moments of each are tried.
SAVES: dict[Callable[..., Request], int] = {fresh: 12, skip: 8, change: 12, after_a_draft: 12}
