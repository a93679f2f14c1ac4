"""The per-article statistics of a set of spans, from which every value and interval is a sum."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from annotator.agreement.spans.alpha_u_1995 import AlphaUStatistics, alpha_u_statistics
from annotator.agreement.spans.boundary_similarity import (
    WINDOW,
    BoundaryStatistics,
    boundary_statistics,
)
from annotator.agreement.spans.overlap_statistics import OverlapStatistics, overlap_statistics
from annotator.agreement.spans.overlap_values import TOGETHER
from annotator.agreement.spans.span_f1 import IOU, MatchStatistics, match_statistics
from annotator.agreement.spans.span_f1 import NAMES as F1_NAMES
from annotator.agreement.spans.spans import Spans

ALPHA_U = "alpha_u_1995"
BOUNDARY = "boundary_similarity"
SPAN_MEASURES = (*TOGETHER, "token_alpha", *F1_NAMES, ALPHA_U, BOUNDARY)


@dataclass(frozen=True, eq=False)
class SpanStatistics:
    """What measures are sums of, and the names to speak about them.

    `alpha_u` and `boundaries` are there only when those measures were asked for.
    """

    overlap: OverlapStatistics
    match: MatchStatistics
    articles: tuple[str, ...]
    annotators: tuple[str, ...]
    labels: tuple[str, ...]
    unit: str
    alpha_u: AlphaUStatistics | None = None
    boundaries: BoundaryStatistics | None = None


def span_statistics(
    spans: Spans,
    names: Collection[str] = (),
    *,
    threshold: float = IOU,
    window: int = WINDOW,
) -> SpanStatistics:
    """One pass over the spans; `names` asks for α_U of 1995 and boundary similarity besides."""
    return SpanStatistics(
        overlap_statistics(spans),
        match_statistics(spans, threshold=threshold),
        spans.articles,
        spans.annotators,
        spans.labels,
        spans.unit,
        alpha_u_statistics(spans) if ALPHA_U in names else None,
        boundary_statistics(spans, window=window) if BOUNDARY in names else None,
    )
