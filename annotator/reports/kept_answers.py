"""The answers to one question, counted and coded, and brought up to date for a few articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field, replace

from annotator.agreement.ratings.kept_rows import KeptRows
from annotator.agreement.ratings.ratings import Ratings
from annotator.models import Question
from annotator.reports.study_sums import Answers


@dataclass
class KeptAnswers:
    """What a report makes of `given`; None for `ratings` when the answers are not compared.

    `rows` holds the sums of the intervals for the next time.
    """

    given: Answers
    ratings: Ratings | None
    counted: Counter[str | float] = field(default_factory=Counter)
    per_article: Counter[int] = field(default_factory=Counter)
    rows: KeptRows = field(default_factory=KeptRows)

    def __post_init__(self) -> None:
        for (article, _), answer in self.given.items():
            if answer is not None:
                self.counted[answer] += 1
                self.per_article[article] += 1
        self._places = _places(self.ratings)
        self._codes = self._learned()

    def follow(self, given: Answers, changed: Collection[int], question: Question) -> bool:
        """Take over `given`, which differs in the `changed` articles alone; False when everything
        has to be made anew: an article has its first answer or lost its last, or the categories
        are others. Then this must not be used any more."""
        ratings, before = self.ratings, self.given
        if ratings is None or ratings.codes is None:
            return False
        codes, places = ratings.codes.copy(), self._places
        fixed = {choice.key for choice in question.choices}
        for article in changed:
            had = self.per_article[article] > 0
            for row, who in enumerate(ratings.annotators):
                old, new = before.get((article, who)), given.get((article, who))
                if old == new:
                    continue
                if article not in places or (new is not None and new not in self._codes):
                    return False
                codes[row, places[article]] = -1 if new is None else self._codes[new]
                self._count(article, old, -1)
                self._count(article, new, 1)
                if old is not None and not self.counted[old] and old not in fixed:
                    return False
            if had != (self.per_article[article] > 0):
                return False
        self.given, self.ratings = given, replace(ratings, codes=codes)
        return True

    def _count(self, article: int, answer: str | float | None, step: int) -> None:
        if answer is not None:
            self.counted[answer] += step
            self.per_article[article] += step

    def _learned(self) -> dict[Hashable, int]:
        """The code of every answer that was given."""
        if self.ratings is None or self.ratings.codes is None:
            return {}
        rows = {who: row for row, who in enumerate(self.ratings.annotators)}
        codes = self.ratings.codes
        return {
            answer: int(codes[rows[who], self._places[article]])
            for (article, who), answer in self.given.items()
            if answer is not None
        }


def _places(ratings: Ratings | None) -> dict[int, int]:
    """The item of each article."""
    if ratings is None or ratings.articles is None:
        return {}
    names = ratings.article_names
    return {int(names[cluster]): item for item, cluster in enumerate(ratings.articles.tolist())}
