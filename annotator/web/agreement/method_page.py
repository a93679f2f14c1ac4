"""The method in words and the reliability table, to copy into a paper."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from annotator.web.access import VIEWERS, open_to
from annotator.web.agreement.blueprint import blueprint
from annotator.web.context import get_db
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.agreeing import report_document
from annotator.workflow.results import REPORT

__all__ = ["method"]


@blueprint.get("/method/")
@open_to(VIEWERS)
def method(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    made = shown(study, REPORT)
    if made.result is None:
        return computing_page(study, made, "Method")
    report = made.result.value
    document = report_document(get_db(), study_id, report)
    return render_template(
        "agreement/method.html", study=study, made=made, report=report, document=document
    )
