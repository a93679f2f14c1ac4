"""The pages on which articles are brought, corrected and kept."""

from __future__ import annotations

import sqlite3
from datetime import date

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from annotator.articles import ENDINGS
from annotator.articles.files import too_large
from annotator.articles.told import Told
from annotator.models import Refusal, normalise
from annotator.settings import MAX_FILE_BYTES
from annotator.store import Store, load_study
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.jobs import Progress, run_in_background
from annotator.web.numbers import whole_number
from annotator.web.paging import page_number
from annotator.web.preview import make_preview
from annotator.web.studies import study_or_404
from annotator.web.uploads.blocks import moved_block, read_paste
from annotator.web.uploads.blueprint import (
    blueprint,
    known_shapes,
    read,
    reading_now,
    upload_or_404,
)
from annotator.web.uploads.doubts import FIELDS, suggested
from annotator.workflow.loading import Loaded, add_upload
from annotator.workflow.waiting.brought import Brought
from annotator.workflow.waiting.upload import Upload, new_upload, waiting_uploads

__all__ = ["bring", "discard", "edit_text", "how_far", "preview"]

PAGE = 20
AT_ONCE = 2000  # more articles are kept in the background, with their progress shown


@blueprint.route("/", methods=["GET", "POST"])
@open_to(MANAGERS)
def bring(study_id: int) -> ResponseReturnValue:
    """Bring files or pasted text. The page's script sends one file at a time and asks for JSON."""
    study = study_or_404(study_id)
    if request.method == "GET":
        endings = ",".join(ending for ending in ENDINGS if ending)
        waiting = waiting_uploads(get_settings().data_dir, study_id)
        return render_template("uploads/bring.html", study=study, endings=endings, waiting=waiting)
    ticket = request.form.get("ticket", "")[:64]
    told = known_shapes(get_db())
    files = [file for file in request.files.getlist("files") if file.filename]
    pasted = read_paste(request.form.get("text", ""), request.form.get("html", ""), ticket, told)
    by_script = request.accept_mimetypes.best == "application/json"
    if not files and pasted is None:
        if by_script:
            return jsonify(error="No file came."), 400
        flash("Nothing came: choose files or paste a text.", "error")
        return redirect(url_for("uploads.bring", study_id=study_id))
    name = request.form.get("upload", "")
    place = upload_or_404(study_id, name) if name else new_upload(get_settings().data_dir, study_id)
    try:
        brought = [_bring_file(place, file, ticket, told) for file in files]
        if pasted is not None:
            with place.bring(pasted.file_name, pasted.raw, told, text=pasted.text) as paste:
                paste.take(pasted.pieces)
    except (OSError, sqlite3.Error):
        if not name:  # nobody was told of it yet
            place.remove()
        raise
    address = url_for("uploads.preview", study_id=study_id, name=place.name)
    if not by_script:
        return redirect(address)
    return jsonify(
        upload=place.name,
        preview=address,
        articles=sum(one.articles for one in brought),
        refused=sum(one.refused for one in brought),
        refusals=[
            {"name": refusal.source_name, "reason": refusal.reason}
            for one in brought
            for refusal in one.refusals
        ],
    )


@blueprint.get("/reading/<ticket>")
@open_to(MANAGERS)
def how_far(study_id: int, ticket: str) -> ResponseReturnValue:
    """How many pages or rows of the file that is read now are finished: for the progress bar."""
    study_or_404(study_id)
    return jsonify(read=reading_now.get((study_id, ticket), 0))


@blueprint.route("/<name>", methods=["GET", "POST"])
@open_to(MANAGERS)
def preview(study_id: int, name: str) -> ResponseReturnValue:
    """What was recognised, to be corrected, then kept or discarded."""
    study = study_or_404(study_id)
    place = upload_or_404(study_id, name)
    counts = place.counts()
    page, pages = page_number(counts.articles, PAGE)
    shown = place.slice((page - 1) * PAGE, PAGE)
    if request.method == "POST":
        action = request.form.get("action", "")
        if action == "discard":
            place.remove()
            flash("The upload is discarded. Nothing was kept.", "success")
            return redirect(url_for("studies.show", study_id=study_id))
        problems = _correct(place, [one.number for one in shown])
        if action == "leave":
            return redirect(url_for("uploads.discard", study_id=study_id, name=name))
        if problems:
            for problem in problems:
                flash(problem, "error")
        elif action == "keep":
            return _keep(study_id, place)
        elif moved := moved_block(place, action):
            at = place.page_of(moved[0], PAGE)
            here = url_for("uploads.preview", study_id=study_id, name=name, page=at)
            return redirect(f"{here}#article-{moved[0]}")
        else:
            asked = whole_number(action)
            wanted = page if asked is None else asked
            return redirect(url_for("uploads.preview", study_id=study_id, name=name, page=wanted))
        shown = place.slice((page - 1) * PAGE, PAGE)
    return render_template(
        "uploads/preview.html",
        study=study,
        name=name,
        preview=make_preview(get_db(), place, shown, place.counts()),
        page=page,
        pages=pages,
        doubtful=place.doubtful_files(),
        fields=FIELDS,
        suggested=suggested,
    )


