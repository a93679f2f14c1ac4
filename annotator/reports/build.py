"""From a study's marks and answers to its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from annotator.agreement.arrays import Bools, Ints
from annotator.agreement.attributes.matched_marks import MatchedMarks, match_marks
from annotator.agreement.bootstrap import FEW_CLUSTERS, RESAMPLES
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import ArticleResamples
from annotator.agreement.spans.disputed_passages import Passages, find_passages
from annotator.agreement.spans.passage_counts import PassageCounts, outcomes, passage_counts
from annotator.agreement.spans.span_measures import (
    measures_by_article,
    measures_of,
    resamples_of,
)
from annotator.agreement.spans.span_statistics import SpanStatistics, span_statistics
from annotator.plural import counted
from annotator.reports.annotators import annotator_reports
from annotator.reports.attributes import said_report
from annotator.reports.charts import report_charts
from annotator.reports.findings import findings
from annotator.reports.measure_table import MeasureTable
from annotator.reports.questions import question_report
from annotator.reports.report import (
    ArticleReport,
    Finding,
    LabelReport,
    PairReport,
    QuestionReport,
    Report,
)
from annotator.reports.study_marks import StudyMarks
from annotator.schemes.indices import INDEX_SENTENCE, index_question
from annotator.time_left import Parts, Steps, one_by_one, unheard

OVERALL = ("f1_exact", "f1_overlap", "f1_overlap_many", "f1_iou", "f1_character",
           "character_alpha", "u_alpha", "u_alpha_macro", "bar_u_alpha", "cu_alpha", "k_u_alpha",
           "percent_agreement", "gwet_ac1", "alpha_u_1995")  # fmt: skip
MEASURES = (*OVERALL, "specific_agreement")
# Of each article and each pair:
OF_ARTICLES = ("f1_exact", "f1_overlap", "f1_character", "character_alpha", "u_alpha_macro")
MANY_LABELS = 10
_SHARES = (90.0, 8.0, 2.0)  # of the time: measures of marks, what is said of them, questions


def build_report(
    marks: StudyMarks, *, resamples: int = RESAMPLES, seed: int | None = None,
    progress: Steps = unheard,
) -> Report:  # fmt: skip
    """The report of everything submitted so far; intervals use the study's seed unless told."""
    parts = Parts(progress, *_SHARES)
    seed = marks.study.seed if seed is None else seed
    statistics = span_statistics(marks.spans)
    drawn = resamples_of(statistics, resamples=resamples, seed=seed)
    table = _table(statistics, drawn, parts.next())
    parts.next()
    matched, passages = match_marks(marks.spans), find_passages(marks.spans)
    said = said_report(marks, matched, drawn)
    tally = _Counted(marks, passage_counts(passages))
    labels = _labels(tally, table)
    pairs, articles = _pairs(tally, table), _articles(tally, table)
    counts = tally.passages.counts()
    return Report(
        study_id=marks.study.id,
        title=marks.study.title,
        scheme_title=marks.scheme.title,
        articles=len(marks.articles),
        compared=int(marks.compared.sum()),
        annotators=marks.annotators,
        submitted=int(marks.spans.seen.sum()),
        skipped=sum(marks.skipped.values()),
        spans=len(marks.spans),
        resamples=resamples,
        seed=seed,
        reason=marks.why_nothing,
        notes=_notes(marks, table, labels),
        questions=_questions(marks, resamples, seed, parts.next()),
        overall=tuple(table.find(name) for name in OVERALL),
        labels=labels,
        pairs=pairs,
        by_article=articles,
        by_annotator=annotator_reports(marks, table),
        passages=counts,
        charts=report_charts(labels, pairs, articles, counts),
        raw=marks.raw,
        findings=_findings(marks, matched, passages, table),
        attributes=said.attributes,
        relations=said.relations,
    )


def _questions(
    marks: StudyMarks, resamples: int, seed: int, tell: Steps
) -> tuple[QuestionReport, ...]:
    asked = (*marks.scheme.questions, *map(index_question, marks.scheme.indices))
    return tuple(
        question_report(one, marks, resamples=resamples, seed=seed)
        for one in one_by_one(asked, tell)
    )


def _findings(
    marks: StudyMarks, matched: MatchedMarks, passages: Passages, table: MeasureTable
) -> tuple[Finding, ...]:
    titles = {label.key: label.title for label in marks.scheme.labels}
    return findings(marks.spans, matched, passages, table.find("character_alpha"), titles)


def _table(statistics: SpanStatistics, drawn: ArticleResamples, progress: Steps) -> MeasureTable:
    """Every measure that the report shows."""
    found = measures_of(
        statistics, MEASURES, scopes=("label", "pair", "annotator"), drawn=drawn,
        intervals={"pair": OF_ARTICLES, "annotator": ("character_alpha",)}, progress=progress,
    )  # fmt: skip
    return MeasureTable(found + measures_by_article(statistics, OF_ARTICLES))


