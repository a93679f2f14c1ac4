"""`kill -9` at the worst moments: what was answered as saved is there, and nothing is doubled."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from running_tool import Tool, Visitor

from annotator.cli import commands
from annotator.labelstudio.ports import free_port

pytestmark = [pytest.mark.server, pytest.mark.timeout(1200)]  # starts the tool again and again

ARTICLES = [
    "The brazen mayor of Hask slammed the door on the harbour board, critics say.",
    "A second report: the ferry to Pellworth is late, and nobody knows why.",
    "Third: the quarry at Orrin is for sale, its owner is said to have told a friend.",
    "Fourth, and last: nobody has seen the harbour master since the storm.",
]
POINTS = ("before-labelstudio", "after-labelstudio", "after-sqlite")


@dataclass
class Bench:
    """A started tool with one annotator and four articles; what SQLite and Label Studio have."""

    tool: Tool
    link: str
    visitors: list[Visitor] = field(default_factory=list)
    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def command(self, *words: str) -> str:
        """A command beside it, in this process; what it printed."""
        done = CliRunner().invoke(
            commands,
            [*words, "--data-dir", str(self.tool.data_dir)],
            env={"PORT": str(self.tool.port)},
            catch_exceptions=False,
        )
        assert done.exit_code == 0, done.output
        return str(done.stdout)

    def annotator(self) -> Visitor:
        visitor = Visitor(self.tool.origin)
        self.visitors.append(visitor)
        if self.link:
            visitor.sign_up(self.link, "Ann")
            self.link = ""
        else:
            visitor.sign_in("ann@example.org")
        return visitor

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.tool.data_dir / "annotator.sqlite")
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def tasks(self) -> list[int]:
        return [row[0] for row in self.rows("SELECT task_id FROM assignments ORDER BY position")]

    def marked(self) -> list[tuple[str, str]]:
        """State and marked passage of every annotation SQLite has, oldest first."""
        return self.rows(
            "SELECT annotations.state, spans.text FROM annotations "
            "LEFT JOIN spans ON spans.annotation_id = annotations.id ORDER BY annotations.id"
        )

    def in_labelstudio(self) -> list[int]:
        """How many annotations Label Studio has for each task."""
        token = (self.tool.data_dir / "secrets" / "labelstudio_token").read_text().strip()
        url = f"http://127.0.0.1:{self.tool.labelstudio_port()}"
        headers = {"Authorization": f"Token {token}"}
        with httpx.Client(base_url=url, headers=headers, timeout=300.0) as client:
            tasks = [client.get(f"/api/tasks/{task}/").json() for task in self.tasks()]
        return [len(task["annotations"]) for task in tasks]


def submission(text: str, words: str) -> dict[str, Any]:
    start = text.index(words)
    return {
        "result": [
            {
                "id": "r1",
                "from_name": "label",
                "to_name": "text",
                "type": "labels",
                "origin": "manual",
                "value": {
                    "start": start,
                    "end": start + len(words),
                    "text": words,
                    "labels": ["loaded_language"],
                },
            }
        ],
        "lead_time": 3.0,
        "unique_id": str(uuid.uuid4()),
        "was_cancelled": False,
    }


@pytest.fixture(scope="module")
def bench(fresh_installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The tool, started with the first fault before it, and a published study; each test saves
    what no test before it has."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copytree(fresh_installation, folder / "var")
    tool = Tool(folder / "var", free_port())
    bench = Bench(tool, link="")
    try:
        tool.start("--no-sample", ANNOTATOR_FAULT=POINTS[0])
        bench.command("study", "create", "Harbour", "--scheme", "framing")
        for number, text in enumerate(ARTICLES):
            (folder / f"{number}.txt").write_text(f"{text}\n", encoding="utf-8")
        bench.command("load", "Harbour", *(str(folder / f"{n}.txt") for n in range(len(ARTICLES))))
        bench.link = bench.command("invite", "Harbour", "ann@example.org").split("\t")[1].strip()
        bench.command("publish", "Harbour", "--overlap", "1")
        yield bench
        for visitor in bench.visitors:
            visitor.client.close()
    finally:
        tool.stop_everything()


def text_of_task(bench: Bench, task: int) -> str:
    (row,) = bench.rows(
        "SELECT text FROM articles JOIN assignments ON assignments.article_id = articles.id "
        f"WHERE task_id = {task}"
    )
    return str(row[0])


def swept(bench: Bench) -> None:
    """Wait for the sweep that every start begins with."""
    bench.command("collect", "Harbour")


def body_for(bench: Bench, task: int) -> dict[str, Any]:
    """The first word of its article marked; like no other article's."""
    text = text_of_task(bench, task)
    return submission(text, text.split()[0].rstrip(",:"))


