"""One span measure by its name: what a script or a notebook asks for first."""

from __future__ import annotations

from typing import Any

from annotator.agreement.by_name.evaluate_spans import GAMMA, SPAN_NAMES
from annotator.agreement.gamma.gamma import gamma
from annotator.agreement.measure import Measure
from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Spans
from annotator.errors import RatingsError


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
    found = span_measures(spans, [name], scopes=(), resamples=resamples, seed=seed, **options)
    return found[0]
