"""A manager brings a model's predictions, or takes a model out."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.errors import InputError
from annotator.store.models.records import AboutModel
from annotator.store.models.rows import load_models
from annotator.web.access import MANAGERS, account, open_to
from annotator.web.context import get_db
from annotator.web.models.blueprint import blueprint
from annotator.web.shown_again import keep_typed
from annotator.web.studies import study_or_404
from annotator.workflow.models.adding import add_models, drop_model

__all__ = ["add", "remove"]

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST = 100  # characters of a file's name
_ABOUT = ("name", "version", "prompt", "dated")


@blueprint.post("/add")
@open_to(MANAGERS)
def add(study_id: int) -> ResponseReturnValue:
    """Read the file and keep what fits; the page then lists what did not."""
    study_or_404(study_id)
    form = request.form
    told = {key: form.get(key, "").strip() for key in _ABOUT}
    file = request.files.get("predictions")
    if file is None or not file.filename:
        flash("Choose a file of predictions: .jsonl, .csv, or Label Studio's .json.", "error")
        return _refused(study_id)
    with tempfile.TemporaryDirectory() as folder:
        name = _UNSAFE.sub("-", Path(file.filename).name).lstrip(".-")[-_LONGEST:]
        path = Path(folder) / (name or "predictions")
        file.save(path)
        try:
            added = add_models(get_db(), study_id, path, AboutModel(**told), account().id)
        except InputError as error:
            flash(str(error), "error")
            return _refused(study_id)
    flash(added.sentence, "success")
    return redirect(url_for("models.show", study_id=study_id))


def _refused(study_id: int) -> ResponseReturnValue:
    """Back to the form, with what was typed into it."""
    return redirect(url_for("models.show", study_id=study_id, typed=keep_typed(*_ABOUT)))


@blueprint.route("/<int:model_id>/remove", methods=["GET", "POST"])
@open_to(MANAGERS)
def remove(study_id: int, model_id: int) -> ResponseReturnValue:
    """Ask, then delete what the model said: it is brought again from its file, if at all."""
    study = study_or_404(study_id)
    if request.method == "GET":
        found = [one for one in load_models(get_db(), study_id) if one.id == model_id]
        if not found:
            abort(404, f"There is no model {model_id} in this study (any more).")
        return render_template("models/remove.html", study=study, model=found[0])
    try:
        about = drop_model(get_db(), study_id, model_id)
    except InputError as error:
        flash(str(error), "error")
    else:
        flash(f"The model {about.title!r} is removed.", "success")
    return redirect(url_for("models.show", study_id=study_id))
