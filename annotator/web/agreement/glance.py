"""The report in ten seconds: α beside published figures, and intervals on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.measure import Measure
from annotator.models import Scheme
from annotator.reports import Report
from annotator.reports.glance.published_figures import PublishedFigure, beside

__all__ = ["Glance", "Scale", "glance_of"]

LOWEST = 0.0


@dataclass(frozen=True)
class Scale:
    """Where values lie on a drawing that is 100 wide; `ticks` are published values, with words."""

    low: float
    ticks: tuple[tuple[float, str], ...]

    def at(self, value: float) -> float:
        return round(100 * (min(1.0, max(self.low, value)) - self.low) / (1 - self.low), 2)


@dataclass(frozen=True)
class Glance:
    alpha: Measure | None
    own: tuple[PublishedFigure, ...]  # reached with this codebook
    others: tuple[PublishedFigure, ...]
    scale: Scale

    @property
    def range_of_others(self) -> tuple[PublishedFigure, PublishedFigure] | None:
        """The lowest and the highest published α of names."""
        known = [one for one in (*self.own, *self.others) if one.is_alpha_of_marks]
        if not known:
            return None
        return min(known, key=lambda one: one.value), max(known, key=lambda one: one.value)


def glance_of(report: Report, scheme: Scheme) -> Glance:
    own, others = beside(scheme.name)
    ends = [
        one.character_alpha.interval.low
        for one in report.labels
        if one.character_alpha.interval is not None and one.character_alpha.interval.low is not None
    ]
    values = [
        one.character_alpha.value for one in report.labels if one.character_alpha.value is not None
    ]
    low = min([LOWEST, *ends, *values])
    scale = Scale(low, tuple(
        (one.value, f"{one.shown} between {one.between} ({one.unit}s)")
        for one in (*own, *others) if one.is_alpha_of_marks
    ))  # fmt: skip
    return Glance(report.measure("character_alpha"), own, others, scale)
