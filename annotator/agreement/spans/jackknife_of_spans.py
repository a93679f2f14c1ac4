"""Span values without each annotator, set beside the value with everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.agreement.measure import Measure, interval_details, interval_ends
from annotator.agreement.ratings.leave_one_out import annotator_jackknife


def with_jackknife(measures: Sequence[Measure]) -> list[Measure]:
    """Adds two parameters.

    `other_annotators` of each value over everything is the delete-one-annotator jackknife; `change`
    of each value without one annotator is what leaving them out changes.
    """
    overall = {m.name: m for m in measures if m.scope == "all" and m.label is None}
    without: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.scope == "annotator":
            without.setdefault(measure.name, []).append(measure)
    return [_beside(measure, overall, without) for measure in measures]


def _beside(
    measure: Measure, overall: dict[str, Measure], without: dict[str, list[Measure]]
) -> Measure:
    if measure.scope == "all" and measure.label is None and measure.name in without:
        found = annotator_jackknife(without[measure.name])
        about = {"interval": interval_ends(found), **interval_details(found)}
        return replace(measure, parameters={**measure.parameters, "other_annotators": about})
    if measure.scope == "annotator":
        change = None
        everybody = overall.get(measure.name)
        if everybody is not None and everybody.value is not None and measure.value is not None:
            change = measure.value - everybody.value
        about = {"meaning": f"without annotator {measure.id}", "change": change}
        return replace(measure, parameters={**measure.parameters, **about})
    return measure
