"""The reliability table of a study, for a paper: plain text, Markdown, LaTeX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.agreement.by_name.words import title_of
from annotator.agreement.measure import Measure
from annotator.reports.report import Report

__all__ = [
    "COLUMNS",
    "ReliabilityRow",
    "as_latex",
    "as_markdown",
    "as_plain",
    "in_latex",
    "reliability_rows",
]

COLUMNS = ("what", "marks or answers", "coefficient", "unit", "value", "95 % interval")
TOGETHER = ("character_alpha", "u_alpha_macro", "f1_overlap", "f1_exact")
OF_QUESTIONS = ("krippendorff_alpha", "icc_2_1")
_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "α": r"$\alpha$", "κ": r"$\kappa$", "–": "--", "’": "'",
}  # fmt: skip


@dataclass(frozen=True)
class ReliabilityRow:
    """One line of the table."""

    what: str
    count: int
    measure: Measure

    @property
    def cells(self) -> tuple[str, ...]:
        one = self.measure
        level = f" ({one.level})" if one.level else ""
        value = "–" if one.value is None else f"{one.value:.3f}"
        interval = one.interval
        ends = one.no_interval
        if one.value is not None and interval is not None and interval.low is not None:
            ends = f"[{interval.low:.3f}, {interval.high:.3f}]"
        return (self.what, f"{self.count}", title_of(one.name) + level, one.unit, value, ends)


def reliability_rows(report: Report) -> list[ReliabilityRow]:
    """All labels together, each label, answers about marks, relations, questions."""
    rows = [
        ReliabilityRow("all labels", report.spans, one)
        for name in TOGETHER
        if (one := report.measure(name)) is not None
    ]
    for label in report.labels:
        if label.spans:
            rows.append(ReliabilityRow(label.title, label.spans, label.character_alpha))
            rows.append(ReliabilityRow(label.title, label.spans, label.f1_overlap))
    for attribute in report.attributes:
        shown = ("joint_f1", "pair_pooled_alpha", "share_matched")
        rows += [
            ReliabilityRow(attribute.title, attribute.answered, one)
            for one in attribute.overall
            if one.name in shown
        ]
    if report.relations is not None and report.relations.relations:
        rows += [
            ReliabilityRow("relations", report.relations.relations, one)
            for one in report.relations.overall
            if one.name in ("relation_f1", "relation_f1_untyped")
        ]
    for question in report.questions:
        found = (question.krippendorff_alpha, *question.beside)
        rows += [
            ReliabilityRow(question.title, question.answered, one)
            for one in found
            if one.name == "krippendorff_alpha"
            or (one.value is not None and one.name in OF_QUESTIONS)
        ]
    return rows


def as_plain(rows: Sequence[ReliabilityRow]) -> str:
    """Columns of equal width, for a terminal or an e-mail."""
    table = [COLUMNS, *(row.cells for row in rows)]
    widths = [*(max(len(line[n]) for line in table) for n in range(len(COLUMNS) - 1)), 0]
    return "\n".join(
        "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    )


def as_markdown(rows: Sequence[ReliabilityRow]) -> str:
    """A table of GitHub's Markdown."""
    return "\n".join(_markdown_lines(rows))


def _markdown_lines(rows: Sequence[ReliabilityRow]) -> Iterator[str]:
    yield _markdown_row(COLUMNS)
    yield "|---|---:|---|---|---:|---|"
    for row in rows:
        yield _markdown_row(row.cells)


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |"


def as_latex(rows: Sequence[ReliabilityRow]) -> str:
    """A tabular that needs no package."""
    lines = [r"\begin{tabular}{lrllrl}", r"\hline", _latex_row(COLUMNS), r"\hline"]
    lines += [_latex_row(row.cells) for row in rows]
    return "\n".join([*lines, r"\hline", r"\end{tabular}"])


def _latex_row(cells: Sequence[str]) -> str:
    # An empty pair of braces, since `[` behind `\\` would be read as a distance.
    return " & ".join(map(in_latex, cells)) + r" \\{}"


def in_latex(text: str) -> str:
    r"""Text that LaTeX prints as it is.

    >>> print(in_latex("50 % of α_u"))
    50 \% of $\alpha$\_u
    """
    return "".join(_LATEX.get(sign, sign) for sign in text)
