"""What the annotator models found, as values that JSON can keep."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.why_missing import why_missing

NOTHING_THERE = "by the model nothing is marked, so there is nothing to find"
NOTHING_SAID = "they marked nothing, so there is nothing to be right about"


@dataclass(frozen=True)
class Fit:
    """How one model came out."""

    log_likelihood: float
    iterations: int
    converged: bool
    restarts: tuple[tuple[float, int, bool], ...]  # of each start: the same three
    left: float | None = None  # how far the probability that moves most is from its end

    @property
    def at_the_best(self) -> int:
        """How many starts ended as well as the best one."""
        near = 1e-4 * abs(self.log_likelihood)
        return sum(self.log_likelihood - end[0] <= near for end in self.restarts)


@dataclass(frozen=True)
class AnnotatorModel:
    """One annotator; `found` and `right` only for marks."""

    annotator: str
    units: float
    accuracy: float  # Dawid-Skene: share of true categories said
    competence: float  # MACE: share known, not answered by habit
    found: float | None  # of what is truly marked: share this annotator marked with that label
    right: float | None  # of what this annotator marked: share that is truly so
    marking: tuple[float, ...]  # of each category: share said minus true share
    confusion: tuple[tuple[float, ...], ...]  # rows: true category, columns: said


@dataclass(frozen=True)
class ModelReport:
    """Both fits, or the `reason` why there is none."""

    reason: str = ""
    unit: str = "character"
    units: float = 0
    articles: int = 0
    seed: int = 0
    notes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()  # of each category, how much is truly so
    annotators: tuple[AnnotatorModel, ...] = ()
    dawid_skene: Fit | None = None
    mace: Fit | None = None

    @property
    def of_marks(self) -> bool:
        """Else answers: then nobody finds anything or is right about it."""
        return self.unit == "character"

    @property
    def missing(self) -> tuple[str, ...]:
        """Why numbers of annotators are missing."""
        found = [(f"{one.annotator}, finds", one.found, NOTHING_THERE) for one in self.annotators]
        right = [(f"{one.annotator}, is right", one.right, NOTHING_SAID) for one in self.annotators]
        told = why_missing((what, why) for what, value, why in found + right if value is None)
        return told if self.of_marks else ()

    def most_frequent(self, most: int) -> tuple[int, ...]:
        """The numbers of the categories that take most room, in their own order."""
        order = sorted(range(len(self.shares)), key=lambda k: -self.shares[k])
        return tuple(sorted(order[:most]))
