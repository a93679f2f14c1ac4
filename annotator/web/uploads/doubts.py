"""What only a person can say about a brought file: asked on the preview, then it is read again."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from annotator.articles.fields import fields_of
from annotator.articles.told import Told
from annotator.store.provenance.columns import save_column_answer
from annotator.store.staging.files import StagedFile
from annotator.web.access import MANAGERS, account, open_to
from annotator.web.context import get_db
from annotator.web.numbers import whole_number
from annotator.web.studies import study_or_404
from annotator.web.uploads.blueprint import blueprint, known_shapes, read, upload_or_404
from annotator.workflow.waiting.brought import told_of

__all__ = ["FIELDS", "settle", "suggested"]

# Field -> its name on the page.
FIELDS = {
    "text": "Text",
    "title": "Title",
    "author": "Authors",
    "published": "Date",
    "outlet": "Outlet",
    "url": "Address",
    "language": "Language",
}


@blueprint.post("/<name>/settle")
@open_to(MANAGERS)
def settle(study_id: int, name: str) -> ResponseReturnValue:
    """Take what a person says about one file, and read it again."""
    study_or_404(study_id)
    place = upload_or_404(study_id, name)
    asked = whole_number(request.form.get("file", ""))
    file = next((one for one in place.doubtful_files() if one.id == asked), None)
    if file is None:
        abort(404)
    back = redirect(url_for("uploads.preview", study_id=study_id, name=name))
    told = _told(file)
    if told is None:
        flash(f"{file.name}: say which column holds the text.", "error")
        return back
    with place.read_again(file.id, told) as brought:
        read(file.name, place.raw(file), brought.take, "", told)
    if told.columns and brought.articles:
        names = next(doubt.choices for doubt in file.doubts if doubt.kind == "columns")
        save_column_answer(get_db(), names, dict(told.columns), account().id)
    count = brought.articles
    flash(f"{file.name} was read again: {count:,} article{'s' * (count != 1)}.", "success")
    return back


def suggested(names: tuple[str, ...]) -> dict[str, str]:
    """Field -> the column that is probably meant, to begin with."""
    return fields_of(names)


def _told(file: StagedFile) -> Told | None:
    """What the form says, added to what was said before; None without a column for the text."""
    kinds = {doubt.kind: doubt for doubt in file.doubts}
    kind = request.form.get("kind", "")
    if kind not in kinds:
        abort(404)
    told = replace(told_of(file.told), shapes=known_shapes(get_db()).shapes)
    if kind == "dates":
        return replace(told, day_first=request.form.get("order") == "dmy")
    chosen = request.form.get("encoding", "")
    if kind == "encoding":
        if chosen not in kinds[kind].choices:
            abort(400)
        return replace(told, encoding=chosen)
    columns = tuple(
        (field, request.form[field])
        for field in FIELDS
        if request.form.get(field) in kinds[kind].choices
    )
    return replace(told, columns=columns) if "text" in dict(columns) else None
