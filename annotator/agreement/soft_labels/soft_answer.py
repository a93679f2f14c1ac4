"""The soft labels of a file: of everybody or of groups, and how far those are apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from annotator.agreement.annotator_sets import named_groups
from annotator.agreement.files.ratings_file import RATING_COLUMNS, read_ratings
from annotator.agreement.files.spans_file import read_spans
from annotator.agreement.files.table_file import parse_header, read_text
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.distances import needed_values
from annotator.agreement.soft_labels.apart import MEASURES_APART, how_far
from annotator.agreement.soft_labels.distributions import SoftLabels, soft_marks, soft_ratings
from annotator.agreement.soft_labels.predictions import (
    predicted_items,
    predicted_stretches,
    refuse_unit,
)
from annotator.agreement.soft_labels.xrr import xrr_of_ratings, xrr_of_spans
from annotator.errors import RatingsError
from annotator.plural import counted
from annotator.time_left import Parts, Steps, unheard

EVERYBODY = "everybody"
PREDICTED = "people & predictions"
_ALL, _ONE_WAY = tuple(MEASURES_APART), ("soft_cross_entropy",)
_TOLD_EACH = 1000  # units
_SHARES = (1, 2)  # of the time: reading and counting, then comparing


@dataclass(frozen=True)
class SoftAnswer:
    """`soft` has everybody's labels, or each group's."""

    soft: Mapping[str, SoftLabels]
    measures: Sequence[Measure]
    notes: tuple[str, ...] = ()

    def rows(self, progress: Steps = unheard) -> Iterator[dict[str, Any]]:
        """A row for each unit, label and group; units without people are left out."""
        total, done = sum(len(one.units) for one in self.soft.values()), 0
        for group, one in self.soft.items():
            for unit, counts, people in zip(one.units, one.counts, one.people, strict=True):
                if people > 0:
                    yield from _rows_of(group, one, unit, counts.tolist(), int(people))
                done += 1
                if done % _TOLD_EACH == 0 or done == total:
                    progress(done, total)

    def as_json(self) -> dict[str, Any]:
        return {
            "notes": list(self.notes), "distributions": list(self.rows()),
            "measures": [one.as_json() for one in self.measures],
        }  # fmt: skip


def _rows_of(
    group: str, soft: SoftLabels, unit: Any, counts: Sequence[float], people: int
) -> Iterator[dict[str, Any]]:
    names = ("item",) if soft.exclusive else ("article", "start", "end")
    place = dict(zip(names, (unit,) if soft.exclusive else unit, strict=True))
    for label, count in zip(soft.labels, counts, strict=True):
        share = round(float(count / people), 6)
        yield {"group": group, **place, "label": label, "people": people, "count": int(count),
               "share": share}  # fmt: skip


def soft_answer(
    path: Path, *, by: str = "character", groups: Mapping[str, Sequence[str]] | None = None,
    predictions: str | None = None, suppress: int = 1, level: str = "nominal",
    resamples: int = 2000, seed: int = 0, progress: Steps = unheard,
) -> SoftAnswer:  # fmt: skip
    """Of a CSV file of ratings or of spans, told apart by its header.

    >>> soft_answer(Path("nowhere.csv"))
    Traceback (most recent call last):
    ...
    annotator.errors.RatingsError: nowhere.csv cannot be read: No such file or directory
    """
    if groups and predictions:
        raise RatingsError("predictions are compared with everybody; leave the groups out")
    parts = Parts(progress, *_SHARES)
    parts.next()
    text, drawn = read_text(path), {"resamples": resamples, "seed": seed}
    predicted: SoftLabels | None = None
    if not {*RATING_COLUMNS} - {*parse_header(text, path.name)}:
        ratings = read_ratings(text, path.name).ratings
        if level in ("interval", "ratio"):
            needed_values(ratings, level)
        sets = named_groups(ratings.annotators, groups or {})
        soft = {one.id: soft_ratings(ratings, one.places) for one in sets}
        soft = soft or {EVERYBODY: soft_ratings(ratings)}
        if predictions is not None:
            predicted = predicted_items(*_of(predictions), soft[EVERYBODY])
        xrr = xrr_of_ratings(ratings, groups, level, **drawn) if groups else []
    else:
        spans = read_spans(text, path.name).spans
        sets = named_groups(spans.annotators, groups or {})
        soft = {one.id: soft_marks(spans, by, one.mask) for one in sets}
        soft = soft or {EVERYBODY: soft_marks(spans, by)}
        if predictions is not None:
            refuse_unit(by)
            soft[EVERYBODY], predicted = predicted_stretches(*_of(predictions), spans)
        xrr = xrr_of_spans(spans, groups, **drawn) if groups else []
    soft, notes = _suppressed(soft, suppress)
    told = parts.next()
    measures = _between(soft, resamples, seed, told)
    if predicted is not None:
        two = soft[EVERYBODY], predicted
        measures = how_far(*two, PREDICTED, resamples=resamples, seed=seed, progress=told)
    return SoftAnswer(soft, [*measures, *xrr], notes)


def _between(
    soft: Mapping[str, SoftLabels], resamples: int, seed: int, progress: Steps
) -> list[Measure]:
    """How far every two groups are apart; only the cross-entropy is another the other way round."""
    pairs = list(combinations(soft, 2))
    ways = [(one, names) for pair in pairs for one, names in ((pair, _ALL), (pair[::-1], _ONE_WAY))]
    parts = Parts(progress, *(len(names) for _, names in ways))
    return [
        measure
        for (one, other), names in ways
        for measure in how_far(
            soft[one], soft[other], f"{one} & {other}", resamples=resamples, seed=seed,
            names=names, progress=parts.next(),
        )
    ]  # fmt: skip


def _suppressed(
    soft: Mapping[str, SoftLabels], fewest: int
) -> tuple[dict[str, SoftLabels], tuple[str, ...]]:
    """Without distributions of fewer people, and how many those were."""
    kept = {name: one.suppressed(fewest) for name, one in soft.items()}
    notes = []
    for name, one in soft.items():
        lost = int(np.count_nonzero((one.people > 0) & (one.people < fewest)))
        if lost:
            notes.append(
                f"{name}: {counted(lost, 'distribution')} of fewer than {fewest} people left out"
            )
    return kept, tuple(notes)


def _of(predictions: str) -> tuple[str, str]:
    return read_text(Path(predictions)), Path(predictions).name
