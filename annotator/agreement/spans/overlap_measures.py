"""`Measure` values of character α and the unitizing family, with intervals and reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import AnnotatorSet
from annotator.agreement.arrays import Bools, Floats
from annotator.agreement.measure import Measure
from annotator.agreement.spans.article_resamples import Matrix
from annotator.agreement.spans.kept_sums import Sums
from annotator.agreement.spans.overlap_statistics import OverlapStatistics
from annotator.agreement.spans.overlap_values import (
    BY_LABEL,
    TOGETHER,
    WITHOUT_SELF_OVERLAP,
    OverlapValues,
    Rows,
)

MEANS_OF_LABELS = ("u_alpha_macro", "k_u_alpha")


class OverlapMeasures:
    """One set of annotators, over all labels together and with `by_label` over each."""

    def __init__(self, sums: Sums, members: AnnotatorSet, *, by_label: bool = True) -> None:
        statistics = sums.statistics
        self.labels, self.members, self.unit = statistics.labels, members, statistics.unit
        self.resamples = sums.drawn
        owner = ("overlap", members.scope, members.id)

        def spread(name: str, rows: Callable[[OverlapStatistics], Matrix]) -> Matrix:
            return sums.of(owner, name, lambda found: rows(found.overlap))

        overlap = statistics.overlap
        self.values = OverlapValues(overlap, members.mask, spread, by_label=by_label)
        self.used = _used(overlap, members, self.values.usable, len(self.labels))
        self.articles = int(self.values.usable.sum())

    def measures(self, names: Collection[str]) -> list[Measure]:
        """All labels together first, then label by label."""
        label_measures = []
        for block, found in self.values.blocks():
            for place, label in enumerate(range(block.start, block.stop)):
                for name in BY_LABEL:
                    if name in names:
                        label_measures.append(self._of_label(name, found, place, label))
        found = self.values.together()
        together = [self._together(name, found[name]) for name in TOGETHER if name in names]
        return together + label_measures

    def _together(self, name: str, rows: Rows) -> Measure:
        masi = name == "character_alpha" and self.values.overlapping
        fields: dict[str, Any] = {"level": "masi" if masi else _level(name)}
        if name in MEANS_OF_LABELS:
            fields["pooling"] = "mean of labels"
        if rows.coverage is not None and np.isfinite(rows.coverage[0]):
            fields["parameters"] = {"coverage": float(rows.coverage[0])}
        units = int(self.used["units"].sum())
        return self._measure(name, rows.value, rows.observed, rows.expected, units, **fields)

    def _of_label(self, name: str, found: dict[str, Rows], place: int, label: int) -> Measure:
        rows = found[name]
        beside = {
            key: _number(found[key].value[0, place])
            for key in ("prevalence", "specific_agreement", "gwet_ac1")
            if key != name
        }
        if every := self.used["units"].sum():
            beside["unit_share"] = float(self.used["units"][label] / every)
        if rows.coverage is not None:
            beside["coverage"] = _number(rows.coverage[0, place])
        parts = [
            None if part is None else part[:, place] for part in (rows.observed, rows.expected)
        ]
        return self._measure(
            name, rows.value[:, place], parts[0], parts[1], int(self.used["units"][label]),
            label=self.labels[label], level=_level(name),
            parameters={key: number for key, number in beside.items() if number is not None},
        )  # fmt: skip

    def _measure(
        self, name: str, value: Floats, observed: Floats | None, expected: Floats | None,
        units: int, **fields: Any,
    ) -> Measure:  # fmt: skip
        number = _number(value[0])
        fields["parameters"] = {**fields.get("parameters", {}), **self.members.about}
        interval = None
        if number is not None:
            key = (name, self.members.scope, self.members.id, fields.get("label"))
            interval = self.resamples.interval(value, self.articles, key)
        return Measure(
            name, number,
            reason="" if number is not None else self._reason(name, fields.get("label"), units),
            scope=self.members.scope, id=self.members.id, unit=self.unit,
            observed=None if observed is None else _number(observed[0]),
            expected=None if expected is None else _number(expected[0]),
            interval=interval, articles=self.articles, annotators=self.used["annotators"],
            units=units, left_out=self.used["left_out"], **fields,
        )  # fmt: skip

    def _reason(self, name: str, label: str | None, units: int) -> str:
        if self.members.mask.sum() < 2:
            return "fewer than two annotators"
        if not self.articles:
            return "no article was opened by two of these annotators"
        if not units:
            what = "anything" if label is None else f"anything as {label}"
            return f"nobody marked {what}"
        together = label is None or name == "k_u_alpha"
        if self.values.overlapping and together and name in WITHOUT_SELF_OVERLAP:
            return (
                f"{self.used['overlapping']} annotation(s) have overlapping spans of one "
                "annotator, for which this measure has no value; see the values per label, "
                "u_alpha_macro and character_alpha"
            )
        if name in ("cu_alpha", "k_u_alpha"):
            return (
                "where two annotators' spans meet there is only one label, or they meet too "
                "rarely to say what chance would give"
            )
        if name == "u_alpha_macro":
            return "no label has a value"
        return "every annotator marked the whole text the same way: there is no variation"


def _used(
    statistics: OverlapStatistics, members: AnnotatorSet, usable: Bools, n_labels: int
) -> dict[str, Any]:
    """What goes into the values of these annotators, and what is left out of them."""
    marked = statistics.marked
    rows = members.mask[marked.annotator] & usable[marked.article]
    units = np.bincount(marked.label[rows], marked.units[rows], minlength=n_labels)
    seen = statistics.seen[:, members.mask]
    m = seen.sum(axis=1)
    merged = int(marked.merged[rows].sum())
    sentences = []
    if alone := int((m == 1).sum()):
        sentences.append(f"{alone} article(s) opened by one annotator: nothing to compare with")
    if nobody := int((m == 0).sum()):
        who = "nobody" if members.scope == "all" else "none of these annotators"
        sentences.append(f"{nobody} article(s) opened by {who}")
    if merged:
        sentences.append(
            f"{merged} span(s) overlap another of the same annotator and label: counted as one"
        )
    overlapping = statistics.overlapping_itself[usable][:, members.mask]
    return {
        "units": units,
        "annotators": int(seen[usable].any(axis=0).sum()),
        "overlapping": int(overlapping.sum()),
        "left_out": tuple(sentences),
    }


def _level(name: str) -> str:
    return "" if name in ("percent_agreement", "specific_agreement", "prevalence") else "nominal"


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
