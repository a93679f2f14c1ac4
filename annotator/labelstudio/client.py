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
from annotator.labelstudio.connection import BODY_SHOWN, Connection, rows_of, translated_errors
from annotator.labelstudio.fetching import Counts, Fetched, Readable, TaskState
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
        self.connection.get("/api/current-user/whoami")

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
        with self._sdk_errors("create a project"):
            project = self._sdk.projects.create(
                title=fitting_title(title),
                description=marker,
                expert_instruction=instruction,
                show_instruction=bool(instruction),
                **project_setup(config),
            )
        return int(project.id or 0)

    def setups(self, project_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """How those projects that are there are set up: see `project_setup`."""
        return load_setups(self.connection, project_ids)

    def set_up(self, project_id: int, setup: Mapping[str, object]) -> None:
        self.connection.patch(f"/api/projects/{project_id}/", dict(setup))

    def projects(self) -> Iterator[Project]:
        page = 1
        while True:
            answer = self.connection.get(
                "/api/projects/",
                page=page,
                page_size=fetching.PROJECTS_A_PAGE,
                include="id,title,description",
            )
            for found in rows_of(answer, "results", "/api/projects/"):
                yield Project(found["id"], found["title"], found["description"] or "")
            if not answer.get("next"):
                return
            page += 1

    def counts(self, project_ids: Sequence[int]) -> dict[int, Counts]:
        """How much there is in each of those projects that are there."""
        return fetching.project_counts(self.connection, project_ids)

    def delete_project(self, project_id: int) -> None:
        """One that is gone already is fine."""
        try:
            with self._sdk_errors("delete a project"):
                self._sdk.projects.delete(project_id)
        except LabelStudioRefused as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise

    def ensure_view(self, project_id: int, *, is_new: bool = False) -> int:
        """The id of the project's one data-manager tab, made if there is none.

        Without one the labelling page makes it itself, by a request the gateway does not allow.
        """
        with self._sdk_errors("make a project's view"):
            ids = [] if is_new else [one.id for one in self._sdk.views.list(project=project_id)]
            if not ids:
                ids = [self._sdk.views.create(project=project_id, data={"title": "Default"}).id]
        return min(int(view_id) for view_id in ids if view_id is not None)

    # ------------------------------------------------------------------ tasks

    def import_tasks(self, project_id: int, tasks: Sequence[Mapping[str, object]]) -> list[int]:
        """Add tasks; their ids come back in the same order. Not idempotent: see `tasks_of_ours`."""
        ids: list[int] = []
        for chunk in _chunks(tasks):
            answer = self.connection.post(
                f"/api/projects/{project_id}/import",
                [{"data": data} for data in chunk],
                return_task_ids="true",
            )
            made = answer.get("task_ids") or []
            if len(made) != len(chunk):
                raise LabelStudioRefused(
                    f"Label Studio made {len(made)} of {len(chunk)} tasks in project {project_id}.",
                    status=httpx.codes.CREATED,
                    body=str(answer)[:BODY_SHOWN],
                )
            ids.extend(made)
        return ids

    def tasks_of_ours(self, project_id: int) -> list[tuple[int, int]]:
        """(task id, our article id) of every task that carries one, the oldest first."""
        tasks = self.connection.rows(
            "/api/tasks", "tasks", project=project_id, include="id,data", page_size=fetching.ALL
        )
        found = [(task["id"], task["data"].get("article_id")) for task in tasks]
        return sorted(one for one in found if isinstance(one[1], int))

    def is_untouched(self, task_id: int) -> bool:
        """Whether nobody has an annotation or a draft on it; a task that is gone is untouched, one
        whose work cannot be read is not."""
        try:
            # Not its list of annotations: that leaves skipped ones out.
            begun = self.connection.get(f"/api/tasks/{task_id}/").get("annotations")
            return not begun and not self.connection.get(f"/api/tasks/{task_id}/drafts")
        except LabelStudioRefused as error:
            if fetching.is_unreadable(error):
                return False
            if error.status != httpx.codes.NOT_FOUND:
                raise
            return True

    def delete_task(self, task_id: int) -> None:
        """One that is gone already is fine."""
        try:
            self.connection.delete(f"/api/tasks/{task_id}/")
        except LabelStudioRefused as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise

    def task_contents(self, project_id: int) -> dict[int, dict[str, Any]]:
        """Task -> its data, of every task of a project."""
        tasks = self.connection.rows(
            "/api/tasks", "tasks", project=project_id, include="id,data", page_size=fetching.ALL
        )
        return {task["id"]: task["data"] for task in tasks}

    def set_task_data(self, task_id: int, data: Mapping[str, object]) -> None:
        self.connection.patch(f"/api/tasks/{task_id}/", {"data": dict(data)})

    def change_annotation(self, annotation_id: int, body: Mapping[str, object]) -> dict[str, Any]:
        """The changed annotation, as Label Studio answers it."""
        return dict(self.connection.patch(f"/api/annotations/{annotation_id}/", dict(body)))

    def holds(self, task_id: int, project_id: int, article_id: int) -> bool:
        """Whether that task is of that project and article: a deleted task's id is used again."""
        try:
            task = self.connection.get(f"/api/tasks/{task_id}/", include="id,project,data")
        except LabelStudioRefused as error:
            if error.status != httpx.codes.NOT_FOUND:
                raise
            return False
        return bool(
            task.get("project") == project_id
            and (task.get("data") or {}).get("article_id") == article_id
        )

    def annotation(self, annotation_id: int) -> dict[str, Any]:
        """The raw JSON of one annotation."""
        answer = self.connection.get(f"/api/annotations/{annotation_id}/")
        return dict(answer)

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

    @contextmanager
    def _sdk_errors(self, what: str) -> Iterator[None]:
        try:
            with translated_errors(self.url):
                yield
        except ApiError as error:
            status = error.status_code or 0
            body = str(error.body)
            if status in (0, 502, 503, 504):
                raise LabelStudioDown(f"Label Studio at {self.url} did not {what}.") from error
            raise LabelStudioRefused(
                f"Label Studio refused to {what} with {status}: {body[:BODY_SHOWN]}",
                status=status,
                body=body,
            ) from error


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
