"""The tables of the report as they sort and filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from annotator.agreement.measure import Measure
from annotator.reports import AnnotatorReport, ArticleReport, LabelReport, PairReport, Report
from annotator.reports.report import NO_TEXT, NO_WORK
from annotator.web.agreement.sorted_tables import Column, SortedTable, sorted_table

__all__ = ["report_tables"]

Row = TypeVar("Row")


def report_tables(report: Report) -> dict[str, SortedTable[Any]]:
    """By name, as the address has it."""
    return {
        "labels": sorted_table(
            "labels", LABELS, report.labels, words=lambda one: one.title, usual="", size=100
        ),
        "annotators": sorted_table(
            "annotators", ANNOTATORS, report.by_annotator, words=lambda one: one.pseudonym,
            usual="",
        ),
        "pairs": sorted_table(
            "pairs", PAIRS, report.pairs, words=lambda one: f"{one.first} and {one.second}",
            usual="f1_overlap",
        ),
        "articles": sorted_table(
            "articles", ARTICLES, report.by_article, words=lambda one: one.title or "Untitled",
            usual="-disputed",
        ),
    }  # fmt: skip


def _measured(key: str, title: str, of: Callable[[Row], Measure]) -> Column[Row]:
    """A column of values; where one is missing the measure says why."""
    return Column(key, title, lambda one: of(one).value, why=lambda one: of(one).reason)


LABELS: tuple[Column[LabelReport], ...] = (
    Column("label", "Label", lambda one: one.title, number=False),
    _measured("alpha", "α, characters", lambda one: one.character_alpha),
    Column(
        "interval",
        "95 % interval of α",
        lambda one: _width(one.character_alpha),
        why=lambda one: one.character_alpha.no_interval,
    ),
    Column("marks", "Marks", lambda one: one.spans),
    Column(
        "share",
        "Share of text",
        lambda one: one.prevalence,
        why=lambda _: NO_TEXT,
    ),
    _measured("f1_exact", "F1, exact", lambda one: one.f1_exact),
    _measured("f1_overlap", "F1, overlap", lambda one: one.f1_overlap),
    Column(
        "ac1",
        "AC1",
        lambda one: one.gwet_ac1.value if one.spans else None,
        why=lambda one: one.gwet_ac1.reason or "nobody used this label",
    ),
    Column("settled", "Settled", lambda one: one.settled),
    Column("disputed", "Disputed", lambda one: one.disputed),
)
ANNOTATORS: tuple[Column[AnnotatorReport], ...] = (
    Column("annotator", "Annotator", lambda one: one.pseudonym, number=False),
    Column("submitted", "Submitted", lambda one: one.submitted),
    Column("skipped", "Skipped", lambda one: one.skipped),
    Column("marks", "Marks", lambda one: one.spans),
    Column(
        "per_article",
        "Marks an article",
        lambda one: one.spans_per_article,
        why=lambda _: NO_WORK,
    ),
    _measured("f1_overlap", "F1, overlap, with the others", lambda one: one.f1_overlap),
    _measured("without", "α without", lambda one: one.alpha_without),
)
PAIRS: tuple[Column[PairReport], ...] = (
    Column("pair", "Pair", lambda one: f"{one.first} and {one.second}", number=False),
    Column("articles", "Articles", lambda one: one.articles),
    Column("marks", "Marks", lambda one: one.spans),
    _measured("f1_exact", "F1, exact", lambda one: one.f1_exact),
    _measured("f1_overlap", "F1, overlap", lambda one: one.f1_overlap),
    _measured("f1_character", "F1, characters", lambda one: one.f1_character),
    _measured("alpha", "α, characters", lambda one: one.character_alpha),
)
ARTICLES: tuple[Column[ArticleReport], ...] = (
    Column("article", "Article", lambda one: one.title, number=False),
    Column("annotators", "Annotators", lambda one: len(one.annotators)),
    Column("marks", "Marks", lambda one: one.spans),
    _measured("f1_overlap", "F1, overlap", lambda one: one.f1_overlap),
    _measured("alpha", "α, characters", lambda one: one.character_alpha),
    Column("disputed", "Disputed", lambda one: one.disputed),
)


def _width(measure: Measure) -> float | None:
    """How wide the interval is."""
    interval = measure.interval
    if interval is None or interval.low is None or interval.high is None:
        return None
    return interval.high - interval.low
