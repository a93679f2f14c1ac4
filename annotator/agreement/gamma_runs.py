"""Align many articles and their samples: in this process, or on all cores when it pays.

Work is cut into chunks of whole continua before anything runs, and every sample has a random stream
of its own; so the numbers do not depend on how many cores there are or which was faster.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.synchronize import Event

import numpy as np

from annotator.agreement.gamma_alignment import align
from annotator.agreement.gamma_cat import label_disorder
from annotator.agreement.gamma_clock import NEVER, Clock
from annotator.agreement.gamma_continua import Continuum, Floats, join
from annotator.agreement.gamma_dissimilarity import Dissimilarity
from annotator.agreement.gamma_parts import Unproved
from annotator.agreement.gamma_samples import Sampler

OBSERVED = -1  # the number of the "sample" that is the article itself
UNITS_IN_CHUNK = 1_500
WORTH_A_POOL = 2.0  # seconds of remaining work below which starting processes does not pay

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """How to align and to sample."""

    dissimilarity: Dissimilarity
    sampler: str
    seed: int
    seconds: float  # for each component
    labels: bool  # γ_cat is wanted, so ties have to be settled


@dataclass(frozen=True, eq=False)
class Chunk:
    """Continua to be aligned together, all with equally many annotators."""

    plan: Plan
    articles: tuple[Continuum, ...]
    jobs: tuple[tuple[int, int], ...]  # (place in `articles`, number of the sample)
    numbers: tuple[int, ...]  # what the caller calls each of `articles`


@dataclass(frozen=True)
class Outcome:
    """What came of one continuum."""

    article: int
    sample: int
    disorder: float
    least_disorder: float  # smaller than `disorder` when a component was not solved in its time
    label_disorder: float  # NaN where undefined or not asked for
    unproved: tuple[Unproved, ...]


def chunks(plan: Plan, articles: dict[int, Continuum], samples: dict[int, range]) -> list[Chunk]:
    """The work, in a fixed order: articles of equally many annotators side by side."""
    found: list[Chunk] = []
    waiting: dict[int, list[tuple[int, int]]] = {}
    units: dict[int, int] = {}
    for number, article in articles.items():
        n = article.annotators
        for sample in samples[number]:
            waiting.setdefault(n, []).append((number, sample))
            units[n] = units.get(n, 0) + len(article)
            if units[n] >= UNITS_IN_CHUNK:
                found.append(_chunk(plan, articles, waiting.pop(n)))
                units[n] = 0
    return found + [_chunk(plan, articles, jobs) for jobs in waiting.values()]


def _chunk(plan: Plan, articles: dict[int, Continuum], jobs: list[tuple[int, int]]) -> Chunk:
    numbers = tuple(dict.fromkeys(number for number, _ in jobs))
    place = {number: index for index, number in enumerate(numbers)}
    return Chunk(
        plan,
        tuple(articles[number] for number in numbers),
        tuple((place[number], sample) for number, sample in jobs),
        numbers,
    )


def align_chunk(chunk: Chunk, stop: Callable[[], bool] = NEVER) -> list[Outcome]:
    """Draw the samples of a chunk and align them."""
    plan = chunk.plan
    samplers = [Sampler(article, plan.sampler, seed=plan.seed) for article in chunk.articles]
    continua = [
        chunk.articles[place] if sample == OBSERVED else samplers[place].sample(sample)
        for place, sample in chunk.jobs
    ]
    clock = Clock(plan.seconds, stop)
    alignment = align(join(continua), plan.dissimilarity, clock, ties=plan.labels)
    labels: Floats = np.full(len(continua), np.nan)
    if plan.labels:
        labels = label_disorder(alignment).disorder
    disorder, least = alignment.disorder, alignment.least_disorder
    return [
        Outcome(
            chunk.numbers[place],
            sample,
            float(disorder[index]),
            float(least[index]),
            float(labels[index]),
            tuple(u for u in alignment.unproved if u.continuum == index),
        )
        for index, (place, sample) in enumerate(chunk.jobs)
    ]


def run(
    work: list[Chunk], *, processes: int | None, report: Callable[[int], None]
) -> list[Outcome]:
    """All outcomes. `report` is told how many continua were aligned; if it raises, all stops.

    `processes` None: this process while that is quick, else one process a core.
    """
    outcomes: list[Outcome] = []
    started = time.monotonic()
    todo = list(work)
    cores = os.cpu_count() or 1 if processes is None else processes
    while todo:
        done = len(work) - len(todo)
        each = (time.monotonic() - started) / done if done else 0.0
        if cores > 1 and len(todo) > 1 and each * len(todo) > WORTH_A_POOL:
            for found in _in_processes(todo, min(cores, len(todo))):
                outcomes += found
                report(len(found))
            break
        found = align_chunk(todo.pop(0))
        outcomes += found
        report(len(found))
    return outcomes


def _in_processes(work: Iterable[Chunk], processes: int) -> Iterator[list[Outcome]]:
    """Chunks over processes, in whatever order they are done; few wait at a time."""
    context = multiprocessing.get_context(_start_method())
    stop = context.Event()
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(stop,))
    todo = iter(work)
    running: set[Future[list[Outcome]]] = set()
    try:
        while True:
            while len(running) < 3 * processes and (chunk := next(todo, None)) is not None:
                running.add(pool.submit(_align_in_process, chunk))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        stop.set()  # also when the caller was interrupted: workers look at it between steps
        pool.shutdown(wait=True, cancel_futures=True)


def _start_method() -> str:
    """Never a plain fork: the web application has threads, and a fork copies their locks."""
    known = multiprocessing.get_all_start_methods()
    if "forkserver" not in known:
        return "spawn"
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return "forkserver"


_stop: Event | None = None  # of this worker process


def _begin(stop: Event) -> None:
    global _stop
    _stop = stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _align_in_process(chunk: Chunk) -> list[Outcome]:
    return align_chunk(chunk, _stop.is_set if _stop is not None else NEVER)