@blueprint.get("/<name>/discard")
@open_to(MANAGERS)
def discard(study_id: int, name: str) -> ResponseReturnValue:
    """Ask before what was read and corrected is thrown away."""
    study = study_or_404(study_id)
    counts = upload_or_404(study_id, name).counts()
    return render_template("uploads/discard.html", study=study, name=name, counts=counts)


@blueprint.route("/<name>/<int:number>", methods=["GET", "POST"])
@open_to(MANAGERS)
def edit_text(study_id: int, name: str, number: int) -> ResponseReturnValue:
    """Correct the text of a waiting article: put back what was cut, cut what was not."""
    study = study_or_404(study_id)
    place = upload_or_404(study_id, name)
    one = place.article(number)
    if one is None:
        abort(404)
    at = place.page_of(number, PAGE)
    back = url_for("uploads.preview", study_id=study_id, name=name, page=at)
    if request.method == "POST":
        text = normalise(request.form.get("text", "")).strip("\n")
        limit = get_settings().max_article_characters
        if text.strip() and len(text) <= limit:
            place.correct({number: {"text": text}})
            return redirect(f"{back}#article-{number}")
        flash(
            f"The text must have between 1 and {limit:,} characters; this has {len(text):,}.",
            "error",
        )
    return render_template("uploads/edit_text.html", study=study, one=one, back=back)


def _keep(study_id: int, place: Upload) -> ResponseReturnValue:
    chosen = place.counts().chosen
    if not chosen:
        flash("No article is chosen: tick those to keep, or discard the upload.", "error")
        return redirect(url_for("uploads.preview", study_id=study_id, name=place.name))
    if chosen > AT_ONCE:
        return _keep_in_background(study_id, place)
    loaded = add_upload(get_db(), study_id, place)
    place.remove()
    flash(_said_of(get_db(), study_id, loaded), "success")
    return redirect(url_for("studies.show", study_id=study_id))


def _said_of(db: Store, study_id: int, loaded: Loaded) -> str:
    """What became of the articles; annotators of a published study have new ones only later."""
    if not loaded.new or not load_study(db, study_id).is_published:
        return loaded.sentence
    them = "it" if loaded.new == 1 else "them"
    return f"{loaded.sentence} Publish again to give {them} to annotators."


def _keep_in_background(study_id: int, place: Upload) -> ResponseReturnValue:
    def keep(db: Store, progress: Progress) -> str:
        loaded = add_upload(db, study_id, place, progress=progress)
        place.remove()
        return _said_of(db, study_id, loaded)

    job = run_in_background("load", study_id, keep)
    return redirect(url_for("jobs.show", job_id=job.id))


def _correct(place: Upload, numbers: list[int]) -> list[str]:
    """Keep what the form says about these articles; what is wrong with it, in sentences."""
    corrections: dict[int, dict[str, str]] = {}
    problems = []
    for number in numbers:
        if f"title-{number}" not in request.form:
            continue
        values = {
            field: " ".join(request.form.get(f"{field}-{number}", "").split())
            for field in ("title", "author", "published", "outlet")
        }
        if values["published"] and not _is_day(values["published"]):
            problems.append(
                f"{values['title'] or 'Article'}: the date should look like 2021-09-22, "
                f"not {values['published']!r}."
            )
            del values["published"]
        corrections[number] = values | {"keep": request.form.get(f"keep-{number}", "")}
    place.correct(corrections)
    return problems


def _bring_file(place: Upload, file: FileStorage, ticket: str, told: Told) -> Brought:
    """Read a file into the upload; one that is too large is not read."""
    file_name = file.filename or ""
    size = file.seek(0, 2) or file.tell()
    file.seek(0)
    is_too_large = size > MAX_FILE_BYTES
    raw = b"" if is_too_large else file.read()
    with place.bring(file_name, raw, told) as brought:
        if is_too_large:
            brought.take([Refusal(file_name, too_large(size))])
        else:
            read(file_name, raw, brought.take, ticket, told)
    return brought


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
