"""Do two values differ? Two labels, two groups of annotators, or two rounds of the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from annotator.agreement.bootstrap import RESAMPLES
from annotator.agreement.enough import Difference
from annotator.agreement.measure import Interval
from annotator.agreement.ratings.enough_ratings import difference
from annotator.agreement.ratings.krippendorff import alpha_coefficient, krippendorff_alpha
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.enough_spans import (
    difference_of_groups,
    difference_of_labels,
    difference_of_rounds,
)
from annotator.models import Question
from annotator.plural import counted
from annotator.reports.study_marks import StudyMarks
from annotator.reports.subjects import Subject
from annotator.reports.who_differs import level_of

HALVES = ""  # instead of a date: the first half of the articles and the second


@dataclass(frozen=True)
class TwoValues:
    """The first value minus the second, or `reason`; the titles say what the two are."""

    first: str
    second: str
    difference: Difference | None = None
    reason: str = ""

    @property
    def says(self) -> str:
        """In one word: which is higher, or that it cannot be told."""
        found = self.difference
        if found is None or found.value is None:
            return "unknown"
        if found.interval.low is None:
            return "unknown" if found.value else "open"  # the same cannot be told apart
        if found.interval.low > 0:
            return "first"
        return "second" if (found.interval.high or 0) < 0 else "open"


def two_labels(
    marks: StudyMarks, name: str, first: str, second: str, *, resamples: int = RESAMPLES
) -> TwoValues:
    """One measure of two labels, on the same resamples of articles."""
    titles = {one.key: one.title for one in marks.scheme.labels}
    one, two = titles.get(first, first), titles.get(second, second)
    if reason := marks.why_nothing:
        return TwoValues(one, two, reason=reason)
    if first == second:
        return TwoValues(one, two, reason="Choose two different labels.")
    found = difference_of_labels(
        marks.spans, name, first, second, resamples=resamples, seed=marks.study.seed
    )
    return TwoValues(one, two, _titled(found, (one, two)))


def two_groups(
    marks: StudyMarks, subject: Subject, name: str, first: str, second: str, *,
    resamples: int = RESAMPLES,
) -> TwoValues:  # fmt: skip
    """One measure within two groups of annotators, on the same resamples of articles."""
    if reason := marks.why_nothing:
        return TwoValues(first, second, reason=reason)
    if first == second:
        return TwoValues(first, second, reason="Choose two different groups.")
    members = {
        group: [who for who in marks.annotators if marks.groups.get(who) == group]
        for group in (first, second)
    }
    for group, who in members.items():
        if len(who) < 2:
            reason = (
                f"Agreement within a group needs two annotators with submitted work; {group} "
                f"has {len(who)}."
            )
            return TwoValues(first, second, reason=reason)
    seed = marks.study.seed
    if subject.question is None:
        found = difference_of_groups(
            marks.spans, name, members, label=subject.label, resamples=resamples, seed=seed
        )
        return TwoValues(first, second, found)
    ratings = marks.ratings_of(subject.question)
    sides = [
        ratings.only([ratings.annotators.index(one) for one in who]) for who in members.values()
    ]
    found = _of_ratings(sides, (first, second), subject.question, resamples, seed, paired=True)
    return TwoValues(first, second, found)


@dataclass(frozen=True)
class Rounds:
    """Ids of the articles of either round."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    first_title: str
    second_title: str


def rounds_of(marks: StudyMarks, split: str) -> Rounds:
    """The articles that two annotators submitted, by when the last of them did.

    `split` is an ISO date (the second round begins with it), or HALVES. Raises ValueError for
    anything else.
    """
    found = [one.id for one, both in zip(marks.articles, marks.compared, strict=True) if both]
    in_time = sorted(found, key=lambda article: (marks.finished_at(article), article))
    if split == HALVES:
        half = len(in_time) // 2
        return Rounds(tuple(in_time[:half]), tuple(in_time[half:]), "first half", "second half")
    day = date.fromisoformat(split).isoformat()
    early = tuple(one for one in in_time if marks.finished_at(one)[:10] < day)
    return Rounds(early, tuple(in_time[len(early) :]), f"before {day}", f"from {day} on")


def two_rounds(
    marks: StudyMarks, subject: Subject, name: str, split: str, *, resamples: int = RESAMPLES
) -> TwoValues:
    """One measure in two rounds; each is resampled by itself."""
    rounds = rounds_of(marks, split)
    titles = [
        f"{title} ({counted(len(ids), 'article')})"
        for title, ids in (
            (rounds.first_title, rounds.first), (rounds.second_title, rounds.second),
        )
    ]  # fmt: skip
    if reason := marks.why_nothing:
        return TwoValues(titles[0], titles[1], reason=reason)
    if not rounds.first or not rounds.second:
        empty = titles[0] if not rounds.first else titles[1]
        reason = f"One round has no article that two annotators submitted: {empty}."
        return TwoValues(titles[0], titles[1], reason=reason)
    named = (rounds.first_title, rounds.second_title)
    if subject.question is not None:
        answers = [marks.ratings_of(subject.question, ids) for ids in (rounds.first, rounds.second)]
        found = _of_ratings(
            answers, named, subject.question, resamples, marks.study.seed, paired=False
        )
    else:
        sides = [
            marks.spans.select(articles=[one.id in ids for one in marks.articles])
            for ids in (set(rounds.first), set(rounds.second))
        ]
        found = difference_of_rounds(
            sides[0], sides[1], name, label=subject.label, resamples=resamples,
            seed=marks.study.seed,
        )  # fmt: skip
    return TwoValues(titles[0], titles[1], _titled(found, named))


def _titled(found: Difference, titles: tuple[str, str]) -> Difference:
    """Whose value is missing goes by the words of the page, not by a label's key."""
    for one, title in zip((found.first, found.second), titles, strict=True):
        if one.value is None:
            return replace(found, interval=Interval.missing(f"{title}: {one.reason}"))
    return found


def _of_ratings(
    sides: Sequence[Ratings], titles: tuple[str, str], question: Question, resamples: int,
    seed: int, *, paired: bool,
) -> Difference:  # fmt: skip
    level = level_of(question)
    first, second = (
        krippendorff_alpha(side, level, resamples=resamples, seed=seed) for side in sides
    )
    for value, title in zip((first, second), titles, strict=True):
        if value.value is None:
            return Difference(first, second, None, Interval.missing(f"{title}: {value.reason}"))
    number, interval = difference(
        (alpha_coefficient(sides[0], level), sides[0]),
        (alpha_coefficient(sides[1], level), sides[1]),
        paired=paired, resamples=resamples, seed=seed,
    )  # fmt: skip
    return Difference(first, second, number, interval)
