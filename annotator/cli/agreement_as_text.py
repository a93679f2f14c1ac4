"""The agreement of a file as text for a terminal."""

from __future__ import annotations

import unicodedata

from annotator.agreement.by_name.evaluate import Answer
from annotator.agreement.by_name.retest import SAME
from annotator.agreement.measure import Measure, interval_ends
from annotator.agreement.why_missing import NAMED_AT_MOST, why_no_interval

NOT_OF_IT = "none of its own"


def as_text(answer: Answer) -> str:
    """The overall values as a table; the rest is in the JSON."""
    held = ", ".join(
        f"{key} {value}" for key, value in answer.input.items() if isinstance(value, (int, str))
    )
    rows: list[tuple[str, ...]] = [
        ("measure", "level", "value", "95 % interval", "observed", "expected")
    ]
    shown = _shown(answer.measures)
    rows += map(_row, shown)
    # A reason in place of a value runs on to the end of its line.
    widths = [max(len(row[column]) for row in rows if column < 2 or row[3])
              for column in range(len(rows[0]))]  # fmt: skip
    table = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
             for row in rows]  # fmt: skip
    others = len(answer.measures) - len(shown)
    end = [f"{others} more values (by label, article, pair, annotator): --json"] if others else []
    said = [line for one in answer.measures for line in _verdicts(one)]
    lines = [held, *answer.notes, "", *table, *said, *_remarks(shown), *end]
    return "\n".join(_printable(line) for line in lines)


def _shown(measures: list[Measure]) -> list[Measure]:
    """Over everybody; of a few annotators who are beside themselves, each too."""
    alone = [
        one
        for one in measures
        if one.scope == "annotator" and one.parameters.get("compared") == SAME
    ]
    few = len({one.id for one in alone}) <= NAMED_AT_MOST
    return [one for one in measures if one.scope == "all" and one.label is None] + alone * few


def _name(one: Measure) -> str:
    return f"{one.name}, {one.id}" if one.id else one.name


def _printable(line: str) -> str:
    """Names come from a file: nothing in them may steer a terminal."""
    return "".join(
        c if unicodedata.category(c) not in ("Cc", "Cs") else ascii(c)[1:-1] for c in line
    )


def _row(one: Measure) -> tuple[str, ...]:
    level = one.level or "no level"
    if one.value is None:
        return (_name(one), level, f"none: {one.reason}", "", "", "")
    ends = "none"  # why is said below
    if one.interval is not None and (both := interval_ends(one.interval)):
        ends = f"[{_digits(both[0])}, {_digits(both[1])}]"
    return (
        _name(one),
        level,
        _digits(one.value),
        ends,
        _part(one.observed),
        _part(one.expected),
    )


def _verdicts(one: Measure) -> list[str]:
    """What a benchmark scale says of a value, and in how many resamples it is below a minimum."""
    lines = []
    if told := one.parameters.get("benchmark"):
        scale = told["scale"]
        if "reason" in told:
            lines.append(f"{one.name}, {scale}: nothing to say, {told['reason']}")
        else:
            steps = ", ".join(
                f"{step['name']} or better {step['reached']:.3f}" for step in told["steps"][:-1]
            )
            lines.append(
                f"{one.name}, {scale}: {told['verdict']} (the highest step with 95 %, from "
                f"{told['error_from']}; {steps})"
            )
    for minimum, q in one.parameters.get("below_minimum", {}).items():
        shown = f"below {minimum} in {q:.1%} of resamples" if minimum != "reason" else f"q: {q}"
        lines.append(f"{one.name}: {shown}")
    return lines


def _digits(number: float) -> str:
    return f"{round(number, 4) + 0.0:.4f}"  # + 0.0: no minus zero


def _part(number: float | None) -> str:
    """Observed or expected agreement: F1, shares and means of labels are not made of them."""
    return NOT_OF_IT if number is None else _digits(number)


def _remarks(shown: list[Measure]) -> list[str]:
    """What was left out, and warnings about intervals: each said once."""
    remarks: dict[str, None] = {}
    for one in shown:
        if one.pooling != "pooled":
            remarks[f"{one.name}: {one.pooling}"] = None
        for sentence in one.left_out:
            remarks[sentence] = None
        if one.interval is not None and one.interval.warning:
            remarks[f"interval: {one.interval.warning}"] = None
        if one.interval is not None and one.interval.method:
            remarks[f"interval: {one.interval.method}"] = None
    remarks |= dict.fromkeys(why_no_interval((_name(one), one) for one in shown))
    return ["", *remarks] if remarks else []
