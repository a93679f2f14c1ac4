"""A newsroom at work: 50 people, each saving every 5 s for five minutes.

The 95th percentile of a save through the whole tool, against the same load sent to Label Studio
directly. Stops with a word when anything fails, is lost or is there twice. LOAD_MINUTES and
LOAD_PEOPLE make it shorter or smaller. It is on the embedded default, or where
`scripts/test-server load` has started PostgreSQL and nginx, on those.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx

from annotator import store
from annotator.keys import load_keys
from annotator.labelstudio import LabelStudio, running_url
from annotator.labelstudio.ports import free_port
from annotator.settings import Settings
from annotator.workflow.collecting import collect
from annotator.workflow.safety.verifying import verify
from benchmarks.labelstudio.installation import invented_result
from benchmarks.labelstudio.saving import Send, Writer, made_writers
from benchmarks.measured import Measured
from tests.running_tool import Tool, Visitor
from tests.served_tool import served_tool, served_visitor

MINUTES = float(os.environ.get("LOAD_MINUTES", "5"))
PEOPLE = int(os.environ.get("LOAD_PEOPLE", "50"))
EVERY = 5.0  # seconds between two saves of one person
SAVES = max(1, round(MINUTES * 60 / EVERY))  # of a person, on each side


def load(_rounds: int) -> Iterator[Measured]:
    """One round: five minutes of each side are long enough."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-bench-"))
    served = "TLS_PORT" in os.environ
    tool = served_tool(folder) if served else Tool(folder, port=free_port())
    try:
        tool.start("--no-sample")
        visitor_at = served_visitor if served else Visitor
        writers = made_writers(tool, 2 * SAVES, PEOPLE, visitor_at)
        ours = _work(writers, Writer.through_gateway)
        print(f"through the tool: 95th {_percentile(ours):.3f} s, {_spread(ours)}", flush=True)
        print(f"Label Studio's processes took {_of_processor(tool)} of the processor", flush=True)
        with _standing_still(tool):
            theirs = _work(writers, Writer.past_gateway)
        _check(tool)
    finally:
        tool.stop_everything()
        shutil.rmtree(folder)
    about = f"{PEOPLE} people, {SAVES} saves each"
    print(f"direct: 95th {_percentile(theirs):.3f} s, {_spread(theirs)}; {about}")
    name = "load on PostgreSQL" if served else "load"
    direct = f"the same saves sent to Label Studio; {about}"
    yield Measured(name, (_percentile(ours),), (_percentile(theirs),), 1.5, direct)


def _work(writers: list[Writer], send: Send) -> list[float]:
    """Seconds of every save. People begin one after the other, not all at once."""
    began = time.monotonic()

    def person(place: int) -> list[float]:
        dice, times = random.Random(place), []
        for turn in range(SAVES):
            due = began + EVERY * (turn + place / len(writers))
            time.sleep(max(0.0, due - time.monotonic()))
            task, text = writers[place].tasks.pop()
            body = {
                "result": invented_result(text, dice),
                "lead_time": 5.0,
                "unique_id": str(uuid.uuid4()),
            }
            asked = time.perf_counter()
            answer = send(writers[place], task, body)
            times.append(time.perf_counter() - asked)
            if answer.status_code != httpx.codes.CREATED:
                raise SystemExit(f"not saved ({answer.status_code}): {answer.text[:300]}")
        return times

    with ThreadPoolExecutor(len(writers)) as pool:
        return [one for times in pool.map(person, range(len(writers))) for one in times]


@contextmanager
def _standing_still(tool: Tool) -> Iterator[None]:
    """Label Studio by itself: our sweep would make the other side slower."""
    assert tool.process is not None
    tool.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        tool.process.send_signal(signal.SIGCONT)


def _of_processor(tool: Tool) -> str:
    """Seconds of each of Label Studio's processes so far: how evenly they share the work."""
    spent = [sum(one.cpu_times()[:2]) for one in tool.labelstudio().children()]
    return ", ".join(f"{seconds:.0f} s" for seconds in spent)


def _percentile(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _spread(times: list[float]) -> str:
    ordered = sorted(times)
    return f"median {ordered[len(ordered) // 2]:.3f} s, slowest {ordered[-1]:.3f} s"


def _check(tool: Tool) -> None:
    """Nothing is lost or doubled: both stores have each article of everybody exactly once."""
    settings = Settings(data_dir=tool.data_dir, port=tool.port)
    keys = load_keys(settings)
    labelstudio = LabelStudio(running_url(settings), keys.labelstudio_token)
    db = store.open_store(settings.database)
    try:
        sql = "SELECT count(*) FROM revisions WHERE source = 'gateway'"
        [(saved,)] = db.execute(sql).fetchall()
        if saved != PEOPLE * SAVES:
            raise SystemExit(f"{saved} saves are stored, not {PEOPLE * SAVES}")
        collect(db, labelstudio, 1)  # what went past the gateway
        found = verify(db, labelstudio, keys, 1, heal=False)
        if found.differences or found.annotations != 2 * PEOPLE * SAVES:
            said = [one.sentence for one in found.differences[:5]]
            raise SystemExit(f"{found.sentence} {said}")
        print(found.sentence)
    finally:
        db.close()
        labelstudio.close()
