"""The report as files: a page of its own, Markdown, LaTeX, PDF, JSON; tables as CSV; drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from annotator.errors import SetupError
from annotator.releases.spreadsheets import csv_of
from annotator.reports import Chart, Report
from annotator.reports.beside.beside_report import BesideReport
from annotator.reports.document.document import Document, chart_as_png, chart_as_svg
from annotator.reports.document.pdf import as_pdf
from annotator.reports.document.tables import TABLES, Table
from annotator.store.models.rows import load_models
from annotator.store.records import Study
from annotator.web.access import VIEWERS, open_to
from annotator.web.context import get_db
from annotator.web.results import Shown, computing_page, shown
from annotator.web.studies import study_or_404
from annotator.workflow.agreeing import report_document
from annotator.workflow.releasing import file_stem
from annotator.workflow.results import BESIDE_PEOPLE, REPORT

__all__ = ["asked_file", "blueprint"]

blueprint = Blueprint("report_files", __name__, url_prefix="/studies/<int:study_id>/agreement")

FORMATS: dict[str, tuple[str, Callable[[Document], str | bytes]]] = {
    "html": ("text/html", Document.html),
    "md": ("text/markdown", Document.markdown),
    "txt": ("text/plain", Document.plain),
    "tex": ("text/x-tex", Document.latex),
    "pdf": ("application/pdf", lambda document: as_pdf(document.html())),
}


@blueprint.get("/report.<ending>")
@open_to(VIEWERS)
def report(study_id: int, ending: str) -> ResponseReturnValue:
    """The whole report in one file; `report.json` is a stable address for programs."""
    study = study_or_404(study_id)
    if ending != "json" and ending not in FORMATS:
        abort(404, f"There is no report.{ending}. Endings: json, {', '.join(FORMATS)}.")
    found = _current(study)
    if found is None:
        return _computing(study)
    models = _models(study)
    if models is not None and models.result is None:
        return computing_page(study, models, "Agreement")
    beside = models.result.value if models is not None and models.result is not None else None
    document = report_document(get_db(), study_id, found, beside)
    if ending == "json":
        return jsonify(document.json())
    media_type, write = FORMATS[ending]
    try:
        content = write(document)
    except SetupError as error:
        abort(501, str(error))
    return _file(content, media_type, f"{file_stem(study)}-report.{ending}")


@blueprint.get("/tables/<name>.csv")
@open_to(VIEWERS)
def table(study_id: int, name: str) -> ResponseReturnValue:
    """A table of the report, for a spreadsheet."""
    study = study_or_404(study_id)
    if name not in TABLES:
        abort(404, f"There is no table {name!r}. Tables: {', '.join(TABLES)}.")
    found = _current(study)
    if found is None:
        return _computing(study)
    columns, rows = TABLES[name](found)
    return _file(csv_of(columns, rows), "text/csv", f"{file_stem(study)}-{name}.csv")


@blueprint.get("/charts/<name>.<ending>")
@open_to(VIEWERS)
def chart(study_id: int, name: str, ending: str) -> ResponseReturnValue:
    """A chart of the report as SVG or PNG."""
    study = study_or_404(study_id)
    found = _current(study)
    if found is None:
        return _computing(study)
    return _chart_file(study, found.charts, f"{name}.{ending}")


def asked_file(
    study: Study, tables: Mapping[str, Table], charts: Sequence[Chart | None]
) -> Response | None:
    """What a page's own address asks for instead of the page: `?csv=words` or
    `?chart=drift.svg`; None when it asks for neither."""
    name = request.args.get("csv")
    if name is not None:
        if name not in tables:
            abort(404, f"There is no table {name!r}. Tables: {', '.join(tables) or 'none'}.")
        return _file(csv_of(*tables[name]), "text/csv", f"{file_stem(study)}-{name}.csv")
    wanted = request.args.get("chart")
    if wanted is not None:
        return _chart_file(study, [one for one in charts if one is not None], wanted)
    return None


def _chart_file(study: Study, charts: Sequence[Chart], wanted: str) -> Response:
    """`wanted` is a chart's name and an ending."""
    name, _, ending = wanted.rpartition(".")
    chosen = next((one for one in charts if one.name == name), None)
    if chosen is None or ending not in ("svg", "png"):
        known = ", ".join(one.name for one in charts) or "none yet"
        abort(404, f"There is no chart {wanted}. Charts, as .svg or .png: {known}.")
    name = f"{file_stem(study)}-{wanted}"
    if ending == "svg":
        return _file(chart_as_svg(chosen), "image/svg+xml", name)
    return _file(chart_as_png(chosen), "image/png", name)


def _current(study: Study) -> Report | None:
    """The report of the work as it is now; None while that is being computed."""
    made = shown(study, REPORT, _about())
    return made.result.value if made.result is not None and made.result.current else None


def _models(study: Study) -> Shown[BesideReport] | None:
    """The study's models beside people, or their making; None where there is no model."""
    return shown(study, BESIDE_PEOPLE) if load_models(get_db(), study.id) else None


def _computing(study: Study) -> str:
    """The page that waits for it, and then comes back to the file."""
    return computing_page(study, shown(study, REPORT, _about()), "Agreement")


def _about() -> dict[str, str]:
    return {"marks": "raw" if request.args.get("marks") == "raw" else ""}


def _file(content: str | bytes, media_type: str, name: str) -> Response:
    text = media_type.startswith("text/") or media_type.endswith("+xml")
    return Response(
        content,
        content_type=f"{media_type}; charset=utf-8" if text else media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
