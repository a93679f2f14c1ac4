"""The report of models beside people as values."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.alternative_annotator.alt_test import AltTest
from annotator.agreement.measure import Measure
from annotator.reports.gold.gold_report import AgainstGold
from annotator.store.models.records import AboutModel

__all__ = ["AnswersOfOne", "BesideReport", "ModelBeside", "QuestionBeside", "StandingIn"]


@dataclass(frozen=True)
class AnswersOfOne:
    """The model's answers beside one annotator's, or the gold's."""

    name: str
    percent: Measure
    alpha: Measure


@dataclass(frozen=True)
class QuestionBeside:
    key: str
    title: str
    beside: tuple[AnswersOfOne, ...]


@dataclass(frozen=True)
class StandingIn:
    """One alternative annotator test: of the marks, or of a question."""

    title: str
    test: AltTest


@dataclass(frozen=True)
class ModelBeside:
    """One model. In `humans`, `together` and `by_label` an annotator's marks take the place of the
    gold: "right" is the same mark, "missed" what the annotator has and the model has not, "extra"
    what only the model has. `marks_reason` and `gold_reason` say why there is nothing."""

    id: int
    name: str
    about: AboutModel
    articles: int
    spans: int
    answers: int
    marks_reason: str
    humans: tuple[AgainstGold, ...]
    together: AgainstGold | None
    by_label: tuple[AgainstGold, ...]
    gold_reason: str
    gold: AgainstGold | None
    gold_by_label: tuple[AgainstGold, ...]
    questions: tuple[QuestionBeside, ...]
    tests: tuple[StandingIn, ...]

    @property
    def answers_reason(self) -> str:
        """Why nothing stands beside the answers that there are."""
        if not self.questions or any(one.beside for one in self.questions):
            return ""
        return "Nobody else has answered the questions that the model answered."


@dataclass(frozen=True)
class BesideReport:
    study_id: int
    title: str
    scheme_title: str
    annotators: int
    epsilon: float
    q: float
    resamples: int
    seed: int
    reason: str  # why there is nothing to compare, "" when there is something
    notes: tuple[str, ...]
    models: tuple[ModelBeside, ...]
