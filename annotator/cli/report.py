"""The report of a study as a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.expected_time import tell_progress
from annotator.cli.options import Output, data_dir_option, opened_study, say, study_argument
from annotator.errors import StudyError
from annotator.time_left import Parts
from annotator.whole_file import whole_file

if TYPE_CHECKING:
    from annotator.reports.document.document import Document

FORMATS = (".html", ".pdf", ".json", ".md", ".txt", ".tex")


@click.command()
@study_argument
@click.option(
    "--out", required=True, type=Output(dir_okay=False),
    help="The file; its ending says the format: .html, .pdf, .json, .md, .txt or .tex.",
)  # fmt: skip
@click.option("--raw", is_flag=True, help="Marks before their edges were trimmed.")
@data_dir_option
def report(study: str, out: Path, raw: bool, data_dir: Path | None) -> None:
    """Write a study's agreement report: method, reliability table, charts.

    The HTML is one file that opens without a network; .tex is the table alone.

    Example: annotator report "Bridge 2026" --out bridge.html
    """
    from annotator.reports.document.pdf import printing_browser
    from annotator.workflow.agreeing import report_document, study_report
    from annotator.workflow.results import models_now

    if out.suffix.lower() not in FORMATS:
        raise StudyError(
            f"{out.name}: the ending says the format. Expected one of {', '.join(FORMATS)}."
        )
    if out.suffix.lower() == ".pdf":
        printing_browser()  # where there is none, that is said before the work
    if not out.parent.is_dir():
        raise StudyError(f"{out.parent}: there is no such folder. Make it first.")
    with opened_study(data_dir, study) as (db, study_id):
        parts = Parts(tell_progress("The report"), 3, 1)
        found = study_report(db, study_id, raw=raw, progress=parts.next())
        document = report_document(db, study_id, found, models_now(db, study_id, parts.next()))
    with whole_file(out) as part:
        part.write_bytes(content_of(document, out.suffix.lower()))
    say(f"{out}: written.")


def content_of(document: Document, ending: str) -> bytes:
    """The document in one of its formats."""
    from annotator.reports.document.pdf import as_pdf

    if ending == ".pdf":
        return as_pdf(document.html())
    if ending == ".json":
        return (json.dumps(document.json(), ensure_ascii=False, indent=2) + "\n").encode()
    text = {".html": document.html, ".md": document.markdown, ".txt": document.plain}
    return text.get(ending, document.latex)().encode()
