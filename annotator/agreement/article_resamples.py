"""The same resamples of articles for every measure, so that any two can be compared.

Each resample is a row of weights (how often each article was drawn); sums over articles are weights
times a matrix of per-article sums. Row 0 of what comes out is the corpus as it is, the rows behind
it are the resamples, so a formula is evaluated once for the value and its interval.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

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


Key = tuple[str, str, str, "str | None"]  # a measure's name, scope, id and label


class ArticleResamples:
    """`usable` marks the articles that are resampled: those at least two annotators opened.

    `draws` articles are drawn in a resample, as many as there are unless told. With `keep`, the
    rows of every measure stay in `kept`, so that two values can be compared resample by resample.
    """

    def __init__(
        self, usable: Bools, *, resamples: int = RESAMPLES, seed: int = 0,
        draws: int | None = None, keep: bool = False,
    ) -> None:  # fmt: skip
        self.usable = usable
        self.resamples = resamples
        self.seed = seed
        self.draws = draws
        self.kept: dict[Key, Floats] | None = {} if keep else None
        self.articles = int(usable.sum())
        self.groups = group_numbers(self.articles, seed)
        self.n_groups = int(self.groups.max()) + 1 if self.articles else 0

    @cached_property
    def weights(self) -> NDArray[Any]:
        """Shape (resamples, n_groups); small integers, so that they can be kept."""
        size = None
        if self.draws is not None and self.articles:
            size = max(1, round(self.draws * self.n_groups / self.articles))
        kind = np.uint8 if size is None else np.uint16
        if self.n_groups < 2 or not self.resamples:
            return np.empty((0, self.n_groups), dtype=kind)
        blocks = resample_weights(self.n_groups, self.resamples, self.seed, size)
        kept: NDArray[Any] = np.concatenate([block.astype(kind) for block in blocks])
        return kept

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

    def interval(
        self, values: Floats, articles: int, key: Key, *, level: float = 0.95
    ) -> Interval | None:
        """Of one measure's rows (row 0 is left aside); `articles` is how many it rests on."""
        if self.kept is not None:
            self.kept[key] = values
        if not self.resamples:
            return None
        if articles < 2 or len(values) < 2:
            return no_interval(articles, "articles")
        kind = "articles"
        if self.draws is not None:
            kind = f"{self.draws} articles like those {articles}"
        about = Resamples(values[1:, None], articles, min(self.n_groups, articles), self.seed, kind)
        return percentile_interval(values[1:], resamples=about, level=level)
