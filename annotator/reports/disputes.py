"""What each two annotators differ on in a passage.

Of a passage that many annotators read, nearly every one is missed by somebody: as a passage it is
disputed as *missed*, which says nothing about those who marked it. Two by two they say more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.spans.disputed_passages import Passages
from annotator.agreement.spans.overlap_statistics import group_keys

__all__ = ["Disputes", "disputes_between_two"]


@dataclass(frozen=True)
class Disputes:
    """Of each passage the pairs of annotators who opened the article and differ, each with weight
    1 / (m - 1): all of them, those who put it under other labels, and those who marked it under the
    same with other ends."""

    all: Floats
    label: Floats
    ends: Floats


def disputes_between_two(passages: Passages) -> Disputes:
    """Whoever marked nothing of a passage differs from everybody who did.

    >>> from annotator.agreement.spans.disputed_passages import find_passages
    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> made = [("ann", "fear", 0, 9), ("bob", "fear", 0, 7), ("cyd", "hope", 0, 9)]
    >>> spans = spans_from_marks(
    ...     [Mark("a", *mark) for mark in made], lengths={"a": 20},
    ...     seen=[("a", who) for who in ("ann", "bob", "cyd", "dee")])
    >>> found = disputes_between_two(find_passages(spans))
    >>> [(3 * one).round(3).tolist() for one in (found.all, found.label, found.ends)]
    [[6.0], [2.0], [1.0]]
    """
    spans, n = passages.spans, len(passages)
    width = int(spans.end.max(initial=0)) + 1
    place = (spans.label * width + spans.start) * width + spans.end
    whose, of_mark = group_keys(passages.of_span * len(spans.annotators) + spans.annotator)
    passage = whose // max(1, len(spans.annotators))
    marked = np.bincount(passage, minlength=n).astype(np.float64)
    same_label, same = (
        _alike(passage, _sets(of_mark, what, len(whose)), n)
        for what in (spans.label, group_keys(place)[1])
    )
    m = spans.annotators_per_article[passages.article].astype(np.float64)
    both, weight = marked * (marked - 1) / 2, 1 / np.maximum(m - 1, 1)
    differ = both - same + marked * (m - marked)
    return Disputes(differ * weight, (both - same_label) * weight, (same_label - same) * weight)


def _sets(of_mark: Ints, what: Ints, count: int) -> Ints:
    """A number for each of `count` annotators of passages: the same where what they put there is
    the same as a set."""
    stop = int(what.max(initial=-1)) + 2
    once = np.unique(of_mark * stop + what + 1)
    whose, what = once // stop, once % stop
    many = np.bincount(whose, minlength=count)
    begin = np.cumsum(many) - many
    found: Ints = np.zeros(count, dtype=np.int64)
    for number in range(int(many.max(initial=0))):
        there = many > number
        following = np.zeros(count, dtype=np.int64)
        following[there] = what[begin[there] + number]
        found = group_keys(found * stop + following)[1]
    return found


def _alike(passage: Ints, sets: Ints, n: int) -> Floats:
    """How many pairs of annotators of each passage have the same set."""
    stop = int(sets.max(initial=0)) + 1
    keys, place = group_keys(passage * stop + sets)
    count = np.bincount(place, minlength=len(keys)).astype(np.float64)
    return np.bincount(keys // stop, count * (count - 1) / 2, minlength=n).astype(np.float64)
