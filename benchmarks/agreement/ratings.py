"""Ratings against krippendorff and crowd-kit: in turn, same data, each in the form it takes best.

The peers live in an environment of their own (`benchmarks/requirements.txt`); PEER_PYTHON names
its Python. Values are compared too: a faster wrong answer would stop the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from annotator.agreement import krippendorff_alpha, ratings_from_codes, ratings_from_rows
from annotator.agreement.models.dawid_skene import dawid_skene
from annotator.agreement.models.mace import Start, mace
from benchmarks.agreement.peer import Memory, Peers, in_turn, peak_megabytes, peers, timed
from benchmarks.agreement.ratings_data import mace_start, ratings
from benchmarks.measured import Measured

MODEL_ITEMS, ITERATIONS, RESAMPLES = 100_000, 10, 2000
GIGABYTE = 1e9


def item_alpha(rounds: int) -> Iterator[Measured]:
    """Nominal alpha of 10 annotators x 1e6 items: from a matrix, from rows, with an interval."""
    with peers("ratings_peer.py") as peer:
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
        yield in_turn(name, run, peer, theirs[name], 5, bounds[name], rounds)
    peak = peer.run(best, 5, memory=True)["peak"] / 1e6
    mine = peak_megabytes(ours["alpha 1e6 matrix"])
    yield Memory("alpha 1e6 memory", (mine,), (peak,), 0.6, f"krippendorff, {best}")


def _of_twenty_labels(peer: Peers, rounds: int) -> Iterator[Measured]:
    codes = ratings(labels=20)
    best = _faster_form(peer, 20)

    def run() -> float:
        return _alpha(ratings_from_codes(codes), RESAMPLES)

    yield in_turn("alpha 20 labels interval", run, peer, best, 20, 3.0, rounds)
    yield Memory("alpha 20 labels memory", (peak_megabytes(run),), (GIGABYTE / 1e6,), 1.0, "1 GB")


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

    with peers("ratings_peer.py") as peer:
        yield in_turn("Dawid-Skene 1e5", skill, peer, "dawid_skene", 5, 1 / 20, rounds)
        yield in_turn("MACE 1e5", knowing, peer, "mace", 5, 1 / 20, rounds)


def _growth(rounds: int) -> Measured:
    """Sixteen times the items should take sixteen times the time."""
    small, large = ratings(items=62_500 * 4), ratings(items=1_000_000 * 4)
    one, sixteen = [], []
    for _ in range(rounds):
        one.append(16 * timed(lambda: _alpha(ratings_from_codes(small)))[0])
        sixteen.append(timed(lambda: _alpha(ratings_from_codes(large)))[0])
    return Measured("alpha 16x items", tuple(sixteen), tuple(one), 1.25, "16 times the time of 1x")


def _alpha(rated: Any, resamples: int = 0) -> float:
    found = krippendorff_alpha(rated, "nominal", resamples=resamples)
    if found.value is None:
        raise RuntimeError(found.reason)
    return found.value


def _faster_form(peer: Peers, labels: int) -> str:
    forms = ("alpha_of_floats", "alpha_of_counts")
    return min(forms, key=lambda form: float(peer.run(form, labels)["seconds"]))


def main() -> None:
    for benchmark in (item_alpha, annotator_models):
        for line in benchmark(5):
            print(line.line, flush=True)


if __name__ == "__main__":
    main()
