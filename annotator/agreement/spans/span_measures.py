"""All span measures by name: from `Spans` to a list of `Measure`.

What each article adds is computed once; values for all, per label, article, pair, all but one
annotator and group are sums of that, and every interval comes from the same resamples of articles.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from annotator.agreement.annotator_sets import (
    AnnotatorSet,
    all_but_each,
    every_pair,
    everyone,
    named_groups,
)
from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.leave_one_out import with_jackknife, without_one
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.between_groups import alpha_between
from annotator.agreement.spans.measure_of_spans import Basis, SpanMeasure
from annotator.agreement.spans.measures_of_sets import MeasuresOfSets, measures_of_articles
from annotator.agreement.spans.pairs_of_annotators import MOST_NAMED
from annotator.agreement.spans.span_statistics import IOU, WINDOW, SpanStatistics, span_statistics
from annotator.agreement.spans.span_table import SPAN_MEASURES, SPAN_TABLE
from annotator.agreement.spans.spans import Spans
from annotator.agreement.spans.token_spans import token_spans
from annotator.agreement.spans.values_of_sets import ValuesOfSets
from annotator.errors import RatingsError
from annotator.time_left import Parts, Steps, one_by_one, unheard

DETAILS = ("label", "article", "pair", "annotator")  # scopes beside the values over everything
ALL_OF_THEM: Mapping[str, Collection[str]] = {}
EVERYBODY, LABELS, A_SET = 10.0, 20.0, 0.1  # of the time, as far as it is known before


def span_measures(
    spans: Spans,
    names: Collection[str] = SPAN_MEASURES,
    *,
    scopes: Collection[str] = DETAILS,
    groups: Mapping[str, Collection[str]] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    threshold: float = IOU,
    window: int = WINDOW,
    tokens: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    progress: Steps = unheard,
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
    of_tokens = [name for name in names if SPAN_TABLE[name].in_tokens]
    others = [name for name in names if name not in of_tokens]
    in_characters = span_statistics(spans, threshold=threshold, window=window)
    pieces = ((in_characters, others), (_in_tokens(in_characters, tokens), of_tokens))
    parts = Parts(progress, *(len(asked) for known, asked in pieces if known and asked))
    found: list[Measure] = []
    for statistics, asked in pieces:
        if statistics is None:
            found += [_no_tokens(name, spans) for name in asked]
        elif asked:
            found += measures_of(
                statistics, asked, scopes=scopes, groups=groups, resamples=resamples, seed=seed,
                progress=parts.next(),
            )  # fmt: skip
    return found


def measures_of(
    statistics: SpanStatistics,
    names: Collection[str],
    *,
    scopes: Collection[str] = (),
    groups: Mapping[str, Collection[str]] | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
    drawn: ArticleResamples | None = None,
    intervals: Mapping[str, Collection[str]] = ALL_OF_THEM,
    progress: Steps = unheard,
) -> list[Measure]:
    """As `span_measures`, of spans with whatever has been computed from them already.

    `drawn`: resamples to use, in place of those of `seed`. `intervals` names by scope the measures
    that get one there; such a scope has values over all labels only.
    """
    if drawn is None:
        drawn = resamples_of(statistics, resamples=resamples, seed=seed)
    every = [
        MeasuresOfSets(statistics, drawn, ValuesOfSets(basis, measures, statistics, drawn))
        for basis, measures in _by_basis(names)
    ]
    people = everyone(statistics.annotators)
    sets = _sets(statistics.annotators, scopes, groups or {})
    parts = Parts(progress, EVERYBODY, LABELS * ("label" in scopes), A_SET * len(sets))
    overall = [one for some in one_by_one(every, parts.next()) for one in some.together(people)]
    found: list[Measure] = []
    tell = parts.next()
    if "label" in scopes:
        found += [one for some in one_by_one(every, tell) for one in some.by_label(people)]
    if "article" in scopes:
        found += measures_of_articles(statistics, _by_basis(names))
    for annotators in one_by_one(sets, parts.next()):
        shown = intervals.get(annotators.scope)
        for one in every:
            found += one.together(annotators, shown)
            if shown is None and (annotators.scope == "group" or "label" in scopes):
                found += one.by_label(annotators)
    if groups and "character_alpha" in names:
        for first, second in combinations(named_groups(statistics.annotators, groups), 2):
            found += alpha_between(statistics, first, second, resamples=drawn)
    if "annotator" in scopes:
        return _with_jackknife(overall, found)
    return [*overall, *found]


def measures_by_article(statistics: SpanStatistics, names: Collection[str]) -> list[Measure]:
    """For each article that two annotators opened, the named measures over all labels."""
    return measures_of_articles(statistics, _by_basis(names))


def resamples_of(
    statistics: SpanStatistics, *, resamples: int, seed: int, draws: int | None = None,
    keep: bool = False,
) -> ArticleResamples:  # fmt: skip
    """Those of the articles that two annotators opened."""
    usable = statistics.opened_by(everyone(statistics.annotators)) >= 2
    return ArticleResamples(usable, resamples=resamples, seed=seed, draws=draws, keep=keep)


def _by_basis(names: Collection[str]) -> list[tuple[Basis, dict[str, SpanMeasure]]]:
    """The named measures in the order of the table, those together that share a basis."""
    found: dict[int, tuple[Basis, dict[str, SpanMeasure]]] = {}
    for name, one in SPAN_TABLE.items():
        if name in names:
            found.setdefault(id(one.basis), (one.basis, {}))[1][name] = one
    return list(found.values())


def _sets(
    annotators: tuple[str, ...], scopes: Collection[str], groups: Mapping[str, Collection[str]]
) -> list[AnnotatorSet]:
    few = len(annotators) <= MOST_NAMED  # of a crowd nobody reads a table of pairs
    pairs = every_pair(annotators) if "pair" in scopes and few else []
    without = all_but_each(annotators) if "annotator" in scopes and few else []
    return [*pairs, *without, *named_groups(annotators, groups)]


def _in_tokens(
    statistics: SpanStatistics, tokens: Mapping[str, Sequence[tuple[int, int]]] | None
) -> SpanStatistics | None:
    if statistics.spans.unit == "token":
        return statistics
    return None if tokens is None else span_statistics(token_spans(statistics.spans, tokens))


def _no_tokens(name: str, spans: Spans) -> Measure:
    return Measure(
        name, None, "the texts' tokens are not known", level="nominal", unit="token", articles=0,
        annotators=len(spans.annotators), units=0,
    )  # fmt: skip


def _with_jackknife(overall: list[Measure], found: list[Measure]) -> list[Measure]:
    """Values without each annotator, set beside the value with everybody."""
    with_all = {measure.name: measure for measure in overall}
    found = [
        without_one(one, one.id, with_all.get(one.name)) if one.scope == "annotator" else one
        for one in found
    ]
    without: dict[str, list[Measure]] = {}
    for measure in found:
        if measure.scope == "annotator":
            without.setdefault(measure.name, []).append(measure)
    overall = [with_jackknife(m, without[m.name]) if m.name in without else m for m in overall]
    return [*overall, *found]
