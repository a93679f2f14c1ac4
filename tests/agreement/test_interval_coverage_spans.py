"""Intervals of span measures cover what a very large corpus says, at about their nominal rate."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import Spans, spans_from_arrays

NAMES = ("character_alpha", "f1_overlap", "u_alpha")
PLACES, LENGTH, ANNOTATORS = 6, 240, 3


def corpus(rng: np.random.Generator, articles: int) -> Spans:
    """Made-up spans: articles differ in how hard they are, which is what a resample must feel."""
    shape = (articles, ANNOTATORS, PLACES)
    hard = rng.beta(2, 4, (articles, 1, 1))
    article, annotator, place = np.indices(shape)
    marked = rng.random(shape) > 0.1 + 0.6 * hard
    kind = np.broadcast_to(rng.integers(0, 3, (articles, 1, PLACES)), shape)
    label = np.where(rng.random(shape) > 0.7 * hard, kind, rng.integers(0, 3, shape))
    start = place * (LENGTH // PLACES) + rng.integers(0, 8, shape)
    end = start + rng.integers(10, 30, shape)
    columns = (column[marked] for column in (article, annotator, label, start, end))
    return spans_from_arrays(
        *columns,
        lengths=dict.fromkeys(range(articles), LENGTH),
        seen=[(a, g) for a in range(articles) for g in range(ANNOTATORS)],
    )


@pytest.mark.parametrize("articles", [49, 60])  # drawn with replacement; Poisson numbers
def test_intervals_of_span_measures_cover_at_about_their_nominal_rate(articles: int) -> None:
    rng, studies = np.random.default_rng(articles), 100
    truth = values(corpus(rng, 20_000), 0)
    inside = dict.fromkeys(NAMES, 0)
    for _ in range(studies):
        for name, (_, low, high) in values(corpus(rng, articles), 300).items():
            inside[name] += low <= truth[name][0] <= high
    for name in NAMES:
        assert 0.87 <= inside[name] / studies <= 1, (name, inside)
    assert min(inside.values()) < studies  # intervals that always cover are too wide


def values(spans: Spans, resamples: int) -> dict[str, tuple[float, float, float]]:
    found = {}
    for measure in span_measures(spans, NAMES, scopes=(), resamples=resamples):
        assert measure.value is not None
        ends = (0.0, 0.0)
        if measure.interval is not None:
            assert measure.interval.low is not None
            assert measure.interval.high is not None
            ends = (measure.interval.low, measure.interval.high)
        found[measure.name] = (measure.value, *ends)
    return found
