"""Charts of the pages about annotators, groups and enough data; each has its numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.agreement.enough import Projection
from annotator.agreement.measure import Measure
from annotator.agreement.why_missing import why_no_interval
from annotator.reports.charts import SCHEMA
from annotator.reports.report import Chart

MOST_LINES = 8  # annotators in one drawing of lines; more cannot be told apart
QUARTERS = ("first", "second", "third", "last")
POINT = {"type": "point", "filled": True, "size": 90, "opacity": 1, "color": "#24527a"}
RULE = {"type": "rule", "strokeWidth": 2, "color": "#8fb8de"}


def drift_chart(measures: Sequence[Measure], what: str) -> Chart | None:
    """Agreement of each annotator with the others in the four quarters of their work."""
    known = [one for one in measures if one.value is not None]
    if not known or len(known) > MOST_LINES:
        return None
    rows = tuple(
        (one.id, quarter, None if value is None else round(value, 4))
        for one in known
        for quarter, value in zip(QUARTERS, one.parameters["quarters"], strict=True)
    )
    columns = ("annotator", "quarter", "agreement")
    line = {"title": None, "symbolType": "stroke", "symbolSize": 500, "symbolStrokeWidth": 2.5}
    look = {"field": "annotator", "type": "nominal", "legend": line}
    return chart_of(
        "drift", "Agreement with the others as the work went on",
        f"Four parts of each annotator's own work; in each, {what}.",
        columns, rows,
        {"height": 240,
         "mark": {"type": "line", "strokeWidth": 2,
                  "point": {"filled": True, "size": 80, "opacity": 1}},
         "encoding": {
            "x": {"field": "quarter", "type": "ordinal", "sort": list(QUARTERS), "title": None,
                  "axis": {"labelAngle": 0}, "scale": {"padding": 0.3}},
            "y": {"field": "agreement", "type": "quantitative", "title": "agreement",
                  "scale": {"domain": [0, 1]}},
            "color": {**look, "scale": {"scheme": "dark2"}},
            "strokeDash": look}},
    )  # fmt: skip


def projection_chart(projections: Sequence[Projection], value: float, what: str) -> Chart | None:
    """The interval to expect with each number of articles, around the value now."""
    rows = tuple(
        (f"{one.clusters}", round(value, 4), round(one.interval.low, 4),
         round(one.interval.high, 4), round(one.width or 0, 4))
        for one in projections
        if one.interval.low is not None and one.interval.high is not None
    )  # fmt: skip
    if not rows:
        return None
    order = [row[0] for row in rows]
    x = {"field": "articles", "type": "ordinal", "sort": order, "title": "articles",
         "axis": {"labelAngle": 0}}  # fmt: skip
    y = {"type": "quantitative", "title": what, "scale": {"zero": False, "nice": True}}
    return chart_of(
        "projection", "How the interval narrows with more articles",
        "The 95 percent interval to expect with so many articles like those that are there.",
        ("articles", "value", "low", "high", "width"), rows,
        {"height": 240, "layer": [
            {"mark": {**RULE, "strokeWidth": 4},
             "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
            {"mark": POINT, "encoding": {"x": x, "y": {**y, "field": "value"}}},
        ]},
    )  # fmt: skip


def interval_chart(
    name: str, title: str, description: str, what: str, measures: Sequence[tuple[str, Measure]]
) -> Chart | None:
    """Values with their intervals under each other."""
    rows = tuple(
        (words, round(one.value, 4), *_ends(one))
        for words, one in measures
        if one.value is not None
    )
    if not rows:
        return None
    lowest = min([0.0, *(end for row in rows for end in row[1:] if isinstance(end, float))])
    y = {"field": "who", "type": "nominal", "sort": None, "title": None}
    x = {"type": "quantitative", "title": what, "scale": {"domain": [lowest, 1], "nice": True}}
    return chart_of(
        name, title, description, ("who", "value", "low", "high"), rows,
        {"height": {"step": 28}, "layer": [
            {"mark": RULE,
             "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}},
            {"mark": POINT, "encoding": {"y": y, "x": {**x, "field": "value"}}},
        ]},
        why_no_interval(measures),
    )  # fmt: skip


def chart_of(
    name: str, title: str, description: str, columns: tuple[str, ...],
    rows: tuple[tuple[Any, ...], ...], body: Mapping[str, Any], missing: tuple[str, ...] = (),
) -> Chart:  # fmt: skip
    """A chart whose data are its own table."""
    spec = {
        "$schema": SCHEMA,
        "description": description,
        "background": "transparent",
        "width": 520,
        "data": {"values": [dict(zip(columns, row, strict=True)) for row in rows]},
        **body,
    }
    return Chart(name, title, description, spec, columns, rows, missing)


def _ends(measure: Measure) -> tuple[float | None, float | None]:
    found = measure.interval
    if found is None or found.low is None or found.high is None:
        return None, None
    return round(found.low, 4), round(found.high, 4)
