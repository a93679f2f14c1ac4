"""What is said of values beside them: a benchmark scale and Hayes's q."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from annotator.agreement.arrays import Floats
from annotator.agreement.benchmark_scales import benchmark
from annotator.agreement.bootstrap import resample_groups
from annotator.agreement.by_name.evaluate_ratings import RatingOptions, rating_coefficient
from annotator.agreement.hayes_q import below_minimum
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.coefficient import Coefficient, item_groups, most_groups
from annotator.agreement.ratings.cohen import MOST_ANNOTATORS, over_all, pair_coefficient
from annotator.agreement.ratings.mean_of_pairs import mean_coefficient
from annotator.agreement.ratings.rating_table import RATING_TABLE
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.span_measures import measures_of, resamples_of
from annotator.agreement.spans.span_statistics import span_statistics
from annotator.agreement.spans.span_table import SPAN_MEASURES, SPAN_TABLE
from annotator.agreement.spans.spans import Spans

Draws = Callable[[Sequence[str]], dict[str, Floats]]  # of named measures, each resample's value


class Asked(Protocol):
    """What `Question` says of it."""

    @property
    def benchmark(self) -> str | None: ...
    @property
    def minimums(self) -> tuple[float, ...]: ...


def with_verdicts(found: Sequence[Measure], asked: Asked, draws: Draws) -> list[Measure]:
    """The measures over everything with what was asked for in their parameters."""
    overall = [one for one in found if one.scope == "all" and one.label is None]
    names = [one.name for one in overall if one.value is not None]
    drawn = draws(names) if asked.minimums else {}
    said = []
    for one in found:
        if one.scope != "all" or one.label is not None:
            said.append(one)
            continue
        more: dict[str, Any] = {}
        if asked.benchmark is not None:
            more["benchmark"] = benchmark(one, asked.benchmark)
        if asked.minimums:
            q = below_minimum(drawn[one.name], asked.minimums) if one.name in drawn else None
            more["below_minimum"] = q or {"reason": "there are no resamples of this value"}
        said.append(replace(one, parameters={**one.parameters, **more}) if more else one)
    return said


def rating_draws(
    ratings: Ratings, names: Sequence[str], options: RatingOptions
) -> dict[str, Floats]:
    """Each resample's value, of those measures that are functions of sums."""
    found = {}
    for name in names:
        coefficient = _coefficient(ratings, name, options)
        most = None if coefficient is None else most_groups(coefficient.n_columns)
        if coefficient is None or most is None or not options.resamples:
            continue
        groups, n_groups = item_groups(ratings, options.seed, most)
        runs = resample_groups(
            coefficient.source.grouped(groups, n_groups), coefficient.value,
            clusters=ratings.n_clusters, kind=ratings.cluster_kind,
            resamples=options.resamples, seed=options.seed,
        )  # fmt: skip
        if runs.values.size:
            found[name] = runs.values[:, 0]
    return found


def span_draws(spans: Spans, names: Sequence[str], resamples: int, seed: int) -> dict[str, Floats]:
    """The same of spans; gamma's samples are no resamples of articles."""
    sums = [name for name in names if name in SPAN_MEASURES and not SPAN_TABLE[name].in_tokens]
    if not sums or not resamples:
        return {}
    statistics = span_statistics(spans)
    drawn = resamples_of(statistics, resamples=resamples, seed=seed, keep=True)
    measures_of(statistics, sums, drawn=drawn)
    rows = {name: (drawn.rows or {}).get((name, "all", "", None)) for name in sums}
    return {name: values[1 : 1 + resamples] for name, values in rows.items() if values is not None}


def _coefficient(ratings: Ratings, name: str, options: RatingOptions) -> Coefficient | None:
    if RATING_TABLE[name].coefficient is not None:
        return rating_coefficient(name, ratings, options)
    if not 1 < ratings.n_annotators <= MOST_ANNOTATORS:
        return None
    weights = "identity" if name == "bennett_s" else options.weights
    if weights == "identity":
        return over_all(name, ratings)[1]
    pairs = [pair_coefficient(name, ratings, weights, g, h) for g, h in ratings.pairs()]
    return pairs[0] if len(pairs) == 1 else mean_coefficient(pairs)
