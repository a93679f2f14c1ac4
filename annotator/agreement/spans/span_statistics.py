"""Spans, and what each article adds to the sums that measures are made of, computed once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats, Ints
from annotator.agreement.spans.spans import Spans

IOU = 0.5
WINDOW = 2

Tables = TypeVar("Tables")


@dataclass(frozen=True)
class SpanSettings:
    """What some measures can be told."""

    threshold: float = IOU  # of `f1_iou`: common / joint length
    window: int = WINDOW  # of `boundary_similarity`


class SpanStatistics:
    """A set of spans with whatever has been computed from it, article by article."""

    def __init__(self, spans: Spans, settings: SpanSettings) -> None:
        self.spans, self.settings = spans, settings
        self.articles: Ints = np.ones(len(spans.seen), dtype=np.int64)  # that each row stands for
        self._found: dict[Any, Any] = {}

    @property
    def seen(self) -> Bools:
        """Who opened what, shape (n_articles, n_annotators)."""
        return self.spans.seen

    @property
    def annotators(self) -> tuple[str, ...]:
        return self.spans.annotators

    @property
    def labels(self) -> tuple[str, ...]:
        return self.spans.labels

    def of(self, compute: Callable[..., Tables], **settings: Any) -> Tables:
        """The tables that `compute` makes of the spans, made when they are first asked for."""
        key = (compute, *sorted(settings.items()))
        if key not in self._found:
            self._found[key] = compute(self.spans, **settings)
        found: Tables = self._found[key]
        return found

    def opened_by(self, annotators: AnnotatorSet) -> Ints:
        """How many of these annotators opened each article, shape (n_articles,)."""
        counts: Ints = self.seen[:, annotators.mask].sum(axis=1, dtype=np.int64)
        return counts

    def units_of(self, annotators: AnnotatorSet) -> Floats:
        """How many spans they made of each label, where two of them opened the article."""
        spans = self.spans
        rows = annotators.mask[spans.annotator] & (self.opened_by(annotators) >= 2)[spans.article]
        return np.bincount(spans.label[rows], minlength=len(self.labels)).astype(np.float64)


def span_statistics(
    spans: Spans, *, threshold: float = IOU, window: int = WINDOW
) -> SpanStatistics:
    """For whoever needs several measures of the same spans."""
    return SpanStatistics(spans, SpanSettings(threshold, window))
