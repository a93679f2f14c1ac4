"""All span measures by name: from `Spans` to a list of `Measure`.

The statistics of each article are computed once (`SpanStatistics`); values for all, per label,
article, pair, all but one annotator and group are sums over them, and every interval comes from the
same resamples of articles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from annotator.agreement import members as member_sets
from annotator.agreement.article_measures import measures_by_article
from annotator.agreement.article_resamples import ArticleResamples
from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.f1_measures import F1Measures
from annotator.agreement.overlap_measures import OverlapMeasures
from annotator.agreement.overlap_values import TOGETHER
from annotator.agreement.result import Measure
from annotator.agreement.segments import OverlapStatistics, overlap_statistics
from annotator.agreement.span_f1 import IOU, MatchStatistics, match_statistics
from annotator.agreement.span_f1 import NAMES as F1_NAMES
from annotator.agreement.spans import Spans
from annotator.errors import RatingsError

SPAN_MEASURES = (*TOGETHER, *F1_NAMES)
SCOPES = ("label", "article", "pair", "annotator", "group")


@dataclass(frozen=True, eq=False)
class SpanStatistics:
    """The per-article statistics of a set of spans, and the names to speak about them."""

    overlap: OverlapStatistics
    match: MatchStatistics
    articles: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    unit: str


def span_statistics(spans: Spans, *, threshold: float = IOU) -> SpanStatistics:
    """One pass over the spans."""
    return SpanStatistics(
        overlap_statistics(spans), match_statistics(spans, threshold=threshold), spans.articles,
        spans.annotators, spans.labels, spans.unit,
    )  # fmt: skip


def span_measures(
    spans: Spans,
    names: Collection[str] = SPAN_MEASURES,
    *,
    scopes: Collection[str] = ("label", "article", "pair", "annotator"),
    groups: Mapping[str, Collection[str]] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    threshold: float = IOU,
) -> list[Measure]:
    """The named measures: for all (one entry a name), then per label, article, pair, annotator.

    Scope `annotator` is the value without that annotator. `resamples=0` leaves intervals out.

    >>> from annotator.agreement.spans import Mark, spans_from_marks
    >>> spans = spans_from_marks(
    ...     [Mark("a", "ann", "fear", 0, 4), Mark("a", "bob", "fear", 2, 4)], lengths={"a": 10})
    >>> found = span_measures(spans, ["f1_overlap", "character_alpha"], scopes=(), resamples=0)
    >>> [(measure.name, round(measure.value, 3)) for measure in found]
    [('character_alpha', 0.548), ('f1_overlap', 1.0)]
    """
    if unknown := sorted(set(names) - set(SPAN_MEASURES)):
        raise RatingsError(
            f"unknown span measure {unknown[0]!r}; known are {', '.join(SPAN_MEASURES)}"
        )
    statistics = span_statistics(spans, threshold=threshold)
    return measures_of(
        statistics, names, scopes=scopes, groups=groups, resamples=resamples, seed=seed
    )


def measures_of(
    statistics: SpanStatistics,
    names: Collection[str] = SPAN_MEASURES,
    *,
    scopes: Collection[str] = ("label", "article", "pair", "annotator"),
    groups: Mapping[str, Collection[str]] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[Measure]:
    """As `span_measures`, from statistics that are there already (read from the store)."""
    usable = statistics.overlap.annotators_per_article >= 2
    drawn = ArticleResamples(usable, resamples=resamples, seed=seed)
    everyone = member_sets.everyone(statistics.annotators)
    labels = "label" in scopes
    found = _overlap(statistics, everyone, names, drawn, by_label=labels)
    f1 = F1Measures(statistics.match, statistics.labels, statistics.annotators, drawn)
    if set(names) & set(F1_NAMES):
        found += f1.measures(names, everyone, by_label=labels, pairs="pair" in scopes)
    if "article" in scopes:
        found += measures_by_article(
            statistics.overlap, statistics.match, statistics.articles, names, statistics.unit
        )
    others: list[member_sets.Members] = []
    if "pair" in scopes:
        others += member_sets.pairs(statistics.annotators)
    if "annotator" in scopes:
        others += member_sets.leave_one_out(statistics.annotators)
    if groups:
        others += member_sets.groups(statistics.annotators, groups)
    for members in others:
        found += _overlap(statistics, members, names, drawn, by_label=members.scope == "group")
        if members.scope != "pair" and set(names) & set(F1_NAMES):
            found += f1.measures(names, members, by_label=members.scope == "group", pairs=False)
    order = {name: place for place, name in enumerate(SPAN_MEASURES)}
    first = [m for m in found if m.scope == "all" and m.label is None]
    rest = [m for m in found if m.scope != "all" or m.label is not None]
    return sorted(first, key=lambda measure: order[measure.name]) + rest


def _overlap(
    statistics: SpanStatistics, members: member_sets.Members, names: Collection[str],
    drawn: ArticleResamples, *, by_label: bool,
) -> list[Measure]:  # fmt: skip
    if not set(names) & set(TOGETHER):
        return []
    work = OverlapMeasures(
        statistics.overlap, statistics.labels, members, resamples=drawn, unit=statistics.unit
    )
    return work.measures(names, by_label=by_label)
