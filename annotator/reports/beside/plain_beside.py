"""The report of models beside people as plain text for the command line, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from annotator.agreement.alternative_annotator.alt_test import AltTest
from annotator.agreement.measure import Interval, Measure
from annotator.reports.beside.beside_report import BesideReport, ModelBeside
from annotator.reports.gold.gold_report import AgainstGold

__all__ = ["DOES_NOT_ALLOW", "beside_report_as_json", "beside_report_as_text", "verdict"]

DOES_NOT_ALLOW = (
    "What the test does not allow: dropping the annotators. It says whether the model stands in "
    "for one of them at this cost, on articles like these and under this codebook; the others are "
    "what it is measured by. Other articles, another codebook, another prompt or another version "
    "of the model need people, and the test, again."
)


def verdict(test: AltTest) -> str:
    """What came of a test, in a sentence."""
    if test.winning_rate is None or test.advantage is None:
        return test.reason
    won = sum(one.rejected for one in test.humans)
    passes = "passes (ω ≥ 0.5)" if test.passes else "does not pass (ω < 0.5)"
    return (
        f"The model {passes}: it stands in for {won} of {len(test.humans)} annotators, "
        f"ω = {test.winning_rate:.2f}; average advantage ρ = {test.advantage:.2f}"
        f"{_ends(test.advantage_interval)}."
    )


def beside_report_as_json(report: BesideReport) -> dict[str, Any]:
    """Measures in the form of `annotator agree --json`; tests and counts beside them."""
    return {
        "input": {
            "kind": "models beside people",
            "title": report.title,
            "scheme": report.scheme_title,
            "annotators": report.annotators,
            "epsilon": report.epsilon,
            "q": report.q,
            "resamples": report.resamples,
            "seed": report.seed,
            "reason": report.reason or None,
            "notes": [*report.notes, DOES_NOT_ALLOW],
        },
        "models": [_model(one) for one in report.models],
    }


def beside_report_as_text(report: BesideReport) -> str:
    """What a person wants to see first; every other number is in the JSON."""
    lines = [f"{report.title} ({report.scheme_title})", *report.notes]
    if report.reason:
        return "\n".join([*lines, "", report.reason])
    for one in report.models:
        lines += ["", *_lines(one)]
    lines += ["", f"ε = {report.epsilon:g}, q = {report.q:g}. {DOES_NOT_ALLOW}"]
    return "\n".join(lines)


def _lines(model: ModelBeside) -> Iterator[str]:
    yield (
        f"Model {model.name}: {model.articles} articles, {model.spans} marks, "
        f"{model.answers} answers"
    )
    if model.marks_reason:
        yield model.marks_reason
    else:
        headings = f"{'same':>7}{'ends':>6}{'label':>6}{'missed':>7}{'extra':>6}"
        yield f"{'beside':<24}{headings}  F1 overlap"
        rows = [*model.humans, *([model.together] if model.together else [])]
        yield from map(_row, [*rows, *([model.gold] if model.gold else [])])
    if model.gold_reason and model.gold_reason != model.marks_reason:
        yield f"Against the gold: {model.gold_reason}"
    if model.answers_reason:
        yield model.answers_reason
    for question in () if model.answers_reason else model.questions:
        yield f"{question.title}:"
        for beside in question.beside:
            yield f"  {beside.name:<22}agreement {_value(beside.percent)}  α {_value(beside.alpha)}"
    for standing in model.tests:
        yield f"Alternative annotator test, {standing.title}, by {standing.test.score}:"
        yield f"  {verdict(standing.test)}"
        yield from (f"  {sentence}" for sentence in standing.test.left_out)


def _row(one: AgainstGold) -> str:
    f = one.fates
    counts = f"{f.right:>7}{f.boundary:>6}{f.other:>6}{f.missed:>7}{f.extra:>6}"
    return f"{one.title[:23]:<24}{counts}  {_value(one.measure('f1_overlap'))}"


def _value(measure: Measure) -> str:
    if measure.value is None:
        return f"- ({measure.reason})"
    if measure.interval is None:
        return f"{measure.value:.3f} (no interval: {measure.no_interval})"
    return f"{measure.value:.3f}{_ends(measure.interval)}"


def _ends(interval: Interval | None) -> str:
    if interval is None:
        return ""
    if interval.low is None:
        return f" (no interval: {interval.reason})"
    return f" [{interval.low:.2f}, {interval.high:.2f}]"


def _model(model: ModelBeside) -> dict[str, Any]:
    return {
        "name": model.name,
        "about": asdict(model.about),
        "articles": model.articles,
        "spans": model.spans,
        "answers": model.answers,
        "reason": model.marks_reason or None,
        "annotators": [_against(one) for one in model.humans],
        "all_annotators": _against(model.together) if model.together else None,
        "labels": [_against(one) for one in model.by_label],
        "gold": _against(model.gold) if model.gold else None,
        "gold_reason": model.gold_reason or None,
        "gold_labels": [_against(one) for one in model.gold_by_label],
        "questions": [
            {"question": one.key, "beside": [
                {"name": two.name, "measures": [two.percent.as_json(), two.alpha.as_json()]}
                for two in one.beside
            ]}
            for one in model.questions
        ],
        "alternative_annotator_tests": [
            {"about": one.title, **asdict(one.test), "passes": one.test.passes}
            for one in model.tests
        ],
    }  # fmt: skip


def _against(one: AgainstGold) -> dict[str, Any]:
    fates = {**asdict(one.fates), "theirs": one.fates.gold}
    measures = [measure.as_json() for measure in one.measures]
    return {"id": one.id, "title": one.title, "articles": one.articles, **fates,
            "measures": measures}  # fmt: skip
