"""The page of a release: what was asked for, what will be in it and what not, what is missing."""

from __future__ import annotations

import io
from urllib.parse import urlencode

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from annotator.errors import AnnotatorError, StudyError
from annotator.releases.content import TEXT_CHOICES, Plan
from annotator.releases.facts import FACTS, Facts
from annotator.releases.formats import RELEASE_FORMATS, checked_formats
from annotator.releases.preview import ReleasePreview
from annotator.store import Store, load_jobs
from annotator.store.database import now
from annotator.store.records import Job, Study
from annotator.store.results import is_small_study
from annotator.web import made_files
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.jobs import Ended, Progress, run_in_background
from annotator.web.releases.blueprint import blueprint
from annotator.web.results import Shown, computing_page, shown
from annotator.web.shown_again import keep_typed, to_part, typed_before
from annotator.web.studies import study_or_404
from annotator.workflow import making_releases
from annotator.workflow.making_releases.apart import make_release_apart
from annotator.workflow.making_releases.preview import PREVIEW, about_plan
from annotator.workflow.release_facts import facts_of, tell_facts
from annotator.workflow.releasing import file_stem
from annotator.workflow.results import find_result

__all__ = ["release_page"]

SPLITS = {"": "no split", "80/10/10": "80 % train, 10 % validation, 10 % test",
          "70/15/15": "70 % train, 15 % validation, 15 % test", "80/20": "80 % train, 20 % test",
          "50/50": "50 % train, 50 % test"}  # fmt: skip
TEXTS = {"yes": "as they are", "no": "left out (rights): offsets and hashes of articles stay",
         "hash": "left out; each marked passage is a hash"}  # fmt: skip
KIND = "release "  # how the kinds of its jobs begin
# What is asked for beside the release.
OF_THE_PAGE = ("seen", "csrf_token", "asked", "again", "typed", "said")


@blueprint.get("/release")
@open_to(MANAGERS)
def release_page(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    facts = facts_of(get_db(), study_id)
    made, why_not = Shown[ReleasePreview](None), ""
    small = is_small_study(get_db(), study_id)
    try:
        plan = _plan(request.args, facts)
        if small or "version" in request.args:
            made = _previewed(study, plan, small)
    except AnnotatorError as error:
        why_not = str(error)
    if made.job is not None:
        return computing_page(study, made, "Release")
    return render_template(
        "releases/release.html",
        study=study,
        made=made,
        preview=made.result.value if made.result is not None else None,
        large=not small,
        why_not=why_not,
        asked=request.args,
        wish=_wish(request.args),
        now=now(),
        chosen=_formats(request.args),
        formats={name: one for name, one in RELEASE_FORMATS.items() if one.is_there},
        splits=SPLITS,
        texts=TEXTS,
        facts=FACTS,
        told=facts,
        typed=typed_before(),
        jobs=_jobs(study_id),
    )


@blueprint.post("/release/facts")
@open_to(MANAGERS)
def save_facts(study_id: int) -> ResponseReturnValue:
    """What only a person knows; an empty field makes a fact missing again."""
    study_or_404(study_id)
    known = [fact.key for fact in FACTS]
    told = {key: request.form[f"fact-{key}"] for key in known if f"fact-{key}" in request.form}
    try:
        tell_facts(get_db(), study_id, told)
    except StudyError as error:
        flash(str(error), "error")
        typed = keep_typed(*(f"fact-{key}" for key in told))
        return to_part("releases.release_page", "facts", study_id=study_id, typed=typed)
    else:
        flash("What you told is kept for every release of this study.", "success")
    return to_part("releases.release_page", "facts", study_id=study_id)


@blueprint.route("/release.zip", methods=["GET", "POST"])
@open_to(MANAGERS)
def release_zip(study_id: int) -> ResponseReturnValue:
    """The release as a file; of a large study it is made in the background, by POST. Refused as
    long as nobody has looked at what was found in it."""
    study = study_or_404(study_id)
    asked = request.form if request.method == "POST" else request.args
    seen = asked.get("seen", "")
    try:
        plan = _plan(asked, facts_of(get_db(), study_id))
        name = f"{file_stem(study)}-{plan.version}"
        if request.method == "POST":
            job = _in_the_background(study_id, plan, name, seen)
            return redirect(url_for("jobs.show", job_id=job.id))
        if not is_small_study(get_db(), study_id):
            raise StudyError(
                "This study is large: look at what will be in it, then press the button."
            )
        content = making_releases.seen_content(get_db(), study_id, plan, seen)
        archive = io.BytesIO()
        making_releases.zip_release(content, name, archive)
    except AnnotatorError as error:
        flash(str(error), "error")
        place = url_for("releases.release_page", study_id=study_id)
        return redirect(f"{place}?{urlencode(_wish(asked))}")
    return Response(
        archive.getvalue(),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.zip"',
            "Cache-Control": "no-store",
        },
    )


def _in_the_background(study_id: int, plan: Plan, name: str, seen: str) -> Job:
    """The same wish twice is one job."""
    file = made_files.new_place(get_settings().data_dir, f"{name}.zip")

    def task(db: Store, progress: Progress) -> Ended:
        make_release_apart(db, study_id, plan, file, seen=seen, progress=progress)
        return Ended(f"The release is made ({file.stat().st_size / 1e6:,.1f} MB).", file=file)

    looked = ", personal data seen" if seen else ""  # who has not is refused, who has is not
    return run_in_background(f"{KIND}{plan.in_words}{looked}", study_id, task)


def _jobs(study_id: int) -> list[Job]:
    """Those that make a release, or whose release still waits."""
    folder = get_settings().data_dir
    return [
        job
        for job in load_jobs(get_db(), study_id, KIND)
        if job.state == "running" or made_files.file_of(folder, job.id) is not None
    ]


def _previewed(study: Study, plan: Plan, small: bool) -> Shown[ReleasePreview]:
    """What will be in it. Of a large study also how that was at some moment since it was asked for:
    where people work all the time, what was made is never quite of now."""
    about = about_plan(plan)
    found = None if small else find_result(get_db(), study.id, PREVIEW, about)
    if found is not None and found.computed_at > request.args.get("asked", ""):
        return Shown(found)
    return shown(study, PREVIEW, about)


def _wish(asked: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What was asked for of the release, to be asked for again."""
    return [(key, value) for key, value in asked.items(multi=True) if key not in OF_THE_PAGE]


def _plan(asked: MultiDict[str, str], facts: Facts) -> Plan:
    """Raises StudyError when something of it cannot be."""
    text = asked.get("text", "yes")
    if text not in TEXT_CHOICES:
        raise StudyError("Choose what becomes of the articles' texts.")
    split = asked.get("split", "")
    if split not in SPLITS:
        raise StudyError("Choose one of the splits.")
    return Plan(
        version=asked.get("version", "1.0.0").strip(),
        formats=checked_formats(_formats(asked), text),
        split=tuple(int(share) for share in split.split("/") if share),
        text=text,
        outlets_together="outlets" in asked,
        names="names" in asked,
        notes="notes" in asked,
        facts=facts,
    )


def _formats(asked: MultiDict[str, str]) -> list[str]:
    """Those of the form, or the usual ones before there was a form."""
    chosen = asked.getlist("format")
    return chosen if chosen or "version" in asked else list(Plan("1.0.0").formats)
