"""Downloads: a study's labelled data as JSON Lines and CSV, streamed."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from annotator.models import State
from annotator.releases.formats import FILES
from annotator.store import load_study_work
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db
from annotator.web.studies import study_or_404
from annotator.workflow import releasing

__all__ = ["blueprint"]

blueprint = Blueprint("releases", __name__, url_prefix="/studies/<int:study_id>/downloads")


@blueprint.get("/")
@open_to(MANAGERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    work = load_study_work(get_db(), study_id)
    return render_template(
        "releases/show.html",
        study=study,
        files={name: file.contents for name, file in FILES.items()},
        articles=len(work.articles),
        finished=releasing.count_finished(work),
        spans=releasing.count_spans(work, State.SUBMITTED),
        skipped=releasing.count_spans(work, State.SKIPPED),
    )


@blueprint.get("/<name>")
@open_to(MANAGERS)
def download(study_id: int, name: str) -> ResponseReturnValue:
    study_or_404(study_id)
    if name not in FILES:
        abort(404, f"There is no file {name!r}. Files: {', '.join(FILES)}.")
    file = FILES[name]
    work = load_study_work(get_db(), study_id)
    file_name = releasing.file_stem(work) + file.ending
    return Response(
        file.write(work),
        content_type=f"{file.media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": "no-store",
        },
    )
