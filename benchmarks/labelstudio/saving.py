"""A saved annotation through the gateway, in SQLite when answered, against the same POST direct.

The whole tool runs as people run it; Label Studio is the same one on both sides, in WAL mode.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from annotator import store
from annotator.keys import load_keys
from annotator.labelstudio import LabelStudio, LabelStudioSession, running_url
from annotator.labelstudio.ports import free_port
from annotator.settings import Settings
from annotator.workflow import inviting
from annotator.workflow.publishing import publish
from benchmarks.labelstudio.installation import invented_articles, invented_result, new_study
from benchmarks.measured import Measured
from tests.running_tool import Tool, Visitor

WRITERS = 10
ALONE, TOGETHER = 20, 6  # annotations a writer saves in a round, alone and among ten


@dataclass
class Writer:
    """One annotator, signed in on both sides, with articles nobody has saved yet."""

    visitor: Visitor
    direct: httpx.Client
    tasks: list[tuple[int, str]]

    def through_gateway(self, task: int, body: dict[str, Any]) -> httpx.Response:
        return self.visitor.labelling("POST", f"/api/tasks/{task}/annotations", body)

    def past_gateway(self, task: int, body: dict[str, Any]) -> httpx.Response:
        return self.direct.post(f"/api/tasks/{task}/annotations/", json=body)


Send = Callable[[Writer, int, dict[str, Any]], httpx.Response]


def saving(rounds: int) -> Iterator[Measured]:
    """Seconds a saved annotation: the whole time divided by how many were saved."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-bench-"))
    tool = Tool(folder, port=free_port())
    try:
        tool.start("--no-sample")
        writers = made_writers(tool, 2 * rounds * (ALONE + TOGETHER), WRITERS)
        times: dict[str, list[float]] = {"1 o": [], "1 t": [], "10 o": [], "10 t": []}
        for _ in range(rounds):
            times["1 o"].append(_save(writers[:1], ALONE, Writer.through_gateway))
            times["1 t"].append(_save(writers[:1], ALONE, Writer.past_gateway))
            times["10 o"].append(_save(writers, TOGETHER, Writer.through_gateway))
            times["10 t"].append(_save(writers, TOGETHER, Writer.past_gateway))
        _check(folder, rounds)
    finally:
        tool.stop_everything()
        shutil.rmtree(folder)
    direct = "the same POST to Label Studio"
    yield Measured("gateway 1 writer", tuple(times["1 o"]), tuple(times["1 t"]), 1.3, direct)
    yield Measured("gateway 10 writers", tuple(times["10 o"]), tuple(times["10 t"]), 1.3, direct)


def made_writers(
    tool: Tool, articles: int, people: int, visitor_at: Callable[[str], Visitor] = Visitor
) -> list[Writer]:
    """Annotators of one study, signed in on both sides; each has all articles."""
    settings = Settings(data_dir=tool.data_dir, port=tool.port)
    keys, url = load_keys(settings), running_url(settings)
    db = store.open_store(settings.database)
    emails = [f"writer{n}@example.org" for n in range(people)]
    study_id = new_study(db, "Saved", invented_articles(articles), emails)
    labelstudio = LabelStudio(url, keys.labelstudio_token)
    publish(db, labelstudio, keys, study_id, people)
    labelstudio.close()
    writers = []
    for annotator in store.load_annotators(db, study_id):
        visitor = visitor_at(tool.origin)
        link = inviting.invite(db, study_id, annotator.email, tool.origin).link
        visitor.sign_up(link, annotator.pseudonym)
        account = store.load_account(db, annotator.account_id)
        password = keys.technical_password(account.technical_email)
        cookies = LabelStudioSession(url, account.technical_email, password).cookies()
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        direct = httpx.Client(
            base_url=url, headers={"Cookie": header}, trust_env=False, timeout=300.0
        )
        texts = store.load_texts(db, study_id)
        tasks = [
            (one.task_id or 0, texts[one.article_id])
            for one in store.assignments_of_annotator(db, annotator.id)
        ]
        visitor.labelling("GET", f"/api/tasks/{tasks[0][0]}")  # signs in, as opening the page does
        writers.append(Writer(visitor, direct, tasks))
    db.close()
    return writers


def _save(writers: list[Writer], count: int, send: Send) -> float:
    dice = random.Random(3)
    work = []
    for writer in writers:
        taken = [writer.tasks.pop() for _ in range(count)]
        bodies = [
            {
                "result": invented_result(text, dice),
                "lead_time": 60.0,
                "unique_id": str(uuid.uuid4()),
            }
            for _, text in taken
        ]
        work.append((writer, [task for task, _ in taken], bodies))

    def write(job: tuple[Writer, list[int], list[dict[str, Any]]]) -> None:
        writer, tasks, bodies = job
        for task, body in zip(tasks, bodies, strict=True):
            answer = send(writer, task, body)
            if answer.status_code != httpx.codes.CREATED:
                raise SystemExit(f"not saved ({answer.status_code}): {answer.text[:300]}")

    began = time.perf_counter()
    with ThreadPoolExecutor(len(work)) as pool:
        list(pool.map(write, work))
    return (time.perf_counter() - began) / (len(work) * count)


def _check(folder: Path, rounds: int) -> None:
    """What went through the gateway is in SQLite, all of it."""
    db = store.open_store(Settings(data_dir=folder).database)
    [(stored,)] = db.execute("SELECT count(*) FROM revisions WHERE source = 'gateway'").fetchall()
    db.close()
    expected = rounds * (ALONE + WRITERS * TOGETHER)
    if stored != expected:
        raise SystemExit(f"{stored} annotations are stored, not {expected}")
