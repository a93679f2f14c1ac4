"""Made-up ratings for the benchmark: plain numpy, so that the peers' environment can import it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ratings(
    *, annotators: int = 10, items: int = 1_000_000, labels: int = 5, missing: float = 0.2,
    seed: int = 1,
) -> NDArray[np.int8]:  # fmt: skip
    """Codes of shape (annotators, items), -1 missing; seven of ten ratings are the hidden truth.

    The first items have every label in order, so that programs that number labels as they come
    number them alike.
    """
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, labels, items, dtype=np.int8)
    codes = np.empty((annotators, items), dtype=np.int8)
    for row in codes:
        row[:] = np.where(
            rng.random(items) < 0.7, truth, rng.integers(0, labels, items, dtype=np.int8)
        )
        row[rng.random(items) < missing] = -1
    codes[:, :labels] = np.arange(labels)
    return codes


def mace_start(annotators: int, labels: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where crowd-kit's MACE starts with its default seed: habit and knowing, and strategies."""
    from scipy.stats import uniform

    shares = []
    for columns in (2, labels):
        drawn = uniform(1, 1.5).rvs(size=(annotators, columns), random_state=0)
        shares.append(drawn / drawn.sum(axis=1, keepdims=True))
    return shares[0], shares[1]