def test_a_second_start_on_the_same_port_or_folder_is_one_clear_sentence(bench: Bench) -> None:
    other = bench.tool.run("up")
    assert other.returncode == 1
    assert "Cannot listen on 127.0.0.1 port" in other.stderr
    assert len(other.stderr.splitlines()) == 1
    other = bench.tool.run("up", "--port", str(free_port()))
    assert other.returncode == 1
    assert "already served by process" in other.stderr
    assert len(other.stderr.splitlines()) == 1


@pytest.mark.parametrize("at", range(len(POINTS)), ids=POINTS)
def test_an_application_killed_while_saving_loses_and_doubles_nothing(
    bench: Bench, at: int
) -> None:
    """It was started with this point, and is started again with the next one."""
    task = bench.tasks()[at]
    path, body = f"/api/tasks/{task}/annotations?project=1", body_for(bench, task)
    ann = bench.annotator()
    with pytest.raises(httpx.HTTPError):
        ann.labelling("POST", path, body)
    assert bench.tool.wait_until_dead() == -9
    assert bench.tool.labelstudio().is_running()  # left behind on purpose
    bench.tool.start("--no-sample", ANNOTATOR_FAULT="".join(POINTS[at + 1 : at + 2]))
    assert any("still runs from before" in line for line in bench.tool.printed)
    swept(bench)
    bench.sent.append((path, body))
    saved = [int(point != "before-labelstudio") for point in POINTS[: at + 1]]
    assert bench.in_labelstudio()[: at + 1] == saved
    assert sum(bench.in_labelstudio()) == len(bench.marked()) == sum(saved)


def test_what_the_page_sends_again_after_each_kill_is_saved_once(bench: Bench) -> None:
    """With the same body, as after an error; and an article that no kill met."""
    ann, saved = bench.annotator(), bench.in_labelstudio()
    for at, (path, body) in enumerate(bench.sent):
        assert ann.labelling("POST", path, body).status_code in (200, 201)
        saved[at] = 1
        assert bench.in_labelstudio() == saved
        assert len(bench.marked()) == sum(saved)
    task = bench.tasks()[-1]
    body = body_for(bench, task)
    assert ann.labelling("POST", f"/api/tasks/{task}/annotations", body).status_code == 201
    assert bench.in_labelstudio() == [1, 1, 1, 1]
    bodies = (*(body for _, body in bench.sent), body)
    words = [one["result"][0]["value"]["text"] for one in bodies]
    assert sorted(bench.marked()) == sorted(("submitted", word) for word in words)
    assert bench.rows("SELECT count(*) FROM problems") == [(0,)]


def test_a_killed_label_studio_is_started_again_and_what_was_saved_is_there(bench: Bench) -> None:
    ann = bench.annotator()
    before = bench.in_labelstudio()
    old = bench.tool.labelstudio()
    old.kill()
    while bench.tool.labelstudio_pid() in (0, old.pid):  # its workers answer for some seconds more
        time.sleep(0.1)
    task = bench.tasks()[-1]
    answer = ann.labelling("GET", f"/api/tasks/{task}")
    while answer.status_code != 200:
        assert answer.status_code == 503  # said, not hung
        time.sleep(0.5)
        answer = ann.labelling("GET", f"/api/tasks/{task}")
    assert bench.in_labelstudio() == before == [1, 1, 1, 1]
    assert len(bench.marked()) == 4


def test_ctrl_c_leaves_no_process_behind_and_the_next_start_has_everything(bench: Bench) -> None:
    assert bench.tool.interrupt() == 0
    assert bench.tool.processes() == []
    bench.tool.start("--no-sample")
    assert bench.in_labelstudio() == [1, 1, 1, 1]
    assert len(bench.marked()) == 4


def test_a_service_manager_stops_it_in_order(bench: Bench) -> None:
    process = bench.tool.process
    assert process is not None
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate()
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert said.rstrip().endswith("Stopped. Nothing runs any more.")
    assert process.returncode == 0
    assert bench.tool.processes() == []
