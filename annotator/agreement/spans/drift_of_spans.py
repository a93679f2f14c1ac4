"""Change over time on spans: do an annotator's marks fit the others' less, or more, as time goes?

As for ratings (see `change_over_time`), with whole articles as the steps, because the marks of one
article are made at one sitting. The agreement is F1 by overlap with everybody else who opened the
article,

    F1 = 2 sum matched / sum (n_g + n_h),  summed over articles and other annotators h

so that a half or a quarter of the work has one value, not a mean of shaky ones.
"""

import numpy as np
from numpy.typing import ArrayLike

from annotator.agreement.arrays import Floats
from annotator.agreement.change_over_time import positions, second_half_minus_first
from annotator.agreement.measure import Measure
from annotator.agreement.spans.marking import by_annotator
from annotator.agreement.spans.span_f1 import matches_of
from annotator.agreement.spans.span_statistics import SpanStatistics


def span_drift(
    statistics: SpanStatistics, position: ArrayLike, *, resamples: int = 0, seed: int = 0
) -> list[Measure]:
    """For each annotator, F1 with the others in the second half of the work minus the first.

    `position` has shape (n_articles, n_annotators): when each article was submitted. Intervals
    resample articles; those in which nobody marked anything say nothing and are left aside.

    >>> from annotator.agreement.spans.span_statistics import span_statistics
    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> marks = [Mark(f"a{n}", "ann", "fear", 0, 5) for n in range(8)]
    >>> marks += [Mark(f"a{n}", "bob", "fear", 0 if n < 4 else 5, 9) for n in range(8)]
    >>> spans = spans_from_marks(marks, lengths={f"a{n}": 10 for n in range(8)})
    >>> found = span_drift(span_statistics(spans), np.tile(np.arange(8)[:, None], 2))
    >>> found[0].value, found[0].parameters["quarters"]
    (-1.0, [1.0, 1.0, 0.0, 0.0])
    """
    seen = statistics.seen
    when = positions(position, seen.shape)
    matched, marked = _with_others(statistics)
    found = []
    for g, name in enumerate(statistics.annotators):
        shared = np.flatnonzero(seen[:, g] & (seen.sum(1) > 1) & (marked[:, g] > 0))
        in_time = shared[np.argsort(when[shared, g], kind="stable")]
        one = second_half_minus_first(
            name, in_time, np.column_stack([2 * matched[in_time, g], marked[in_time, g]]),
            what="shared with others in which somebody marked something",
            kind="articles", resamples=resamples, seed=seed, unit="span", articles=len(in_time),
        )  # fmt: skip
        found.append(one)
    return found


def _with_others(statistics: SpanStatistics) -> tuple[Floats, Floats]:
    """Of each article and annotator: spans matched with the others', and n_g + n_h summed.

    Shape (n_articles, n_annotators) both.
    """
    match = matches_of(statistics)
    shape = match.seen.shape
    article, annotator, _ = match.count_keys.T
    n = by_annotator(article, annotator, match.counts[:, 0], shape)
    others = match.seen.sum(1, keepdims=True) - match.seen
    marked = np.where(match.seen, others * n + n.sum(1, keepdims=True) - n, 0.0)
    article, first, second, _ = match.match_keys.T
    pairs = match.matches[:, 1]
    matched = by_annotator(article, first, pairs, shape) + by_annotator(
        article, second, pairs, shape
    )
    return matched, marked
