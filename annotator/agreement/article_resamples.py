"""The same resamples of articles for every measure, so that any two can be compared.

Each resample is a row of weights (how often each article was drawn); sums over articles are weights
times a matrix of per-article sums. Row 0 of what comes out is the corpus as it is, the rows behind
it are the resamples, so a formula is evaluated once for the value and its interval.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from annotator.agreement.bootstrap import (
    RESAMPLES,
    Resamples,
    group_numbers,
    no_interval,
    percentile_interval,
    resample_weights,
)
from annotator.agreement.result import Interval
from annotator.agreement.spans import Bools

Floats = NDArray[np.float64]


class ArticleResamples:
    """`usable` marks the articles that are resampled: those at least two annotators opened."""

    def __init__(self, usable: Bools, *, resamples: int = RESAMPLES, seed: int = 0) -> None:
        self.usable = usable
        self.resamples = resamples
        self.seed = seed
        self.articles = int(usable.sum())
        self.groups = group_numbers(self.articles, seed)
        self.n_groups = int(self.groups.max()) + 1 if self.articles else 0

    @cached_property
    def weights(self) -> NDArray[np.uint8]:
        """Shape (resamples, n_groups); a byte each, so that they can be kept."""
        if self.n_groups < 2 or not self.resamples:
            return np.empty((0, self.n_groups), dtype=np.uint8)
        blocks = resample_weights(self.n_groups, self.resamples, self.seed)
        return np.concatenate([block.astype(np.uint8) for block in blocks])

    def sums(self, matrix: Floats | sparse.csr_array) -> Floats:
        """Shape (1 + resamples, n_columns), of per-article sums (n_articles, n_columns)."""
        if isinstance(matrix, sparse.csr_array):
            used = matrix[np.flatnonzero(self.usable)]
            total = np.asarray(used.sum(axis=0)).reshape(1, -1)
        else:
            used = matrix[self.usable]
            total = used.sum(axis=0, keepdims=True)
        if self.n_groups < self.articles:
            member = (np.ones(self.articles), (self.groups, np.arange(self.articles)))
            used = sparse.csr_array(member, shape=(self.n_groups, self.articles)) @ used
        rows: list[Floats] = [total]
        step = max(1, (1 << 20) // max(1, self.n_groups))
        for first in range(0, len(self.weights), step):
            block = self.weights[first : first + step].astype(np.float64)
            rows.append(np.asarray(block @ used))
        return np.concatenate(rows)

    def interval(self, values: Floats, articles: int, *, level: float = 0.95) -> Interval | None:
        """Of one measure's rows (row 0 is left aside); `articles` is how many it rests on."""
        if not self.resamples:
            return None
        if articles < 2 or len(values) < 2:
            return no_interval(articles, "articles")
        n_groups = min(self.n_groups, articles)
        about = Resamples(values[1:, None], articles, n_groups, self.seed, "articles")
        return percentile_interval(values[1:], resamples=about, level=level)
