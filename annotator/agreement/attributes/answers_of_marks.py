"""What annotators said of their marks when asked one question."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.ratings.distances import (
    jaccard_distances,
    masi_distances,
    ratio_distances,
)
from annotator.errors import RatingsError

ANSWER_LEVELS = ("nominal", "ordinal", "interval", "ratio", "masi", "jaccard", "text")
ORDERED = ("ordinal", "interval", "ratio")
NO_ANSWER = -1


@dataclass(frozen=True, eq=False)
class AnswersOfMarks:
    """`code` has an entry for each row of `Spans`: an index into `categories`, -1 where there is no
    answer. Sets of choices are written `a|b`; categories of `ordinal` are in their order."""

    code: Ints
    categories: tuple[str, ...]
    level: str
    values: Floats | None = None  # the number of each category, at the levels of numbers

    def __post_init__(self) -> None:
        if self.level not in ANSWER_LEVELS:
            raise RatingsError(f"level {self.level!r} is none of {', '.join(ANSWER_LEVELS)}")
        if self.level in ("interval", "ratio") and self.values is None:
            raise RatingsError(f"the {self.level} level needs the number of each answer")

    @property
    def negative_ratio(self) -> bool:
        """Whether there is a number that the ratio level has no distance for."""
        return self.level == "ratio" and self.values is not None and bool((self.values < 0).any())

    @property
    def distances(self) -> Floats:
        """δ² of every two categories, but for `ordinal`, whose distances depend on the answers."""
        if self.level in ("interval", "ratio") and self.values is not None:
            if self.level == "ratio":
                return ratio_distances(self.values)
            gap = self.values[:, None] - self.values[None, :]
            return gap * gap
        if self.level == "masi":
            return masi_distances(self.categories)
        if self.level == "jaccard":
            return jaccard_distances(self.categories)
        return 1.0 - np.eye(len(self.categories))


def answers_of_marks(
    given: Sequence[str | None], level: str, categories: Sequence[str] | None = None
) -> AnswersOfMarks:
    """From one answer, or None, for each row of `Spans`.

    >>> answers_of_marks(["pro", None, "con"], "nominal").code.tolist()
    [1, -1, 0]
    """
    found = {answer for answer in set(given) if answer is not None}
    known = list(categories or ())
    known += sorted(found - set(known), key=str if level not in ORDERED else _by_number(found))
    place: dict[str | None, int] = {answer: code for code, answer in enumerate(known)}
    place[None] = NO_ANSWER
    code = np.fromiter(map(place.__getitem__, given), np.int64, len(given))
    values = np.array([_number(one) for one in known]) if _numeric(level) else None
    return AnswersOfMarks(code, tuple(known), level, values)


def _by_number(answers: set[str]) -> Callable[[str], Any]:
    """Numbers by size, words by their letters."""
    try:
        size = {answer: float(answer) for answer in answers}
    except ValueError:
        return str
    return lambda answer: size[answer]


def _numeric(level: str) -> bool:
    return level in ("interval", "ratio")


def _number(answer: str) -> float:
    try:
        return float(answer)
    except ValueError:
        raise RatingsError(
            f"this level needs answers that are numbers; {answer!r} is none"
        ) from None
