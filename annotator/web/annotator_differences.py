"""The page about annotators: who differs, how, and since when."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from annotator.reports.subjects import Subject
from annotator.store import Store, load_jobs
from annotator.store.studies import scheme_of
from annotator.web.access import MANAGERS, VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.jobs import Progress, run_in_background
from annotator.web.report_files import asked_file
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.web.subject import asked_subject, grouped_subjects
from annotator.workflow.making_results import make_in_process
from annotator.workflow.results import ANNOTATORS, MODELS, find_result

__all__ = ["blueprint"]

ADDRESS = "/studies/<int:study_id>/agreement/annotators"

blueprint = Blueprint("annotator_differences", __name__, url_prefix=ADDRESS)

SHOWN_CATEGORIES = 10


@blueprint.get("/")
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    subject = asked_subject(scheme)
    about = {"about": subject.key}
    made = shown(study, ANNOTATORS, about)
    if made.result is None:
        return computing_page(study, made, "Annotators")
    page = made.result.value
    if (asked := asked_file(study, {}, [page.differs.drift_chart])) is not None:
        return asked
    # The models of a large study are fitted when somebody asks for them.
    kept = find_result(get_db(), study_id, MODELS, about) if page.models is None else None
    models = kept.value if kept else page.models
    running = [
        job
        for job in load_jobs(get_db(), study_id)
        if job.kind == _kind(subject) and job.state == "running"
    ]
    return render_template(
        "annotator_differences/show.html",
        study=study,
        subject=subject,
        subjects=grouped_subjects(scheme),
        made=made,
        page=page.differs,
        models=models,
        kept=kept,
        shown=models.most_frequent(SHOWN_CATEGORIES) if models else (),
        running=running,
    )


@blueprint.post("/models")
@open_to(MANAGERS)
def fit(study_id: int) -> ResponseReturnValue:
    """Fit the models of a large study in the background."""
    subject = asked_subject(scheme_of(get_db(), study_or_404(study_id)))

    def task(db: Store, progress: Progress) -> str:
        make_in_process(db, study_id, MODELS, {"about": subject.key}, progress=progress)
        return f"The models are fitted; the page about annotators shows them ({subject.title})."

    job = run_in_background(_kind(subject), study_id, task)
    return redirect(url_for("jobs.show", job_id=job.id))


def _kind(subject: Subject) -> str:
    return f"Annotator models, {subject.title}"
