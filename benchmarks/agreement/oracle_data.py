"""Random small studies, the same in every environment: plain numpy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

VALUES = (1, 2, 4, 5, 9)


@dataclass(frozen=True)
class Study:
    """Codes of shape (annotators, items), -1 missing; every label is used, every item rated."""

    number: int
    codes: NDArray[np.int64]
    labels: int

    @property
    def complete(self) -> bool:
        return bool((self.codes >= 0).all())

    @property
    def values(self) -> NDArray[np.float64]:
        """Label values, NaN where missing."""
        numbers = np.array([*VALUES[: self.labels], np.nan])
        return numbers[self.codes]


def studies(number: int) -> Iterator[Study]:
    """That many studies; some with gaps."""
    rng = np.random.default_rng(20)
    made = 0
    while made < number:
        annotators, items = rng.integers(2, 7), rng.integers(6, 41)
        labels = int(rng.integers(2, len(VALUES) + 1))
        truth = rng.integers(0, labels, items)
        said = rng.integers(0, labels, (annotators, items))
        codes = np.where(rng.random(said.shape) < rng.uniform(0.2, 0.95), truth, said)
        if rng.random() < 0.5:
            codes[rng.random(codes.shape) < rng.uniform(0, 0.4)] = -1
        rated = (codes >= 0).sum(0)
        used = np.unique(codes[codes >= 0])
        if len(used) < labels or rated.min() < 1 or (codes >= 0).sum(1).min() < 1:
            continue
        if (rated > 1).sum() < 2 or len(np.unique(codes[:, rated > 1])) < 3:
            continue
        yield Study(made, codes, labels)
        made += 1
