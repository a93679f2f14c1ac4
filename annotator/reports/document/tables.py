"""Tables of a report for a spreadsheet: columns and rows, numbers as numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from annotator.agreement.measure import Measure
from annotator.agreement.why_missing import why_missing, why_no_interval, why_no_value
from annotator.reports.document.reliability import COLUMNS, reliability_rows
from annotator.reports.report import NO_TEXT, NO_WORK, Report

__all__ = ["TABLES", "Table"]

Table = tuple[Sequence[str], Sequence[Sequence[Any]]]


def _three(measure: Measure) -> tuple[Any, Any, Any]:
    """Value, and both ends of its interval; "" where there is none."""
    if measure.value is None:
        return "", "", ""
    interval = measure.interval
    if interval is None or interval.low is None:
        return measure.value, "", ""
    return measure.value, interval.low, interval.high


def _named(names: Sequence[str]) -> list[str]:
    return [f"{name}{end}" for name in names for end in ("", "_low", "_high")]


def _missing(
    row: Any,
    names: Sequence[str],
    intervals: bool = True,
    count: tuple[str, Any, str] = ("", 0, ""),
) -> str:
    """Why cells of a row are empty; `count` is a number that is no measure: name, value, why."""
    named = [(name, getattr(row, name)) for name in names]
    what, value, why = count
    told = why_missing([(what, why)] if value is None else [])
    return "; ".join((*told, *why_no_value(named), *(why_no_interval(named) if intervals else ())))


def _passages(kinds: Sequence[str]) -> list[str]:
    """Columns of counts of passages: settled, and disputed about what."""
    return [f"passages_{kind.replace(' ', '_')}" for kind in kinds]


def _labels(report: Report) -> Table:
    names = ("f1_exact", "f1_overlap", "f1_character", "character_alpha", "u_alpha", "gwet_ac1",
             "specific_agreement")  # fmt: skip
    kinds = list(report.passages)
    counts = ["marks", "articles", "prevalence", *_passages(kinds)]
    columns = ["label", "title", *counts, *_named(names), "missing"]
    rows = [
        [one.key, one.title, one.spans, one.articles,
         "" if one.prevalence is None else one.prevalence,
         *(one.passages.get(kind, 0) for kind in kinds),
         *(end for name in names for end in _three(getattr(one, name))),
         _missing(one, names, count=("prevalence", one.prevalence, NO_TEXT))]
        for one in report.labels
    ]  # fmt: skip
    return columns, rows


def _pairs(report: Report) -> Table:
    names = ("f1_exact", "f1_overlap", "f1_character", "character_alpha", "u_alpha_macro")
    rows = [
        [one.first, one.second, one.articles, one.spans,
         *(end for name in names for end in _three(getattr(one, name))), _missing(one, names)]
        for one in report.pairs
    ]  # fmt: skip
    return ["first", "second", "articles", "marks", *_named(names), "missing"], rows


def _articles(report: Report) -> Table:
    names = ("f1_exact", "f1_overlap", "f1_character", "character_alpha", "u_alpha_macro")
    kinds = list(report.passages)
    rows = [
        [one.id, one.title, len(one.annotators), one.spans,
         *(one.passages.get(kind, 0) for kind in kinds),
         *(_three(getattr(one, name))[0] for name in names), _missing(one, names, False)]
        for one in report.by_article
    ]  # fmt: skip
    return ["article", "title", "annotators", "marks", *_passages(kinds), *names, "missing"], rows


def _annotators(report: Report) -> Table:
    names = ("f1_overlap", "alpha_without")
    rows = [
        [one.pseudonym, one.submitted, one.skipped, one.spans,
         "" if one.spans_per_article is None else one.spans_per_article,
         *(end for name in names for end in _three(getattr(one, name))),
         _missing(one, names, count=("marks_per_article", one.spans_per_article, NO_WORK))]
        for one in report.by_annotator
    ]  # fmt: skip
    columns = ["annotator", "submitted", "skipped", "marks", "marks_per_article", *_named(names)]
    return [*columns, "missing"], rows


def _attributes(report: Report) -> Table:
    """Every measure of every attribute, one a row."""
    rows: list[list[Any]] = []
    for one in report.attributes:
        for found in (one.overall, *one.by_label.values(), *one.by_pair.values()):
            rows += [
                [one.key, measure.label or "", measure.id, measure.name, *_three(measure),
                 measure.no_interval]
                for measure in found
            ]  # fmt: skip
    columns = ("attribute", "label", "pair", "measure", "value", "low", "high", "reason")
    return columns, rows


def _relations(report: Report) -> Table:
    """Relations that not everybody drew alike, one a row; offsets of the ends are the first
    drawer's."""
    rows = [
        [one.article, " | ".join(one.types), *one.begin, *one.end, " ".join(one.drawn_by),
         " | ".join(one.kinds)]
        for one in (report.relations.disputed if report.relations else ())
    ]  # fmt: skip
    columns = ("article", "type", "from_start", "from_end", "to_start", "to_end", "drawn_by",
               "others")  # fmt: skip
    return columns, rows


def _questions(report: Report) -> Table:
    """Every coefficient of every question about articles, one a row."""
    rows = [
        [one.key, one.title, one.level.value, one.answered, one.articles, len(one.disputed),
         measure.name, measure.level, *_three(measure), measure.no_interval]
        for one in report.questions
        for measure in one.measures
    ]  # fmt: skip
    columns = ("question", "title", "level", "answers", "articles", "answered_differently",
               "measure", "of", "value", "low", "high", "reason")  # fmt: skip
    return columns, rows


def _reliability(report: Report) -> Table:
    return COLUMNS, [row.cells for row in reliability_rows(report)]


TABLES: dict[str, Callable[[Report], Table]] = {
    "reliability": _reliability,
    "labels": _labels,
    "questions": _questions,
    "attributes": _attributes,
    "relations": _relations,
    "annotators": _annotators,
    "pairs": _pairs,
    "articles": _articles,
}
