"""Enough data? How wide an interval of a span measure will be with more articles, and differences.

More articles like those that are there: the bootstrap draws more than there are. What *other
annotators* might give is another question: `parameters["other_annotators"]` of a measure holds the
delete-one-annotator jackknife. The difference of two labels or two groups has its own interval from
the same resamples; two rounds are resampled each by itself.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import RESAMPLES, no_interval
from annotator.agreement.enough import Difference, Projection
from annotator.agreement.measure import Interval, Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.span_measures import measures_of, resamples_of
from annotator.agreement.spans.span_statistics import SpanStatistics, span_statistics
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError
from annotator.time_left import Steps, one_by_one, unheard


def project_spans(
    spans: Spans,
    name: str,
    articles: Sequence[int],
    *,
    label: str | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    progress: Steps = unheard,
) -> list[Projection]:
    """The interval of a measure to expect with each number of articles.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> marks = [Mark(f"a{i}", who, "xy"[i % 2], 2, 9 + (who == "bob") * i % 3)
    ...          for i in range(40) for who in ("ann", "bob", "cyd")]
    >>> spans = spans_from_marks(marks, lengths={f"a{i}": 30 for i in range(40)})
    >>> now, later = project_spans(spans, "u_alpha", [40, 160], resamples=200)
    >>> now.width > later.width
    True
    """
    statistics = span_statistics(spans)
    found = []
    for size in one_by_one(articles, progress):
        drawn = resamples_of(statistics, resamples=resamples, seed=seed, draws=size)
        measure = _only(statistics, name, drawn, label=label)
        found.append(Projection(size, measure.interval or Interval.missing(measure.reason)))
    return found


def difference_of_labels(
    spans: Spans, name: str, first: str, second: str, *, resamples: int = RESAMPLES, seed: int = 0
) -> Difference:
    """One measure of two labels.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> marks = [Mark(f"a{i}", who, "xy"[i % 2], 2, 9 + (who == "bob") * i % 3)
    ...          for i in range(40) for who in ("ann", "bob", "cyd")]
    >>> spans = spans_from_marks(marks, lengths={f"a{i}": 30 for i in range(40)})
    >>> gap = difference_of_labels(spans, "u_alpha", "x", "y", resamples=200)
    >>> gap.value == gap.first.value - gap.second.value, gap.interval.low < gap.value
    (True, True)
    """
    statistics = span_statistics(spans)
    drawn = resamples_of(statistics, resamples=resamples, seed=seed, keep=True)
    one, two = (_only(statistics, name, drawn, label=label) for label in (first, second))
    return _difference(one, two, drawn, drawn)


def difference_of_groups(
    spans: Spans,
    name: str,
    groups: Mapping[str, Collection[str]],
    *,
    label: str | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Difference:
    """One measure within two groups of annotators, named in `groups` in that order.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> marks = [Mark(f"a{i}", who, "xy"[i % 2], 2, 9 + (who == "bob") * i % 3)
    ...          for i in range(40) for who in ("ann", "bob", "cyd")]
    >>> spans = spans_from_marks(marks, lengths={f"a{i}": 30 for i in range(40)})
    >>> groups = {"old": ["ann", "cyd"], "new": ["ann", "bob"]}
    >>> gap = difference_of_groups(spans, "u_alpha", groups, resamples=200)
    >>> gap.first.value, gap.value > 0
    (1.0, True)
    """
    if len(groups) != 2:
        raise RatingsError(f"a difference needs two groups, there are {len(groups)}")
    (found,) = differences_of_groups(
        spans, name, groups, label=label, resamples=resamples, seed=seed
    ).values()
    return found


def differences_of_groups(
    spans: Spans,
    name: str,
    groups: Mapping[str, Collection[str]],
    *,
    label: str | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    progress: Steps = unheard,
) -> dict[tuple[str, str], Difference]:
    """The same of every two groups, all on the same resamples."""
    statistics = span_statistics(spans)
    drawn = resamples_of(statistics, resamples=resamples, seed=seed, keep=True)
    found = measures_of(statistics, [name], drawn=drawn, groups=groups, progress=progress)
    within = {
        group: _pick([m for m in found if m.scope == "group" and m.id == group], name, label)
        for group in groups
    }
    return {
        (one, two): _difference(within[one], within[two], drawn, drawn)
        for one, two in combinations(groups, 2)
    }


def difference_of_rounds(
    first: Spans,
    second: Spans,
    name: str,
    *,
    label: str | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Difference:
    """One measure in two rounds of annotation, of whatever articles and annotators.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
    >>> marks = [Mark(f"a{i}", who, "xy"[i % 2], 2, 9 + (who == "bob") * i % 3)
    ...          for i in range(40) for who in ("ann", "bob", "cyd")]
    >>> spans = spans_from_marks(marks, lengths={f"a{i}": 30 for i in range(40)})
    >>> difference_of_rounds(spans, spans, "u_alpha", resamples=200).value
    0.0
    """
    sides = []
    for place, spans in enumerate((first, second)):
        statistics = span_statistics(spans)
        drawn = resamples_of(statistics, resamples=resamples, seed=seed + place, keep=True)
        sides.append((_only(statistics, name, drawn, label=label), drawn))
    return _difference(sides[0][0], sides[1][0], sides[0][1], sides[1][1])


def differences_without(
    spans: Spans, name: str, *, resamples: int = RESAMPLES, seed: int = 0,
    progress: Steps = unheard,
) -> list[Difference]:  # fmt: skip
    """A measure without each annotator minus the one with everybody; needs three annotators.

    `second` is the value with everybody; its `parameters["other_annotators"]` is the jackknife.
    """
    statistics = span_statistics(spans)
    drawn = resamples_of(statistics, resamples=resamples, seed=seed, keep=True)
    found = measures_of(statistics, [name], drawn=drawn, scopes=("annotator",), progress=progress)
    everybody = _pick([one for one in found if one.scope == "all"], name, None)
    return [_difference(one, everybody, drawn, drawn) for one in found if one.scope == "annotator"]


def _only(
    statistics: SpanStatistics, name: str, drawn: ArticleResamples, *, label: str | None
) -> Measure:
    found = measures_of(statistics, [name], drawn=drawn, scopes=("label",) if label else ())
    return _pick(found, name, label)


def _pick(measures: Sequence[Measure], name: str, label: str | None) -> Measure:
    for measure in measures:
        if measure.name == name and measure.label == label:
            return measure
    what = "all labels together" if label is None else f"the label {label!r}"
    raise RatingsError(f"the measure {name!r} has no value for {what}")


def _difference(
    first: Measure, second: Measure, drawn_first: ArticleResamples, drawn_second: ArticleResamples
) -> Difference:
    for measure in (first, second):
        if measure.value is None:
            reason = f"{measure.id or measure.label or measure.name}: {measure.reason}"
            return Difference(first, second, None, Interval.missing(reason))
    one, two = _rows(first, drawn_first), _rows(second, drawn_second)
    value = float(one[0] - two[0])
    if len(one) < 2 or len(two) < 2:
        fewest = min(drawn_first.articles, drawn_second.articles)
        why = (
            no_interval(fewest, "articles")
            if fewest < 2
            else Interval.missing("no resamples were drawn")
        )
        return Difference(first, second, value, why)
    gap = drawn_first.resampled(one, drawn_first.articles).minus(
        drawn_second.resampled(two, drawn_second.articles), paired=drawn_first is drawn_second
    )
    return Difference(first, second, value, gap.interval())


def _rows(measure: Measure, drawn: ArticleResamples) -> Floats:
    key = (measure.name, measure.scope, measure.id, measure.label)
    rows = drawn.rows.get(key) if drawn.rows is not None else None
    if rows is None:
        raise RatingsError(f"the measure {measure.name!r} is not resampled over articles")
    return np.asarray(rows, dtype=np.float64)
