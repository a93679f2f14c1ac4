"""All measures of spans, asked for by name: those of sums over articles, and gamma."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from annotator.agreement.by_name.evaluate_ratings import MOST_LEFT_OUT, MOST_ONE_BY_ONE
from annotator.agreement.gamma.gamma import gamma
from annotator.agreement.measure import Measure
from annotator.agreement.spans.span_measures import DETAILS, span_measures
from annotator.agreement.spans.span_table import SPAN_MEASURES
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError
from annotator.time_left import Parts, Steps, unheard

GAMMA = ("gamma", "gamma_cat")
SPAN_NAMES = (*SPAN_MEASURES, *GAMMA)
OF_GAMMA = 50.0  # of the time, where each measure of sums takes 1
MANY_SPANS = 2000  # from here on gamma is computed only when asked for by name


def span_measure(
    spans: Spans, name: str, *, resamples: int = 0, seed: int = 0, **options: Any
) -> Measure:
    """The measure over everything; `resamples` as for ratings, 0 for no interval.

    `name` is one of `SPAN_NAMES`; `options` are those of `span_measures` (`threshold`, `window`,
    `tokens`), for γ and γ_cat those of `gamma` (`alpha`, `beta`, `sampler`, `samples`). Values per
    label, article, pair and annotator come from `span_measures`.

    >>> from annotator.agreement import spans_from_arrays
    >>> spans = spans_from_arrays(["a", "a"], ["ann", "bob"], ["fear", "fear"], [2, 2], [9, 12],
    ...                           lengths={"a": 60})
    >>> round(span_measure(spans, "u_alpha").value, 4)
    0.798
    >>> span_measure(spans, "f1_overlap").value, span_measure(spans, "f1_iou", threshold=0.8).value
    (1.0, 0.0)
    >>> round(span_measure(spans, "gamma", samples=5, seed=1).value, 2) <= 1
    True
    """
    if name not in SPAN_NAMES:
        raise RatingsError(f"span measure {name!r} is unknown; known are {', '.join(SPAN_NAMES)}")
    if name in GAMMA:
        result = gamma(spans, seed=seed, labels=name == "gamma_cat", resamples=resamples, **options)
        return next(one for one in result.measures() if one.name == name)
    return span_measures(spans, [name], scopes=(), resamples=resamples, seed=seed, **options)[0]


Tokens = Mapping[str, Sequence[tuple[int, int]]]  # of each article


def evaluate_spans(
    spans: Spans,
    names: Sequence[str] | None,
    *,
    resamples: int,
    seed: int,
    tokens: Tokens | None = None,
    progress: Steps = unheard,
    **of_gamma: Any,
) -> tuple[list[Measure], tuple[str, ...]]:
    """The measures asked for (None: all), and notes about what was not computed.

    `of_gamma`: options of `gamma`.
    """
    notes: tuple[str, ...] = ()
    if names is None:
        names = SPAN_NAMES
        if len(spans) > MANY_SPANS:
            names = SPAN_MEASURES
            notes = (
                f"gamma of {len(spans)} spans takes long and was left out; "
                "name it among the measures to have it",
            )
    found: list[Measure] = []
    sums = [name for name in names if name in SPAN_MEASURES]
    asked = [name for name in names if name in GAMMA]
    shares = [float(len(sums))] * bool(sums) + [OF_GAMMA] * bool(asked)
    parts = Parts(progress, *shares)
    if sums:
        scopes, too_much = _scopes(spans)
        notes += too_much
        found += span_measures(
            spans, sums, scopes=scopes, resamples=resamples, seed=seed, tokens=tokens,
            progress=parts.next(),
        )  # fmt: skip
    if asked:
        labels = "gamma_cat" in asked
        result = gamma(
            spans, labels=labels, resamples=resamples, seed=seed, progress=parts.next(), **of_gamma
        )
        found += [one for one in result.measures() if one.name in asked]
    return [_scoped(one) for one in found], notes


def _scopes(spans: Spans) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which values are computed beside those over everything, and notes about the others."""
    scopes, notes = list(DETAILS), []
    if len(spans.labels) > MOST_ONE_BY_ONE:
        scopes.remove("label")
        notes.append(
            f"{len(spans.labels)} labels: values label by label are computed for at most "
            f"{MOST_ONE_BY_ONE}"
        )
    if len(spans.annotators) > MOST_LEFT_OUT:
        scopes = [scope for scope in scopes if scope not in ("pair", "annotator")]
        notes.append(
            f"{len(spans.annotators)} annotators: values pair by pair and without each annotator "
            f"are computed for at most {MOST_LEFT_OUT}"
        )
    return tuple(scopes), tuple(notes)


def _scoped(one: Measure) -> Measure:
    """The value of one label over everything has the scope `label`, as for ratings."""
    if one.scope == "all" and one.label is not None:
        return replace(one, scope="label", id=one.label)
    return one
