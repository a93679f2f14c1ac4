"""The γ lines of `make bench`: ours and pygamma-agreement's on the same articles in one run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from benchmarks.agreement.gamma import BOUNDS, corpus, observed, peer_times, spans_of
from benchmarks.agreement.gamma_data import flat_article, nested_article
from benchmarks.agreement.peer import timed
from benchmarks.measured import Measured

NESTED_BOUND = 60.0  # times the peer's observed 3x40: it cannot do six annotators at all


def gamma_lines(rounds: int) -> Iterator[Measured]:
    """30 samples and observed alignments; the peer's long ones run once."""
    peer = peer_times(os.environ.get("PEER_PYTHON"), {*BOUNDS, "observed 3x40"})
    three = spans_of([flat_article(0, annotators=3, units=40)])
    five = spans_of([flat_article(1, annotators=5, units=40)])
    many = spans_of([flat_article(seed, annotators=3, units=40) for seed in range(100, 200)])
    corpus(three)  # imports and first calls
    works: dict[str, Callable[[], float]] = {
        "samples 3x40": lambda: corpus(three, alpha=3),
        "observed 5x40": lambda: float(observed(five).disorder[0]),
        "samples 3x100x40": lambda: corpus(many),
    }
    for name, run in works.items():
        ours = tuple(timed(run)[0] for _ in range(rounds))
        theirs = (peer[name]["seconds"],)
        yield Measured(f"gamma {name}", ours, theirs, BOUNDS[name], "pygamma-agreement")
    for length in (12_000, 6_000, 3_000):
        six = spans_of([nested_article(7, annotators=6, units=50, length=length)], length)
        ours = tuple(timed(lambda six=six: observed(six))[0] for _ in range(rounds))
        found = observed(six)
        if found.cost[0] > found.lower[0] + 1e-9:
            raise RuntimeError(f"6x50 on {length} characters was not solved exactly")
        theirs = (peer["observed 3x40"]["seconds"],)
        name = f"gamma 6x50 in {length}"
        yield Measured(name, ours, theirs, NESTED_BOUND, "pygamma-agreement's observed 3x40")
