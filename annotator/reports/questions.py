"""Agreement on questions about whole articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from annotator.agreement.attributes.attribute_measures import NEGATIVE_RATIO
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.chance import percent_agreement
from annotator.agreement.ratings.icc import ICC_FORMS, icc_measure
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.ratings.ratings import Ratings
from annotator.models import Kind, Level, Question
from annotator.reports.report import QuestionReport
from annotator.reports.study_marks import StudyMarks

FREE_TEXT = "answers in free text are shown, not compared"


def question_report(
    question: Question, marks: StudyMarks, *, resamples: int, seed: int
) -> QuestionReport:
    """Percent agreement and Krippendorff's α at the question's own level of measurement.

    Beside them α by Jaccard's distance for several choices, intraclass correlations for numbers.
    """
    given = {key: answer for key, answer in marks.answers.get(question.key, {}).items()
             if answer is not None}  # fmt: skip
    counted = Counter(given.values())
    per_article = Counter(article for article, _ in given)
    level = "masi" if question.kind is Kind.CHOICES else question.level.value
    beside: tuple[Measure, ...] = ()
    if question.kind is Kind.TEXT:
        percent = Measure("percent_agreement", None, FREE_TEXT, unit="article")
        alpha = Measure("krippendorff_alpha", None, FREE_TEXT, unit="article")
    else:
        ratings = marks.ratings_of(question)
        percent, alpha, *others = (
            _of_articles(measure, counted, per_article)
            for measure in (
                percent_agreement(ratings, resamples=resamples, seed=seed),
                _alpha(ratings, level, resamples=resamples, seed=seed),
                *_beside(question, ratings, resamples=resamples, seed=seed),
            )
        )
        beside = tuple(others)
    titles = {choice.key: choice.title for choice in question.choices}
    ordered = sorted(counted, key=lambda answer: (-counted[answer], str(answer)))
    return QuestionReport(
        question.key, question.title, question.level, counted.total(),
        sum(count > 1 for count in per_article.values()), percent, alpha,
        tuple((_readable(answer, titles), counted[answer]) for answer in ordered),
        beside, () if question.kind is Kind.TEXT else _disputed(given),
    )  # fmt: skip


def _alpha(ratings: Ratings, level: str, *, resamples: int, seed: int) -> Measure:
    if level == "ratio" and ratings.values is not None and ratings.values.min(initial=0.0) < 0:
        return Measure("krippendorff_alpha", None, NEGATIVE_RATIO, level=level)
    return krippendorff_alpha(ratings, level, resamples=resamples, seed=seed)


def _beside(
    question: Question, ratings: Ratings, *, resamples: int, seed: int
) -> Iterator[Measure]:
    """Other coefficients that readers of such answers expect."""
    if question.kind is Kind.CHOICES:
        yield krippendorff_alpha(ratings, "jaccard", resamples=resamples, seed=seed)
    elif question.level in (Level.INTERVAL, Level.RATIO):
        for name in ICC_FORMS:
            yield icc_measure(name, ratings, resamples=resamples, seed=seed)


def _disputed(given: Mapping[tuple[int, str], str | float]) -> tuple[int, ...]:
    """The articles whose annotators gave different answers."""
    answers: dict[int, set[str | float]] = {}
    for (article, _), answer in given.items():
        answers.setdefault(article, set()).add(answer)
    return tuple(sorted(article for article, some in answers.items() if len(some) > 1))


def _of_articles(
    measure: Measure, counted: Counter[str | float], per_article: Counter[int]
) -> Measure:
    """The items of a question about articles are articles."""
    reason = measure.reason
    if reason and max(per_article.values(), default=0) < 2:
        reason = "no article has this question answered by two annotators"
    elif reason and len(counted) == 1:
        reason = "everybody gave the same answer, so nothing can be corrected for chance"
    return replace(measure, unit="article", articles=measure.items, items=None, reason=reason)


def _readable(answer: str | float, titles: dict[str, str]) -> str:
    if isinstance(answer, float):
        return f"{answer:g}"
    return " + ".join(titles.get(key, key) for key in answer.split("|")) if answer else "none"
