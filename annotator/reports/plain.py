"""A report as plain text for the command line, and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from annotator.agreement.by_name.words import title_of
from annotator.agreement.measure import Measure
from annotator.reports.report import Report


def measures_of(report: Report) -> Iterator[Measure]:
    """Every measure of the report; each says what it is about (`scope`, `id`, `label`)."""
    yield from report.overall
    for question in report.questions:
        yield from (_about(one, "question", question.key) for one in question.measures)
    for label in report.labels:
        yield from (label.f1_exact, label.f1_overlap, label.f1_character, label.character_alpha)
        yield from (label.u_alpha, label.gwet_ac1, label.specific_agreement)
    for pair in report.pairs:
        yield from (pair.f1_exact, pair.f1_overlap, pair.f1_character)
        yield from (pair.character_alpha, pair.u_alpha_macro)
    for article in report.by_article:
        yield from (article.f1_exact, article.f1_overlap, article.f1_character)
        yield from (article.character_alpha, article.u_alpha_macro)
    for annotator in report.by_annotator:
        yield from (annotator.f1_overlap, annotator.alpha_without)
    for attribute in report.attributes:
        for found in (attribute.overall, *attribute.by_label.values(), *attribute.by_pair.values()):
            yield from (_about(one, "attribute", attribute.key) for one in found)
    if report.relations is not None:
        relations = report.relations
        yield from relations.overall
        for found in (*relations.by_type.values(), *relations.by_pair.values()):
            yield from found


def _about(measure: Measure, what: str, key: str) -> Measure:
    return replace(measure, parameters={**measure.parameters, what: key})


def as_json(report: Report) -> dict[str, Any]:
    """The same form as `annotator agree FILE.csv --json`."""
    return {
        "input": {
            "kind": "study",
            "title": report.title,
            "scheme": report.scheme_title,
            "articles": report.articles,
            "compared": report.compared,
            "annotators": list(report.annotators),
            "submitted": report.submitted,
            "skipped": report.skipped,
            "spans": report.spans,
            "marks": "as made" if report.raw else "trimmed",
            "reason": report.reason or None,
            "notes": list(report.notes),
        },
        "passages": dict(report.passages),
        "findings": [asdict(one) for one in report.findings],
        "measures": [measure.as_json() for measure in measures_of(report)],
    }


def as_text(report: Report) -> str:
    """What a person wants to see first; every other number is in the JSON."""
    lines = [
        f"{report.title} ({report.scheme_title}): {report.submitted} annotations submitted, "
        f"{report.skipped} skipped; {report.compared} of {report.articles} articles were opened "
        f"by at least two of {len(report.annotators)} annotators; {report.spans} spans.",
        *report.notes,
    ]
    if report.reason:
        return "\n".join([*lines, "", report.reason])
    lines += ["", *_table("All labels together", list(report.overall))]
    for question in report.questions:
        found = list(question.measures)
        lines += ["", *_table(f"Question: {question.title} ({question.level.value})", found)]
    for label in report.labels:
        both = [label.f1_exact, label.f1_overlap, label.character_alpha]
        heading = f"Label: {label.title} ({label.spans} spans, {label.disputed} disputed passages)"
        lines += ["", *_table(heading, both)]
    for attribute in report.attributes:
        heading = f"Of marks: {attribute.title} ({attribute.level}, {attribute.answered} answers)"
        lines += ["", *_table(heading, list(attribute.overall))]
    if report.relations is not None and report.relations.relations:
        heading = f"Relations between marks ({report.relations.relations})"
        lines += ["", *_table(heading, list(report.relations.overall))]
    return "\n".join([*lines, "", "By pair, article and annotator: --json"])


def _table(heading: str, measures: list[Measure]) -> list[str]:
    titles = [title_of(one.name) for one in measures]
    width = max(map(len, titles), default=0) + 2
    rows = zip(titles, measures, strict=True)
    return [heading, *(f"  {title:<{width}}{shown_value(one)}" for title, one in rows)]


def shown_value(measure: Measure, digits: int = 3) -> str:
    """Value and interval, or why there is none: here and in a release's card."""
    if measure.value is None:
        return f"none: {measure.reason}"
    interval = measure.interval
    if interval is None or interval.low is None:
        return f"{measure.value:.{digits}f}  (no interval: {measure.no_interval})"
    return f"{measure.value:.{digits}f}  [{interval.low:.{digits}f}, {interval.high:.{digits}f}]"
