"""All measures of spans, asked for by name: those of sums over articles, and gamma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.result import Measure
from annotator.agreement.span_measures import SPAN_MEASURES, span_measures
from annotator.agreement.spans import Spans

SPAN_NAMES = SPAN_MEASURES


@dataclass(frozen=True)
class SpanOptions:
    """How spans are measured."""

    resamples: int = 2000
    seed: int = 0
    gamma_alpha: float = 1.0
    gamma_beta: float = 1.0
    gamma_samples: int = 30
    gamma_sampler: str = "shuffle"


def evaluate_spans(
    spans: Spans, names: Sequence[str] | None, options: SpanOptions
) -> tuple[list[Measure], tuple[str, ...]]:
    """The measures asked for, and notes about what was not computed."""
    asked = SPAN_NAMES if names is None else tuple(names)
    found = span_measures(spans, asked, resamples=options.resamples, seed=options.seed)
    return found, ()
