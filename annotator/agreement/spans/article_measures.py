"""Every article's own values, without intervals: a single article has nothing to resample."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np

from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.measure import Measure
from annotator.agreement.spans.alpha_u_measures import alpha_u_by_article
from annotator.agreement.spans.overlap_statistics import OverlapStatistics
from annotator.agreement.spans.overlap_values import TOGETHER, OverlapValues
from annotator.agreement.spans.pair_measures import PairSource, pair_sources
from annotator.agreement.spans.span_f1 import NAMES as F1_NAMES
from annotator.agreement.spans.span_statistics import ALPHA_U, SpanStatistics

MEANS = {"u_alpha_macro": "mean of labels", "k_u_alpha": "mean of labels"}
Columns = dict[str, tuple[Floats, Floats | None, Floats | None]]


def measures_by_article(statistics: SpanStatistics, names: Collection[str]) -> list[Measure]:
    """For each article that two annotators opened, the named measures over all labels."""
    overlap = statistics.overlap
    columns = _overlap_columns(overlap, names)
    for source in pair_sources(statistics):
        columns |= _pair_columns(statistics, source, names)
    if ALPHA_U in names and statistics.alpha_u is not None:
        columns[ALPHA_U] = alpha_u_by_article(statistics.alpha_u)
    m = overlap.annotators_per_article
    units = np.bincount(overlap.marked.article, overlap.marked.units, minlength=len(m))
    found: list[Measure] = []
    for name, (value, observed, expected) in columns.items():
        fields = _fields(name, statistics.unit)
        for article in np.flatnonzero(m >= 2):
            number = _number(value, article)
            reason = "" if number is not None else _reason(overlap, article, units[article])
            measure = Measure(
                name, number, reason, "article", statistics.articles[article], None,
                observed=_number(observed, article), expected=_number(expected, article),
                articles=1, annotators=int(m[article]), units=int(units[article]), **fields,
            )  # fmt: skip
            found.append(measure)
    return found


def _fields(name: str, unit: str) -> dict[str, Any]:
    """Level, unit and pooling of a measure."""
    if name in F1_NAMES or name == "boundary_similarity":
        return {"unit": "span" if name in F1_NAMES else unit, "pooling": "mean of pairs"}
    level = "" if name in ("percent_agreement", "specific_agreement") else "nominal"
    return {"level": level, "unit": unit, "pooling": MEANS.get(name, "pooled")}


def _overlap_columns(overlap: OverlapStatistics, names: Collection[str]) -> Columns:
    if not set(names) & set(TOGETHER):
        return {}
    itself = overlap.overlapping_itself
    found = _columns(replace(overlap, overlapping_itself=np.zeros_like(itself)), names)
    if itself.any():
        # Whether a measure needs label sets, or has no value, is a matter of each article.
        rows: Bools = np.any(itself, axis=1)
        for name, (value, observed, expected) in _columns(overlap, names).items():
            plain = found[name]
            found[name] = (
                np.where(rows, value, plain[0]),
                _either(rows, observed, plain[1]),
                _either(rows, expected, plain[2]),
            )
    return found


def _either(rows: Bools, one: Floats | None, other: Floats | None) -> Floats | None:
    """`one` in these rows, `other` in the rest; NaN where it is not known."""
    if one is None and other is None:
        return None
    one, other = (np.full(len(rows), np.nan) if side is None else side for side in (one, other))
    return np.where(rows, one, other)


def _columns(overlap: OverlapStatistics, names: Collection[str]) -> Columns:
    everyone = np.ones(overlap.seen.shape[1], dtype=bool)
    values = OverlapValues(overlap, everyone, lambda _, rows: rows(overlap), by_label=False)
    for _ in values.blocks():  # (k)uα's mean over labels gathers here
        pass
    rows = values.together()
    return {
        name: (rows[name].value, rows[name].observed, rows[name].expected)
        for name in TOGETHER
        if name in names
    }


def _pair_columns(
    statistics: SpanStatistics, source: PairSource, names: Collection[str]
) -> Columns:
    """The mean over the pairs that opened the article and have a value there."""
    n_articles, n_annotators = statistics.overlap.seen.shape
    asked = [name for name in source.names if name in names]
    if not asked:
        return {}
    total = np.zeros((n_articles, len(source.names)))
    count = np.zeros_like(total)
    for first in range(n_annotators):
        for second in range(first + 1, n_annotators):
            values = source.values(source.totals(statistics, first, second, None)[:, 0])
            total += np.nan_to_num(values)
            count += np.isfinite(values)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return {name: (mean[:, source.names.index(name)], None, None) for name in asked}


def _number(column: Floats | None, row: int) -> float | None:
    return float(column[row]) if column is not None and np.isfinite(column[row]) else None


def _reason(overlap: OverlapStatistics, article: int, units: float) -> str:
    if not units:
        return "nobody marked anything in this article"
    if overlap.overlapping_itself[article].any():
        return "an annotator's own spans overlap in this article"
    return "there is no variation to measure agreement against in this article"
