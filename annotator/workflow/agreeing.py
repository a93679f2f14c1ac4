"""How well a study's annotators agree, from what the store holds now.

The sums of the studies looked at last stay in memory: after a new annotation the report costs what
that one article costs. Nothing is believed that the store does not say at that moment: every look
compares what counts now with what counted then.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from annotator import store
from annotator.agreement.bootstrap import RESAMPLES
from annotator.reports import Report, build_report, report_from
from annotator.reports.computed import Computed, computed
from annotator.workflow.kept_statistics import StudyState, study_state

MOST_STUDIES = 2  # each may need some hundred megabytes


@dataclass
class _Place:
    """What is kept of one study; its lock is held while somebody computes."""

    lock: Lock = field(default_factory=Lock)
    state: StudyState | None = None
    computed: Computed | None = None


_PLACES: OrderedDict[tuple[str, int], _Place] = OrderedDict()
_LOCK = Lock()


def study_report(
    db: store.Store, study_id: int, *, raw: bool = False, resamples: int = RESAMPLES,
    seed: int | None = None,
) -> Report:  # fmt: skip
    """The agreement report of a study; see `annotator.reports`.

    Only articles whose annotations changed since the last report are computed anew. `raw` compares
    marks as they were made, before their edges were trimmed; of those nothing is kept. Intervals
    use the study's seed unless told.
    """
    if raw:
        work = store.load_study_work(db, study_id)
        return build_report(work, resamples=resamples, seed=seed, raw=True)
    with _place(db, study_id) as place:
        earlier, before = place.computed, place.state
        # An error in the middle must not leave half of a change behind.
        place.computed, place.state = None, None
        state, change = study_state(db, study_id, before)
        found = computed(
            state.sums,
            resamples=resamples,
            seed=state.sums.study.seed if seed is None else seed,
            earlier=earlier,
            change=change,
        )
        report = report_from(found)
        place.computed, place.state = found, state
    return report


def forget_reports() -> None:
    """Start from the store alone."""
    with _LOCK:
        _PLACES.clear()


@contextmanager
def _place(db: store.Store, study_id: int) -> Iterator[_Place]:
    """The place of a study, for one at a time."""
    key = (store.file_of(db), study_id)
    with _LOCK:
        place = _PLACES.setdefault(key, _Place())
        _PLACES.move_to_end(key)
        while len(_PLACES) > MOST_STUDIES:
            _PLACES.popitem(last=False)
    with place.lock:
        yield place
