"""The agreement report."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from annotator.web.access import MANAGERS, open_to
from annotator.web.studies import study_or_404

blueprint = Blueprint("agreement", __name__, url_prefix="/studies/<int:study_id>/agreement")


@blueprint.get("/")
@open_to(MANAGERS)
def show(study_id: int) -> ResponseReturnValue:
    return render_template("agreement/show.html", study=study_or_404(study_id))
