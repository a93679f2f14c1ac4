"""Every article's own values, without intervals: a single article has nothing to resample."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from annotator.agreement.overlap_values import TOGETHER, Floats, OverlapValues
from annotator.agreement.result import Measure
from annotator.agreement.segments import OverlapStatistics
from annotator.agreement.span_f1 import NAMES, MatchStatistics, f1_values, pair_totals

MEANS = {"u_alpha_macro": "mean of labels", "k_u_alpha": "mean of labels"}


def measures_by_article(
    overlap: OverlapStatistics,
    match: MatchStatistics,
    articles: tuple[str, ...],
    names: Collection[str],
    unit: str,
) -> list[Measure]:
    """For each article that two annotators opened, the named measures over all labels."""
    m = overlap.annotators_per_article
    units = np.bincount(overlap.marked.article, overlap.marked.units, minlength=len(articles))
    found: list[Measure] = []
    columns = _overlap_columns(overlap, names) | _f1_columns(match, names)
    for name, (value, observed, expected) in columns.items():
        is_f1 = name in NAMES
        pooling = "mean of pairs" if is_f1 else MEANS.get(name, "pooled")
        level = "" if is_f1 or name in ("percent_agreement", "specific_agreement") else "nominal"
        for article in np.flatnonzero(m >= 2):
            number = _number(value, article)
            found.append(
                Measure(
                    name,
                    number,
                    reason="" if number is not None else _reason(overlap, article, units[article]),
                    scope="article",
                    id=articles[article],
                    level=level,
                    unit="span" if is_f1 else unit,
                    pooling=pooling,
                    observed=_number(observed, article),
                    expected=_number(expected, article),
                    articles=1,
                    annotators=int(m[article]),
                    units=int(units[article]),
                )
            )
    return found


Columns = dict[str, tuple[Floats, Floats | None, Floats | None]]


def _overlap_columns(overlap: OverlapStatistics, names: Collection[str]) -> Columns:
    if not set(names) & set(TOGETHER):
        return {}
    everyone = np.ones(overlap.seen.shape[1], dtype=bool)
    values = OverlapValues(overlap, everyone, lambda matrix: matrix)
    for _ in values.blocks():  # (k)uα's mean over labels gathers here
        pass
    rows = values.together()
    return {
        name: (rows[name].value, rows[name].observed, rows[name].expected)
        for name in TOGETHER
        if name in names
    }


def _f1_columns(match: MatchStatistics, names: Collection[str]) -> Columns:
    """The mean over the pairs that opened the article and have a value there."""
    n_articles, n_annotators = match.seen.shape
    asked = [name for name in NAMES if name in names]
    if not asked:
        return {}
    total = np.zeros((n_articles, len(NAMES)))
    count = np.zeros_like(total)
    for first in range(n_annotators):
        for second in range(first + 1, n_annotators):
            values = f1_values(pair_totals(match, first, second)[:, 0])
            total += np.nan_to_num(values)
            count += np.isfinite(values)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return {name: (mean[:, NAMES.index(name)], None, None) for name in asked}


def _number(column: Floats | None, row: int) -> float | None:
    return float(column[row]) if column is not None and np.isfinite(column[row]) else None


def _reason(overlap: OverlapStatistics, article: int, units: float) -> str:
    if not units:
        return "nobody marked anything in this article"
    if overlap.overlapping_itself[article].any():
        return "an annotator's own spans overlap in this article"
    return "there is no variation to measure agreement against in this article"
