"""krippendorff on the characters of the spans corpus; run by `spans.py` with the peers' Python.

Its best setting: how often each label was given to each character (`value_counts`). Making those
counts from the spans belongs to the work.
"""

from __future__ import annotations

import json
import sys
import time
import tracemalloc
import warnings

import krippendorff
import numpy as np
from spans_data import ANNOTATORS, LABELS, LENGTH, Corpus, corpus


def alpha(data: Corpus) -> float:
    """Nominal α of characters over all labels and "unmarked"; every annotator saw everything."""
    labels = np.zeros((ANNOTATORS, data.articles * LENGTH), dtype=np.int8)
    first = data.article * LENGTH + data.start
    last = data.article * LENGTH + data.end
    columns = (data.annotator, first, last, data.label)
    for annotator, start, end, label in zip(*map(np.ndarray.tolist, columns), strict=True):
        labels[annotator, start:end] = label + 1
    counts = np.stack([(labels == k).sum(0) for k in range(LABELS + 1)], axis=1)
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="nominal"))


def main() -> None:
    warnings.simplefilter("ignore")
    made: dict[int, Corpus] = {}
    for line in sys.stdin:
        _, size, watched = line.split()
        data = made.setdefault(int(size), corpus(int(size)))
        if watched == "memory":
            tracemalloc.start()
        started = time.perf_counter()
        value = alpha(data)
        seconds = time.perf_counter() - started
        peak = tracemalloc.get_traced_memory()[1] if watched == "memory" else 0
        tracemalloc.stop()
        print(json.dumps({"seconds": seconds, "peak": peak, "value": value}), flush=True)


if __name__ == "__main__":
    main()
