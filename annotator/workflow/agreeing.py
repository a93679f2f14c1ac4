"""How well a study's annotators agree, from what the store holds now."""

from __future__ import annotations

from annotator import store
from annotator.reports import Report, build_report


def study_report(db: store.Store, study_id: int) -> Report:
    """The agreement report of a study; see `annotator.reports`."""
    return build_report(store.load_study_work(db, study_id))
