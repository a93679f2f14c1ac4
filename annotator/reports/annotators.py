"""Each annotator beside the others."""

from __future__ import annotations

import numpy as np

from annotator.agreement.measure import Measure
from annotator.reports.measure_table import MeasureTable
from annotator.reports.report import AnnotatorReport
from annotator.reports.study_marks import StudyMarks


def annotator_reports(marks: StudyMarks, table: MeasureTable) -> tuple[AnnotatorReport, ...]:
    """How much each did, how well it matches the others, and α without them."""
    counted = np.bincount(marks.spans.annotator, minlength=len(marks.annotators))
    reports = []
    for index, pseudonym in enumerate(marks.annotators):
        submitted = int(marks.spans.seen[:, index].sum())
        reports.append(
            AnnotatorReport(
                pseudonym=pseudonym,
                submitted=submitted,
                skipped=marks.skipped.get(pseudonym, 0),
                spans=int(counted[index]),
                spans_per_article=float(counted[index] / submitted) if submitted else None,
                f1_overlap=_mean_of_pairs(marks.annotators, pseudonym, table),
                alpha_without=_without(pseudonym, table),
            )
        )
    return tuple(reports)


def _mean_of_pairs(annotators: tuple[str, ...], pseudonym: str, table: MeasureTable) -> Measure:
    """The mean F1 with every other annotator who has done an article in common."""
    place = annotators.index(pseudonym)
    found = []
    for other in set(range(len(annotators))) - {place}:
        first, second = sorted((place, other))
        pair = f"{annotators[first]} & {annotators[second]}"
        found.append(table.find("f1_overlap", scope="pair", id=pair))
    values = [measure.value for measure in found if measure.value is not None]
    if not values:
        return Measure(
            "f1_overlap", None, "no other annotator has marked an article in common",
            scope="annotator", id=pseudonym, unit="span", pooling="mean of pairs",
        )  # fmt: skip
    return Measure(
        "f1_overlap", float(np.mean(values)), scope="annotator", id=pseudonym, unit="span",
        pooling="mean of pairs", annotators=len(values) + 1,
        parameters={"pairs": [measure.id for measure in found if measure.value is not None]},
    )  # fmt: skip


def _without(pseudonym: str, table: MeasureTable) -> Measure:
    found = table.find("character_alpha", scope="annotator", id=pseudonym)
    if found.value is None and found.articles is None:
        return Measure(
            "character_alpha", None, "leaving one out needs at least three annotators",
            scope="annotator", id=pseudonym, unit="character",
        )  # fmt: skip
    return found
