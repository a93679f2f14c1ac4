"""What each article adds to agreement on an attribute: marks, matches, and equal answers.

Relations are compared in the same way: a relation is what is matched, its type is the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np
from scipy import sparse

from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.attributes.answers_of_marks import AnswersOfMarks
from annotator.agreement.attributes.matched_marks import MatchedMarks
from annotator.agreement.spans.pairs_in_articles import PairsInArticles
from annotator.agreement.spans.spans import Spans

_MOST_ORDERED = 30  # above, δ² of ordinal answers comes from the corpus alone
MOST_ANSWERS = 400


class Units(Protocol):
    """What is matched, a row each: `Spans`, or `Relations`."""

    @property
    def article(self) -> Ints: ...

    @property
    def annotator(self) -> Ints: ...

    @property
    def label(self) -> Ints: ...

    @property
    def annotators(self) -> tuple[str, ...]: ...

    @property
    def annotators_per_article(self) -> Ints: ...


@dataclass(frozen=True, eq=False)
class _Some:
    """Some rows of what is matched."""

    article: Ints
    annotator: Ints
    label: Ints
    annotators: tuple[str, ...]
    annotators_per_article: Ints


@dataclass(frozen=True, eq=False)
class ComparedMarks:
    """All that is compared for one attribute; `asked` are the rows of marks that it is asked of."""

    spans: Units
    pairs: PairsInArticles
    matched: MatchedMarks
    answers: AnswersOfMarks
    asked: Bools

    def of_labels(self) -> Iterator[ComparedMarks]:
        """Only marks of one label, label by label, and matches of two such marks."""
        marks, matched, label = self.spans, self.matched, self.spans.label
        order, stop = _by_number(label)
        place = np.empty(len(order), dtype=np.int64)  # of each mark among those of its label
        place[order] = np.arange(len(order)) - (stop - np.bincount(label))[label[order]]
        alike = np.flatnonzero(label[matched.first] == label[matched.second])
        by_label, last = _by_number(label[matched.first[alike]], len(stop))
        first, second = (place[one[alike[by_label]]] for one in (matched.first, matched.second))
        for rows, matches in zip(_slices(stop), _slices(last), strict=True):
            some = order[rows]
            units = _Some(
                marks.article[some], marks.annotator[some], label[some], marks.annotators,
                marks.annotators_per_article,
            )  # fmt: skip
            yield ComparedMarks(
                units, self.pairs, MatchedMarks(first[matches], second[matches]),
                replace(self.answers, code=self.answers.code[some]), self.asked[some],
            )  # fmt: skip

    @cached_property
    def answered(self) -> Bools:
        """Rows of marks with an answer."""
        return self.asked & (self.answers.code >= 0)

    @cached_property
    def _both(self) -> Bools:
        """Matches in which both answered."""
        return self.answered[self.matched.first] & self.answered[self.matched.second]

    @cached_property
    def _two(self) -> tuple[Ints, Ints]:
        return self.matched.first[self._both], self.matched.second[self._both]

    @cached_property
    def codes(self) -> tuple[Ints, Ints]:
        """The answers of either in each match in which both answered."""
        first, second = self._two
        return self.answers.code[first], self.answers.code[second]

    @cached_property
    def article(self) -> Ints:
        """The article of each such match."""
        return self.spans.article[self._two[0]]

    @cached_property
    def pair(self) -> Ints:
        """Whose match it is."""
        first, second = self._two
        who = self.spans.annotator
        return self.pairs.numbers(who[first], who[second])

    @cached_property
    def weight(self) -> Floats:
        """1 / (m − 1) of its article."""
        others = self.spans.annotators_per_article[self.article] - 1
        return np.reciprocal(others.astype(np.float64))

    def by_pair(self, first: int, stop: int) -> sparse.csr_array:
        """Of pairs `first` to `stop`: marks with an answer that both made, and behind them matches
        with equal answers, shape (n_articles, 2 (stop - first))."""
        made, equal = self._marks_of_pairs(first, stop), self._in_pairs(self._equal, first, stop)
        return sparse.csr_array(sparse.hstack([made, equal]))

    @cached_property
    def _equal(self) -> Floats:
        a, b = self.codes
        equal: Floats = (a == b).astype(np.float64)
        return equal

    def _marks_of_pairs(self, first: int, stop: int) -> sparse.csr_array:
        pairs = self.pairs
        rows = (first <= pairs.pair) & (pairs.pair < stop)
        article, pair = pairs.article[rows], pairs.pair[rows]
        both = self._marks(article, pairs.first[pair]) + self._marks(article, pairs.second[pair])
        return _table(both, article, pair - first, (pairs.n_articles, stop - first))

    def _marks(self, article: Ints, annotator: Ints) -> Floats:
        """How many marks with an answer each of these annotators made in each of these articles."""
        known, count = self._count
        key = article * self.pairs.n_annotators + annotator
        place = np.minimum(np.searchsorted(known, key), max(0, len(known) - 1))
        if not len(known):
            return np.zeros(len(key))
        return np.where(known[place] == key, count[place], 0).astype(np.float64)

    @cached_property
    def _count(self) -> tuple[Ints, Ints]:
        rows = self.answered
        key = self.spans.article[rows] * self.pairs.n_annotators + self.spans.annotator[rows]
        return np.unique(key, return_counts=True)

    def _in_pairs(self, added: Floats, first: int, stop: int) -> sparse.csr_array:
        rows = (first <= self.pair) & (self.pair < stop)
        shape = (self.pairs.n_articles, stop - first)
        return _table(added[rows], self.article[rows], self.pair[rows] - first, shape)

    def coincidences(self) -> sparse.csr_array:
        """Shape (n_articles, ...): Σ o δ² (or o_ck), Σ o_cc, n_c, as `AnswerSums` reads it."""
        a, b = self.codes
        K = len(self.answers.categories)
        if self.table_of_ordinal:
            apart = _table(
                np.tile(self.weight, 2), np.tile(self.article, 2),
                np.concatenate([a * K + b, b * K + a]), (self.pairs.n_articles, K * K),
            )  # fmt: skip
        else:
            apart = self._one_column(2 * self.weight * self.distances[a, b])
        margins = _table(
            np.tile(self.weight, 2), np.tile(self.article, 2), np.concatenate([a, b]),
            (self.pairs.n_articles, K),
        )  # fmt: skip
        return sparse.csr_array(
            sparse.hstack([apart, self._one_column(2 * self.weight * self._equal), margins])
        )

    def shared_words(self) -> sparse.csr_array:
        """Of answers in free words, two columns: the share of words in common, and the matches."""
        a, b = self.codes
        shared = overlap_of_words(self.answers.categories, a, b)
        return sparse.csr_array(
            sparse.hstack([self._one_column(self.weight * shared), self._one_column(self.weight)])
        )

    def of_pair(self, number: int, *, margins: bool) -> Floats:
        """One pair's matches: how many, how many equal, and how often either gave each answer."""
        K, (a, b) = len(self.answers.categories), self.codes
        rows = self.pair == number
        article, n = self.article[rows], self.pairs.n_articles
        sides = [
            np.bincount(article * K + code[rows], minlength=n * K).reshape(n, K)
            for code in ((a, b) if margins else ())
        ]
        both = np.bincount(article, minlength=n)
        equal = np.bincount(article, self._equal[rows], minlength=n)
        return np.concatenate([both[:, None], equal[:, None], *sides], axis=1).astype(np.float64)

    @property
    def table_of_ordinal(self) -> bool:
        """Whether the whole table of coincidences is kept."""
        return self.answers.level == "ordinal" and len(self.answers.categories) <= _MOST_ORDERED

    @cached_property
    def distances(self) -> Floats:
        if self.answers.level != "ordinal":
            return self.answers.distances
        K = len(self.answers.categories)
        n_k = np.bincount(np.concatenate(self.codes), np.tile(self.weight, 2), minlength=K)
        ranks = np.cumsum(n_k) - n_k / 2
        gap: Floats = (ranks[:, None] - ranks[None, :]) ** 2
        return gap

    def _one_column(self, added: Floats) -> sparse.csr_array:
        n = self.pairs.n_articles
        return sparse.csr_array(np.bincount(self.article, added, minlength=n)[:, None])


