"""Studies: the list, a new one, one study with its progress, publishing, collecting, removing."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator import schemes
from annotator.errors import InputError, StudyError
from annotator.names import cut_name
from annotator.store import (
    Store,
    load_articles,
    load_events,
    load_jobs,
    load_missing_answers,
    load_problems,
    load_removed_studies,
    load_studies,
    load_study,
)
from annotator.store.counted import load_article_names
from annotator.store.records import Study
from annotator.store.studies import scheme_of
from annotator.web.access import (
    INSTALLERS,
    MANAGERS,
    OVERSEERS,
    VIEWERS,
    account,
    manages,
    open_to,
    part_in,
)
from annotator.web.context import get_db, get_keys, get_labelstudio
from annotator.web.jobs import Progress, run_in_background
from annotator.web.numbers import whole_number
from annotator.web.schemes import builtin, own_schemes
from annotator.web.shown_again import to_part, typed_before
from annotator.workflow.collecting import collect
from annotator.workflow.progress import AnnotatorProgress, progress
from annotator.workflow.publishing import check_publication, publish
from annotator.workflow.studies import create_study, remove_study, rename_study, restore_study

__all__ = ["blueprint", "study_or_404"]

blueprint = Blueprint("studies", __name__, url_prefix="/studies")

SHOWN_ARTICLES = 12
SHOWN_PROBLEMS = 50


@blueprint.get("/")
@open_to(OVERSEERS)
def index() -> ResponseReturnValue:
    """The studies that one manages or views; all of them for a manager of the installation."""
    db = get_db()
    rows = [
        (study, len(load_article_names(db, study.id)), Totals(progress(db, study.id)))
        for study in load_studies(db)
        if part_in(study.id) in ("manager", "viewer")
    ]
    removed = load_removed_studies(db) if account().is_manager else []
    return render_template("studies/index.html", rows=rows, removed=removed)


@blueprint.route("/new", methods=["GET", "POST"])
@open_to(INSTALLERS)
def new() -> ResponseReturnValue:
    if request.method == "POST":
        try:
            study = create_study(
                get_db(), request.form.get("title", ""), request.form.get("scheme", "")
            )
        except InputError as error:
            flash(str(error), "error")
        else:
            flash(f"The study {study.title} is made. Bring its articles next.", "success")
            return redirect(url_for("studies.show", study_id=study.id))
    return render_template(
        "studies/new.html",
        builtin=[builtin(name) for name in schemes.builtin_names()],
        own=own_schemes(),
        chosen=request.values.get("scheme", "framing"),
    )


@blueprint.get("/<int:study_id>")
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    """Everything about a study; viewers are led to its report."""
    db = get_db()
    study = study_or_404(study_id)
    if not manages(study_id):
        return redirect(url_for("agreement.show", study_id=study_id))
    people = progress(db, study_id)
    names = load_article_names(db, study_id)
    problems = load_problems(db, study_id)
    missing = load_missing_answers(db, study_id, scheme_of(db, study))
    return render_template(
        "studies/show.html",
        study=study,
        people=people,
        here=[one for one in people if not one.annotator.removed_at],
        gone=[one for one in people if one.annotator.removed_at],
        totals=Totals(people),
        articles=load_articles(db, study_id, [row[0] for row in names[:SHOWN_ARTICLES]]),
        article_count=len(names),
        problems=problems[:SHOWN_PROBLEMS],
        problem_count=len(problems),
        missing=missing[:SHOWN_PROBLEMS],
        missing_count=len(missing),
        events=load_events(db, study_id, limit=15),
        typed=typed_before(),
        running=[job for job in load_jobs(db, study_id) if job.state == "running"],
    )


@blueprint.post("/<int:study_id>/publish")
@open_to(MANAGERS)
def publish_study(study_id: int) -> ResponseReturnValue:
    study_or_404(study_id)
    overlap_text = request.form.get("overlap", "").strip()
    overlap = whole_number(overlap_text) or 0
    try:
        if not overlap:
            raise StudyError(
                f"How many annotators see each article must be a whole number from 1, "
                f"not {cut_name(overlap_text, 40)!r}."
            )
        check_publication(get_db(), study_id, overlap)
    except StudyError as error:
        flash(str(error), "error")
        return to_part("studies.show", "publish", study_id=study_id)
    labelstudio, keys = get_labelstudio(), get_keys()
    rebalance = bool(request.form.get("rebalance"))

    def task(db: Store, report: Progress) -> str:
        return publish(
            db, labelstudio, keys, study_id, overlap, rebalance=rebalance, progress=report
        ).sentence

    job = run_in_background("publish", study_id, task)
    return redirect(url_for("jobs.show", job_id=job.id))


@blueprint.post("/<int:study_id>/collect")
@open_to(MANAGERS)
def collect_study(study_id: int) -> ResponseReturnValue:
    study_or_404(study_id)
    labelstudio = get_labelstudio()

    def task(db: Store, report: Progress) -> str:
        return collect(db, labelstudio, study_id, progress=report).sentence

    job = run_in_background("collect", study_id, task)
    return redirect(url_for("jobs.show", job_id=job.id))


@blueprint.route("/<int:study_id>/remove", methods=["GET", "POST"])
@open_to(MANAGERS)
def remove(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    if request.method == "POST":
        remove_study(get_db(), study_id, account().id)
        flash(f"The study {study.title} is removed. Its work is kept in the store.", "success")
        return redirect(url_for("studies.index"))
    return render_template(
        "studies/remove.html", study=study, totals=Totals(progress(get_db(), study_id))
    )


@blueprint.route("/<int:study_id>/rename", methods=["GET", "POST"])
@open_to(MANAGERS)
def rename(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    title = request.form.get("title", study.title)
    if request.method == "POST":
        try:
            study = rename_study(get_db(), study_id, title, account().id)
        except InputError as error:
            flash(str(error), "error")
        else:
            flash(f"The study is now called {study.title}.", "success")
            return redirect(url_for("studies.show", study_id=study_id))
    return render_template("studies/rename.html", study=study, title=title)


@blueprint.post("/<int:study_id>/restore")
@open_to(MANAGERS)
def restore(study_id: int) -> ResponseReturnValue:
    """Bring a removed study back, with everything in it."""
    try:
        study = restore_study(get_db(), study_id, account().id)
    except StudyError as error:
        flash(str(error), "error")
        return redirect(url_for("studies.index"))
    flash(f"The study {study.title} is back, with everything in it.", "success")
    return redirect(url_for("studies.show", study_id=study.id))


class Totals:
    """The progress of all annotators together."""

    def __init__(self, people: tuple[AnnotatorProgress, ...]) -> None:
        self.annotators = sum(one.annotator.takes_part for one in people)
        self.assigned = sum(one.assigned for one in people)
        self.submitted = sum(one.submitted for one in people)
        self.skipped = sum(one.skipped for one in people)
        self.in_progress = sum(one.in_progress + one.postponed for one in people)


def study_or_404(study_id: int) -> Study:
    """A study that is there; removed ones answer like unknown ones."""
    try:
        study = load_study(get_db(), study_id)
    except StudyError as error:
        abort(404, str(error))
    if study.removed_at:
        abort(404, f"The study {study.title!r} was removed.")
    return study
