"""Over- and under-marking: how much one annotator marks, as a multiple of what the others mark.

    ratio_g = sum over articles of what g marks / sum of the mean of what the others mark there

over the articles that g and somebody else opened: 1.3 is thirty percent more than the others. Text
under any label counts once. The models' view of the same (`dawid_skene`, `marking_`) says which
label it is; this one needs no model.
"""

from typing import Any

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.measure import Measure
from annotator.agreement.spans.overlap_statistics import overlap_statistics
from annotator.agreement.spans.span_f1 import matches_of
from annotator.agreement.spans.span_statistics import SpanStatistics

WHAT_IS_MARKED = ("text_marked", "spans_marked")


def marking(statistics: SpanStatistics, *, resamples: int = 0, seed: int = 0) -> list[Measure]:
    """Two measures for each annotator: text (in the spans' unit), then number of spans.

    `parameters` has the means an article: `own` and `others`. Intervals resample articles.

    >>> from annotator.agreement.spans.span_statistics import span_statistics
    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks(
    ...     [Mark("a", "ann", "fear", 0, 6), Mark("a", "bob", "fear", 2, 4)], lengths={"a": 9})
    >>> [(one.id, one.name, one.value) for one in marking(span_statistics(spans))][:2]
    [('ann', 'text_marked', 3.0), ('ann', 'spans_marked', 1.0)]
    """
    seen = statistics.seen
    under, counts = statistics.of(overlap_statistics).under, matches_of(statistics)
    text = by_annotator(under.article, under.annotator, under.length, seen.shape)
    article, annotator, _ = counts.count_keys.T
    spans = by_annotator(article, annotator, counts.counts[:, 0], seen.shape)
    found = []
    for g, name in enumerate(statistics.annotators):
        shared = seen[:, g] & (seen.sum(1) > 1)
        others = np.maximum(seen[shared].sum(1) - 1, 1)
        for what, table in zip(WHAT_IS_MARKED, (text, spans), strict=True):
            own = table[shared, g]
            rest = (table[shared].sum(1) - own) / others
            found.append(_ratio(what, name, own, rest, statistics.spans.unit, resamples, seed))
    return found


def by_annotator(article: Ints, annotator: Ints, column: Floats, shape: tuple[int, ...]) -> Floats:
    """Rows summed into a table, shape (n_articles, n_annotators)."""
    place = article * shape[1] + annotator
    table: Floats = np.bincount(place, column, shape[0] * shape[1]).astype(np.float64)
    return table.reshape(shape)


def _ratio(
    what: str, name: str, own: Floats, rest: Floats, unit: str, resamples: int, seed: int
) -> Measure:
    about: dict[str, Any] = {"scope": "annotator", "id": name, "annotators": 1}
    about |= {"unit": unit if what == "text_marked" else "span", "articles": len(own)}
    if not len(own):
        reason = "no article was submitted by this annotator and another one"
        return Measure(what, None, reason, **about)
    about["parameters"] = {"own": float(own.mean()), "others": float(rest.mean())}
    if not rest.sum():
        return Measure(what, None, "the others marked nothing in these articles", **about)

    def ratio(sums: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            value: Floats = np.where(sums[:, 1] > 0, sums[:, 0] / sums[:, 1], np.nan)
        return value

    statistics = np.column_stack([own, rest])
    interval = None
    if resamples:
        interval = bootstrap(statistics, ratio, resamples=resamples, seed=seed).interval()
    return Measure(what, float(own.sum() / rest.sum()), interval=interval, **about)
