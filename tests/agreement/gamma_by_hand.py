"""γ's alignment straight from its definition, by trying every partition: slow, and independent."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from annotator.agreement.gamma.continua import Continuum, continuum_of

Unit = tuple[int, float, float, int]  # annotator, start, end, label


def units_of(continuum: Continuum) -> list[Unit]:
    return list(
        zip(
            continuum.annotator.tolist(),
            continuum.start.tolist(),
            continuum.end.tolist(),
            continuum.label.tolist(),
            strict=True,
        )
    )


def d_pos(u: Unit, v: Unit) -> float:
    return ((abs(u[1] - v[1]) + abs(u[2] - v[2])) / (u[2] - u[1] + v[2] - v[1])) ** 2


def unitary_cost(units: tuple[Unit, ...], n: int, alpha: float, beta: float) -> float:
    """Mean dissimilarity over all C(n, 2) pairs of slots; a pair with an empty slot costs 1."""
    slots: list[Unit | None] = [None] * n
    for unit in units:
        slots[unit[0]] = unit
    total = 0.0
    for u, v in combinations(slots, 2):
        total += 1 if u is None or v is None else alpha * d_pos(u, v) + beta * (u[3] != v[3])
    return total / (n * (n - 1) / 2)


def partitions(units: list[Unit]) -> Iterator[list[tuple[Unit, ...]]]:
    """All partitions into sets with at most one unit of each annotator."""
    if not units:
        yield []
        return
    first, rest = units[0], units[1:]
    for size in range(len(rest) + 1):
        for places in combinations(range(len(rest)), size):
            others = [rest[place] for place in places]
            if len({unit[0] for unit in (first, *others)}) <= size:
                continue
            left = [unit for place, unit in enumerate(rest) if place not in places]
            for more in partitions(left):
                yield [(first, *others), *more]


def best_cost(continuum: Continuum, alpha: float = 1.0, beta: float = 1.0) -> float:
    n = continuum.annotators
    return min(
        sum(unitary_cost(units, n, alpha, beta) for units in sets)
        for sets in partitions(units_of(continuum))
    )


def random_continuum(
    rng: np.random.Generator, *, annotators: int, units: int, length: int, longest: int
) -> Continuum:
    start = rng.integers(0, length, units)
    return continuum_of(
        annotators,
        rng.integers(0, annotators, units),
        rng.integers(0, 3, units),
        start.astype(float),
        (start + rng.integers(1, longest, units)).astype(float),
    )


def nested_continuum(
    rng: np.random.Generator, *, annotators: int, passages: int, length: int
) -> Continuum:
    """Quotations of 100 to 300 characters around short cues, marked by all with noise."""
    who, what, starts, ends = [], [], [], []
    quote = rng.integers(0, length - 320, passages)
    size = rng.integers(100, 301, passages)
    cue = quote + rng.integers(0, size - 25)
    for annotator in range(annotators):
        for place, width, noise, labels in ((quote, size, 25, (0, 3)), (cue, 15, 5, (3, 7))):
            begin = np.maximum(0, place + rng.integers(-noise, noise + 1, passages))
            who.append(np.full(passages, annotator))
            what.append(rng.integers(*labels, passages))
            starts.append(begin)
            ends.append(begin + np.maximum(3, width + rng.integers(-noise, noise + 1, passages)))
    columns = [np.concatenate(column) for column in (who, what, starts, ends)]
    return continuum_of(
        annotators, columns[0], columns[1], columns[2].astype(float), columns[3].astype(float)
    )
