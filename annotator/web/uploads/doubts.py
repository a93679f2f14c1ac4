"""What only a person can say about a brought file: asked on the preview, then it is read again."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from annotator.articles.fields import fields_of
from annotator.articles.told import Told
from annotator.store.provenance.columns import save_column_answer
from annotator.web.access import MANAGERS, account, open_to
from annotator.web.context import get_db
from annotator.web.studies import study_or_404
from annotator.web.uploads.blueprint import blueprint, known_shapes, read, upload_or_404
from annotator.web.waiting import Part

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
    part = next((one for one in place.parts() if one.name == request.form.get("part")), None)
    if part is None:
        abort(404)
    back = redirect(url_for("uploads.preview", study_id=study_id, name=name))
    told = _told(part)
    if told is None:
        flash(f"{part.file_name}: say which column holds the text.", "error")
        return back
    reading = read(part.file_name, place.raw(part), "", told)
    place.read_again(part, reading, told)
    if told.columns and reading.articles:
        names = next(doubt.choices for doubt in part.doubts if doubt.kind == "columns")
        save_column_answer(get_db(), names, dict(told.columns), account().id)
    count = len(reading.articles)
    flash(f"{part.file_name} was read again: {count} article{'s' * (count != 1)}.", "success")
    return back


def suggested(names: tuple[str, ...]) -> dict[str, str]:
    """Field -> the column that is probably meant, to begin with."""
    return fields_of(names)


def _told(part: Part) -> Told | None:
    """What the form says, added to what was said before; None without a column for the text."""
    kinds = {doubt.kind: doubt for doubt in part.doubts}
    kind = request.form.get("kind", "")
    if kind not in kinds:
        abort(404)
    told = replace(part.told, shapes=known_shapes(get_db()).shapes)
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
