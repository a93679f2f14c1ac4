"""Decisions of rules that would now be others, and gold of another codebook version."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import StudyError
from annotator.plural import counted
from annotator.store import Store
from annotator.store.adjudication import Settler
from annotator.store.articles import load_titles
from annotator.store.records import Job
from annotator.store.results import is_small_study
from annotator.store.studies import scheme_of
from annotator.web.access import MANAGERS, open_to
from annotator.web.adjudication.blueprint import settler
from annotator.web.context import get_db
from annotator.web.gold.blueprint import blueprint
from annotator.web.jobs import Progress, run_in_background
from annotator.web.paging import page_number
from annotator.web.studies import study_or_404
from annotator.workflow.adjudication import apart
from annotator.workflow.adjudication.confirming import confirm, to_be_confirmed
from annotator.workflow.adjudication.renewing import find_changed, renew

__all__ = ["confirm_page", "renewal_page"]

PAGE = 100


@blueprint.route("/renewal", methods=["GET", "POST"])
@open_to(MANAGERS)
def renewal_page(study_id: int) -> ResponseReturnValue:
    """What would now be another, shown before anything changes; then renewed."""
    study = study_or_404(study_id)
    db = get_db()
    large = not is_small_study(db, study_id)
    found = apart.find_changes(db, study_id) if large else None
    if request.method == "POST":
        renewing = request.form.get("step") == "renew"
        if large:
            job = _in_the_background(study_id, settler(study_id), renewing=renewing)
            return redirect(url_for("jobs.show", job_id=job.id))
        if renewing:
            done = renew(db, study_id, settler(study_id))
            flash(f"Renewed: {done.sentence}.", "success")
            return redirect(url_for("gold.renewal_page", study_id=study_id))
        found = find_changed(db, study_id)
    return render_template(
        "gold/renewal.html",
        study=study,
        found=found,
        large=large,
        titles=load_titles(db, sorted({one.article_id for one in found.changed} if found else ())),
        most=PAGE,
    )


def _in_the_background(study_id: int, me: Settler, *, renewing: bool) -> Job:
    """Of a large study, in a process of its own; what was found is listed afterwards."""

    def task(db: Store, progress: Progress) -> str:
        if renewing:
            return f"Renewed: {apart.renew_apart(db, study_id, me, progress)}."
        return f"Looked: {apart.changes_apart(db, study_id, progress)}. Nothing was changed."

    return run_in_background("renewing" if renewing else "looking for changes", study_id, task)


@blueprint.route("/confirm", methods=["GET", "POST"])
@open_to(MANAGERS)
def confirm_page(study_id: int) -> ResponseReturnValue:
    """Gold of another codebook version, to be confirmed one by one or all at once."""
    study = study_or_404(study_id)
    db = get_db()
    if request.method == "POST":
        number = request.form.get("decision", type=int)
        try:
            count = confirm(db, study_id, None if number is None else [number], settler(study_id))
        except StudyError as error:
            flash(str(error), "error")
        else:
            flash(f"{counted(count, 'decision')} confirmed.", "success")
        return redirect(url_for("gold.confirm_page", study_id=study_id))
    left = to_be_confirmed(db, study_id)
    page, pages = page_number(len(left), PAGE)
    shown = left[(page - 1) * PAGE : page * PAGE]
    scheme = scheme_of(db, study)
    return render_template(
        "gold/confirm.html",
        study=study,
        left=shown,
        count=len(left),
        page=page,
        pages=pages,
        confirmable=sum(not one.refused for one in left),
        codebook=f"{scheme.name} {scheme.version}",
        titles=load_titles(db, sorted({one.gold.article_id for one in shown})),
    )
