"""The mean over the pairs of a crowd, many pairs at once.

Of a crowd each two annotators share few articles, so one table with a row for each article and each
two annotators of it holds all that is compared; going through the pairs one by one never ends.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.measure_of_spans import EachArticle, SpanMeasure, Spread, Values
from annotator.agreement.spans.pairs_in_articles import PairsInArticles
from annotator.agreement.spans.pairs_of_annotators import Mean

COLUMNS_AT_A_TIME = 1 << 12


@dataclass(frozen=True, eq=False)
class Crowd:
    """`table` has shape (n_rows, width, columns), a row as in `pairs`; `read` gives the columns
    names for the formulas. `inside` says which pairs are meant."""

    pairs: PairsInArticles
    inside: Bools
    table: Floats
    read: Callable[[Floats], Any]
    spread: Spread

    def means(self, measures: Mapping[str, SpanMeasure]) -> dict[str, Values]:
        """Each measure's mean, shape (rows, width), of the pairs that have a value."""
        means = {name: Mean() for name in measures}
        alone = dict.fromkeys(measures, 0)
        blocks = self._by_article() if isinstance(self.spread, EachArticle) else self._blocks()
        for sums, article in blocks:
            for name, one in measures.items():
                values = one.formula(self.read(sums)).value
                if article is not None:
                    means[name].add(*self._of_articles(values, article))
                    continue
                defined = np.isfinite(values)
                means[name].add(np.where(defined, values, 0.0).sum(axis=1), defined.sum(axis=1))
                alone[name] += int((~defined[0].any(axis=-1)).sum())
        return {
            name: Values(mean.value, left_out=_said(alone[name])) for name, mean in means.items()
        }

    def _by_article(self) -> Iterator[tuple[Floats, Ints]]:
        rows = self.inside[self.pairs.pair]
        yield self.table[rows], self.pairs.article[rows]

    def _of_articles(self, values: Floats, article: Ints) -> tuple[Floats, Ints]:
        """What the pairs of each article have in sum, and how many have a value."""
        defined = np.isfinite(values)
        shape = self.pairs.n_articles, *values.shape[1:]
        total, count = np.zeros(shape), np.zeros(shape, dtype=np.int64)
        np.add.at(total, article, np.where(defined, values, 0.0))
        np.add.at(count, article, defined)
        return total, count

    def _blocks(self) -> Iterator[tuple[Floats, None]]:
        """Sums of some pairs, shape (rows, pairs, width, columns)."""
        order, first = self._rows
        _, width, columns = self.table.shape
        size = width * columns
        step = max(1, COLUMNS_AT_A_TIME // size)
        for begin in range(0, len(first) - 1, step):
            stop = min(begin + step, len(first) - 1)
            rows = order[first[begin] : first[stop]]
            place = self._number[self.pairs.pair[rows]] - begin
            where = place[:, None] * size + np.arange(size)
            matrix = sparse.csr_array(
                (
                    self.table[rows].ravel(),
                    (np.repeat(self.pairs.article[rows], size), where.ravel()),
                ),
                shape=(self.pairs.n_articles, (stop - begin) * size),
            )
            sums = np.asarray(self.spread.sums(matrix))
            yield sums.reshape(len(sums), stop - begin, width, columns), None

    @cached_property
    def _number(self) -> Ints:
        """Of each pair that is meant its place among these."""
        return np.cumsum(self.inside) - 1

    @cached_property
    def _rows(self) -> tuple[Ints, Ints]:
        """Rows of the pairs that are meant, pair by pair, and where each begins."""
        rows = np.flatnonzero(self.inside[self.pairs.pair])
        number = self._number[self.pairs.pair[rows]]
        order = np.argsort(number, kind="stable")
        first = np.searchsorted(number[order], np.arange(int(self.inside.sum()) + 1))
        return rows[order], first


def _said(alone: int) -> tuple[str, ...]:
    return (f"{alone:,} pairs of annotators: neither marked anything",) if alone else ()


def rows_of_pairs(
    keys: Ints, values: Floats, pairs: PairsInArticles, sizes: tuple[int, ...],
    who: tuple[Ints, ...], labels: slice | None,
) -> Floats:  # fmt: skip
    """What a table of sums has for each row of `pairs`, shape (n_rows, width, columns).

    `keys` are (article, annotators..., label), `who` the annotators of each row; all labels of a
    block each, or joined.
    """
    n_labels = sizes[-1]
    first, stop, _ = (labels or slice(None)).indices(n_labels)
    key: Ints = keys[:, 0]
    wanted: Ints = pairs.article
    for column, size in enumerate(sizes[:-1]):
        key, wanted = key * size + keys[:, 1 + column], wanted * size + who[column]
    if labels is None:
        known, place = np.unique(key, return_inverse=True)
        joined = [np.bincount(place.reshape(-1), one, len(known)) for one in values.T]
        return looked_up(known, np.stack(joined, axis=1), wanted)[:, None]
    key = key * n_labels + keys[:, -1]
    order = np.argsort(key, kind="stable")
    return looked_up(key[order], values[order], wanted[:, None] * n_labels + np.arange(first, stop))


def looked_up(known: Ints, values: Floats, wanted: Ints) -> Floats:
    """The row of `values` whose key is wanted, zeros where there is none; `known` ascends.

    >>> looked_up(np.array([2, 5]), np.array([[1.0], [3.0]]), np.array([5, 4, 2])).ravel().tolist()
    [3.0, 0.0, 1.0]
    """
    if not len(known):
        return np.zeros((*wanted.shape, values.shape[1]))
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    found: Floats = np.where((known[place] == wanted)[..., None], values[place], 0.0)
    return found
