"""Charts of a report as Vega-Lite specifications, each with its numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from annotator.agreement.measure import Measure
from annotator.agreement.why_missing import why_no_interval
from annotator.reports.report import ArticleReport, Chart, LabelReport, PairReport

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
COUNTS = {"tickMinStep": 1, "labelExpr": "datum.value % 1 ? '' : format(datum.value, ',d')"}
LOOK = {
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {"gridColor": "#e4e8ee", "domainColor": "#9aa5b1", "tickColor": "#9aa5b1",
             "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
             "labelLimit": 220},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
}  # fmt: skip
FEW_PEOPLE = 12  # of more, a matrix has no room for numbers in its fields
KIND_COLOURS = {
    "settled": "#4c9f70",
    "boundary": "#8fb8de",
    "split or merged": "#5b7db1",
    "label": "#e0a458",
    "missed": "#c8553d",
}


def report_charts(
    labels: Sequence[LabelReport],
    pairs: Sequence[PairReport],
    articles: Sequence[ArticleReport],
    passages: Mapping[str, int],
) -> tuple[Chart, ...]:
    """Only charts that have something to show."""
    charts = [
        label_agreement(labels),
        label_passages(labels),
        pair_agreement(pairs),
        article_agreement(articles),
    ]
    return tuple(chart for chart in charts if chart.rows) if sum(passages.values()) else ()


def label_agreement(labels: Sequence[LabelReport]) -> Chart:
    """Character α of each label with its interval."""
    rows = tuple(
        (label.title, *_with_interval(label.character_alpha), label.spans)
        for label in labels
        if label.character_alpha.value is not None
    )
    missing = why_no_interval((label.title, label.character_alpha) for label in labels)
    columns = ("label", "alpha", "low", "high", "spans")
    lowest = min([0.0, *(end for row in rows for end in row[1:3] if end is not None)])
    y = {"field": "label", "type": "nominal", "sort": None, "title": None}
    x = {"field": "alpha", "type": "quantitative", "title": "Krippendorff's α of characters",
         "scale": {"domain": [lowest, 1], "nice": True}}  # fmt: skip
    return chart_of_report(
        "label_agreement", "Agreement per label",
        "Krippendorff's alpha of each label over characters, with its 95 percent interval.",
        columns, rows,
        {"height": {"step": 26}, "layer": [
            {"mark": {"type": "rule", "strokeWidth": 2, "color": "#8fb8de"},
             "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}},
            {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1,
                      "color": "#24527a"},
             "encoding": {"y": y, "x": x, "tooltip": _tooltip(columns)}},
        ]},
        missing=missing,
    )  # fmt: skip


def label_passages(labels: Sequence[LabelReport]) -> Chart:
    """What the passages of each label are: settled, or disputed about what."""
    rows = tuple(
        (label.title, kind, count)
        for label in labels
        for kind, count in label.passages.items()
        if count
    )
    return chart_of_report(
        "label_passages", "What is disputed",
        "How many passages of each label are settled, and what the others are disputed about.",
        ("label", "kind", "passages"), rows,
        {"height": {"step": 22}, "mark": "bar", "encoding": {
            "y": {"field": "label", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "passages", "type": "quantitative", "title": "passages", "axis": COUNTS},
            "color": {"field": "kind", "type": "nominal", "title": None,
                      "scale": {"domain": list(KIND_COLOURS),
                                "range": list(KIND_COLOURS.values())}},
            "tooltip": _tooltip(("label", "kind", "passages")),
        }},
    )  # fmt: skip


def pair_agreement(pairs: Sequence[PairReport]) -> Chart:
    """F1 by overlap of every two annotators, as a matrix."""
    rows = tuple(
        (first, second, round(pair.f1_overlap.value, 4), pair.articles)
        for pair in pairs
        if pair.f1_overlap.value is not None
        for first, second in ((pair.first, pair.second), (pair.second, pair.first))
    )
    people = {row[0] for row in rows}
    few = len(people) <= FEW_PEOPLE
    numbers = [{"mark": "text", "encoding": {
        "text": {"field": "f1", "type": "quantitative", "format": ".2f"},
        "color": {"condition": {"test": "datum.f1 > 0.6", "value": "white"}, "value": "#1b2a38"},
    }}]  # fmt: skip
    return chart_of_report(
        "pair_agreement", "Agreement per pair of annotators",
        "F1 by overlap of every two annotators, over the articles both have done.",
        ("annotator", "other", "f1", "articles"), rows,
        {"width": {"step": 56 if few else 20}, "height": {"step": 30 if few else 20}, "encoding": {
            "x": {"field": "annotator", "type": "nominal", "title": None,
                  "axis": {"labelAngle": 0 if few else -90}},
            "y": {"field": "other", "type": "nominal", "title": None}},
         "layer": [
            {"mark": "rect", "encoding": {
                "color": {"field": "f1", "type": "quantitative", "title": "F1",
                          "scale": {"domain": [0, 1], "scheme": "blues"}},
                "tooltip": _tooltip(("annotator", "other", "f1", "articles"))}},
            *(numbers if few else ()),
        ]},
    )  # fmt: skip


def article_agreement(articles: Sequence[ArticleReport]) -> Chart:
    """Where articles lie: agreement against how much was marked."""
    shown = [article for article in articles if article.f1_overlap.value is not None]
    columns = ("article", "f1", "spans", "disputed")
    return chart_of_report(
        "article_agreement", "Agreement per article",
        "F1 by overlap of each article, against the number of spans in it.",
        columns, tuple(article.row for article in shown),
        {"height": 240, "mark": {"type": "circle", "size": 70, "opacity": 0.7, "color": "#24527a"},
         "encoding": {
            "x": {"field": "spans", "type": "quantitative", "title": "spans of all annotators",
                  "axis": COUNTS},
            "y": {"field": "f1", "type": "quantitative", "title": "F1 by overlap",
                  "scale": {"domain": [0, 1]}},
            "tooltip": _tooltip(columns)}},
        [article.point for article in shown],
    )  # fmt: skip


def chart_of_report(
    name: str, title: str, description: str, columns: tuple[str, ...],
    rows: tuple[tuple[Any, ...], ...], body: Mapping[str, Any],
    values: Sequence[Mapping[str, Any]] | None = None, missing: tuple[str, ...] = (),
) -> Chart:  # fmt: skip
    """A chart in the report's look; its data are its own table unless told."""
    if values is None:
        values = [dict(zip(columns, row, strict=True)) for row in rows]
    spec = {
        "$schema": SCHEMA,
        "description": description,
        "background": "transparent",
        "width": 520,
        "config": LOOK,
        "data": {"values": values},
        **body,
    }
    return Chart(name, title, description, spec, columns, rows, missing)


def _with_interval(measure: Measure) -> tuple[float | None, float | None, float | None]:
    interval = measure.interval
    ends = (interval.low, interval.high) if interval is not None else (None, None)
    rounded = [None if value is None else round(value, 4) for value in (measure.value, *ends)]
    return rounded[0], rounded[1], rounded[2]


def _tooltip(columns: Sequence[str]) -> list[dict[str, str]]:
    return [{"field": column} for column in columns]
