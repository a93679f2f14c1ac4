"""The γ lines of `make bench`: ours and pygamma-agreement's on the same articles in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median

from annotator.agreement.gamma.gamma import gamma
from benchmarks.agreement.gamma import BOUNDS, corpus, observed, peer_times
from benchmarks.agreement.gamma_data import (
    flat_article,
    nested_article,
    noisy_article,
    quoted_article,
)
from benchmarks.agreement.gamma_large import ARTICLES, large
from benchmarks.agreement.gamma_spans import spans_of
from benchmarks.agreement.peer import timed
from benchmarks.measured import Measured

NESTED_BOUND = 60.0  # times the peer's observed 3x40: it cannot do six annotators at all
NOISY_BOUND = 2.5  # times flat articles of as many marks
UNKIND = {"40% random": noisy_article, "quotations": quoted_article}
LINEAR_BOUND = 1.25  # times what growing evenly with the articles would cost
LINEAR = (10, 40, 160)  # articles: once, four times, sixteen times


@dataclass(frozen=True)
class Solved(Measured):
    """A line that also says how the alignment was found, and how far it may be from the best."""

    gap: float = 0.0  # in units of Δ∅
    method: str = ""

    @property
    def line(self) -> str:
        return f"{super().line}  gap {self.gap:g}, {self.method}"


@dataclass(frozen=True)
class Alone(Measured):
    """Something no peer can do: it finishes, with this time and memory."""

    value: float = 0.0
    megabytes: float = 0.0
    worker_megabytes: float = 0.0

    @property
    def line(self) -> str:
        return (
            f"{self.name:<20}  ours {median(self.ours):8.1f} s  finishes, value {self.value:.6f}, "
            f"memory {self.megabytes:.0f} MB, each worker at most {self.worker_megabytes:.0f} MB "
            "(no peer can)"
        )


def gamma_lines(rounds: int) -> Iterator[Measured]:
    """30 samples and observed alignments; the peer's long ones run once."""
    peer = peer_times({*BOUNDS, "observed 3x40"})
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
    yield from nested_lines(rounds, peer["observed 3x40"]["seconds"])
    yield from gamma_growth(rounds)
    yield from noisy_lines(rounds)
    yield large_line()


def noisy_lines(rounds: int, articles: int = 12) -> Iterator[Measured]:
    """Marks anywhere, and long quotations, each beside as many flat articles; and six annotators x
    150 nested units in one article, which no peer can do."""
    for people in (3, 5):
        for what, make in UNKIND.items():
            flat, other = (
                spans_of([one(seed, annotators=people, units=40) for seed in range(articles)])
                for one in (flat_article, make)
            )
            ours, theirs = [], []
            for _ in range(min(rounds, 3)):
                theirs.append(timed(partial(corpus, flat, processes=1))[0])
                ours.append(timed(partial(corpus, other, processes=1))[0])
            name = f"gamma {people}x40 {what}"
            yield Measured(name, tuple(ours), tuple(theirs), NOISY_BOUND, "flat articles")
    six = spans_of([nested_article(7, annotators=6, units=150, length=36_000)], 36_000)
    seconds = (timed(lambda: observed(six))[0],)
    yield Measured("gamma observed 6x150", seconds, seconds, 1.0, "itself: no peer can do this")
    taken, found = timed(lambda: gamma(six, sampler="shuffle", resamples=0, processes=1).gamma)
    if found.value is None:
        raise RuntimeError(found.reason)
    yield Measured("gamma samples 6x150", (taken,), (taken,), 1.0, "itself: no peer can do this")


def nested_lines(rounds: int, peer_seconds: float) -> Iterator[Measured]:
    """Six annotators, 300 units, quotations around cues; the shorter the text, the denser."""
    for length in (12_000, 6_000, 3_000):
        six = spans_of([nested_article(7, annotators=6, units=50, length=length)], length)
        ours = tuple(timed(partial(observed, six))[0] for _ in range(rounds))
        found = observed(six)
        gap = float(found.cost[0] - found.lower[0])
        if length == 12_000 and gap > 1e-9:
            raise RuntimeError(f"6x50 on {length} characters was not solved exactly")
        yield Solved(
            f"gamma 6x50 in {length}",
            ours,
            (peer_seconds,),
            NESTED_BOUND,
            "pygamma-agreement's observed 3x40",
            gap=gap,
            method=", ".join(sorted(found.methods)),
        )


def gamma_growth(rounds: int, counts: tuple[int, ...] = LINEAR) -> Iterator[Measured]:
    """γ of 1, 4 and 16 times as many articles, each beside so many times the first."""
    first = 0.0
    for articles in counts:
        spans = spans_of([flat_article(s, annotators=3, units=40) for s in range(articles)])
        ours = tuple(timed(partial(corpus, spans, processes=1))[0] for _ in range(min(rounds, 3)))
        times = articles // counts[0]
        first = first or median(ours)
        yield Measured(
            f"gamma {times}x articles",
            ours,
            (first * times,),
            LINEAR_BOUND,
            f"{times} times {counts[0]} articles of 3 x 40, ours, one process",
        )


def large_line(articles: int = ARTICLES) -> Measured:
    """30 samples of 5 annotators x 1,000 articles x 40 units."""
    found = large(articles)
    seconds = (found["seconds"],)
    return Alone(
        f"gamma 5x{articles}x40",
        seconds,
        seconds,
        1.0,
        "itself: no peer can do this",
        value=found["value"],
        megabytes=found["megabytes"],
        worker_megabytes=found["worker_megabytes"],
    )
