"""From a study's work to its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from annotator.agreement.bootstrap import FEW_CLUSTERS, RESAMPLES
from annotator.agreement.measure import Measure
from annotator.agreement.spans.passage_counts import outcomes
from annotator.reports.annotators import annotator_reports
from annotator.reports.charts import report_charts
from annotator.reports.computed import OF_ARTICLES, OVERALL, Computed, computed
from annotator.reports.measure_table import MeasureTable
from annotator.reports.questions import question_report
from annotator.reports.report import ArticleReport, LabelReport, PairReport, Report
from annotator.reports.study_sums import StudySums, sums_of
from annotator.store.records import StudyWork

MANY_LABELS = 10


def build_report(
    work: StudyWork, *, resamples: int = RESAMPLES, seed: int | None = None, raw: bool = False
) -> Report:
    """The report of everything submitted so far; intervals use the study's seed unless told.

    `raw` compares marks before edge spaces and punctuation were trimmed.
    """
    report = report_of(sums_of(work, raw=raw), resamples=resamples, seed=seed)
    return replace(report, raw=raw)


def report_of(sums: StudySums, *, resamples: int = RESAMPLES, seed: int | None = None) -> Report:
    """The same, from sums over articles (see `annotator.workflow.kept_statistics`)."""
    seed = sums.study.seed if seed is None else seed
    return report_from(computed(sums, resamples=resamples, seed=seed))


def report_from(found: Computed) -> Report:
    """The same, from measures that are there already."""
    sums, table, drawn = found.study, found.measures, found.sums.drawn
    labels = _labels(sums, table)
    pairs = _pairs(sums, table)
    articles = _articles(found)
    counts = sums.passages.counts()
    for question in sums.scheme.questions:
        if question.key not in found.questions:
            found.questions[question.key], found.answers[question.key] = question_report(
                question, sums, resamples=drawn.resamples, seed=drawn.seed,
                kept=found.answers.pop(question.key, None), changed=found.changed,
            )  # fmt: skip
    return Report(
        study_id=sums.study.id,
        title=sums.study.title,
        scheme_title=sums.scheme.title,
        articles=len(sums.articles),
        compared=int((sums.seen.sum(axis=1) >= 2).sum()),
        annotators=sums.annotators,
        submitted=int(sums.seen.sum()),
        skipped=sum(sums.skipped.values()),
        spans=int(sums.spans()[1].sum()),
        resamples=drawn.resamples,
        seed=drawn.seed,
        reason=_reason(sums),
        notes=_notes(sums, table, labels),
        questions=tuple(found.questions[question.key] for question in sums.scheme.questions),
        overall=tuple(table.find(name) for name in OVERALL),
        labels=labels,
        pairs=pairs,
        by_article=articles,
        by_annotator=annotator_reports(sums, table),
        passages=counts,
        charts=report_charts(labels, pairs, articles, counts),
    )


def _labels(sums: StudySums, table: MeasureTable) -> tuple[LabelReport, ...]:
    known = {label.key: label for label in sums.scheme.labels}
    names = sums.statistics.labels
    keys, spans = sums.spans()
    counted = np.bincount(keys[:, 2], spans, minlength=len(names))
    used = np.zeros((len(names), len(sums.articles)), dtype=bool)
    used[keys[spans > 0, 2], keys[spans > 0, 0]] = True
    articles = used.sum(axis=1)
    reports = []
    for index, key in enumerate(names):
        label = known.get(key)
        alpha = table.find("character_alpha", label=key)
        reports.append(
            LabelReport(
                key=key,
                title=label.title if label else key,
                colour=label.colour if label else "#777777",
                spans=int(counted[index]),
                articles=int(articles[index]),
                prevalence=alpha.parameters.get("prevalence"),
                share_of_spans=float(counted[index] / counted.sum()) if counted.sum() else None,
                f1_exact=table.find("f1_exact", label=key),
                f1_overlap=table.find("f1_overlap", label=key),
                f1_character=table.find("f1_character", label=key),
                character_alpha=alpha,
                u_alpha=table.find("u_alpha", label=key),
                gwet_ac1=table.find("gwet_ac1", label=key),
                specific_agreement=table.find("specific_agreement", label=key),
                passages=sums.passages.counts(index),
            )
        )
    return tuple(reports)


def _pairs(sums: StudySums, table: MeasureTable) -> tuple[PairReport, ...]:
    names, seen = sums.annotators, sums.seen
    keys, spans = sums.spans()
    shape = seen.shape
    made = np.bincount(keys[:, 0] * shape[1] + keys[:, 1], spans, shape[0] * shape[1])
    made = made.reshape(shape)
    reports = []
    for i, first in enumerate(names):
        for j in range(i + 1, len(names)):
            both = seen[:, i] & seen[:, j]
            if not both.any():
                continue
            found = _measures(table, "pair", f"{first} & {names[j]}")
            mine = int(made[both][:, [i, j]].sum())
            reports.append(PairReport(first, names[j], int(both.sum()), mine, *found))
    return tuple(reports)


def _articles(found: Computed) -> tuple[ArticleReport, ...]:
    sums = found.study
    keys, spans = sums.spans()
    counted = np.bincount(keys[:, 0], spans, minlength=len(sums.articles))
    kinds = sums.passages.by_article()
    reports = []
    for index in np.flatnonzero(sums.seen.sum(axis=1) >= 2).tolist():
        article = sums.articles[index]
        report = found.articles.get(article.id)
        if report is None or report.title != article.title:
            who = tuple(sums.annotators[one] for one in np.flatnonzero(sums.seen[index]))
            values = found.by_article[sums.statistics.articles[index]]
            report = ArticleReport(
                article.id, article.title, who, int(counted[index]), outcomes(kinds[index]),
                *(values[name] for name in OF_ARTICLES),
            )  # fmt: skip
            found.articles[article.id] = report
        reports.append(report)
    return tuple(reports)


def _measures(table: MeasureTable, scope: str, id: str) -> list[Measure]:
    return [table.find(name, scope=scope, id=id) for name in OF_ARTICLES]


def _reason(sums: StudySums) -> str:
    """Why there is nothing to compare."""
    if not sums.articles:
        return "The study has no articles yet."
    if not sums.seen.any():
        return "Nobody has submitted an article yet."
    if len(sums.annotators) < 2:
        return "Only one annotator has submitted work; agreement needs two."
    if not (sums.seen.sum(axis=1) >= 2).any():
        return "No article has been submitted by two annotators yet."
    return ""


def _notes(sums: StudySums, table: MeasureTable, labels: Sequence[LabelReport]) -> tuple[str, ...]:
    m = sums.seen.sum(axis=1)
    compared = int((m >= 2).sum())
    if not compared:
        return ()
    notes = []
    if single := int((m == 1).sum()):
        notes.append(f"{single} article(s) submitted by one annotator so far are not compared.")
    if untouched := int((m == 0).sum()):
        notes.append(f"{untouched} article(s) have no submitted work yet.")
    if skipped := sum(sums.skipped.values()):
        notes.append(f"{skipped} skipped annotation(s) count as missing, not as empty.")
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
