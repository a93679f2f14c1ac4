"""Everything on the page about annotators: who differs, and what the models say of everybody."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.reports.annotator_models import fit_models, is_small, model_input
from annotator.reports.model_report import ModelReport
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.reports.who_differs import WhoDiffers, who_differs
from annotator.time_left import Parts, Steps, unheard

__all__ = ["AnnotatorsPage", "annotators_page"]


@dataclass(frozen=True)
class AnnotatorsPage:
    """`models` is None where fitting takes long: a person asks for that."""

    differs: WhoDiffers
    models: ModelReport | None


def annotators_page(
    marks: StudyMarks, subject: Subject, progress: Steps = unheard
) -> AnnotatorsPage:
    """For one subject."""
    found = model_input(marks, subject)
    models, parts = None, Parts(progress, 1, 4)
    tell = parts.next()
    if isinstance(found, str):
        models = ModelReport(reason=found)
    elif is_small(found):
        models = fit_models(marks, subject, progress=tell)
    return AnnotatorsPage(who_differs(marks, subject, progress=parts.next()), models)
