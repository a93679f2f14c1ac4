"""Ratings against krippendorff and crowd-kit: in turn, same data, each in the form it takes best.

The peers live in an environment of their own (`benchmarks/requirements.txt`); PEER_PYTHON names
its Python. Values are compared too: a faster wrong answer would stop the run.
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

from annotator.agreement import krippendorff_alpha, ratings_from_codes, ratings_from_rows
from annotator.agreement.dawid_skene import dawid_skene
from annotator.agreement.mace import Start, mace
from benchmarks.agreement.ratings_data import mace_start, ratings
from benchmarks.measured import Measured

PEER = Path(__file__).with_name("ratings_peer.py")
MODEL_ITEMS, ITERATIONS, RESAMPLES = 100_000, 10, 2000
SAME = 1e-9
GIGABYTE = 1e9


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

    def run(self, name: str, labels: int, *, memory: bool = False) -> dict[str, Any]:
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the peers' process has no pipes")
        self.process.stdin.write(f"{name} {labels} {'memory' if memory else 'time'}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the peers' process ended during {name}")
        found: dict[str, Any] = json.loads(answer)
        return found


@contextmanager
def peers() -> Iterator[Peers]:
    python = os.environ.get("PEER_PYTHON", "")
    if not Path(python).is_file():
        raise RuntimeError(
            "set PEER_PYTHON to the Python of an environment with the peers: "
            "python -m venv PEERS && PEERS/bin/pip install -r benchmarks/requirements.txt"
        )
    with subprocess.Popen(
        [python, str(PEER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Peers(process)
        finally:
            if process.stdin is not None:
                process.stdin.close()


def item_alpha(rounds: int) -> Iterator[Measured]:
    """Nominal alpha of 10 annotators x 1e6 items: from a matrix, from rows, with an interval."""
    with peers() as peer:
        yield from _of_five_labels(peer, rounds)
        yield from _of_twenty_labels(peer, rounds)
    yield _growth(rounds)


def _of_five_labels(peer: Peers, rounds: int) -> Iterator[Measured]:
    codes = ratings(labels=5)
    annotator, item = np.nonzero(codes >= 0)
    label = codes[annotator, item].astype(np.int64)
    ours: dict[str, Callable[[], float]] = {
        "alpha 1e6 matrix": lambda: _alpha(ratings_from_codes(codes)),
        "alpha 1e6 rows": lambda: _alpha(ratings_from_rows(item, annotator, label)),
        "alpha 1e6 interval": lambda: _alpha(ratings_from_codes(codes), RESAMPLES),
    }
    best = _faster_form(peer, 5)
    theirs = {"alpha 1e6 matrix": best, "alpha 1e6 rows": "alpha_of_floats",
              "alpha 1e6 interval": best}  # fmt: skip
    bounds = {"alpha 1e6 matrix": 0.15, "alpha 1e6 rows": 0.35, "alpha 1e6 interval": 1.0}
    for name, run in ours.items():
        yield _in_turn(name, run, peer, theirs[name], 5, bounds[name], rounds)
    peak = peer.run(best, 5, memory=True)["peak"] / 1e6
    mine = _peak(ours["alpha 1e6 matrix"])
    yield Memory("alpha 1e6 memory", (mine,), (peak,), 0.6, f"krippendorff, {best}")


def _of_twenty_labels(peer: Peers, rounds: int) -> Iterator[Measured]:
    codes = ratings(labels=20)
    best = _faster_form(peer, 20)

    def run() -> float:
        return _alpha(ratings_from_codes(codes), RESAMPLES)

    yield _in_turn("alpha 20 labels interval", run, peer, best, 20, 3.0, rounds)
    yield Memory("alpha 20 labels memory", (_peak(run),), (GIGABYTE / 1e6,), 1.0, "1 GB")


def annotator_models(rounds: int) -> Iterator[Measured]:
    """Dawid-Skene and MACE, 10 annotators x 1e5 items, 10 iterations each, equal answers."""
    codes = ratings(items=MODEL_ITEMS)
    start = Start(*mace_start(10, 5))

    def skill() -> list[float]:
        model = dawid_skene(
            ratings_from_codes(codes), iterations=ITERATIONS, tolerance=-np.inf, restarts=1
        )
        return [float(x) for x in model.posterior_[:50].ravel()]

    def knowing() -> list[float]:
        model = mace(
            ratings_from_codes(codes), iterations=ITERATIONS, tolerance=-np.inf, start=start
        )
        return [float(x) for x in model.posterior_[:50].ravel()]

    with peers() as peer:
        yield _in_turn("Dawid-Skene 1e5", skill, peer, "dawid_skene", 5, 1 / 20, rounds)
        yield _in_turn("MACE 1e5", knowing, peer, "mace", 5, 1 / 20, rounds)


def _growth(rounds: int) -> Measured:
    """Sixteen times the items should take sixteen times the time."""
    small, large = ratings(items=62_500 * 4), ratings(items=1_000_000 * 4)
    one, sixteen = [], []
    for _ in range(rounds):
        one.append(16 * _timed(lambda: _alpha(ratings_from_codes(small)))[0])
        sixteen.append(_timed(lambda: _alpha(ratings_from_codes(large)))[0])
    return Measured("alpha 16x items", tuple(sixteen), tuple(one), 1.25, "16 times the time of 1x")


def _alpha(rated: Any, resamples: int = 0) -> float:
    found = krippendorff_alpha(rated, "nominal", resamples=resamples)
    if found.value is None:
        raise RuntimeError(found.reason)
    return found.value


def _faster_form(peer: Peers, labels: int) -> str:
    forms = ("alpha_of_floats", "alpha_of_counts")
    return min(forms, key=lambda form: float(peer.run(form, labels)["seconds"]))


def _in_turn(
    name: str, run: Callable[[], Any], peer: Peers, work: str, labels: int, bound: float,
    rounds: int,
) -> Measured:  # fmt: skip
    run()
    ours, theirs = [], []
    for _ in range(rounds):
        seconds, value = _timed(run)
        found = peer.run(work, labels)
        if not np.allclose(value, found["value"], rtol=0, atol=SAME):
            raise RuntimeError(f"{name}: ours {value} and theirs {found['value']} differ")
        ours.append(seconds)
        theirs.append(float(found["seconds"]))
    return Measured(name, tuple(ours), tuple(theirs), bound, work)


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    value = run()
    return time.perf_counter() - started, value


def _peak(run: Callable[[], Any]) -> float:
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


def main() -> None:
    for benchmark in (item_alpha, annotator_models):
        for line in benchmark(5):
            print(line.line, flush=True)


if __name__ == "__main__":
    main()
