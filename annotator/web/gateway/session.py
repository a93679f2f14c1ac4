"""Label Studio as one account sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from annotator.errors import LabelStudioRefused
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

    def fetch(self, path: str, query: Query | None = None) -> Any | None:
        """The JSON at `path`; None when there is none (404). Raises LabelStudioRefused."""
        response = self.send("GET", path, query)
        if response.status_code == 404:
            return None
        return content(response)


def content(response: httpx.Response) -> Any:
    """The JSON of a successful answer. Raises LabelStudioRefused with its status otherwise."""
    if not response.is_success:
        raise LabelStudioRefused(
            f"Label Studio answered {response.status_code} to {response.request.method} "
            f"{response.request.url.path}.",
            status=response.status_code,
            body=response.text[:2000],
        )
    try:
        return response.json()
    except (ValueError, RecursionError):
        raise LabelStudioRefused(
            f"Label Studio answered {response.request.url.path} with something that is not JSON.",
            status=502,
        ) from None
