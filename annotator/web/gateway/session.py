"""Label Studio as one account sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.labelstudio.connection import TRY_LATER
from annotator.labelstudio.expected import object_of, rows_of, unexpected
from annotator.store.records import Account
from annotator.web.gateway.upstream import Query, Upstream


@dataclass(frozen=True)
class Session:
    """Requests under the technical account of `account`."""

    upstream: Upstream
    account: Account

    def send(
        self,
        method: str,
        path: str,
        query: Query | None = None,
        body: Any = None,
        *,
        repeatable: bool = True,
    ) -> httpx.Response:
        return self.upstream.send(self.account, method, path, query, body, repeatable=repeatable)

    def fetch(self, path: str, query: Query | None = None, **fields: type) -> dict[str, Any] | None:
        """The object with these fields at `path`; None when there is none (404).

        Raises LabelStudioRefused, LabelStudioDown.
        """
        response = self.send("GET", path, query)
        return None if response.status_code == 404 else content(response, **fields)

    def fetch_task(self, task: int, query: Query | None = None) -> dict[str, Any] | None:
        """A task with the work on it; None when there is none."""
        response = self.send("GET", f"/api/tasks/{task}/", query)
        return None if response.status_code == 404 else task_in(response)


def content(response: httpx.Response, **fields: type) -> dict[str, Any]:
    """The object with these fields in a successful answer. Raises LabelStudioDown where Label
    Studio, or what stands in front of it, has no time; else LabelStudioRefused with its status."""
    return object_of(read(response), response.request.url.path, **fields)


def task_in(response: httpx.Response) -> dict[str, Any]:
    """A task with the work on it, each with its number."""
    task, path = content(response, id=int, data=dict), response.request.url.path
    for part in ("annotations", "drafts", "predictions"):
        rows_of({part: task.get(part) or []}, part, path, id=int)
    return task


def read(response: httpx.Response) -> Any:
    """The JSON of a successful answer, whatever it is."""
    try:
        return succeeded(response).json()
    except (ValueError, RecursionError):
        raise unexpected(response.request.url.path, "JSON", response.text[:2000]) from None


def succeeded(response: httpx.Response) -> httpx.Response:
    if response.status_code in TRY_LATER:
        raise LabelStudioDown(f"Label Studio does not answer ({response.status_code}).")
    if not response.is_success:
        raise LabelStudioRefused(
            f"Label Studio answered {response.status_code} to {response.request.method} "
            f"{response.request.url.path}.",
            status=response.status_code,
            body=response.text[:2000],
        )
    return response
