"""The client: projects, tasks and annotations of one Label Studio.

The SDK does what it does well (projects, views); bulk work goes over HTTP directly, because the
SDK builds a validated object for every result item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx
import label_studio_sdk
from label_studio_sdk.core.api_error import ApiError

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.labelstudio import accounts, fetching
from annotator.labelstudio.connection import TRY_LATER, Connection, translated_errors
from annotator.labelstudio.expected import SHOWN, object_of, rows_of, unexpected
from annotator.labelstudio.fetching import Counts, Fetched, Readable, TaskState
from annotator.labelstudio.json_values import storable, whole_number
from annotator.labelstudio.project_setup import load_setups, project_setup

TITLE_LENGTHS = (3, 50)  # characters; anything else is answered with 400
IMPORT_CHUNK, IMPORT_CHARACTERS = 1000, 10_000_000  # a request; Label Studio takes 250 MB


class Project(NamedTuple):
    id: int
    title: str
    description: str


class LabelStudio:
    """One Label Studio, reached with an API key of either kind. Any thread may use one.

    A gentle one (see `Connection`) takes its time.
    """

    def __init__(self, url: str, api_key: str, *, gentle: bool = False) -> None:
        self.url = url.rstrip("/")
        self.connection = Connection(self.url, api_key, gentle=gentle)
        # The SDK uses our HTTP client, which signs every request with the key: both kinds, one way.
        self._sdk = label_studio_sdk.LabelStudio(  # type: ignore[no-untyped-call]
            base_url=self.url,
            api_key="signed-by-the-connection",
            httpx_client=self.connection.client,
            max_retries=0,
        )

    def close(self) -> None:
        self.connection.close()

    def check(self) -> None:
        """Raises LabelStudioError when it cannot be reached or does not accept the key."""
        path = accounts.WHOAMI_PATH
        object_of(self.connection.get(path), path, id=int)

    # ------------------------------------------------------------------ accounts

    def ensure_account(self, email: str, password: str) -> int:
        """The user id of a technical account, made by invitation and sign-up form if missing."""
        return accounts.ensure_account(self.connection, email, password)

    def accounts(self) -> dict[str, int]:
        """Address -> user id."""
        return accounts.all_accounts(self.connection)

    # ------------------------------------------------------------------ projects

    def create_project(self, *, title: str, config: str, instruction: str, marker: str) -> int:
        """A project for one annotator's labelling stream, in the order its tasks are added.

        `marker` goes into the description, where `projects` shows it after a crash.
        """
        what = "create a project"
        with self._sdk_errors(what):
            project = self._sdk.projects.create(
                title=fitting_title(title),
                description=marker,
                expert_instruction=instruction,
                show_instruction=bool(instruction),
                **project_setup(config),
            )
        return _number(project, what)

    def setups(self, project_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """How those projects that are there are set up: see `project_setup`."""
        return load_setups(self.connection, project_ids)

    def set_up(self, project_id: int, setup: Mapping[str, object]) -> None:
        self._changed(f"/api/projects/{project_id}/", setup)

    def projects(self) -> Iterator[Project]:
        page, path, size = 1, "/api/projects/", fetching.PROJECTS_A_PAGE
        while True:
            answer = self.connection.get(
                path, page=page, page_size=size, include="id,title,description"
            )
            rows = rows_of(answer, "results", path, id=int, title=str)
            for found in rows:
                yield Project(found["id"], found["title"], storable(found.get("description")))
            if not answer.get("next"):
                return
            if not rows:  # it would be asked for ever
                raise unexpected(path, "projects on a page that has a next one", answer)
            page += 1

    def counts(self, project_ids: Sequence[int]) -> dict[int, Counts]:
        """How much there is in each of those projects that are there."""
        return fetching.project_counts(self.connection, project_ids)

    def delete_project(self, project_id: int) -> None:
        """One that is gone already is fine."""
        self._delete(f"/api/projects/{project_id}/")

    def ensure_view(self, project_id: int, *, is_new: bool = False) -> int:
        """The id of the project's one data-manager tab, made if there is none.

        Without one the labelling page makes it itself, by a request the gateway does not allow.
        """
        what = "make a project's view"
        with self._sdk_errors(what):
            views = [] if is_new else list(self._sdk.views.list(project=project_id))
            if not views:
                views = [self._sdk.views.create(project=project_id, data={"title": "Default"})]
        return min(_number(view, what) for view in views)

    # ------------------------------------------------------------------ tasks

    def import_tasks(self, project_id: int, tasks: Sequence[Mapping[str, object]]) -> list[int]:
        """Add tasks; their ids come back in the same order. Not idempotent: see `tasks_of_ours`."""
        ids: list[int] = []
        for chunk in _chunks(tasks):
            path, body = f"/api/projects/{project_id}/import", [{"data": one} for one in chunk]
            answer = self.connection.post(path, body, return_task_ids="true")
            ids_there = object_of(answer, path, task_ids=list)["task_ids"]
            made = [one for one in ids_there if whole_number(one)]
            if len(made) != len(chunk):
                raise LabelStudioRefused(
                    f"Label Studio made {len(made)} of {len(chunk)} tasks in project {project_id}.",
                    status=httpx.codes.CREATED,
                    body=str(answer)[:SHOWN],
                )
            ids.extend(made)
        return ids

    def tasks_of_ours(self, project_id: int) -> list[tuple[int, int]]:
        """(task id, our article id) of every task that carries one, the oldest first."""
        contents = self.task_contents(project_id).items()
        found = [(task, whole_number(data.get("article_id"))) for task, data in contents]
        return sorted((task, article) for task, article in found if article is not None)

    def is_untouched(self, task_id: int) -> bool:
        """Whether nobody has an annotation or a draft on it; a task that is gone is untouched, one
        whose work cannot be read is not."""
        try:
            # Not its list of annotations: that leaves skipped ones out.
            path = f"/api/tasks/{task_id}/"
            if self.connection.rows(path, "annotations", {}):
                return False
            path += "drafts"
            return not rows_of({"drafts": self.connection.get(path)}, "drafts", path)
        except LabelStudioRefused as error:
            if fetching.is_unreadable(error):
                return False
            if error.status != httpx.codes.NOT_FOUND:
                raise
            return True

    def delete_task(self, task_id: int) -> None:
        """One that is gone already is fine."""
        self._delete(f"/api/tasks/{task_id}/")

    def task_contents(self, project_id: int) -> dict[int, dict[str, Any]]:
        """Task -> its data, of every task of a project."""
        tasks = self.connection.rows(
            "/api/tasks",
            "tasks",
            {"id": int, "data": dict},
            project=project_id,
            include="id,data",
            page_size=fetching.ALL,
        )
        return {task["id"]: task["data"] for task in tasks}

    def set_task_data(self, task_id: int, data: Mapping[str, object]) -> None:
        self._changed(f"/api/tasks/{task_id}/", {"data": dict(data)})

    def change_annotation(self, annotation_id: int, body: Mapping[str, object]) -> dict[str, Any]:
        """The changed annotation, as Label Studio answers it."""
        return self._changed(f"/api/annotations/{annotation_id}/", body)

    def holds(self, task_id: int, project_id: int, article_id: int) -> bool:
        """Whether that task is of that project and article: a deleted task's id is used again."""
        path = f"/api/tasks/{task_id}/"
        try:
            answer = self.connection.get(path, include="id,project,data")
        except LabelStudioRefused as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise
            return False
        task = object_of(answer, path, project=int, data=dict)
        return bool(task["project"] == project_id and task["data"].get("article_id") == article_id)

    # ------------------------------------------------------------------ collecting

    def clock(self) -> str:
        """Label Studio's time, a little in the past: the `since` of the next `fetch`."""
        return fetching.clock(self.connection)

    def fetch(self, project_id: int, since: str) -> Fetched | None:
        """What a project holds, or what changed after `since`; None when the project is gone."""
        try:
            return fetching.fetch_project(self.connection, project_id, since)
        except LabelStudioRefused as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise
            return None

    def task_states(self, project_id: int) -> list[TaskState]:
        """How many annotations every task has."""
        return fetching.task_states(self.connection, project_id)

    def annotations_of_tasks(self, project_id: int, task_ids: Sequence[int]) -> Readable:
        """Annotations by task, of those tasks that are still there."""
        return fetching.annotations_of_tasks(self.connection, project_id, task_ids)

    # ------------------------------------------------------------------ inside

    def _delete(self, path: str) -> None:
        try:
            self.connection.delete(path)
        except LabelStudioRefused as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise

    def _changed(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        return object_of(self.connection.patch(path, dict(body)), path, id=int)

    @contextmanager
    def _sdk_errors(self, what: str) -> Iterator[None]:
        try:
            with translated_errors(self.url):
                yield
        except ApiError as error:
            status = error.status_code or 0
            body = str(error.body)
            if status in (0, *TRY_LATER):
                raise LabelStudioDown(f"Label Studio at {self.url} did not {what}.") from error
            if status < httpx.codes.BAD_REQUEST:
                raise unexpected(f"the request to {what}", "JSON", body) from error
            raise LabelStudioRefused(
                f"Label Studio refused to {what} with {status}: {body[:SHOWN]}",
                status=status,
                body=body,
            ) from error
        except (TypeError, AttributeError, ValueError, RecursionError) as error:
            # The SDK expects one kind of answer, and looks at none before it takes it apart.
            raise unexpected(f"the request to {what}", "what its SDK reads", str(error)) from error


def _number(made: object, what: str) -> int:
    """The id of what the SDK has made: it takes an answer without one as well."""
    number = whole_number(getattr(made, "id", None))
    if number is None:
        raise unexpected(f"the request to {what}", "a whole number as 'id'", str(made))
    return number


def _chunks(tasks: Sequence[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    chunk: list[Mapping[str, object]] = []
    size = 0
    for data in tasks:
        length = len(str(data.get("text", "")))
        if chunk and (len(chunk) == IMPORT_CHUNK or size + length > IMPORT_CHARACTERS):
            yield chunk
            chunk, size = [], 0
        chunk.append(data)
        size += length
    if chunk:
        yield chunk


def fitting_title(title: str) -> str:
    """A title as Label Studio takes it: 3 to 50 characters.

    >>> fitting_title("x"), len(fitting_title("x" * 80))
    ('x – study', 50)
    """
    shortest, longest = TITLE_LENGTHS
    title = " ".join(title.split())
    if len(title) < shortest:
        title = f"{title or 'Untitled'} – study"
    return title if len(title) <= longest else title[: longest - 1] + "…"
