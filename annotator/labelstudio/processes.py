"""Which processes are our embedded Label Studio, across a crash of ours.

The record in the data folder names the master process by its number and by a random mark in its
environment, so that a number used again by a stranger is never ended. (Its start time would not do:
after the clock was set it is another one.) Its workers outlive a `kill -9` of the master by
seconds; they are known by the same mark.
"""

from __future__ import annotations

import json
import signal
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from annotator.whole_file import replacing

RUN_VARIABLE = "ANNOTATOR_LABEL_STUDIO_RUN"


@dataclass(frozen=True)
class ServerRecord:
    """`pid` is 0 while the process is being started."""

    run: str
    pid: int
    port: int
    origin: str


def save_record(path: Path, record: ServerRecord) -> None:
    with replacing(path) as part:
        part.write_text(json.dumps(asdict(record)), "utf-8")


def load_record(path: Path) -> ServerRecord | None:
    """None when there is none, or when the file is not one (it is then of no use to anybody)."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return ServerRecord(
            run=str(content["run"]),
            pid=int(content["pid"]),
            port=int(content["port"]),
            origin=str(content["origin"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def master(record: ServerRecord) -> psutil.Process | None:
    """The recorded master process if it still runs, by number and mark."""
    if record.pid <= 0:
        return None
    try:
        process = psutil.Process(record.pid)
        return process if _is_ours(process, record.run) else None
    except psutil.Error:
        return None


def processes_of(record: ServerRecord) -> list[psutil.Process]:
    """Master and workers, also when the master is gone."""
    return [process for process in psutil.process_iter() if _is_ours(process, record.run)]


def end(record: ServerRecord, *, patience: float = 8.0) -> None:
    """End master and workers: asked first, killed after `patience` seconds. Nothing is left."""
    asked = master(record)
    if asked is not None:
        _signal(asked, signal.SIGTERM)
    remaining = processes_of(record)
    if asked is not None:
        _, remaining = psutil.wait_procs(remaining, timeout=patience)
    deadline = time.monotonic() + patience
    while remaining and time.monotonic() < deadline:
        for process in remaining:
            _signal(process, signal.SIGKILL)
        psutil.wait_procs(remaining, timeout=1.0)
        remaining = processes_of(record)  # a master may have forked one more meanwhile


def _is_ours(process: psutil.Process, run: str) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.environ().get(RUN_VARIABLE) == run
    except (psutil.Error, OSError):
        return False


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
