"""All span measures by name: from `Spans` to a list of `Measure`.

The statistics of each article are computed once (`span_statistics`); values for all, per label,
article, pair, all but one annotator and group are sums over them, and every interval comes from the
same resamples of articles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from annotator.agreement import annotator_sets as member_sets
from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.leave_one_out import with_jackknife, without_one
from annotator.agreement.measure import Measure
from annotator.agreement.spans.alpha_u_measures import alpha_u_measures
from annotator.agreement.spans.article_measures import measures_by_article
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.between_groups import alpha_between
from annotator.agreement.spans.boundary_similarity import WINDOW
from annotator.agreement.spans.kept_sums import Sums
from annotator.agreement.spans.overlap_measures import OverlapMeasures
from annotator.agreement.spans.overlap_values import TOGETHER
from annotator.agreement.spans.pair_measures import PairMeasures, pair_sources
from annotator.agreement.spans.span_f1 import IOU
from annotator.agreement.spans.span_statistics import (
    ALPHA_U,
    SPAN_MEASURES,
    SpanStatistics,
    span_statistics,
)
from annotator.agreement.spans.spans import Spans, token_spans
from annotator.errors import RatingsError

__all__ = [
    "SCOPES",
    "SPAN_MEASURES",
    "corpus_measures",
    "measures_of",
    "resampled_measures",
    "span_measures",
]

SCOPES = ("label", "article", "pair", "annotator")
TOKEN = "token_alpha"  # noqa: S105 - a measure's name


def span_measures(
    spans: Spans,
    names: Collection[str] = SPAN_MEASURES,
    *,
    scopes: Collection[str] = SCOPES,
    groups: Mapping[str, Collection[str]] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    threshold: float = IOU,
    window: int = WINDOW,
    tokens: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> list[Measure]:
    """The named measures: for all (one entry a name), then per label, article, pair, annotator.

    Scope `annotator` is the value without that annotator. `resamples=0` leaves intervals out.
    `tokens` are each article's token offsets, for `token_alpha`.

    >>> from annotator.agreement.spans.spans import Mark, spans_from_marks
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
    statistics = span_statistics(spans, names, threshold=threshold, window=window)
    found = measures_of(
        statistics, names, scopes=scopes, groups=groups, resamples=resamples, seed=seed
    )
    if TOKEN not in names:
        return found
    if spans.unit == "token":
        in_tokens = spans
    elif tokens is None:
        return [*found, _no_tokens(spans)]
    else:
        in_tokens = token_spans(spans, tokens)
    others = measures_of(
        span_statistics(in_tokens), ["character_alpha"], scopes=scopes, groups=groups,
        resamples=resamples, seed=seed,
    )  # fmt: skip
    return [*found, *(replace(measure, name=TOKEN) for measure in others)]


def _no_tokens(spans: Spans) -> Measure:
    return Measure(
        TOKEN, None, "the texts' tokens are not known", level="nominal", unit="token", articles=0,
        annotators=len(spans.annotators), units=0,
    )  # fmt: skip


def measures_of(
    statistics: SpanStatistics,
    names: Collection[str] = SPAN_MEASURES,
    *,
    scopes: Collection[str] = SCOPES,
    groups: Mapping[str, Collection[str]] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[Measure]:
    """As `span_measures`, from statistics that are there already (read from the store)."""
    usable = statistics.overlap.annotators_per_article >= 2
    drawn = ArticleResamples(usable, resamples=resamples, seed=seed)
    return resampled_measures(statistics, names, drawn, scopes=scopes, groups=groups)


def resampled_measures(
    statistics: SpanStatistics,
    names: Collection[str],
    drawn: ArticleResamples,
    *,
    scopes: Collection[str] = (),
    groups: Mapping[str, Collection[str]] | None = None,
) -> list[Measure]:
    """As `measures_of`, with resamples that are drawn already."""
    found = corpus_measures(Sums(statistics, drawn), names, scopes=scopes, groups=groups)
    if "article" in scopes:
        at = next((n for n, m in enumerate(found) if m.scope not in ("all", "label")), len(found))
        found[at:at] = measures_by_article(statistics, names)
    return found


def corpus_measures(
    sums: Sums,
    names: Collection[str],
    *,
    scopes: Collection[str] = (),
    groups: Mapping[str, Collection[str]] | None = None,
) -> list[Measure]:
    """The same without scope `article`, from sums over articles that may be kept."""
    statistics = sums.statistics
    everyone = member_sets.everyone(statistics.annotators)
    labels = "label" in scopes
    found = list(_overlap(sums, everyone, names, by_label=labels))
    pairwise = _pairwise(sums)
    for source in pairwise:
        found += source.measures(names, everyone, by_label=labels, pairs="pair" in scopes)
    if ALPHA_U in names and statistics.alpha_u is not None:
        found += alpha_u_measures(sums, by_label=labels)
    for members in _members(statistics.annotators, scopes, groups):
        is_group = members.scope == "group"
        found += _overlap(sums, members, names, by_label=is_group)
        if members.scope != "pair":
            for source in pairwise:
                found += source.measures(names, members, by_label=is_group, pairs=False)
    if groups and "character_alpha" in names:
        found += _between(statistics, groups, sums.drawn)
    if "annotator" in scopes:
        found = _with_jackknife(found)
    first = [m for m in found if m.scope == "all" and m.label is None]
    rest = [m for m in found if m.scope != "all" or m.label is not None]
    return sorted(first, key=lambda measure: SPAN_MEASURES.index(measure.name)) + rest


def _with_jackknife(measures: list[Measure]) -> list[Measure]:
    """Values without each annotator, set beside the value with everybody."""
    overall = {m.name: m for m in measures if m.scope == "all" and m.label is None}
    without: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.scope == "annotator":
            without.setdefault(measure.name, []).append(measure)
    found = []
    for measure in measures:
        if measure.scope == "annotator":
            measure = without_one(measure, measure.id, overall.get(measure.name))
        elif overall.get(measure.name) is measure and measure.name in without:
            measure = with_jackknife(measure, without[measure.name])
        found.append(measure)
    return found


def _members(
    annotators: tuple[str, ...],
    scopes: Collection[str],
    groups: Mapping[str, Collection[str]] | None,
) -> list[AnnotatorSet]:
    found: list[AnnotatorSet] = []
    if "pair" in scopes:
        found += member_sets.every_pair(annotators)
    if "annotator" in scopes:
        found += member_sets.all_but_each(annotators)
    return found + member_sets.named_groups(annotators, groups or {})


def _between(
    statistics: SpanStatistics, groups: Mapping[str, Collection[str]], drawn: ArticleResamples
) -> list[Measure]:
    """α between every two groups."""
    found: list[Measure] = []
    for one, two in combinations(member_sets.named_groups(statistics.annotators, groups), 2):
        found += alpha_between(
            statistics.overlap, statistics.labels, one, two, resamples=drawn, unit=statistics.unit
        )
    return found


def _pairwise(sums: Sums) -> list[PairMeasures]:
    statistics = sums.statistics
    return [
        PairMeasures(source, statistics.match, statistics.labels, statistics.annotators, sums)
        for source in pair_sources(statistics)
    ]


def _overlap(
    sums: Sums, members: AnnotatorSet, names: Collection[str], *, by_label: bool
) -> list[Measure]:
    if not set(names) & set(TOGETHER):
        return []
    return sums.measures(
        ("overlap", members.scope, members.id), members.mask,
        lambda: OverlapMeasures(sums, members, by_label=by_label).measures(names),
    )  # fmt: skip
