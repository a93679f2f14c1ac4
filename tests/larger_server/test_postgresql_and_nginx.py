"""The tool on PostgreSQL behind nginx with TLS, as docs/deploy.md says: `make test-server`.

The tests go in the order of the file: the browser's comes first, to a store that is empty.
"""

from __future__ import annotations

import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import test_a_team_does_the_job as job
from running_tool import Tool, Visitor
from team_world import ANN, BEN, MANAGER, NAMES, Team

from annotator.labelstudio import running_url
from annotator.labelstudio.ports import free_port
from annotator.settings import Settings
from tests.served_tool import ServedTool, served_origin, served_tool, served_visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.server, pytest.mark.browser, pytest.mark.timeout(1800)]
PEOPLE, ARTICLES = 4, 6
TEXT = "Report {}: the brazen mayor of Hask slammed the door on the harbour board."


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedTool]:
    tool = served_tool(tmp_path_factory.mktemp("served") / "var")
    try:
        tool.start("--no-sample")
        yield tool
    finally:
        tool.stop_everything()


class ServedTeam(Team):
    """Its browsers take the certificate that was made for the run."""

    def browser_of(self, email: str) -> Page:
        context = self.chromium.new_context(
            viewport={"width": 1280, "height": 900}, accept_downloads=True,
            ignore_https_errors=True,
        )  # fmt: skip
        context.on("response", lambda answer: self.answers.append((answer.status, answer.url)))
        self.pages.append(context)
        return context.new_page()

    @property
    def answers(self) -> list[tuple[int, str]]:
        """Status and address of whatever came back."""
        found: list[tuple[int, str]] = self.__dict__.setdefault("_answers", [])
        return found


def test_a_team_does_the_whole_job_through_nginx(
    tool: ServedTool, chromium: Browser, tmp_path: Path
) -> None:
    settings = Settings(
        data_dir=tool.data_dir, port=tool.port, public_origin=served_origin(),
        manager_email=MANAGER,
    )  # fmt: skip
    team = ServedTeam(settings, None, chromium, None)  # type: ignore[arg-type]
    manager = team.browser_of(MANAGER)
    links = job.set_the_study_up(team, manager)
    ben = team.browser_of(BEN)
    job.sign_up(ben, links[BEN], NAMES[BEN])
    job.ben_annotates(team, ben)
    ann = team.browser_of(ANN)
    job.sign_up(ann, links[ANN], NAMES[ANN])
    job.ann_annotates(team, ann)
    job.every_mark_is_what_was_marked(team)
    job.the_report_is_right(team, manager)
    job.the_downloads_are_right(team, manager, tmp_path)
    assert team.rows("SELECT message FROM problems") == []
    assert [one for one in team.answers if one[0] >= 500 or one[0] in (413, 429)] == []
    assert all(url.startswith((served_origin(), "data:", "blob:")) for _, url in team.answers)
    for context in team.pages:
        context.close()
    assert "No difference." in tool.ran("verify", "Three reports")


def rows(tool: Tool, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(tool.data_dir / "annotator.sqlite")) as db:
        return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def people(tool: ServedTool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Visitor]]:
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
        one = served_visitor(served_origin())
        one.sign_up(line.split("\t")[1].strip(), f"Person {number}")
        found.append(one)
    yield found
    for one in found:
        one.client.close()


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


OF_HARBOUR = (
    "FROM assignments JOIN annotators ON annotators.id = annotator_id "
    "JOIN studies ON studies.id = annotators.study_id AND studies.title = 'Harbour' "
)


def test_everybody_saves_at_once_and_nothing_is_lost_or_doubled(
    tool: ServedTool, people: list[Visitor]
) -> None:
    found = rows(tool, f"SELECT annotator_id, task_id {OF_HARBOUR} ORDER BY annotator_id")
    tasks = [
        [task for who, task in found if who == one] for one in sorted({who for who, _ in found})
    ]

    def work(place: int) -> list[int]:
        return [save(people[place], task) for task in tasks[place]]

    with ThreadPoolExecutor(PEOPLE) as pool:
        answers = [one for found in pool.map(work, range(PEOPLE)) for one in found]
    assert answers == [201] * PEOPLE * ARTICLES
    saved = (
        f"SELECT count(*) {OF_HARBOUR} JOIN annotations ON annotations.assignment_id = "
        "assignments.id WHERE annotations.state = 'submitted'"
    )
    assert rows(tool, saved) == [(PEOPLE * ARTICLES,)]
    assert "No difference." in tool.ran("verify", "Harbour")
    assert not (tool.data_dir / "label-studio").exists()  # nothing went to a SQLite of its own


def test_more_workers_serve_on_postgresql_than_on_sqlite(tool: ServedTool) -> None:
    assert running_url(Settings(data_dir=tool.data_dir, port=tool.port))
    workers = tool.labelstudio().children()
    assert len(workers) == min(8, 2 * (psutil.cpu_count() or 1))


def test_a_second_process_on_the_folder_is_refused_in_one_sentence(tool: ServedTool) -> None:
    again = tool.run("up", "--port", str(tool.port + 1))
    assert again.returncode == 1
    (said,) = [line for line in again.stderr.splitlines() if line.strip()]
    assert "is already served by process" in said


def test_a_study_made_on_sqlite_moves_to_postgresql(
    fresh_installation: Path, tmp_path: Path
) -> None:
    old = Tool(tmp_path / "var", free_port())
    shutil.copytree(fresh_installation, old.data_dir)
    (tmp_path / "a.txt").write_text(TEXT.format(0), encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT.format(1), encoding="utf-8")
    old.ran("study", "create", "Moved", "--scheme", "framing")
    old.ran("load", "Moved", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    [invited] = old.ran("invite", "Moved", "ann@example.org").splitlines()
    old.ran("publish", "Moved", "--overlap", "1")
    old.start("--no-sample")
    ann = Visitor(old.origin)
    ann.sign_up(invited.split("\t")[1].strip(), "Ann")
    [task] = rows(old, "SELECT task_id FROM assignments ORDER BY position")[0]
    assert save(ann, task) == 201
    ann.client.close()
    old.interrupt()

    moved = served_tool(old.data_dir, "moved")
    moved.port = old.port
    try:
        done = moved.ran("restore-to-label-studio", "Moved")
        assert "1 projects, 2 tasks, 1 annotations, 0 drafts" in done
        assert "No difference." in moved.ran("verify", "Moved")
        moved.start("--no-sample", ANNOTATOR_ORIGIN="", ANNOTATOR_TRUSTED_PROXY="")
        ann = Visitor(old.origin)
        ann.sign_in("ann@example.org")
        saved = "SELECT assignment_id FROM annotations"
        left = rows(moved, f"SELECT task_id FROM assignments WHERE id NOT IN ({saved})")
        assert [save(ann, task) for [task] in left] == [201]
        ann.client.close()
        assert "No difference." in moved.ran("verify", "Moved")
        assert rows(moved, "SELECT count(*) FROM annotations WHERE state = 'submitted'") == [(2,)]
    finally:
        moved.stop_everything()
