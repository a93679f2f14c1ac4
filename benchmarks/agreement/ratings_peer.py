"""The peers on the data of the ratings benchmark; run by `ratings.py` with the peers' Python.

Reads one piece of work a line (`NAME LABELS`), does it once, answers with one JSON line. Data is
made and put into the form the peer takes best before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import krippendorff
import numpy as np
import pandas as pd
from crowdkit.aggregation import MACE, DawidSkene
from ratings_data import ratings

MODEL_ITEMS = 100_000
ITERATIONS = 10


@cache
def floats(labels: int) -> Any:
    codes = ratings(labels=labels)
    return np.where(codes < 0, np.nan, codes)


@cache
def counts(labels: int) -> Any:
    codes = ratings(labels=labels)
    return np.stack([(codes == k).sum(0) for k in range(labels)], axis=1)


@cache
def frame(labels: int) -> Any:
    codes = ratings(labels=labels, items=MODEL_ITEMS).T
    task, worker = np.nonzero(codes >= 0)
    return pd.DataFrame({"task": task, "worker": worker, "label": codes[task, worker].astype(int)})


def alpha_of_floats(labels: int) -> Callable[[], Any]:
    data = floats(labels)
    return lambda: krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")


def alpha_of_counts(labels: int) -> Callable[[], Any]:
    data = counts(labels)
    return lambda: krippendorff.alpha(value_counts=data, level_of_measurement="nominal")


def posteriors(model: Any) -> list[float]:
    found = model.probas_.sort_index()[sorted(model.probas_.columns)]
    return [float(x) for x in found.to_numpy()[:50].ravel()]


def dawid_skene(labels: int) -> Callable[[], Any]:
    data = frame(labels)
    return lambda: posteriors(DawidSkene(n_iter=ITERATIONS, tol=-1e18).fit(data))


def mace(labels: int) -> Callable[[], Any]:
    data = frame(labels)
    return lambda: posteriors(MACE(n_restarts=1, n_iter=ITERATIONS).fit(data))


WORK: dict[str, Callable[[int], Callable[[], Any]]] = {
    "alpha_of_floats": alpha_of_floats,
    "alpha_of_counts": alpha_of_counts,
    "dawid_skene": dawid_skene,
    "mace": mace,
}


def main() -> None:
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        name, labels, watched = line.split()
        run = WORK[name](int(labels))
        if watched == "memory":
            tracemalloc.start()
        started = time.perf_counter()
        value = run()
        seconds = time.perf_counter() - started
        peak = tracemalloc.get_traced_memory()[1] if watched == "memory" else 0
        tracemalloc.stop()
        value = value if isinstance(value, list) else float(value)
        print(json.dumps({"seconds": seconds, "peak": peak, "value": value}), flush=True)


if __name__ == "__main__":
    main()
