"""The whole report in one file: HTML that opens without a network, Markdown, JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.reports.beside.beside_report import BesideReport
from annotator.reports.beside.beside_tables import (
    how_to_read,
    model_facts,
    model_reasons,
    model_tables,
)
from annotator.reports.beside.plain_beside import beside_report_as_json
from annotator.reports.document.method import method_paragraphs
from annotator.reports.document.reliability import (
    COLUMNS,
    ReliabilityRow,
    as_latex,
    as_markdown,
    as_plain,
    in_latex,
    reliability_rows,
)
from annotator.reports.document.setting import MISSING, Setting
from annotator.reports.plain import as_json
from annotator.reports.report import Chart, Report

__all__ = [
    "Document", "chart_as_png", "chart_as_svg", "document_of", "models_as_json",
    "models_as_markdown",
]  # fmt: skip


@dataclass(frozen=True)
class Document:
    """A report with its method, ready to be written; `made_at` is a day, as text."""

    report: Report
    setting: Setting
    method: tuple[str, ...]
    rows: tuple[ReliabilityRow, ...]
    made_at: str
    columns: tuple[str, ...] = COLUMNS  # of the rows
    models: BesideReport | None = None  # None where the study has no model

    def html(self) -> str:
        """One page: styles and drawings are inside, nothing is loaded."""
        from jinja2 import Environment, FileSystemLoader  # slow to import

        folder = Path(__file__).parent
        page = Environment(
            loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
        ).get_template("document.html")
        charts = [(chart, chart_as_svg(chart)) for chart in self.report.charts]
        return page.render(
            document=self, report=self.report, charts=charts, latex=as_latex(self.rows),
            how_to_read=how_to_read, model_facts=model_facts, model_reasons=model_reasons,
            model_tables=model_tables,
        )  # fmt: skip

    def markdown(self) -> str:
        """For a repository or a paper's appendix."""
        report = self.report
        lines = [f"# Agreement: {_one_line(report.title)}", "", f"{self.made_at}", ""]
        lines += [f"> {note}" for note in report.notes]
        if report.findings:
            lines += ["", "## What stands out", ""]
            lines += [f"- {one.sentence}" for one in report.findings]
        lines += ["", "## Method", ""]
        for paragraph in self.method:
            lines += [_one_line(paragraph), ""]
        lines += ["## Reliability", ""]
        lines.append(report.reason or as_markdown(self.rows))
        for chart in report.charts:
            lines += ["", f"## {_one_line(chart.title)}", "", chart.description, ""]
            lines += _markdown_table(chart.columns, chart.rows)
            lines += [line for why in chart.missing for line in ("", _one_line(why))]
        if self.models is not None:
            lines += ["", "## Models beside people", "", *models_as_markdown(self.models)]
        return "\n".join([*lines, ""])

    def plain(self) -> str:
        """Method and table as plain text."""
        return "\n\n".join([*self.method, self.report.reason or as_plain(self.rows)]) + "\n"

    def latex(self) -> str:
        """The table alone, for a paper."""
        return as_latex(self.rows) + "\n"

    def method_markdown(self) -> str:
        """Method and table for a paper that is written in Markdown."""
        table = self.report.reason or as_markdown(self.rows)
        return "\n\n".join([*map(_one_line, self.method), table]) + "\n"

    def method_latex(self) -> str:
        """The same in LaTeX."""
        missing = in_latex(MISSING), r"\emph{missing}"
        said = [in_latex(_one_line(one)).replace(*missing) for one in self.method]
        return "\n\n".join([*said, self.report.reason or as_latex(self.rows)]) + "\n"

    def json(self) -> dict[str, Any]:
        """Everything, as `annotator agree STUDY --json` has it, with the method."""
        head = {"made_at": self.made_at, "method": list(self.method)}
        return {**head, **as_json(self.report), **models_as_json(self.models)}


def document_of(
    report: Report, setting: Setting, made_at: str, models: BesideReport | None = None
) -> Document:
    """A report beside what must be known about it."""
    rows, method = tuple(reliability_rows(report)), tuple(method_paragraphs(report, setting))
    return Document(report, setting, method, rows, made_at, models=models)


def chart_as_svg(chart: Chart) -> str:
    """A drawing for a page or a paper; text stays text."""
    import vl_convert  # slow to import

    return str(vl_convert.vegalite_to_svg(_sized(chart.spec)))


def chart_as_png(chart: Chart) -> bytes:
    """The same as an image, at twice the size of a screen's points."""
    import vl_convert  # slow to import

    return bytes(vl_convert.vegalite_to_png(_sized(chart.spec), scale=2))


def _sized(spec: Any) -> dict[str, Any]:
    """On the page a chart is as wide as its place; a file has no place."""
    return {**spec, "width": 560} if spec.get("width") == "container" else dict(spec)


def _markdown_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Sequence[str]:
    def row(cells: Sequence[Any]) -> str:
        shown = (f"{one:.3f}" if isinstance(one, float) else "–" if one is None else str(one)
                 for one in cells)  # fmt: skip
        return f"| {' | '.join(_one_line(cell).replace('|', chr(92) + '|') for cell in shown)} |"

    return [row(columns), f"|{'---|' * len(columns)}", *map(row, rows)]


def models_as_markdown(models: BesideReport) -> list[str]:
    """Lines: for the report, and for a release's card."""
    lines = [*how_to_read(models), *([models.reason] if models.reason else [])]
    lines = [line for sentence in lines for line in (_one_line(sentence), "")]
    for model in models.models:
        lines += [f"**{_one_line(model_facts(model))}**", ""]
        lines += [line for reason in model_reasons(model) for line in (_one_line(reason), "")]
        for table in model_tables(model):
            lines += [f"{table.caption}:", "", *_markdown_table(table.columns, table.rows), ""]
    return lines


def models_as_json(models: BesideReport | None) -> dict[str, Any]:
    """What a study without models has nothing of."""
    return {} if models is None else {"models_beside_people": beside_report_as_json(models)}


def _one_line(text: str) -> str:
    return " ".join(text.split())
