"""The agreement report, and the address that its page asks whether there is a newer one."""

from __future__ import annotations

from datetime import datetime, timezone

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from annotator.agreement.attributes.words import ATTRIBUTE_WORDS, RELATION_WORDS
from annotator.reports import Report
from annotator.reports.document.tables import TABLES
from annotator.store import load_texts
from annotator.store.records import Study
from annotator.store.studies import scheme_of
from annotator.web.access import VIEWERS, open_to
from annotator.web.agreement.blueprint import blueprint
from annotator.web.agreement.glance import glance_of
from annotator.web.agreement.report_tables import report_tables
from annotator.web.agreement.shown_words import KINDS, LEVEL_WORDS, MEASURES, RELATION_KINDS
from annotator.web.context import get_db
from annotator.web.marks import label_colours
from annotator.web.results import Shown, computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.agreeing import conformance
from annotator.workflow.progress import study_pace
from annotator.workflow.results import REPORT

__all__ = ["show", "state"]

MOST_RELATIONS = 100


@blueprint.get("/")
@open_to(VIEWERS)
def show(study_id: int) -> ResponseReturnValue:
    study = study_or_404(study_id)
    scheme = scheme_of(get_db(), study)
    made = _made(study)
    if made.result is None:
        return computing_page(study, made, "Agreement")
    report = made.result.value
    return render_template(
        "agreement/show.html",
        study=study,
        made=made,
        report=report,
        scheme=scheme,
        pace=study_pace(get_db(), study_id, datetime.now(timezone.utc)),
        glance=glance_of(report, scheme),
        shown=report_tables(report),
        numbers={label.key: number for number, label in enumerate(scheme.labels, start=1)},
        colours=label_colours(scheme),
        measures=MEASURES,
        kinds=KINDS,
        conformance=conformance(),
        attribute_words=ATTRIBUTE_WORDS,
        relation_words=RELATION_WORDS,
        level_words=LEVEL_WORDS,
        label_titles={label.key: label.title for label in scheme.labels},
        article_titles={one.id: one.title for one in report.by_article},
        relation_kinds=RELATION_KINDS,
        relation_texts=_texts_of_relations(report, study_id),
        most_relations=MOST_RELATIONS,
        tables=[name for name in TABLES if name != "relations" or report.relations],
    )


@blueprint.get("/state.json")
@open_to(VIEWERS)
def state(study_id: int) -> ResponseReturnValue:
    """From when the report is that `show` shows now; asking has a newer one made if need be."""
    made = _made(study_or_404(study_id))
    return jsonify(
        made=made.result.computed_at if made.result else "",
        current=bool(made.result and made.result.current),
        failed=made.failed,
    )


def _texts_of_relations(report: Report, study_id: int) -> dict[int, str]:
    """Texts of the articles whose disputed relations are shown."""
    disputed = report.relations.disputed[:MOST_RELATIONS] if report.relations else ()
    return load_texts(get_db(), study_id, {one.article for one in disputed}) if disputed else {}


def _made(study: Study) -> Shown[Report]:
    raw = request.args.get("marks") == "raw"
    return shown(study, REPORT, {"marks": "raw" if raw else ""})
