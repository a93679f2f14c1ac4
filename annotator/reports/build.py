"""From a study's work to its report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from annotator.agreement.bootstrap import FEW_CLUSTERS, RESAMPLES
from annotator.agreement.disagreement import Passages, find_passages
from annotator.agreement.result import Measure
from annotator.agreement.span_measures import measures_of
from annotator.agreement.span_statistics import SpanStatistics, span_statistics
from annotator.models import Scheme
from annotator.reports.annotators import annotator_reports
from annotator.reports.charts import report_charts
from annotator.reports.measure_table import MeasureTable
from annotator.reports.questions import question_report
from annotator.reports.report import ArticleReport, LabelReport, PairReport, Report
from annotator.reports.study_spans import StudySpans, study_spans
from annotator.store.records import StudyWork

OVERALL = ("f1_exact", "f1_overlap", "f1_iou", "f1_character", "character_alpha", "u_alpha",
           "u_alpha_macro", "bar_u_alpha", "cu_alpha", "k_u_alpha", "percent_agreement",
           "gwet_ac1", "alpha_u_1995")  # fmt: skip
MEASURES = (*OVERALL, "specific_agreement")
MANY_LABELS = 10


def build_report(
    work: StudyWork,
    *,
    resamples: int = RESAMPLES,
    seed: int | None = None,
    raw: bool = False,
    statistics: SpanStatistics | None = None,
) -> Report:
    """The report of everything submitted so far; intervals use the study's seed unless told.

    `raw` compares marks before edge spaces and punctuation were trimmed. `statistics` are the
    per-article sums when they are known already (see `annotator.workflow.statistics`).
    """
    study = study_spans(work, raw=raw)
    seed = work.study.seed if seed is None else seed
    found = statistics if statistics is not None else span_statistics(study.spans, MEASURES)
    passages = find_passages(study.spans)
    table = MeasureTable(measures_of(found, MEASURES, resamples=resamples, seed=seed))
    labels = _labels(study, work.scheme, table, passages)
    pairs = _pairs(study, table)
    articles = _articles(study, table, passages)
    counts = passages.counts()
    questions = [
        question_report(question, study, resamples=resamples, seed=seed)
        for question in work.scheme.questions
    ]
    return Report(
        study_id=work.study.id,
        title=work.study.title,
        scheme_title=work.scheme.title,
        articles=len(study.articles),
        compared=int((study.spans.annotators_per_article >= 2).sum()),
        annotators=study.spans.annotators,
        submitted=len(study.submitted),
        skipped=len(study.skipped),
        spans=len(study.spans),
        resamples=resamples,
        seed=seed,
        reason=_reason(study),
        notes=_notes(study, table, labels),
        questions=tuple(questions),
        overall=tuple(table.find(name) for name in OVERALL),
        labels=labels,
        pairs=pairs,
        by_article=articles,
        by_annotator=annotator_reports(study, table),
        passages=counts,
        charts=report_charts(labels, pairs, articles, counts),
    )


def _labels(
    study: StudySpans, scheme: Scheme, table: MeasureTable, passages: Passages
) -> tuple[LabelReport, ...]:
    known = {label.key: label for label in scheme.labels}
    spans = study.spans
    counted = np.bincount(spans.label, minlength=len(spans.labels))
    reports = []
    for index, key in enumerate(spans.labels):
        label = known.get(key)
        alpha = table.find("character_alpha", label=key)
        reports.append(
            LabelReport(
                key=key,
                title=label.title if label else key,
                colour=label.colour if label else "#777777",
                spans=int(counted[index]),
                articles=len(np.unique(spans.article[spans.label == index])),
                prevalence=alpha.parameters.get("prevalence"),
                share_of_spans=float(counted[index] / counted.sum()) if counted.sum() else None,
                f1_exact=table.find("f1_exact", label=key),
                f1_overlap=table.find("f1_overlap", label=key),
                f1_character=table.find("f1_character", label=key),
                character_alpha=alpha,
                u_alpha=table.find("u_alpha", label=key),
                gwet_ac1=table.find("gwet_ac1", label=key),
                specific_agreement=table.find("specific_agreement", label=key),
                passages=passages.counts(label=index),
            )
        )
    return tuple(reports)


def _pairs(study: StudySpans, table: MeasureTable) -> tuple[PairReport, ...]:
    spans = study.spans
    reports = []
    for i, first in enumerate(spans.annotators):
        for j in range(i + 1, len(spans.annotators)):
            second = spans.annotators[j]
            both = spans.seen[:, i] & spans.seen[:, j]
            mine = both[spans.article] & ((spans.annotator == i) | (spans.annotator == j))
            if not both.any():
                continue
            found = _measures(table, "pair", f"{first} & {second}")
            reports.append(PairReport(first, second, int(both.sum()), int(mine.sum()), *found))
    return tuple(reports)


def _articles(
    study: StudySpans, table: MeasureTable, passages: Passages
) -> tuple[ArticleReport, ...]:
    spans = study.spans
    counted = np.bincount(spans.article, minlength=len(spans.articles))
    kinds = passages.counts_by_article()
    reports = []
    for index in np.flatnonzero(spans.annotators_per_article >= 2):
        stored = study.articles[index]
        who = tuple(spans.annotators[one] for one in np.flatnonzero(spans.seen[index]))
        found = _measures(table, "article", spans.articles[index])
        reports.append(
            ArticleReport(
                stored.id, stored.article.title, who, int(counted[index]), kinds[index], *found
            )
        )
    return tuple(reports)


def _measures(table: MeasureTable, scope: str, id: str) -> list[Measure]:
    names = ("f1_exact", "f1_overlap", "f1_character", "character_alpha", "u_alpha_macro")
    return [table.find(name, scope=scope, id=id) for name in names]


def _reason(study: StudySpans) -> str:
    """Why there is nothing to compare."""
    if not study.articles:
        return "The study has no articles yet."
    if not study.submitted:
        return "Nobody has submitted an article yet."
    if len(study.spans.annotators) < 2:
        return "Only one annotator has submitted work; agreement needs two."
    if not (study.spans.annotators_per_article >= 2).any():
        return "No article has been submitted by two annotators yet."
    return ""


def _notes(
    study: StudySpans, table: MeasureTable, labels: Sequence[LabelReport]
) -> tuple[str, ...]:
    m = study.spans.annotators_per_article
    compared = int((m >= 2).sum())
    if not compared:
        return ()
    notes = []
    if single := int((m == 1).sum()):
        notes.append(f"{single} article(s) submitted by one annotator so far are not compared.")
    if untouched := int((m == 0).sum()):
        notes.append(f"{untouched} article(s) have no submitted work yet.")
    if study.skipped:
        notes.append(f"{len(study.skipped)} skipped annotation(s) count as missing, not as empty.")
    if compared < FEW_CLUSTERS:
        notes.append(
            f"Only {compared} article(s) are compared: below {FEW_CLUSTERS} the intervals are too "
            "narrow, read them as a lower bound of the uncertainty."
        )
    if sum(label.spans > 0 for label in labels) >= MANY_LABELS:
        notes.append(
            f"{len(labels)} labels are compared side by side: some will look better or worse than "
            "they are by chance alone."
        )
    alpha = table.find("character_alpha")
    notes += [f"{sentence}." for sentence in alpha.left_out if "span" in sentence]
    return tuple(notes)
