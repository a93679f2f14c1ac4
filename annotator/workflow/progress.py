"""How far everybody is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from annotator import store
from annotator.models import State
from annotator.reports.glance.pace import Pace, pace_of
from annotator.store.assignments import count_assignments
from annotator.store.counted import load_counted
from annotator.store.records import Annotator


@dataclass(frozen=True)
class AnnotatorProgress:
    """How many of an annotator's articles are in which state."""

    annotator: Annotator
    assigned: int
    submitted: int
    skipped: int
    in_progress: int
    postponed: int
    not_started: int

    @property
    def finished(self) -> int:
        return self.submitted + self.skipped


def progress(db: store.Store, study_id: int) -> tuple[AnnotatorProgress, ...]:
    """One entry an annotator, in the order they were invited; withdrawn articles do not count."""
    counts = count_assignments(db, study_id)
    return tuple(
        _of(annotator, Counter(counts.get(annotator.id, {})))
        for annotator in store.load_annotators(db, study_id)
    )


def study_pace(db: store.Store, study_id: int, now: datetime) -> Pace:
    """How far all annotators of a study are together, and how fast they were lately."""
    people = progress(db, study_id)
    moments = [one.submitted_at for one in load_counted(db, study_id) if one.submitted_at]
    return pace_of(
        sum(one.assigned for one in people),
        sum(one.submitted for one in people),
        sum(one.skipped for one in people),
        moments,
        now,
    )


def _of(annotator: Annotator, count: Counter[State]) -> AnnotatorProgress:
    return AnnotatorProgress(
        annotator=annotator,
        assigned=count.total(),
        submitted=count[State.SUBMITTED],
        skipped=count[State.SKIPPED],
        in_progress=count[State.IN_PROGRESS],
        postponed=count[State.POSTPONED],
        not_started=count[State.NOT_STARTED],
    )
