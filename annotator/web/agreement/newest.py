"""The address that open pages of results ask whether the work is another one by now."""

from __future__ import annotations

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from annotator.web.access import VIEWERS, open_to
from annotator.web.agreement.blueprint import blueprint
from annotator.web.context import get_db
from annotator.web.studies import study_or_404
from annotator.workflow.results import KINDS, made_of_now

__all__ = ["newest"]


@blueprint.get("/newest.json")
@open_to(VIEWERS)
def newest(study_id: int) -> ResponseReturnValue:
    """What a result of this kind would be made of now; nothing is computed for the answer."""
    study = study_or_404(study_id)
    name = request.args.get("of", "")
    if name not in KINDS:
        abort(404, f"There is no result {name!r}. Results: {', '.join(KINDS)}.")
    return jsonify(made_of=made_of_now(get_db(), study.id, KINDS[name]))
