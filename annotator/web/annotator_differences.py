"""The page about annotators: who differs, how, and since when."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from annotator.reports.annotator_models import is_small, model_input
from annotator.reports.annotators_apart import annotators_apart
from annotator.reports.model_report import ModelReport
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.store import Store, load_jobs
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db
from annotator.web.jobs import Progress, run_in_background
from annotator.web.studies import study_or_404
from annotator.web.subject import asked_subject, grouped_subjects
from annotator.workflow.annotator_models import (
    KeptModels,
    compute_models,
    keep_models,
    kept_models,
)
from annotator.workflow.study_marks import load_study_marks

__all__ = ["blueprint"]

ADDRESS = "/studies/<int:study_id>/agreement/annotators"

blueprint = Blueprint("annotator_differences", __name__, url_prefix=ADDRESS)

SHOWN_CATEGORIES = 10


@blueprint.get("/")
@open_to(MANAGERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    marks = load_study_marks(get_db(), study_id)
    subject = asked_subject(marks)
    models, kept = _models(marks, subject)
    running = [
        job
        for job in load_jobs(get_db(), study_id)
        if job.kind == _kind(subject) and job.state == "running"
    ]
    return render_template(
        "annotator_differences/show.html",
        study=study,
        subject=subject,
        subjects=grouped_subjects(marks),
        page=annotators_apart(marks, subject),
        models=models,
        kept=kept,
        shown=models.most_frequent(SHOWN_CATEGORIES) if models else (),
        running=running,
    )


@blueprint.post("/models")
@open_to(MANAGERS)
def fit(study_id: int) -> ResponseReturnValue:
    """Fit the models of a large study in the background."""
    study_or_404(study_id)
    subject = asked_subject(load_study_marks(get_db(), study_id))

    def task(db: Store, progress: Progress) -> str:
        return compute_models(db, study_id, subject.key, progress)

    job = run_in_background(_kind(subject), study_id, task)
    return redirect(url_for("jobs.show", job_id=job.id))


def _models(marks: StudyMarks, subject: Subject) -> tuple[ModelReport | None, KeptModels | None]:
    """The models' report, None when a person has to ask for it; and what is kept of large ones."""
    found = model_input(marks, subject)
    if isinstance(found, str):
        return ModelReport(reason=found), None
    if is_small(found):
        return keep_models(get_db(), marks, subject), None
    kept = kept_models(get_db(), marks, subject)
    return (kept.report if kept else None), kept


def _kind(subject: Subject) -> str:
    return f"Annotator models, {subject.title}"
