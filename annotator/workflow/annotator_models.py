"""The annotator models of a study: fitted once for each state of the work, and kept."""

from __future__ import annotations

from dataclasses import dataclass

from annotator import store
from annotator.errors import StudyError
from annotator.reports.annotator_models import Progress, fit_models
from annotator.reports.model_report import ModelReport, as_payload, from_payload
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject, find_subject
from annotator.store.computed import load_computed, save_computed
from annotator.workflow.study_marks import load_study_marks

__all__ = ["KeptModels", "compute_models", "keep_models", "kept_models"]

KIND = "annotator models"
FORMAT = "1"  # raise it when the same work would give another report


@dataclass(frozen=True)
class KeptModels:
    """`current` says that nothing was submitted or changed since."""

    report: ModelReport
    current: bool
    computed_at: str


def kept_models(db: store.Store, marks: StudyMarks, subject: Subject) -> KeptModels | None:
    """What was fitted before, if anything; a report of an older form does not count."""
    found = load_computed(db, marks.study.id, KIND, subject.key)
    if found is None or not found.fingerprint.startswith(f"{FORMAT}:"):
        return None
    current = found.fingerprint == _fingerprint(marks)
    return KeptModels(from_payload(found.payload), current, found.computed_at)


def keep_models(db: store.Store, marks: StudyMarks, subject: Subject) -> ModelReport:
    """Fit them now, or take the kept ones when nothing has changed."""
    kept = kept_models(db, marks, subject)
    if kept is not None and kept.current:
        return kept.report
    report = fit_models(marks, subject)
    if not report.reason:
        _keep(db, marks, subject, report)
    return report


def compute_models(
    db: store.Store, study_id: int, subject_key: str, progress: Progress
) -> str:  # fmt: skip
    """The same as long work with progress; what to say at the end."""
    progress("Reading the marks", 0, 2)
    marks = load_study_marks(db, study_id)
    subject = find_subject(marks.scheme, subject_key)
    if subject is None:
        raise StudyError(f"This study has no label or question {subject_key!r}.")
    report = fit_models(marks, subject, progress=progress)
    if report.reason:
        raise StudyError(report.reason)
    _keep(db, marks, subject, report)
    return f"The models are fitted; the page about annotators shows them ({subject.title})."


def _keep(db: store.Store, marks: StudyMarks, subject: Subject, report: ModelReport) -> None:
    save_computed(
        db, marks.study.id, KIND, subject.key, _fingerprint(marks), as_payload(report)
    )  # fmt: skip


def _fingerprint(marks: StudyMarks) -> str:
    return f"{FORMAT}:{marks.fingerprint}"
