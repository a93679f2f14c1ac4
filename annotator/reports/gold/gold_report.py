"""The report against the gold as values."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.measure import Measure
from annotator.reports.gold.gold_study import HandDecision, SettledBy

__all__ = ["AgainstGold", "AnswersBeside", "Fates", "GoldReport", "LabelByHand"]


@dataclass(frozen=True)
class Fates:
    """What became of the gold marks, and of what was marked: counts.

    right + boundary + other + missed = gold marks. Over all labels, right + boundary + other +
    extra = `marks`; of one label, `other` are its gold marks that got another label.
    """

    right: int  # the same mark
    boundary: int  # the same label, other ends
    other: int  # the same place under another label
    missed: int
    extra: int  # marked where the gold has nothing like it
    marks: int  # marks made

    @property
    def gold(self) -> int:
        return self.right + self.boundary + self.other + self.missed

    @property
    def found(self) -> int:
        """Gold marks that were seen at all, under whatever ends and label."""
        return self.right + self.boundary + self.other


@dataclass(frozen=True)
class AgainstGold:
    """One annotator, one label, or all together (`id` ""). `left_out`: articles that the annotator
    settled themselves. `measures` are named as `comparison.RATES`."""

    id: str
    title: str
    articles: int
    left_out: int
    fates: Fates
    measures: tuple[Measure, ...]

    def measure(self, name: str) -> Measure:
        return next(one for one in self.measures if one.name == name)


@dataclass(frozen=True)
class AnswersBeside:
    """One annotator's answers to one question (all annotators': `id` "") beside the gold ones.

    `of_marks`: a question about each mark, not about the article. `measure`: the share of
    `compared` that is `right`.
    """

    id: str
    question: str
    title: str
    of_marks: bool
    compared: int
    right: int
    measure: Measure


@dataclass(frozen=True)
class LabelByHand:
    """What people had to decide about a label; the newest decisions with a reason first."""

    key: str
    title: str
    decisions: int
    of_all: float  # share of all decisions by hand that concern it
    with_reason: int
    examples: tuple[HandDecision, ...]


@dataclass(frozen=True)
class GoldReport:
    """Each annotator beside the gold, over articles in which nothing is open.

    `by_label` are all annotators together; `cells` one annotator and one label each (`id` the
    pseudonym, `title` the label's key).
    """

    study_id: int
    title: str
    scheme_title: str
    articles: int  # in the study
    settled: int  # with nothing open: what is compared
    open_passages: int
    gold: int  # gold marks in settled articles, alternatives counted once
    reason: str  # why nothing can be compared, "" when something can
    notes: tuple[str, ...]
    resamples: int
    seed: int
    overall: AgainstGold | None
    annotators: tuple[AgainstGold, ...]
    by_label: tuple[AgainstGold, ...]
    cells: tuple[AgainstGold, ...]
    settled_by: tuple[SettledBy, ...]
    by_hand: tuple[LabelByHand, ...]
    hand_decisions: int
    answers: tuple[AnswersBeside, ...] = ()

    @property
    def decisions(self) -> int:
        return sum(one.decisions for one in self.settled_by)

    def cell(self, annotator: str, label: str) -> AgainstGold | None:
        return next(
            (one for one in self.cells if (one.id, one.title) == (annotator, label)), None
        )  # fmt: skip
