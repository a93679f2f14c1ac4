"""How well a study's annotators agree, from what the store holds now."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import cache

from annotator import __version__, store
from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.conformance.run_cases import run_cases
from annotator.reports import Report, build_report
from annotator.reports.beside.beside_report import BesideReport
from annotator.reports.document.document import Document, document_of
from annotator.reports.document.setting import Setting
from annotator.store.studies import scheme_of
from annotator.store.study_rows import load_used_versions
from annotator.time_left import Steps, unheard
from annotator.workflow.adjudication.gold_study import settled_ways
from annotator.workflow.release_facts import facts_of
from annotator.workflow.study_marks import load_study_marks

__all__ = ["conformance", "report_document", "study_report"]


def study_report(
    db: store.Store, study_id: int, *, raw: bool = False, resamples: int = RESAMPLES,
    seed: int | None = None, progress: Steps = unheard,
) -> Report:  # fmt: skip
    """The agreement report of a study; see `annotator.reports`.

    `raw` compares marks as they were made, before their edges were trimmed. Intervals use the
    study's seed unless told.
    """
    marks = load_study_marks(db, study_id, raw=raw)
    return build_report(marks, resamples=resamples, seed=seed, progress=progress)


def report_document(
    db: store.Store, study_id: int, report: Report, models: BesideReport | None = None
) -> Document:
    """A report beside what a reader must know of the study, as of now; `models` are those of
    `workflow.results.models_now`."""
    study = store.load_study(db, study_id)
    scheme = scheme_of(db, study)
    setting = Setting(
        scheme_name=scheme.name,
        scheme_title=scheme.title,
        scheme_versions=load_used_versions(db, study_id),
        overlap=study.overlap,
        published=bool(study.published_at),
        settled_by=settled_ways(db, study_id),
        version=__version__,
        conformance=conformance(),
        origin=study.origin,
        told=facts_of(db, study_id).told,
    )
    made_at = datetime.now(timezone.utc).strftime("%Y-%m-%d")
    return document_of(report, setting, made_at, models)


@cache
def conformance() -> tuple[int, int]:
    """How many published values this installation computes again, and of how many."""
    cases = run_cases()
    return sum(case.reproduced for case in cases), len(cases)
