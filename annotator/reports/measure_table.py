"""Measures found again by name, scope, id and label."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.agreement.measure import Measure


class MeasureTable:
    """A measure that was never computed, because there was nothing to compute it from, is found as
    one without a value, so that a page always has a reason to show."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        self._found = {
            (measure.name, measure.scope, measure.id, measure.label): measure
            for measure in measures
        }

    def find(
        self, name: str, *, scope: str = "all", id: str = "", label: str | None = None
    ) -> Measure:
        measure = self._found.get((name, scope, id, label))
        if measure is not None:
            return measure
        return Measure(name, None, "there is nothing to compare", scope=scope, id=id, label=label)
