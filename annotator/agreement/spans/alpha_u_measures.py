"""α_U of 1995 as `Measure` values: all labels, each label, each article.

Its expected part joins the lengths of all annotators, so a pair of them or all but one is another
study: choose them by `Spans.select` first.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.measure import Measure
from annotator.agreement.spans.alpha_u_1995 import AlphaUStatistics
from annotator.agreement.spans.coincidences import label_blocks
from annotator.agreement.spans.kept_sums import Sums
from annotator.agreement.spans.span_statistics import SpanStatistics
from annotator.agreement.spans.unitizing import alpha
from annotator.errors import RatingsError

NAME = "alpha_u_1995"
POOLING = "1 - sum of observed / sum of expected over articles"


def alpha_u_measures(sums: Sums, *, by_label: bool = True) -> list[Measure]:
    """All labels first, then each; of statistics that hold them."""
    overlap, labels, resamples = sums.statistics.overlap, sums.statistics.labels, sums.drawn
    usable = overlap.annotators_per_article >= 2
    used = overlap.seen[usable].any(axis=0).sum()
    rows = usable[overlap.marked.article]
    units = np.bincount(
        overlap.marked.label[rows], overlap.marked.units[rows], minlength=len(labels)
    )
    together: Any = np.zeros((1, 2))
    found: list[Measure] = []

    def measure(observed: Floats, expected: Floats, count: float, label: str | None) -> Measure:
        value = alpha((observed, expected))
        number = float(value[0]) if np.isfinite(value[0]) else None
        what = "anything" if label is None else f"anything as {label}"
        reason = "" if number is not None else f"nobody marked {what}"
        if number is None and resamples.articles == 0:
            reason = "no article was opened by two annotators"
        interval = None
        if number is not None:
            interval = resamples.interval(value, resamples.articles, (NAME, "all", "", label))
        return Measure(
            NAME, number, reason, label=label, level="nominal", unit=sums.statistics.unit,
            pooling=POOLING,
            observed=float(observed[0]) if number is not None else None,
            expected=float(expected[0]) if number is not None else None,
            interval=interval,
            articles=resamples.articles, annotators=int(used), units=int(count),
        )  # fmt: skip

    for block in label_blocks(len(labels)):
        width = block.stop - block.start
        total = sums.of((NAME,), f"labels {block.start}", partial(_rows, labels=block))
        occurs = total[:, 2 * width :] > 0
        observed, expected = (
            # What is left of fractions after taking them away again is not quite 0.
            np.where(occurs, part, 0.0)
            for part in (total[:, :width], total[:, width : 2 * width])
        )
        together = together + np.stack([observed.sum(axis=1), expected.sum(axis=1)], axis=1)
        for place in range(width if by_label else 0):
            label = block.start + place
            found.append(
                measure(observed[:, place], expected[:, place], units[label], labels[label])
            )
    return [measure(together[:, 0], together[:, 1], units.sum(), None), *found]


def _rows(statistics: SpanStatistics, labels: slice) -> Floats:
    """Observed, expected and whether the label occurs, each of shape (n_articles, width)."""
    if statistics.alpha_u is None:
        raise RatingsError(f"{NAME} needs its own statistics: ask for it in span_statistics")
    totals = statistics.alpha_u.totals(labels)
    observed, expected = np.hsplit(totals, 2)
    return np.concatenate([totals, (observed > 0) | (expected > 0)], axis=1)


def alpha_u_by_article(statistics: AlphaUStatistics) -> tuple[Floats, Floats, Floats]:
    """Value, observed and expected of each article over all labels, shape (n_articles,)."""
    observed, expected = (
        np.bincount(statistics.article, column, statistics.n_articles).astype(np.float64)
        for column in (statistics.observed, statistics.expected)
    )
    return alpha((observed, expected)), observed, expected
