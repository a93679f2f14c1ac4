"""The whole tool on PostgreSQL behind nginx with TLS, as scripts/test-server has started them."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.running_tool import Tool, Visitor


@dataclass
class ServedTool(Tool):
    """Known by nginx's address."""

    variables: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return served_origin()

    def _environment(self, **variables: str) -> dict[str, str]:
        return super()._environment(**{**self.variables, **variables})


def served_origin() -> str:
    return f"https://127.0.0.1:{os.environ['TLS_PORT']}"


def served_tool(data_dir: Path, database: str = "") -> ServedTool:
    """`database` is another one of the same PostgreSQL than the first."""
    server, _, first = os.environ["ANNOTATOR_TEST_DATABASE"].rpartition("/")
    tool = ServedTool(data_dir, int(os.environ["SERVER_PORT"]))
    tool.variables = {
        "ANNOTATOR_ORIGIN": served_origin(),
        "ANNOTATOR_TRUSTED_PROXY": "127.0.0.1",
        "ANNOTATOR_LABEL_STUDIO_DATABASE": f"{server}/{database or first}",
    }
    return tool


def served_visitor(origin: str) -> Visitor:
    """Trusts the certificate that was made for the run."""
    trusted = ssl.create_default_context(cafile=os.environ["ANNOTATOR_TEST_CERTIFICATE"])
    one = Visitor(origin)
    one.client.close()
    one.client = httpx.Client(
        base_url=origin, verify=trusted, follow_redirects=True, timeout=300.0,
        headers={"Referer": origin},
    )  # fmt: skip
    return one
