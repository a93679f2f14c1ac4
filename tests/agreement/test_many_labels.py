"""Thousands of labels are worked through in blocks: they cost time, not memory."""

from __future__ import annotations

import tracemalloc

import numpy as np

from annotator.agreement.spans.span_measures import span_measures
from annotator.agreement.spans.spans import spans_from_arrays

LABELS, ARTICLES = 4000, 60


def test_memory_does_not_grow_with_labels() -> None:
    rng = np.random.default_rng(4)
    shape = (ARTICLES, 2, 20)
    article, annotator, slot = (axis.ravel() for axis in np.indices(shape))
    label = rng.integers(0, LABELS, shape).ravel()
    start = slot * 50
    spans = spans_from_arrays(
        article, annotator, [f"l{n}" for n in label], start, start + 30,
        lengths=dict.fromkeys(range(ARTICLES), 1000),
        labels=[f"l{n}" for n in range(LABELS)],
    )  # fmt: skip
    tracemalloc.start()
    found = span_measures(spans, ["character_alpha", "u_alpha_macro"], scopes=())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert {measure.name for measure in found} == {"character_alpha", "u_alpha_macro"}
    assert peak < 100 << 20  # the sums of all labels at once are above 300 MB
