"""γ against pygamma-agreement: same data, one run, medians.

    python -m benchmarks.agreement.gamma --peer-python PEER/bin/python [--only WORK ...]

The peer lives in an environment of its own with pygamma-agreement and, for its fast solver, cylp
(`pip install pygamma-agreement cylp`). Without one, only our times are printed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from annotator.agreement.gamma.alignment import Alignment, align
from annotator.agreement.gamma.articles import continuum_of_article
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import join
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.gamma import gamma
from annotator.agreement.spans.spans import Spans
from benchmarks.agreement.gamma_data import flat_article, nested_article
from benchmarks.agreement.gamma_large import large
from benchmarks.agreement.gamma_spans import spans_of

PEER = Path(__file__).with_name("gamma_peer.py")
WORK = ("samples 3x40", "observed 5x40", "observed 6x50 nested", "samples 3x100x40",
        "linear", "samples 5x1000x40")  # fmt: skip
BOUNDS = {"samples 3x40": 1 / 5, "observed 5x40": 1 / 1000, "samples 3x100x40": 1 / 8}


def timed(run: Callable[[], float], repeats: int) -> tuple[float, float]:
    seconds, value = [], 0.0
    for _ in range(repeats):
        started = time.perf_counter()
        value = run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), value


def observed(spans: Spans) -> Alignment:
    return align(join([continuum_of_article(spans, 0)]), Dissimilarity(), Clock(600))


def corpus(spans: Spans, *, alpha: float = 1.0, processes: int | None = None) -> float:
    found = gamma(
        spans, alpha=alpha, sampler="statistical", labels=False, resamples=0, processes=processes
    ).gamma
    if found.value is None:
        raise RuntimeError(found.reason)
    return found.value


def peer_times(python: str | None, wanted: set[str]) -> dict[str, dict[str, float]]:
    if python is None or not wanted:
        return {}
    done = subprocess.run(
        [python, str(PEER), *sorted(wanted)], check=True, capture_output=True, text=True
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {line["work"]: line for line in lines}


def say(work: str, ours: float, value: float, peer: dict[str, float] | None) -> None:
    line = f"{work:24} ours {ours:9.4f} s  value {value:.6f}"
    if peer:
        bound = BOUNDS.get(work, float("nan"))
        line += f"  peer {peer['seconds']:9.4f} s ({peer['solver']})  value {peer['value']:.6f}"
        line += f"  ratio {ours / peer['seconds']:.5f} (at most {bound:.5f})"
    print(line, flush=True)


def nested(peer: dict[str, float] | None) -> None:
    """Six annotators, 300 units, quotations around cues; the peer cannot do this at all."""
    for length in (12_000, 6_000, 3_000):
        rows = nested_article(7, annotators=6, units=50, length=length)
        spans = spans_of([rows], length)
        seconds, _ = timed(lambda spans=spans: float(observed(spans).disorder[0]), 5)
        found = observed(spans)
        gap = float(found.cost[0] - found.lower[0])
        line = f"observed 6x50 nested {length:6}  {seconds:.4f} s  gap {gap:g}  "
        line += f"disorder {found.disorder[0]:.6f}  {', '.join(sorted(found.methods))}"
        if peer:
            line += f"  {seconds / peer['seconds']:.1f} times the peer's 3x40 (at most 60)"
        print(line, flush=True)


def linear() -> None:
    for articles in (10, 40, 160):
        spans = spans_of([flat_article(s, annotators=3, units=40) for s in range(articles)])
        seconds, _ = timed(lambda spans=spans: corpus(spans, processes=1), 3)
        each = 1000 * seconds / articles
        print(f"linear: {articles:4} articles {seconds:8.3f} s, {each:.1f} ms each", flush=True)


def large_corpus() -> None:
    found = large()
    print(
        f"samples 5x1000x40        ours {found['seconds']:9.1f} s  value {found['value']:.6f}  "
        f"memory {found['megabytes']:.0f} MB, "
        f"each worker at most {found['worker_megabytes']:.0f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--peer-python", help="Python of an environment with pygamma-agreement")
    parser.add_argument("--only", nargs="*", default=list(WORK), choices=WORK)
    asked = parser.parse_args()
    if "samples 5x1000x40" in asked.only:
        large_corpus()
    wanted = {work for work in asked.only if work in BOUNDS}
    if "observed 6x50 nested" in asked.only:
        wanted.add("observed 3x40")
    peers = peer_times(asked.peer_python, wanted)
    three = spans_of([flat_article(0, annotators=3, units=40)])
    corpus(three)  # imports and first calls
    if "samples 3x40" in asked.only:
        say("samples 3x40", *timed(lambda: corpus(three, alpha=3), 9), peers.get("samples 3x40"))
    if "observed 5x40" in asked.only:
        five = spans_of([flat_article(1, annotators=5, units=40)])
        ours = timed(lambda: float(observed(five).disorder[0]), 9)
        say("observed 5x40", *ours, peers.get("observed 5x40"))
    if "observed 6x50 nested" in asked.only:
        nested(peers.get("observed 3x40"))
    if "samples 3x100x40" in asked.only:
        many = spans_of([flat_article(s, annotators=3, units=40) for s in range(100, 200)])
        say("samples 3x100x40", *timed(lambda: corpus(many), 3), peers.get("samples 3x100x40"))
    if "linear" in asked.only:
        linear()


if __name__ == "__main__":
    main()
