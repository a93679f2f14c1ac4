"""γ of a corpus that no peer can do, in a process of its own, so that its memory is its own.

    python -m benchmarks.agreement.gamma_large [ARTICLES]

Prints one JSON line: seconds, the value, the largest memory of the process and of its workers.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

from annotator.agreement.gamma.gamma import gamma
from benchmarks.agreement.gamma_data import flat_article
from benchmarks.agreement.gamma_spans import spans_of

ARTICLES = 1_000


def large(articles: int = ARTICLES) -> dict[str, float]:
    """5 annotators, 40 units, 30 statistical samples; run as a program of its own."""
    command = [sys.executable, "-m", "benchmarks.agreement.gamma_large", str(articles)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main(articles: int) -> None:
    spans = spans_of([flat_article(seed, annotators=5, units=40) for seed in range(articles)])
    started = time.perf_counter()
    found = gamma(spans, sampler="statistical", labels=False, resamples=0).gamma
    seconds = time.perf_counter() - started
    if found.value is None:
        raise RuntimeError(found.reason)
    said = {
        "seconds": seconds,
        "value": found.value,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker_megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES)
