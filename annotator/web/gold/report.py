"""Each annotator against the gold, and the raw material of the next guideline."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.gold.blueprint import blueprint
from annotator.web.results import computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.results import AGAINST_GOLD

__all__ = ["report_page"]


@blueprint.get("/")
@open_to(VIEWERS)
def report_page(study_id: int) -> ResponseReturnValue:
    """By pseudonym, as all reports; for managers, who know who is who."""
    study = study_or_404(study_id)
    made = shown(study, AGAINST_GOLD)
    if made.result is None:
        return computing_page(study, made, "Against the gold")
    report = made.result.value
    titles = {label.key: label.title for label in scheme_of(get_db(), study).labels}
    return render_template(
        "gold/report.html", study=study, made=made, report=report, titles=titles
    )  # fmt: skip
