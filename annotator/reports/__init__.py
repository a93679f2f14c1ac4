"""Reports: a study's work in, values out; pages and commands only show them.

    work = store.load_study_work(db, study_id)
    report = build_report(work)                       # everything but the passages themselves
    disputed_passages(work, label="fear", limit=50)   # with their sentences and everybody's marks

`Report` has `questions`, `overall`, `labels`, `pairs`, `by_article`, `by_annotator`, `passages`
(how many are settled or disputed about what), `charts`, `notes`, and `reason` when nothing can be
compared yet. Every coefficient in it is a `Measure`: `value` or `reason`, `interval`, counts.
"""

from annotator.agreement.measure import Interval, Measure
from annotator.reports.build import build_report, report_from, report_of
from annotator.reports.passages import disputed_passages
from annotator.reports.plain import as_json, as_text
from annotator.reports.report import (
    AnnotatorMarks,
    AnnotatorReport,
    ArticleReport,
    Chart,
    DisputedPassage,
    LabelReport,
    PairReport,
    PassageMark,
    QuestionReport,
    Report,
)

__all__ = [
    "AnnotatorMarks",
    "AnnotatorReport",
    "ArticleReport",
    "Chart",
    "DisputedPassage",
    "Interval",
    "LabelReport",
    "Measure",
    "PairReport",
    "PassageMark",
    "QuestionReport",
    "Report",
    "as_json",
    "as_text",
    "build_report",
    "disputed_passages",
    "report_from",
    "report_of",
]
