"""The tool on PostgreSQL behind nginx with TLS, as docs/deploy.md says: `make test-server`."""

from __future__ import annotations

import os
import shutil
import sqlite3
import ssl
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from running_tool import Tool, Visitor

pytestmark = [pytest.mark.server, pytest.mark.timeout(1200)]
PEOPLE, ARTICLES = 4, 6
TEXT = "Report {}: the brazen mayor of Hask slammed the door on the harbour board."


class ServedTool(Tool):
    """Known by nginx's address."""

    variables: dict[str, str]

    def _environment(self, **variables: str) -> dict[str, str]:
        return super()._environment(**{**self.variables, **variables})


@pytest.fixture(scope="module")
def origin() -> str:
    return f"https://127.0.0.1:{os.environ['TLS_PORT']}"


@pytest.fixture(scope="module")
def tool(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTool]:
    folder = tmp_path_factory.mktemp("served")
    tool = ServedTool(folder / "var", int(os.environ["SERVER_PORT"]))
    tool.variables = {
        "ANNOTATOR_ORIGIN": origin,
        "ANNOTATOR_TRUSTED_PROXY": "127.0.0.1",
        "ANNOTATOR_LABEL_STUDIO_DATABASE": os.environ["ANNOTATOR_TEST_DATABASE"],
    }
    try:
        tool.start("--no-sample")
        yield tool
    finally:
        tool.stop_everything()


def visitor(origin: str) -> Visitor:
    trusted = ssl.create_default_context(cafile=os.environ["ANNOTATOR_TEST_CERTIFICATE"])
    one = Visitor(origin)
    one.client.close()
    one.client = httpx.Client(
        base_url=origin, verify=trusted, follow_redirects=True, timeout=300.0,
        headers={"Referer": origin},
    )  # fmt: skip
    return one


def rows(tool: Tool, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(tool.data_dir / "annotator.sqlite")) as db:
        return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def people(
    tool: ServedTool, origin: str, tmp_path_factory: pytest.TempPathFactory
) -> list[Visitor]:
    folder = tmp_path_factory.mktemp("articles")
    for number in range(ARTICLES):
        (folder / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")
    tool.ran("study", "create", "Harbour", "--scheme", "framing")
    tool.ran("load", "Harbour", str(folder))
    emails = [f"person{n}@example.org" for n in range(PEOPLE)]
    links = tool.ran("invite", "Harbour", *emails).splitlines()
    tool.ran("publish", "Harbour", "--overlap", str(PEOPLE))
    found = []
    for number, line in enumerate(links):
        one = visitor(origin)
        one.sign_up(line.split("\t")[1].strip(), f"Person {number}")
        found.append(one)
    return found


def save(person: Visitor, task: int) -> int:
    mark = {
        "id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual",
        "value": {"start": 0, "end": 6, "text": "Report", "labels": ["loaded_language"]},
    }  # fmt: skip
    body = {
        "result": [mark],
        "lead_time": 3.0,
        "unique_id": str(uuid.uuid4()),
        "was_cancelled": False,
    }
    return person.labelling("POST", f"/api/tasks/{task}/annotations", body).status_code


def test_everybody_saves_at_once_and_nothing_is_lost_or_doubled(
    tool: ServedTool, people: list[Visitor]
) -> None:
    tasks = [
        [row[0] for row in rows(tool, f"SELECT task_id FROM assignments WHERE annotator_id = {n}")]
        for n in range(1, PEOPLE + 1)
    ]

    def work(place: int) -> list[int]:
        return [save(people[place], task) for task in tasks[place]]

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = [one for found in pool.map(work, range(PEOPLE)) for one in found]
    assert answers == [201] * PEOPLE * ARTICLES
    assert rows(tool, "SELECT count(*) FROM annotations WHERE state = 'submitted'") == [
        (PEOPLE * ARTICLES,)
    ]
    assert "No difference." in tool.ran("verify", "Harbour")
    assert not (tool.data_dir / "label-studio").exists()  # nothing went to a SQLite of its own


def test_a_study_made_on_sqlite_moves_to_postgresql(
    tool: ServedTool, people: list[Visitor], fresh_installation: Path, tmp_path: Path
) -> None:
    old = Tool(tmp_path / "var", tool.port)
    shutil.copytree(fresh_installation, old.data_dir)
    (tmp_path / "a.txt").write_text(TEXT.format(0), encoding="utf-8")
    old.ran("study", "create", "Moved", "--scheme", "framing")
    old.ran("load", "Moved", str(tmp_path / "a.txt"))
    old.ran("invite", "Moved", "ann@example.org")
    old.ran("publish", "Moved", "--overlap", "1")
    moved = ServedTool(old.data_dir, tool.port)
    database = os.environ["ANNOTATOR_TEST_DATABASE"].replace("/labels", "/moved")
    moved.variables = tool.variables | {"ANNOTATOR_LABEL_STUDIO_DATABASE": database}
    try:
        done = moved.ran("restore-to-label-studio", "Moved")
        assert "1 projects, 1 tasks" in done
        assert "No difference." in moved.ran("verify", "Moved")
    finally:
        moved.stop_everything()
