"""How well a study's annotators agree, from what the store holds now."""

from __future__ import annotations

from annotator import store
from annotator.agreement.bootstrap import RESAMPLES
from annotator.reports import Report, build_report
from annotator.workflow.study_marks import load_study_marks


def study_report(
    db: store.Store, study_id: int, *, raw: bool = False, resamples: int = RESAMPLES,
    seed: int | None = None,
) -> Report:  # fmt: skip
    """The agreement report of a study; see `annotator.reports`.

    `raw` compares marks as they were made, before their edges were trimmed. Intervals use the
    study's seed unless told.
    """
    return build_report(load_study_marks(db, study_id, raw=raw), resamples=resamples, seed=seed)
