"""The card's section on agreement: the report's own numbers, with intervals and how they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotator.agreement.by_name.words import MEASURE_WORDS
from annotator.agreement.measure import Measure
from annotator.plural import counted
from annotator.reports import Report
from annotator.reports.plain import measures_of, shown_value

__all__ = ["agreement_section", "agreement_sentence", "cell"]

LABEL_MEASURES = (
    "f1_exact", "f1_overlap", "f1_character", "character_alpha", "u_alpha", "gwet_ac1",
)  # fmt: skip


def agreement_section(report: Report) -> list[str]:
    """Markdown lines, from "all labels together" to single labels and questions."""
    lines = [
        f"{report.compared} of {counted(report.articles, 'article')} were opened by at least "
        f"two of {counted(len(report.annotators), 'annotator')} "
        f"({counted(report.submitted, 'annotation')} submitted, "
        f"{report.skipped} skipped, {counted(report.spans, 'mark')}). "
        "Square brackets hold 95 % intervals.",
        "",
    ]
    if report.reason:
        return [*lines, report.reason]
    lines += [*_table("All labels together", report.overall), ""]
    if report.labels:
        lines += [*_labels(report), ""]
    for question in report.questions:
        heading = f"Question: {question.title} ({question.level.value})"
        lines += [*_table(heading, question.measures), ""]
    for attribute in report.attributes:
        heading = f"Of marks: {attribute.title} ({attribute.level})"
        lines += [*_table(heading, attribute.overall), ""]
    if report.relations is not None and report.relations.relations:
        lines += [*_table("Relations between marks", report.relations.overall), ""]
    lines += ["How this was computed:", ""]
    lines += [f"- {sentence}" for sentence in _how(report)]
    lines += ["- Every number, by pair, article and annotator too: `agreement.json`."]
    return lines


def agreement_sentence(report: Report) -> str:
    """The same in one line, for metadata that has no tables."""
    found = [("", one) for one in report.overall]
    found += [(f"{one.title}: ", one.krippendorff_alpha) for one in report.questions]
    values = [f"{about}{_title(one)} {shown_value(one)}" for about, one in found
              if one.value is not None]  # fmt: skip
    return "; ".join(values) or report.reason


def cell(text: str) -> str:
    """A text in a cell of a Markdown table.

    >>> cell("a|b\\nc")
    'a\\\\|b c'
    """
    return " ".join(text.split()).replace("|", "\\|")


def _title(measure: Measure) -> str:
    words = MEASURE_WORDS.get(measure.name)
    level = f" ({measure.level})" if measure.level else ""
    return (words.title if words else measure.name.replace("_", " ")) + level


def _table(heading: str, measures: Sequence[Measure]) -> list[str]:
    rows = [f"| {cell(_title(one))} | {cell(shown_value(one))} |" for one in measures]
    return [f"**{cell(heading)}**", "", "| measure | value |", "|---|---|", *rows]


def _labels(report: Report) -> Iterator[str]:
    first = report.labels[0]
    titles = [_title(getattr(first, name)) for name in LABEL_MEASURES]
    yield "**Label by label**"
    yield ""
    yield f"| label | marks | {' | '.join(map(cell, titles))} |"
    yield f"|---|---:|{'---|' * len(titles)}"
    for label in report.labels:
        values = [cell(shown_value(getattr(label, name))) for name in LABEL_MEASURES]
        yield f"| {cell(label.title)} | {label.spans} | {' | '.join(values)} |"


def _how(report: Report) -> list[str]:
    """What is the same for many measures is said once, and notes of the report."""
    said: dict[str, None] = {}
    said["Marks are compared " + ("as made." if report.raw else "without spaces and punctuation "
         "at their edges.")] = None  # fmt: skip
    for one in _shown(report):
        words = MEASURE_WORDS.get(one.name)
        if words and one.scope == "all":
            said[f"{words.title}: {words.sentence} Unit: {one.unit}; {one.pooling}."] = None
        if one.interval is not None and one.interval.method:
            said[f"Intervals: {one.interval.method}."] = None
        if one.interval is not None and one.interval.warning:
            said[f"Intervals: {one.interval.warning}"] = None
        for sentence in one.left_out:
            said[sentence] = None
    return [*said, *report.notes]


def _shown(report: Report) -> Iterable[Measure]:
    return [one for one in measures_of(report) if one.scope in ("all", "label")]
