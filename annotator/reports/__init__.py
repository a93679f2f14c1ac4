"""Reports: a study's marks and answers in, values out; pages and commands only show them.

    marks = study_marks(load_study_rows(db, study_id))
    report = build_report(marks)                             # everything but the passages
    disputed_passages(marks, texts, label="fear", limit=50)  # with sentences and everybody's marks

`Report` has `questions`, `overall`, `labels`, `pairs`, `by_article`, `by_annotator`, `passages`
(how many are settled or disputed about what), `charts`, `notes`, and `reason` when nothing can be
compared yet. Every coefficient in it is a `Measure`: `value` or `reason`, `interval`, counts.
"""

from annotator.agreement.measure import Interval, Measure
from annotator.reports.build import build_report
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
from annotator.reports.study_marks import StudyMarks, study_marks

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
    "StudyMarks",
    "as_json",
    "as_text",
    "build_report",
    "disputed_passages",
    "study_marks",
]
