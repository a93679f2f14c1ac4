"""How well a study's annotators agree, from what the store holds now."""

from __future__ import annotations

from annotator import store
from annotator.reports import Report, report_of
from annotator.workflow.kept_statistics import study_sums


def study_report(db: store.Store, study_id: int) -> Report:
    """The agreement report of a study; see `annotator.reports`.

    Only articles whose annotations changed since the last report are computed anew.
    """
    return report_of(study_sums(db, study_id))
