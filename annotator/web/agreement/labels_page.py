"""By label: how much, disputed about what, taken for which other, and over which words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from annotator.reports import LabelReport, Report
from annotator.reports.breakdown.labels_page import Confusion, LabelsPage
from annotator.reports.document.tables import Table
from annotator.reports.report import NO_MARKS, NO_TEXT
from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.agreement.blueprint import blueprint
from annotator.web.agreement.shown_words import KINDS
from annotator.web.agreement.sorted_tables import Column, SortedTable, sorted_table
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.web.report_files import asked_file
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.results import LABELS, REPORT

__all__ = ["labels"]

Titles = Mapping[str, str]


@blueprint.get("/labels/")
@open_to(VIEWERS)
def labels(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    report = shown(study, REPORT)
    if report.result is None:
        return computing_page(study, report, "Labels")
    made = shown(study, LABELS)
    if made.result is None:
        return computing_page(study, made, "Labels")
    page = made.result.value
    titles = {one.key: one.title for one in scheme.labels}
    asked = asked_file(study, _tables(report.result.value, page, titles), [page.chart])
    if asked is not None:
        return asked
    return render_template(
        "agreement/labels.html",
        study=study,
        made=made,
        report=report.result.value,
        page=page,
        kinds_table=_kinds(report.result.value),
        confusions=_confusions(page, titles),
        titles=titles,
        kinds=KINDS,
        numbers={label.key: number for number, label in enumerate(scheme.labels, start=1)},
        colours=label_colours(scheme),
    )


def _kinds(report: Report) -> SortedTable[LabelReport]:
    def counted(kind: str) -> Callable[[LabelReport], float]:
        return lambda one: one.passages[kind]

    about = tuple(
        Column[LabelReport](kind, words.capitalize(), counted(kind))
        for kind, words in KINDS.items()
    )
    columns = (
        Column[LabelReport]("label", "Label", lambda one: one.title, number=False),
        Column[LabelReport]("marks", "Marks", lambda one: one.spans),
        Column[LabelReport](
            "of_marks", "Of all marks", lambda one: one.share_of_spans, why=lambda _: NO_MARKS
        ),
        Column[LabelReport](
            "share", "Share of text", lambda one: one.prevalence, why=lambda _: NO_TEXT
        ),
        Column[LabelReport]("articles", "Articles", lambda one: one.articles),
        *about,
    )
    return sorted_table(
        "kinds", columns, report.labels, words=lambda one: one.title, usual="", size=100
    )


def _confusions(page: LabelsPage, titles: Titles) -> SortedTable[Confusion]:
    columns = (
        Column[Confusion]("label", "One", lambda one: titles.get(one.label, one.label), False),
        Column[Confusion]("other", "Other", lambda one: titles.get(one.other, one.other), False),
        Column[Confusion]("passages", "Passages", lambda one: one.passages),
        Column[Confusion]("of_disputed", "Of their disputes", lambda one: one.share),
    )
    return sorted_table(
        "confusions", columns, page.confusions, usual="-passages", size=25,
        words=lambda one: f"{titles.get(one.label, '')} {titles.get(one.other, '')}",
    )  # fmt: skip


def _tables(report: Report, page: LabelsPage, titles: Titles) -> dict[str, Table]:
    kinds = [
        [one.key, one.title, one.spans, one.articles,
         "" if one.prevalence is None else one.prevalence,
         *(one.passages[kind] for kind in KINDS), NO_TEXT if one.prevalence is None else ""]
        for one in report.labels
    ]  # fmt: skip
    confusions = [
        [one.label, titles.get(one.label, ""), one.other, titles.get(one.other, ""), one.passages,
         one.share]
        for one in page.confusions
    ]  # fmt: skip
    words: list[list[Any]] = [
        [one.label, titles.get(one.label, ""), direction, word.word, word.passages, word.of,
         " ".join(map(str, word.articles))]
        for one in page.words
        for direction, some in (("few mark it", one.few), ("most mark it", one.most))
        for word in some
    ]  # fmt: skip
    return {
        "kinds": (["label", "title", "marks", "articles", "prevalence", *KINDS, "missing"], kinds),
        "confusions": (
            ["label", "title", "other", "other_title", "passages", "share_of_disputes"],
            confusions,
        ),
        "words": (
            ["label", "title", "direction", "word", "passages", "of", "articles"], words,
        ),
    }  # fmt: skip
