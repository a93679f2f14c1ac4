"""pygamma-agreement on the data of the γ benchmark; run by `gamma.py` with the peer's Python.

Prints one JSON line for each piece of work. Compiling (numba) is not counted: a small run comes
first. CBC is used when cylp is installed, which is the peer's fastest solver.
"""

from __future__ import annotations

import importlib.util
import json
import statistics
import sys
import time
from collections.abc import Callable

from gamma_data import Rows, flat_article
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum


def continuum(rows: Rows) -> Continuum:
    made = Continuum()
    for annotator, start, end, label in rows:
        made.add(f"annotator {annotator}", Segment(float(start), float(end)), f"label {label}")
    return made


def dissimilarity(alpha: float) -> CombinedCategoricalDissimilarity:
    return CombinedCategoricalDissimilarity(alpha=alpha, beta=1, delta_empty=1)


def tell(work: str, repeats: int, run: Callable[[], float]) -> None:
    seconds, value = [], 0.0
    for _ in range(repeats):
        started = time.perf_counter()
        value = float(run())
        seconds.append(time.perf_counter() - started)
    solver = "CBC" if importlib.util.find_spec("cylp") else "GLPK"
    said = {"work": work, "seconds": statistics.median(seconds), "value": value, "solver": solver}
    print(json.dumps(said), flush=True)


def main(wanted: set[str]) -> None:
    three = continuum(flat_article(0, annotators=3, units=40))
    sharp, plain = dissimilarity(3), dissimilarity(1)
    three.get_best_alignment(sharp)
    three.get_best_alignment(plain)
    if "samples 3x40" in wanted:
        tell("samples 3x40", 5, lambda: three.compute_gamma(sharp, n_samples=30).gamma)
    if "observed 3x40" in wanted:
        tell("observed 3x40", 5, lambda: three.get_best_alignment(plain).disorder)
    if "observed 5x40" in wanted:
        five = continuum(flat_article(1, annotators=5, units=40))
        tell("observed 5x40", 1, lambda: five.get_best_alignment(plain).disorder)
    if "samples 3x100x40" in wanted:
        articles = [
            continuum(flat_article(seed, annotators=3, units=40)) for seed in range(100, 200)
        ]

        def corpus() -> float:
            found = [article.compute_gamma(plain, n_samples=30) for article in articles]
            observed = sum(result.observed_disorder for result in found)
            return float(1 - observed / sum(result.expected_disorder for result in found))

        tell("samples 3x100x40", 1, corpus)


if __name__ == "__main__":
    main(set(sys.argv[1:]))
