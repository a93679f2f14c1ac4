"""Downloads: a study's labelled data as JSON Lines and CSV, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from annotator.releases.downloads import FILES, GOLD_FILES, ReleaseFile
from annotator.releases.spreadsheets import BYTE_ORDER_MARK
from annotator.store import open_store
from annotator.store.adjudication import has_gold
from annotator.store.counted import load_article_names
from annotator.store.work import count_work
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db, get_settings
from annotator.web.studies import study_or_404
from annotator.workflow import releasing

__all__ = ["blueprint"]

blueprint = Blueprint("releases", __name__, url_prefix="/studies/<int:study_id>/downloads")


@blueprint.get("/")
@open_to(MANAGERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    counts = count_work(get_db(), study_id)
    files = FILES | GOLD_FILES if has_gold(get_db(), study_id) else FILES
    finished, spans = counts.get("submitted", (0, 0))
    return render_template(
        "releases/show.html",
        study=study,
        files={name: file.contents for name, file in files.items()},
        articles=len(load_article_names(get_db(), study_id)),
        finished=finished,
        spans=spans,
        skipped=counts.get("skipped", (0, 0))[1],
    )


@blueprint.get("/<name>")
@open_to(MANAGERS)
def download(study_id: int, name: str) -> ResponseReturnValue:
    study = study_or_404(study_id)
    files = FILES | GOLD_FILES
    if name not in files:
        abort(404, f"There is no file {name!r}. Files: {', '.join(files)}.")
    file = files[name]
    file_name = releasing.file_stem(study) + file.ending
    for_spreadsheet = request.args.get("encoding") == "utf-8-sig" and file.media_type == "text/csv"
    return Response(
        _pieces(get_settings().database, study_id, file, BYTE_ORDER_MARK * for_spreadsheet),
        content_type=f"{file.media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": "no-store",
        },
    )


def _pieces(database: Path, study_id: int, file: ReleaseFile, start: str) -> Iterator[str]:
    """With a store of its own, which stays open while the answer goes out."""
    db = open_store(database)
    try:
        if start:
            yield start
        yield from releasing.pieces(db, study_id, file)
    finally:
        db.close()
