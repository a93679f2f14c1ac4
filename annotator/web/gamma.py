"""γ of a study: asked for with a form, computed in the background, kept, shown with its reasons."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from math import inf

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.agreement.gamma.by_article import MOST_SEED, GammaSettings
from annotator.agreement.gamma.samples import SAMPLERS
from annotator.reports.gamma_report import GammaReport, GammaRow
from annotator.store import Store, load_jobs
from annotator.store.gamma_results import (
    GammaRun,
    ask_gamma_to_stop,
    load_gamma_run,
    start_gamma_run,
)
from annotator.store.records import Job, Study
from annotator.web.access import MANAGERS, VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.jobs import Progress, run_in_background
from annotator.web.paging import page_number
from annotator.web.studies import study_or_404
from annotator.workflow.computing_gamma import compute_gamma, gamma_state, why_no_gamma

__all__ = ["ORDERS", "blueprint"]

blueprint = Blueprint("gamma", __name__, url_prefix="/studies/<int:study_id>/agreement/gamma")

KIND = "gamma"
PAGE = 100

_starting = threading.Lock()  # two clicks at once begin one computation


def _value(row: GammaRow) -> float:
    """For ordering; an article that is only bounded stands where its upper bound would."""
    return row.disorder.high if row.gamma.value is None and row.disorder.defined else (
        inf if row.gamma.value is None else row.gamma.value
    )  # fmt: skip


# What `?order=` may say, and the words over the column.
ORDERS: Mapping[str, Callable[[GammaRow], tuple[float | str, ...]]] = {
    "gamma": lambda row: (_value(row),),
    "gamma_cat": lambda row: (inf if row.gamma_cat.value is None else row.gamma_cat.value,),
    "marks": lambda row: (-row.units,),
    "title": lambda row: (row.title.casefold(),),
}


@blueprint.route("", methods=["GET", "POST"])
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    """The latest result; sent its form, it begins a computation."""
    study = study_or_404(study_id)
    if request.method == "GET":
        return _page(study)
    settings, faults = _asked(request.form)
    if settings is None:
        return _page(study, faults=faults), 400
    if why := why_no_gamma(gamma_state(get_db(), study_id, settings)):
        flash(why, "error")
        return redirect(url_for("gamma.show", study_id=study_id))
    with _starting:
        job = _job(study_id)
        if job is not None and job.state == "running":
            flash("γ is being computed already; cancel that first to compute it anew.", "warning")
        else:
            _start(study_id, settings)
    return redirect(url_for("gamma.show", study_id=study_id))


@blueprint.post("/cancel")
@open_to(MANAGERS)
def cancel(study_id: int) -> ResponseReturnValue:
    study_or_404(study_id)
    if ask_gamma_to_stop(get_db(), study_id):
        flash("The computation is being stopped; what is done is kept.", "success")
    else:
        flash("Nothing is being computed any more.", "warning")
    return redirect(url_for("gamma.show", study_id=study_id))


def _start(study_id: int, settings: GammaSettings) -> None:
    run_id = start_gamma_run(get_db(), study_id, asdict(settings))

    def task(db: Store, report: Progress) -> str:
        return compute_gamma(db, study_id, settings, run_id=run_id, progress=report, gentle=True)

    run_in_background(KIND, study_id, task)


def _job(study_id: int) -> Job | None:
    """The latest computation in the background."""
    return next((job for job in load_jobs(get_db(), study_id, KIND) if job.kind == KIND), None)


def _page(study: Study, faults: Mapping[str, str] | None = None) -> str:
    db = get_db()
    job = _job(study.id)
    run = load_gamma_run(db, study.id)
    settings = _settings_of(run, study)
    state = gamma_state(db, study.id, settings)
    report = state.report() if run is not None else None
    rows, order, page, pages = _rows(report)
    return render_template(
        "gamma/show.html",
        study=study,
        running=job if job is not None and job.state == "running" else None,
        failed=job if job is not None and job.state == "failed" and not faults else None,
        run=run,
        unfinished=run is not None and not run.finished_at,
        settings=settings,
        nothing=why_no_gamma(state),
        todo=len(state.todo),
        report=report if report is not None and report.computed else None,
        rows=rows,
        order=order,
        page=page,
        pages=pages,
        form=request.form if faults else {key: f"{value}" for key, value in _shown(settings)},
        faults=faults or {},
        samplers=SAMPLERS,
        most_seed=MOST_SEED,
    )


def _rows(report: GammaReport | None) -> tuple[list[GammaRow], str, int, int]:
    """One page of articles in the order that was asked for."""
    order = request.args.get("order", "gamma")
    if order not in ORDERS:
        order = "gamma"
    rows = sorted(report.rows if report else (), key=ORDERS[order])
    page, pages = page_number(len(rows), PAGE)
    return rows[(page - 1) * PAGE : page * PAGE], order, page, pages


def _settings_of(run: GammaRun | None, study: Study) -> GammaSettings:
    """Those of the latest run; at first the usual ones with the study's seed."""
    if run is not None:
        return GammaSettings(**run.settings)
    return GammaSettings(seed=min(study.seed, MOST_SEED))


def _shown(settings: GammaSettings) -> list[tuple[str, str]]:
    """The form's content; whole numbers without a decimal point."""
    return [
        (name, f"{value:.15g}" if isinstance(value, float) else str(value))
        for name, value in asdict(settings).items()
    ]


_FIELDS: Mapping[str, tuple[str, Callable[[str], float | int]]] = {
    "alpha": ("The weight of position", float),
    "beta": ("The weight of labels", float),
    "samples": ("The number of samples", int),
    "seed": ("The seed", int),
    "seconds": ("The time limit", float),
}


def _asked(form: Mapping[str, str]) -> tuple[GammaSettings | None, dict[str, str]]:
    """The settings of the form, or what is wrong with each field."""
    faults: dict[str, str] = {}
    found: dict[str, float | int] = {}
    for name, (words, kind) in _FIELDS.items():
        text = form.get(name, "").strip()
        try:
            found[name] = kind(text)
        except ValueError:
            example = "a whole number" if kind is int else "a number such as 1 or 0.5"
            faults[name] = f"{words} must be {example}, not {text!r}."
    if faults:
        return None, faults
    settings = GammaSettings(
        alpha=float(found["alpha"]),
        beta=float(found["beta"]),
        sampler=form.get("sampler", ""),
        samples=int(found["samples"]),
        seed=int(found["seed"]),
        seconds=float(found["seconds"]),
    )
    faults = settings.faults()
    return (None, faults) if faults else (settings, {})
