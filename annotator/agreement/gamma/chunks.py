"""The work of γ in pieces: whole continua, cut before anything runs.

Every sample has a random stream of its own and every piece is fixed beforehand, so the numbers do
not depend on how many cores there are or which was faster.
"""

import math
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.gamma.alignment import align
from annotator.agreement.gamma.cat import label_disorder
from annotator.agreement.gamma.clock import Clock
from annotator.agreement.gamma.continua import Continuum, join
from annotator.agreement.gamma.dissimilarity import Dissimilarity
from annotator.agreement.gamma.samples import Sampler
from annotator.agreement.gamma.solved import Unproved

OBSERVED = -1  # the number of the "sample" that is the article itself
UNITS_IN_CHUNK = 1_500


@dataclass(frozen=True)
class Plan:
    """How to align and to sample."""

    dissimilarity: Dissimilarity
    sampler: str
    seed: int
    seconds: float  # for each component
    labels: bool  # γ_cat is wanted, so ties have to be settled
    seconds_each: float = math.inf  # for each continuum, all its components together
    limit: str = ""  # the time limit as a person set it, in words

    @property
    def limit_in_words(self) -> str:
        return self.limit or f"{self.seconds:g} s a component"


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
    methods: frozenset[str] = frozenset()


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


def align_chunk(chunk: Chunk) -> list[Outcome]:
    """Draw the samples of a chunk and align them."""
    plan = chunk.plan
    samplers = [Sampler(article, plan.sampler, seed=plan.seed) for article in chunk.articles]
    continua = [
        chunk.articles[place] if sample == OBSERVED else samplers[place].sample(sample)
        for place, sample in chunk.jobs
    ]
    clock = Clock(plan.seconds, plan.seconds_each * len(continua))
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
            alignment.methods,
        )
        for index, (place, sample) in enumerate(chunk.jobs)
    ]
