"""The report against the gold as plain text for the command line, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from annotator.agreement.by_name.words import title_of
from annotator.agreement.measure import Measure
from annotator.agreement.why_missing import why_no_interval, why_no_value
from annotator.reports.gold.gold_report import AgainstGold, GoldReport

__all__ = ["gold_report_as_json", "gold_report_as_text"]

SHOWN = ("precision_exact", "recall_exact", "f1_exact", "f1_overlap")


def gold_report_as_json(report: GoldReport) -> dict[str, Any]:
    """Measures in the form of `annotator agree --json`; the counts beside them."""
    every = [*([report.overall] if report.overall else []), *report.annotators, *report.by_label]
    return {
        "input": {
            "kind": "study against its gold",
            "title": report.title,
            "scheme": report.scheme_title,
            "articles": report.articles,
            "settled": report.settled,
            "open_passages": report.open_passages,
            "gold": report.gold,
            "reason": report.reason or None,
            "notes": list(report.notes),
        },
        "settled_by": [asdict(one) for one in report.settled_by],
        "by_hand": [asdict(one) for one in report.by_hand],
        "annotators": [_counts(one) for one in report.annotators],
        "labels": [_counts(one) for one in report.by_label],
        "answers": [
            {
                "annotator": one.id,
                "question": one.question,
                "of_marks": one.of_marks,
                "compared": one.compared,
                "right": one.right,
            }
            for one in report.answers
        ],
        "measures": [
            measure.as_json() for one in (*every, *report.cells) for measure in one.measures
        ]
        + [one.measure.as_json() for one in report.answers],
    }


def gold_report_as_text(report: GoldReport) -> str:
    """What a person wants to see first; every other number is in the JSON."""
    lines = [
        f"{report.title} ({report.scheme_title}): {report.settled} of {report.articles} articles "
        f"are settled, with {report.gold} gold marks; {report.open_passages} passages are open.",
        *report.notes,
    ]
    for one in report.settled_by:
        nothing = f", {one.nothing} as nothing here" if one.nothing else ""
        lines.append(f"settled {one.how}: {one.decisions} ({one.gold} gold marks{nothing})")
    if report.reason:
        return "\n".join([*lines, "", report.reason])
    for heading, some in (("Annotators", report.annotators), ("Labels", report.by_label)):
        lines += ["", f"{heading:<24}{'right':>7}{'ends':>6}{'label':>6}{'missed':>7}{'extra':>6}"
                  "   P exact  R exact  F1 exact             F1 overlap"]  # fmt: skip
        lines += [_row(one) for one in some]
        lines += _reasons((one.title, one.measure(name)) for one in some for name in SHOWN)
    if report.answers:
        lines += ["", f"{'Answers as in the gold':<34}{'annotator':<12}{'compared':>9}  right"]
    for answer in report.answers:
        name = f"{answer.title}{' (marks)' if answer.of_marks else ''}"
        lines.append(
            f"{name[:33]:<34}{answer.id or 'all':<12}{answer.compared:>9}  "
            f"{_short(answer.measure)}{_ends(answer.measure)}"
        )
    lines += _reasons((f"{one.title}, {one.id or 'all'}", one.measure) for one in report.answers)
    for label in report.by_hand:
        lines += ["", f"{label.title}: {label.decisions} decisions by hand"]
        lines += [f"  {one.reason}" for one in label.examples[:5]]
    return "\n".join([*lines, "", "By character, and by annotator and label: --json"])


def _counts(one: AgainstGold) -> dict[str, Any]:
    fates = asdict(one.fates) | {"gold": one.fates.gold, "found": one.fates.found}
    return {"id": one.id, "title": one.title, "articles": one.articles,
            "left_out": one.left_out, **fates}  # fmt: skip


def _row(one: AgainstGold) -> str:
    f = one.fates
    counts = f"{f.right:>7}{f.boundary:>6}{f.other:>6}{f.missed:>7}{f.extra:>6}"
    f1 = one.measure("f1_exact")
    return (
        f"{one.title[:23]:<24}{counts}   {_short(one.measure('precision_exact')):<9}"
        f"{_short(one.measure('recall_exact')):<9}{_short(f1)}{_ends(f1):<16}"
        f"{_short(one.measure('f1_overlap'))}"
    )


def _reasons(named: Iterable[tuple[str, Measure]]) -> list[str]:
    """Why a "-" stands above, or a value without its interval."""
    some = [(f"{what}, {title_of(one.name)}", one) for what, one in named]
    with_interval = [(what, one) for what, one in some if one.name in ("f1_exact", "answers_right")]
    said = (*why_no_value(some), *why_no_interval(with_interval))
    return [f"  {sentence}" for sentence in said]


def _short(measure: Measure) -> str:
    return "-    " if measure.value is None else f"{measure.value:.3f}"


def _ends(measure: Measure) -> str:
    interval = measure.interval
    if interval is None or interval.low is None:
        return ""
    return f" [{interval.low:.3f}, {interval.high:.3f}]"
