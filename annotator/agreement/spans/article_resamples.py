"""The same resamples of articles for every measure, so that any two can be compared.

Each resample is a row of weights (how often each article was drawn); sums over articles are weights
times a matrix of per-article sums. Row 0 of what comes out is the corpus as it is, then come the
resamples, then the corpus without each article (of many articles: without each of some groups), so
a formula is evaluated once for the value and all that its interval needs.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.bca import influences
from annotator.agreement.bootstrap import (
    LEFT_OUT_AT_MOST,
    MOST_READY,
    RESAMPLES,
    Resamples,
    drawn_counts,
    group_numbers,
    no_interval,
)
from annotator.agreement.enough import like_those
from annotator.agreement.measure import Interval, least_of

MOSTLY_EMPTY = 8  # a table in which fewer than one entry of so many is not 0 stays sparse
FEW_ROWS = 4  # of a table with fewer than one row of so many that is not 0, only those count

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

    @cached_property
    def _left_out(self) -> sparse.csr_array:
        """Which articles are left out together, shape (n_left_out, n_articles); those that are
        drawn together are."""
        places = np.flatnonzero(self.usable)
        drawn, place = np.unique(self.groups[places], return_inverse=True)
        groups = group_numbers(len(drawn), self.seed, LEFT_OUT_AT_MOST)[place.reshape(-1)]
        shape = (min(len(drawn), LEFT_OUT_AT_MOST), len(self.usable))
        return sparse.csr_array((np.ones(len(places)), (groups, places)), shape=shape)

    def sums(self, matrix: Matrix) -> Floats:
        """Of per-article sums (n_articles, n_columns): rows of the corpus, the resamples, and the
        corpus without each article."""
        if not isinstance(matrix, np.ndarray):
            if matrix.nnz * MOSTLY_EMPTY < matrix.shape[0] * matrix.shape[1]:
                return self._sums(matrix)
            matrix = matrix.toarray()
        used = matrix.any(axis=0)  # a label that nobody used costs nothing
        some = self._sums(np.compress(used, matrix, axis=1))
        found = np.zeros((len(some), matrix.shape[1]))
        found[:, used] = some
        return found

    def _sums(self, matrix: Matrix) -> Floats:
        total = np.asarray(matrix.sum(axis=0)).reshape(1, -1)
        if self.n_groups < 2 or not self.resamples:
            return total
        left_out = self._left_out @ matrix
        if self._all_groups < len(self.groups):
            member = (np.ones(len(self.groups)), (self.groups, np.arange(len(self.groups))))
            join: Any = sparse.csr_array(member, shape=(self._all_groups, len(self.groups)))
            matrix = join @ matrix
        stop = 1 + self.resamples
        found = np.empty((stop + left_out.shape[0], total.shape[1]))
        found[0] = total
        found[stop:] = total - left_out
        if self._ready is not None:
            found[1:stop] = _product(self._ready, matrix)
            return found
        step = max(1, (1 << 20) // self._all_groups)
        for first in range(0, self.resamples, step):
            block = self.weights[:, first : first + step].T.astype(np.float64)
            found[1 + first : 1 + first + block.shape[0]] = block @ matrix
        return found

    def any_of(self, articles: Bools) -> Bools:
        """Every row is made of all articles."""
        return np.asarray(articles.any())

    def interval(self, values: Floats, articles: int, key: Key) -> Interval | None:
        """Of one measure's rows; `articles` is how many it rests on."""
        if self.rows is not None:
            self.rows[key] = values
        if not self.resamples:
            return None
        if articles < 2 or len(values) < 2:
            return no_interval(articles, "articles")
        return self.resampled(values, articles).interval(least=least_of(key[0]))

    def resampled(self, values: Floats, articles: int) -> Resamples:
        """The rows of one value by what they are."""
        kind = "articles" if self.draws is None else like_those(self.draws, "articles", articles)
        groups, stop = min(self.n_groups, articles), 1 + self.resamples
        return Resamples(
            values[1:stop, None], articles, groups, self.seed, kind, values[:1],
            influences(values[stop:, None]), self.draws,
        )  # fmt: skip


def _product(weights: Floats, matrix: Matrix) -> Floats:
    """Weights times the sums of the articles; of forty annotators, two share a few of a thousand
    articles, and the others' rows are all 0."""
    if isinstance(matrix, np.ndarray):
        rows = np.flatnonzero(matrix.any(axis=1))
        if len(rows) * FEW_ROWS < len(matrix):
            return weights[:, rows] @ matrix[rows]
    return np.asarray(weights @ matrix)
