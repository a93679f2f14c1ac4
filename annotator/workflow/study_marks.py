"""A study's marks, answers, times of submission and groups, all of one moment."""

from __future__ import annotations

from collections.abc import Collection

from annotator import store
from annotator.reports.study_marks import StudyMarks, study_marks
from annotator.store.study_rows import load_study_rows

__all__ = ["load_study_marks"]


def load_study_marks(
    db: store.Store, study_id: int, articles: Collection[int] | None = None, *, raw: bool = False
) -> StudyMarks:
    """Everything submitted so far, of some articles or of all that are still in the study; `raw`
    as marks were made, before their edges were trimmed."""
    return study_marks(load_study_rows(db, study_id, articles, raw=raw), raw=raw)
