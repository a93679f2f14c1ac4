"""A peer beside us: in a process of the peers' own environment, timed in turn on the same data.

The environment is made from `benchmarks/requirements.txt`; PEER_PYTHON names its Python. Values are
compared too: a faster wrong answer stops the run.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.measured import Measured

SAME = 1e-9


@dataclass(frozen=True)
class Memory(Measured):
    """Peak megabytes instead of seconds."""

    @property
    def line(self) -> str:
        verdict = "holds" if self.holds else "FALLS SHORT"
        ours, theirs = median(self.ours), median(self.theirs)
        return (
            f"{self.name:<20}  ours {ours:8.1f} MB theirs {theirs:8.1f} MB"
            f" ratio {self.ratio:5.2f}  bound {self.bound:<5g} {verdict}"
        )


class Peers:
    """A running process of the peers' environment."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def run(self, name: str, size: int, *, memory: bool = False) -> dict[str, Any]:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the peers' process has no pipes")
        self.process.stdin.write(f"{name} {size} {'memory' if memory else 'time'}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the peers' process ended during {name}")
        found: dict[str, Any] = json.loads(answer)
        return found


def peer_python() -> str:
    """Raises RuntimeError where there is none."""
    python = os.environ.get("PEER_PYTHON", "")
    if not Path(python).is_file():
        raise RuntimeError(
            "set PEER_PYTHON to the Python of an environment with the peers: "
            "python -m venv PEERS && PEERS/bin/pip install -r benchmarks/requirements.txt"
        )
    return python


@contextmanager
def peers(script: str) -> Iterator[Peers]:
    """The peers' program of that name beside this file, run by their own Python."""
    with subprocess.Popen(
        [peer_python(), str(Path(__file__).parent / script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Peers(process)
        finally:
            if process.stdin is not None:
                process.stdin.close()


def in_turn(
    name: str, run: Callable[[], Any], peer: Peers, work: str, size: int, bound: float,
    rounds: int,
) -> Measured:  # fmt: skip
    run()
    ours, theirs = [], []
    for _ in range(rounds):
        seconds, value = timed(run)
        found = peer.run(work, size)
        if not np.allclose(value, found["value"], rtol=0, atol=SAME):
            raise RuntimeError(f"{name}: ours {value} and theirs {found['value']} differ")
        ours.append(seconds)
        theirs.append(float(found["seconds"]))
    return Measured(name, tuple(ours), tuple(theirs), bound, work)


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    value = run()
    return time.perf_counter() - started, value


def peak_megabytes(run: Callable[[], Any]) -> float:
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak
