"""Agreement on questions about whole articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from annotator.agreement.measure import Measure
from annotator.agreement.ratings.chance import percent_agreement
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.ratings.ratings import Ratings, ratings_from_labels
from annotator.models import Kind, Question
from annotator.reports.kept_answers import KeptAnswers
from annotator.reports.report import QuestionReport
from annotator.reports.study_sums import Answers, StudySums

FREE_TEXT = "answers in free text are shown, not compared"


def question_report(
    question: Question,
    sums: StudySums,
    *,
    resamples: int,
    seed: int,
    kept: KeptAnswers | None = None,
    changed: Collection[int] = (),
) -> tuple[QuestionReport, KeptAnswers]:
    """Percent agreement and Krippendorff's α at the question's own level of measurement, and what
    makes the next report cheap: with what was `kept` only the `changed` articles are looked at."""
    given = sums.answers.get(question.key, {})
    if kept is None or not kept.follow(given, changed, question):
        text = question.kind is Kind.TEXT
        kept = KeptAnswers(given, None if text else _ratings(question, sums, given))
    counted = kept.counted
    level = "masi" if question.kind is Kind.CHOICES else question.level.value
    if kept.ratings is None:
        percent = Measure("percent_agreement", None, FREE_TEXT, unit="article")
        alpha = Measure("krippendorff_alpha", None, FREE_TEXT, unit="article")
    else:
        percent, alpha = (
            _of_articles(measure, kept)
            for measure in (
                percent_agreement(kept.ratings, resamples=resamples, seed=seed, kept=kept.rows),
                krippendorff_alpha(
                    kept.ratings, level, resamples=resamples, seed=seed, kept=kept.rows
                ),
            )
        )
    titles = {choice.key: choice.title for choice in question.choices}
    ordered = sorted(+counted, key=lambda answer: (-counted[answer], str(answer)))
    report = QuestionReport(
        question.key, question.title, question.level, counted.total(),
        sum(count > 1 for count in kept.per_article.values()), percent, alpha,
        tuple((_readable(answer, titles), counted[answer]) for answer in ordered),
    )  # fmt: skip
    return report, kept


def _of_articles(measure: Measure, kept: KeptAnswers) -> Measure:
    """The items of a question about articles are articles."""
    reason = measure.reason
    if reason and max(kept.per_article.values(), default=0) < 2:
        reason = "no article has this question answered by two annotators"
    elif reason and len(+kept.counted) == 1:
        reason = "everybody gave the same answer, so nothing can be corrected for chance"
    return replace(measure, unit="article", articles=measure.items, items=None, reason=reason)


def _ratings(question: Question, sums: StudySums, given: Answers) -> Ratings:
    return ratings_of(question, [one.id for one in sums.articles], sums.annotators, given)


def ratings_of(
    question: Question, articles: Sequence[int], annotators: Sequence[str], given: Answers
) -> Ratings:
    """The answers as ratings, of those articles that somebody answered the question about."""
    answered = {article for (article, _), answer in given.items() if answer is not None}
    articles = [article for article in articles if article in answered]
    numbers = {choice.key: choice.value for choice in question.choices}
    numeric = question.kind is Kind.CHOICE and numbers and None not in numbers.values()

    def rated(answer: str | float | None) -> str | float | None:
        return numbers.get(str(answer)) if numeric and answer is not None else answer

    table = [[rated(given.get((article, who))) for article in articles] for who in annotators]
    categories: list[str | float] | None = None
    if question.kind is Kind.CHOICE:
        keys = [choice.key for choice in question.choices]
        categories = [value for value in (rated(key) for key in keys) if value is not None]
        known = set(categories)
        categories += sorted({x for row in table for x in row if x is not None} - known, key=str)
    return ratings_from_labels(
        table, categories=categories, annotators=annotators, articles=articles
    )


def _readable(answer: str | float, titles: dict[str, str]) -> str:
    if isinstance(answer, float):
        return f"{answer:g}"
    return " + ".join(titles.get(key, key) for key in answer.split("|")) if answer else "none"
