"""The passages in which a model differs from people or from the gold."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from annotator import store
from annotator.errors import StudyError
from annotator.reports.beside.differing import WAYS
from annotator.reports.passages import in_sentence
from annotator.store.models.rows import load_models
from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.web.models.blueprint import blueprint
from annotator.web.paging import page_number
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.results import DIFFERING

__all__ = ["passages"]

PAGE = 25


@blueprint.get("/<int:model_id>/passages/")
@open_to(VIEWERS)
def passages(study_id: int, model_id: int) -> ResponseReturnValue:
    """Each in its sentence, with everybody's marks and the model's side by side."""
    study, db = study_or_404(study_id), get_db()
    if not any(one.id == model_id for one in load_models(db, study_id)):
        abort(404, f"There is no model {model_id} in this study (any more).")
    beside, way, label = (request.args.get(name, "") for name in ("beside", "way", "label"))
    try:
        made = shown(study, DIFFERING, {"model": str(model_id), "beside": beside})
    except StudyError as error:
        abort(404, str(error))
    if made.result is None:
        return computing_page(study, made, "Passages of a model")
    differing, scheme = made.result.value, scheme_of(db, study)
    chosen = differing.chosen(way, label)
    page, pages = page_number(len(chosen), PAGE)
    some = chosen[(page - 1) * PAGE : page * PAGE]
    texts = store.load_texts(db, study_id, sorted({one.article.id for one in some}))
    asked = {name: value for name, value in request.args.items() if name != "page" and value}
    return render_template(
        "models/passages.html",
        study=study,
        made=made,
        model_id=model_id,
        differing=differing,
        passages=[
            (one.way, in_sentence(one.passage, one.article, texts[one.article.id], scheme,
                                  differing.annotators, differing.labels))
            for one in some
            if one.article.id in texts
        ],
        count=len(chosen),
        page=page,
        pages=pages,
        asked=asked,
        beside=beside,
        way=way,
        label=label,
        ways=WAYS,
        labels=scheme.labels,
        numbers={one.key: number for number, one in enumerate(scheme.labels, start=1)},
        colours=label_colours(scheme),
    )  # fmt: skip
