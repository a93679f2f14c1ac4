"""Downloads: a study's labelled data as JSON Lines and CSV, streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from annotator.store import load_study_work
from annotator.store.records import StudyWork
from annotator.web.access import MANAGERS, open_to
from annotator.web.context import get_db
from annotator.web.studies import study_or_404
from annotator.workflow import releasing

__all__ = ["FILES", "blueprint"]

blueprint = Blueprint("releases", __name__, url_prefix="/studies/<int:study_id>/downloads")

# Address -> (writer, media type, file name's ending, what is in it).
FILES: dict[str, tuple[Callable[[StudyWork], Iterator[str]], str, str, str]] = {
    "annotations.jsonl": (
        releasing.write_jsonl,
        "application/jsonl",
        ".jsonl",
        "Everything: one line an article, with its text and every annotator’s marks, answers and "
        "relations.",
    ),
    "spans.csv": (
        releasing.write_csv_spans,
        "text/csv",
        "-spans.csv",
        "One row a marked passage, with its label, offsets, text and attributes.",
    ),
    "answers.csv": (
        releasing.write_csv_answers,
        "text/csv",
        "-answers.csv",
        "One row an answer to a question about the whole article.",
    ),
    "annotations.csv": (
        releasing.write_csv_annotations,
        "text/csv",
        "-annotations.csv",
        "One row an annotator and article, also where nothing was marked.",
    ),
}


@blueprint.get("/")
@open_to(MANAGERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    work = load_study_work(get_db(), study_id)
    return render_template(
        "releases/show.html",
        study=study,
        files={name: entry[3] for name, entry in FILES.items()},
        articles=len(work.articles),
        finished=releasing.count_finished(work),
        spans=sum(len(one.annotation.spans) for one in work.work),
    )


@blueprint.get("/<name>")
@open_to(MANAGERS)
def download(study_id: int, name: str) -> ResponseReturnValue:
    study_or_404(study_id)
    if name not in FILES:
        abort(404, f"There is no file {name!r}. Files: {', '.join(FILES)}.")
    write, media_type, ending, _ = FILES[name]
    work = load_study_work(get_db(), study_id)
    file_name = releasing.file_stem(work) + ending
    return Response(
        write(work),
        content_type=f"{media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "Cache-Control": "no-store",
        },
    )
