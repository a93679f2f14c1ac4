"""Which two annotators opened which article together: only they can be compared there.

Among many annotators most pairs share no article; whoever goes through all of them never ends.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools, Ints


@dataclass(frozen=True, eq=False)
class PairsInArticles:
    """A row for each article and each two annotators of it; pairs are numbered in order."""

    article: Ints  # shape (n_rows,)
    pair: Ints  # (n_rows,), into `first` and `second`
    first: Ints  # (n_pairs,), annotators; always below `second`
    second: Ints
    n_articles: int
    n_annotators: int

    @property
    def n_pairs(self) -> int:
        return len(self.first)

    def numbers(self, first: Ints, second: Ints) -> Ints:
        """The number of each of these pairs, which must be among them."""
        known = self.first * self.n_annotators + self.second
        return np.searchsorted(known, first * self.n_annotators + second)


def pairs_in_articles(seen: Bools) -> PairsInArticles:
    """From who opened what, shape (n_articles, n_annotators).

    >>> found = pairs_in_articles(np.array([[True, True, False], [True, True, True]]))
    >>> list(zip(found.first.tolist(), found.second.tolist())), found.pair.tolist()
    ([(0, 1), (0, 2), (1, 2)], [0, 0, 1, 2])
    """
    n_articles, n_annotators = seen.shape
    article, annotator = np.nonzero(seen)
    opened = np.bincount(article, minlength=n_articles)
    begin = np.cumsum(opened) - opened
    articles: list[Ints] = [np.empty(0, dtype=np.int64)]
    firsts: list[Ints] = [np.empty(0, dtype=np.int64)]
    seconds: list[Ints] = [np.empty(0, dtype=np.int64)]
    for m in np.unique(opened[opened >= 2]).tolist():
        some = np.flatnonzero(opened == m)
        people = annotator[begin[some][:, None] + np.arange(m)]
        one, other = np.triu_indices(m, 1)
        articles.append(np.repeat(some, len(one)))
        firsts.append(people[:, one].ravel())
        seconds.append(people[:, other].ravel())
    article, first, second = map(np.concatenate, (articles, firsts, seconds))
    order = np.lexsort((second, first, article))
    article, key = article[order], (first * n_annotators + second)[order]
    known, pair = np.unique(key, return_inverse=True)
    return PairsInArticles(
        article, pair.reshape(-1), known // max(1, n_annotators), known % max(1, n_annotators),
        n_articles, n_annotators,
    )  # fmt: skip