@dataclass(frozen=True, eq=False)
class _Counted:
    """Marks, how many spans there are of whom in what, and how many passages."""

    marks: StudyMarks
    passages: PassageCounts

    @property
    def seen(self) -> Bools:
        return self.marks.spans.seen

    @cached_property
    def by_article(self) -> Ints:
        """Spans of each article and annotator, shape (n_articles, n_annotators)."""
        spans, (articles, annotators) = self.marks.spans, self.seen.shape
        place = spans.article * annotators + spans.annotator
        found = np.bincount(place, minlength=articles * annotators)
        return found.reshape(articles, annotators)

    @cached_property
    def by_label(self) -> Ints:
        """Spans of each label and article, shape (n_labels, n_articles)."""
        spans, labels, articles = self.marks.spans, len(self.marks.spans.labels), len(self.seen)
        found = np.bincount(spans.label * articles + spans.article, minlength=labels * articles)
        return found.reshape(labels, articles)


def _labels(tally: _Counted, table: MeasureTable) -> tuple[LabelReport, ...]:
    known = {label.key: label for label in tally.marks.scheme.labels}
    spans, articles = tally.by_label.sum(axis=1), (tally.by_label > 0).sum(axis=1)
    reports = []
    for index, key in enumerate(tally.marks.spans.labels):
        label = known.get(key)
        alpha = table.find("character_alpha", label=key)
        reports.append(
            LabelReport(
                key=key,
                title=label.title if label else key,
                colour=label.colour if label else "#777777",
                spans=int(spans[index]),
                articles=int(articles[index]),
                prevalence=alpha.parameters.get("prevalence"),
                share_of_spans=float(spans[index] / spans.sum()) if spans.sum() else None,
                f1_exact=table.find("f1_exact", label=key),
                f1_overlap=table.find("f1_overlap", label=key),
                f1_character=table.find("f1_character", label=key),
                character_alpha=alpha,
                u_alpha=table.find("u_alpha", label=key),
                gwet_ac1=table.find("gwet_ac1", label=key),
                specific_agreement=table.find("specific_agreement", label=key),
                passages=tally.passages.counts(index),
            )
        )
    return tuple(reports)


def _pairs(tally: _Counted, table: MeasureTable) -> tuple[PairReport, ...]:
    names, seen, made = tally.marks.annotators, tally.seen, tally.by_article
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


def _articles(tally: _Counted, table: MeasureTable) -> tuple[ArticleReport, ...]:
    marks, seen = tally.marks, tally.seen
    spans, kinds = tally.by_article.sum(axis=1), tally.passages.by_article()
    return tuple(
        ArticleReport(
            marks.articles[index].id,
            marks.articles[index].title,
            tuple(marks.annotators[one] for one in np.flatnonzero(seen[index])),
            int(spans[index]),
            outcomes(kinds[index]),
            *_measures(table, "article", marks.spans.articles[index]),
        )
        for index in np.flatnonzero(marks.compared).tolist()
    )


def _measures(table: MeasureTable, scope: str, id: str) -> list[Measure]:
    return [table.find(name, scope=scope, id=id) for name in OF_ARTICLES]


def _notes(
    marks: StudyMarks, table: MeasureTable, labels: Sequence[LabelReport]
) -> tuple[str, ...]:
    m = marks.spans.annotators_per_article
    compared = int((m >= 2).sum())
    if not compared:
        return ()
    notes = [INDEX_SENTENCE] if marks.scheme.indices else []
    if single := int((m == 1).sum()):
        notes.append(
            f"{counted(single, 'article')} submitted by one annotator so far: not compared."
        )
    if untouched := int((m == 0).sum()):
        notes.append(f"{counted(untouched, 'article', 'has', 'have')} no submitted work yet.")
    if skipped := sum(marks.skipped.values()):
        notes.append(
            f"{counted(skipped, 'skipped annotation', 'counts', 'count')} as missing, not as empty."
        )
    if compared < FEW_CLUSTERS:
        notes.append(
            f"Only {counted(compared, 'article', 'is', 'are')} compared: below {FEW_CLUSTERS} an "
            "interval is a rough guide."
        )
    if sum(label.spans > 0 for label in labels) >= MANY_LABELS:
        notes.append(
            f"{len(labels)} labels are compared side by side: some will look better or worse than "
            "they are by chance alone."
        )
    alpha = table.find("character_alpha")
    notes += [f"{sentence}." for sentence in alpha.left_out if "span" in sentence]
    return tuple(notes)
