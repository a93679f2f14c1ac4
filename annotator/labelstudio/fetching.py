"""Reading what annotators made, in bulk and cheaply.

Tried on Label Studio 1.23.2: making, changing or deleting an annotation sets its task's
`updated_at`; deleting a task changes the project's counts and nothing else; a project's own JSON
export is the fastest way to everything; the task list is the fastest way to little. One annotation
that it cannot write as an answer (half of a surrogate pair in it) makes it answer 500 to every
question about more: then each task is asked for by itself, and those that stay are named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

import httpx

from annotator.errors import LabelStudioRefused
from annotator.labelstudio.connection import Connection, decoded, translated_errors
from annotator.labelstudio.expected import rows_of, unexpected
from annotator.labelstudio.json_values import storable, whole_number

CLOCK_MARGIN = timedelta(seconds=10)
ALL = 1_000_000  # tasks a page: everything, because each page costs a count of everything
IDS_A_REQUEST = 100
IDS_A_GENTLE_REQUEST = 10  # takes about as long as a save
PROJECTS_A_PAGE = 100  # Label Studio's own limit
NUMBERED = {"id": int}
COUNTED = {
    **NUMBERED,
    "task_number": int,
    "total_annotations_number": int,
    "skipped_annotations_number": int,
}
STATED = {**NUMBERED, "total_annotations": int, "cancelled_annotations": int}


class Counts(NamedTuple):
    """Tasks and annotations of a project."""

    tasks: int
    submitted: int
    skipped: int


class TaskState(NamedTuple):
    """How many annotations a task has."""

    id: int
    submitted: int
    skipped: int


class Draft(NamedTuple):
    """Work begun and not submitted; `annotation` is the one being changed, if any."""

    id: int
    task: int
    annotation: int | None
    postponed: bool
    updated_at: str
    raw: str


class Fetched(NamedTuple):
    """What a project holds: of every task, or (`is_complete` false) of those that changed."""

    annotations: dict[int, list[dict[str, Any]]]  # by task
    drafts: list[Draft]  # always all of them
    counts: Counts
    is_complete: bool
    unreadable: frozenset[int] = frozenset()  # tasks whose annotations it cannot give back
    unreadable_drafts: frozenset[int] = frozenset()  # tasks whose drafts it cannot give back


class Readable(NamedTuple):
    """Annotations by task, and the tasks whose annotations Label Studio cannot give back."""

    annotations: dict[int, list[dict[str, Any]]]
    unreadable: frozenset[int]


def fetch_project(connection: Connection, project_id: int, since: str) -> Fetched:
    """Everything, or what changed after `since` if that is given.

    Raises LabelStudioRefused (404) when the project is gone.
    """
    drafts, unreadable = drafts_of_tasks(connection, tasks_with_drafts(connection, project_id))
    if not since:
        found = _everything(connection, project_id)
    else:
        changed = changed_tasks(connection, project_id, since)
        found = annotations_of_tasks(connection, project_id, changed)
    # Counted last, close to when our own are: what people save meanwhile is no difference.
    counts = project_counts(connection, [project_id]).get(project_id)
    if counts is None:
        raise LabelStudioRefused(
            f"Label Studio has no project number {project_id}.", status=httpx.codes.NOT_FOUND
        )
    return Fetched(found.annotations, drafts, counts, not since, found.unreadable, unreadable)


def is_unreadable(error: LabelStudioRefused) -> bool:
    """Whether Label Studio failed at answering, rather than refused; or its answer is no JSON."""
    return error.status >= 500 or error.status == httpx.codes.OK


def _everything(connection: Connection, project_id: int) -> Readable:
    if connection.gentle:  # an export is one long answer
        return _task_by_task(connection, project_id)
    try:
        tasks = export(connection, project_id)
    except LabelStudioRefused as error:
        if not is_unreadable(error):
            raise
        return _task_by_task(connection, project_id)
    found = {task["id"]: task["annotations"] for task in tasks if _are_numbered(task)}
    return Readable(found, frozenset(task["id"] for task in tasks) - frozenset(found))


def _task_by_task(connection: Connection, project_id: int) -> Readable:
    worked_on = [
        one.id for one in task_states(connection, project_id) if one.submitted or one.skipped
    ]
    return annotations_of_tasks(connection, project_id, worked_on)


def project_counts(connection: Connection, project_ids: Sequence[int]) -> dict[int, Counts]:
    """Of those projects that are there."""
    found: dict[int, Counts] = {}
    for first in range(0, len(project_ids), PROJECTS_A_PAGE):
        ids = ",".join(map(str, project_ids[first : first + PROJECTS_A_PAGE]))
        path, page = "/api/projects/counts/", PROJECTS_A_PAGE
        for one in connection.rows(path, "results", COUNTED, ids=ids, page_size=page):
            found[one["id"]] = Counts(
                tasks=one["task_number"],
                submitted=one["total_annotations_number"],
                skipped=one["skipped_annotations_number"],
            )
    return found


def clock(connection: Connection) -> str:
    """Label Studio's own time, a little in the past: what to ask for changes since, next time.

    A little, because what is being written now carries a time from when its writing began.
    """
    with translated_errors(connection.url):
        answer = connection.client.get("/api/version")
    decoded(answer)
    date = answer.headers.get("Date", "")
    try:
        now = parsedate_to_datetime(date).astimezone(timezone.utc)
    except ValueError:
        raise unexpected("/api/version", "its time in the header Date", date) from None
    return (now - CLOCK_MARGIN).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def export(connection: Connection, project_id: int) -> list[dict[str, Any]]:
    """Tasks with annotations, each with its text, annotations and drafts."""
    path = f"/api/projects/{project_id}/export"
    with translated_errors(connection.url):
        answer = connection.client.get(path, params={"exportType": "JSON"})
    return rows_of({"tasks": decoded(answer)}, "tasks", path, **NUMBERED)


def changed_tasks(connection: Connection, project_id: int, since: str) -> list[int]:
    """Tasks whose annotations changed after `since` (Label Studio's clock)."""
    return _ids(connection, project_id, "updated_at", "greater", "Datetime", since)


def tasks_with_drafts(connection: Connection, project_id: int) -> list[int]:
    return _ids(connection, project_id, "draft_exists", "equal", "Boolean", True)


def task_states(connection: Connection, project_id: int) -> list[TaskState]:
    """Every task of the project."""
    tasks = connection.rows(
        "/api/tasks",
        "tasks",
        STATED,
        project=project_id,
        include="id,total_annotations,cancelled_annotations",
        page_size=ALL,
    )
    return [
        TaskState(one["id"], one["total_annotations"], one["cancelled_annotations"])
        for one in tasks
    ]


def annotations_of_tasks(
    connection: Connection, project_id: int, task_ids: Sequence[int]
) -> Readable:
    """Of those tasks that are still there."""
    found: dict[int, list[dict[str, Any]]] = {}
    unreadable: set[int] = set()
    at_once = IDS_A_GENTLE_REQUEST if connection.gentle else IDS_A_REQUEST
    for first in range(0, len(task_ids), at_once):
        chunk = list(task_ids[first : first + at_once])
        try:
            found |= _annotations_of_some(connection, project_id, chunk)
        except LabelStudioRefused as error:
            if not is_unreadable(error):
                raise
            annotations, failed = _one_by_one(connection, chunk, "annotations")
            found |= annotations
            unreadable |= failed
    return Readable(found, frozenset(unreadable))


def _annotations_of_some(
    connection: Connection, project_id: int, task_ids: list[int]
) -> dict[int, list[dict[str, Any]]]:
    query = {"selectedItems": {"all": False, "included": task_ids}}
    tasks = connection.rows(
        "/api/tasks",
        "tasks",
        NUMBERED,
        project=project_id,
        fields="all",
        query=json.dumps(query),
        page_size=ALL,
    )
    if not all(_are_numbered(one) for one in tasks):
        raise unexpected("/api/tasks", "a whole number as 'id' in each annotation", tasks)
    return {one["id"]: one["annotations"] for one in tasks}


def _are_numbered(task: dict[str, Any]) -> bool:
    """Whether its annotations can be told apart. What cannot must not look deleted."""
    annotations = task.get("annotations")
    return isinstance(annotations, list) and all(
        isinstance(one, dict) and whole_number(one.get("id")) for one in annotations
    )


def _one_by_one(
    connection: Connection, task_ids: Iterable[int], what: str
) -> tuple[dict[int, list[dict[str, Any]]], set[int]]:
    """What each task has ("annotations" or "drafts"), and which tasks cannot be read."""
    found: dict[int, list[dict[str, Any]]] = {}
    unreadable: set[int] = set()
    for task_id in task_ids:
        try:
            if what == "drafts":
                path = f"/api/tasks/{task_id}/drafts"
                found[task_id] = rows_of({what: connection.get(path)}, what, path, **NUMBERED)
            else:  # its list of annotations leaves skipped ones out
                found[task_id] = connection.rows(f"/api/tasks/{task_id}/", what, NUMBERED)
        except LabelStudioRefused as error:
            if is_unreadable(error):
                unreadable.add(task_id)
            elif error.status != httpx.codes.NOT_FOUND:
                raise
    return found, unreadable


def drafts_of_tasks(
    connection: Connection, task_ids: Iterable[int]
) -> tuple[list[Draft], frozenset[int]]:
    """Everybody's drafts on those tasks (the task list shows only one's own), and the tasks whose
    drafts cannot be read."""
    readable, unreadable = _one_by_one(connection, task_ids, "drafts")
    found: list[Draft] = []
    for task_id, drafts in readable.items():
        found += [
            Draft(
                id=draft["id"],
                task=task_id,
                annotation=whole_number(draft.get("annotation")),
                postponed=draft.get("was_postponed") is True,
                updated_at=storable(draft.get("updated_at")),
                raw=json.dumps(draft),
            )
            for draft in drafts
        ]
    return found, frozenset(unreadable)


def _ids(
    connection: Connection, project_id: int, column: str, operator: str, kind: str, value: object
) -> list[int]:
    item = {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}
    query = {"filters": {"conjunction": "and", "items": [item]}}
    tasks = connection.rows(
        "/api/tasks",
        "tasks",
        NUMBERED,
        project=project_id,
        query=json.dumps(query),
        include="id",
        page_size=ALL,
    )
    return [one["id"] for one in tasks]