def matches_of_labels(spans: Spans, matched: MatchedMarks) -> Floats:
    """What each article adds to the share that is matched, shape (n_articles, 2 n_labels).

    Of each label 2 Σ w over its matches, w = 1 / (m − 1); then of each label its marks, in the
    articles that two annotators opened.
    """
    m, n_labels = spans.annotators_per_article, len(spans.labels)
    place = spans.article * n_labels + spans.label
    shape = len(spans.articles), n_labels
    weight = 2.0 / (m[spans.article[matched.first]] - 1.0)
    both = np.bincount(place[matched.first], weight, minlength=shape[0] * n_labels)
    made = np.bincount(place[(m >= 2)[spans.article]], minlength=shape[0] * n_labels)
    return np.concatenate([both.reshape(shape), made.reshape(shape)], axis=1)


def overlap_of_words(answers: tuple[str, ...], a: Ints, b: Ints) -> Floats:
    """2 |common| / (|first| + |second|) of the words of two answers, whatever their order or case.

    >>> overlap_of_words(("The mayor", "the old mayor"), np.array([0]), np.array([1])).tolist()
    [0.8]
    """
    words = [set(answer.casefold().split()) for answer in answers]
    K = max(1, len(answers))
    two, place = np.unique(a * K + b, return_inverse=True)
    pairs = [(words[one // K], words[one % K]) for one in two.tolist()]
    common = np.array([2 * len(one & other) for one, other in pairs], dtype=np.float64)
    total = np.array([len(one) + len(other) for one, other in pairs], dtype=np.float64)
    shared: Floats = np.divide(common, total, out=np.ones_like(common), where=total > 0)
    of_each: Floats = shared[place.reshape(-1)]
    return of_each


def _by_number(numbers: Ints, count: int = 0) -> tuple[Ints, Ints]:
    """Places in the order of their numbers, and where those of each number stop."""
    order = np.argsort(numbers, kind="stable")
    return order, np.cumsum(np.bincount(numbers, minlength=count))


def _slices(stop: Ints) -> Iterator[slice]:
    return (slice(begin, end) for begin, end in pairwise([0, *stop.tolist()]))


def _table(added: Floats, row: Ints, column: Ints, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((added, (row, column)), shape=shape)
