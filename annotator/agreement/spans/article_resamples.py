"""The same resamples of articles for every measure, so that any two can be compared.

Each resample is a row of weights (how often each article was drawn); sums over articles are weights
times a matrix of per-article sums. Row 0 of what comes out is the corpus as it is, the rows behind
it are the resamples, so a formula is evaluated once for the value and its interval.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.bootstrap import (
    MOST_READY,
    RESAMPLES,
    drawn_counts,
    group_numbers,
    no_interval,
)
from annotator.agreement.enough import interval_of, like_those
from annotator.agreement.measure import Interval

Matrix: TypeAlias = "Floats | sparse.csr_array"

Key = tuple[str, str, str, "str | None"]  # a measure's name, scope, id and label


class ArticleResamples:
    """`usable` marks the articles that are resampled: those at least two annotators opened.

    `draws` articles are drawn in a resample, as many as are usable unless told. With `keep`, the
    rows of every measure stay in `rows`, so that two values can be compared resample by resample.
    """

    def __init__(
        self, usable: Bools, *, resamples: int = RESAMPLES, seed: int = 0,
        draws: int | None = None, keep: bool = False,
    ) -> None:  # fmt: skip
        self.usable, self.resamples, self.seed, self.draws = usable, resamples, seed, draws
        self.rows: dict[Key, Floats] | None = {} if keep else None
        self.articles = int(usable.sum())
        self.groups = group_numbers(len(usable), seed)
        self._all_groups = int(self.groups.max()) + 1 if len(usable) else 0
        self.n_groups = len(np.unique(self.groups[usable]))

    @cached_property
    def weights(self) -> NDArray[Any]:
        """Shape (n_groups, resamples), of groups of articles; small integers, so that they can be
        kept."""
        kind = np.uint8 if self.draws is None else np.uint16
        found = np.empty((self._all_groups, self.resamples), dtype=kind)
        size = None
        if self.draws is not None and self.articles:
            size = max(1.0, self.draws * self._all_groups / self.articles)
        usable = np.zeros(self._all_groups, dtype=bool)
        usable[self.groups[self.usable]] = True
        first = 0
        for block in drawn_counts(self._all_groups, self.resamples, self.seed, size, usable=usable):
            found[:, first : first + block.shape[1]] = block
            first += block.shape[1]
        return found

    @cached_property
    def _ready(self) -> Floats | None:
        """The same, shape (resamples, n_groups), where it is small enough."""
        if self.weights.size > MOST_READY:
            return None
        return np.ascontiguousarray(self.weights.T.astype(np.float64))

    def sums(self, matrix: Matrix) -> Floats:
        """Shape (1 + resamples, n_columns), of per-article sums (n_articles, n_columns)."""
        total = np.asarray(matrix.sum(axis=0)).reshape(1, -1)
        if self.n_groups < 2 or not self.resamples:
            return total
        if self._all_groups < len(self.groups):
            member = (np.ones(len(self.groups)), (self.groups, np.arange(len(self.groups))))
            join: Any = sparse.csr_array(member, shape=(self._all_groups, len(self.groups)))
            matrix = join @ matrix
        found = np.empty((1 + self.resamples, total.shape[1]))
        found[0] = total
        if self._ready is not None:
            found[1:] = self._ready @ matrix
            return found
        step = max(1, (1 << 20) // self._all_groups)
        for first in range(0, self.resamples, step):
            block = self.weights[:, first : first + step].T.astype(np.float64)
            found[1 + first : 1 + first + step] = block @ matrix
        return found

    def any_of(self, articles: Bools) -> Bools:
        """Every row is made of all articles."""
        return np.asarray(articles.any())

    def interval(self, values: Floats, articles: int, key: Key) -> Interval | None:
        """Of one measure's rows (row 0 is left aside); `articles` is how many it rests on."""
        if self.rows is not None:
            self.rows[key] = values
        if not self.resamples:
            return None
        if articles < 2 or len(values) < 2:
            return no_interval(articles, "articles")
        kind = "articles" if self.draws is None else like_those(self.draws, "articles", articles)
        groups = min(self.n_groups, articles)
        return interval_of(values[1:], articles, self.seed, kind, groups)
