"""Sums over articles of what measures of matched marks need, as many at a time as fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from annotator.agreement import sparse
from annotator.agreement.arrays import Floats
from annotator.agreement.attributes.compared_marks import MOST_ANSWERS, ComparedMarks
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.measure_of_spans import Spread

_PAIRS_AT_A_TIME = 256
_FEW_PAIRS = 16  # up to which all labels are summed together


def summed_together(each: Sequence[ComparedMarks], drawn: ArticleResamples) -> list[Floats | None]:
    """Of each the sums of what all its measures need, in one go: marks and equal answers of pairs,
    then coincidences. None where nobody answered, and for all where there are many pairs."""
    n_pairs = each[0].pairs.n_pairs
    found: list[Floats | None] = [None] * len(each)
    some = [place for place, marks in enumerate(each) if marks.answered.any()]
    if not some or n_pairs > _FEW_PAIRS:
        return found
    added = [_added(each[place]) for place in some]
    rows = drawn.sums(sparse.csr_array(sparse.hstack(added, format="csr")))
    stop = np.cumsum([one.shape[1] for one in added])
    for place, one in zip(some, np.split(rows, stop[:-1], axis=1), strict=True):
        found[place] = one
    return found


def _added(marks: ComparedMarks) -> sparse.csr_array:
    of_pairs = marks.by_pair(0, marks.pairs.n_pairs)
    if not has_coincidences(marks):
        return of_pairs
    return sparse.csr_array(sparse.hstack([of_pairs, marks.coincidences()], format="csr"))


def has_coincidences(marks: ComparedMarks) -> bool:
    return marks.answers.level != "text" and len(marks.answers.categories) <= MOST_ANSWERS


def f1_of_pairs(marks: ComparedMarks, spread: Spread) -> Iterator[tuple[Floats, Floats]]:
    """Of some pairs at a time, and how many marks with an answer each pair made."""
    for first in range(0, marks.pairs.n_pairs, _PAIRS_AT_A_TIME):
        stop = min(first + _PAIRS_AT_A_TIME, marks.pairs.n_pairs)
        count, right = np.hsplit(spread.sums(marks.by_pair(first, stop)), 2)
        yield f1_in_rows(count, right)


def f1_in_rows(count: Floats, right: Floats) -> tuple[Floats, Floats]:
    return ratio_in_rows(2 * right, count), count[0]


def ratio_in_rows(part: Floats, whole: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
