"""Answers to one question about articles, as the ratings that coefficients take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.agreement.ratings.ratings import Ratings, ratings_from_labels
from annotator.models import Kind, Question

__all__ = ["Answers", "ratings_of"]

Answers = dict[tuple[int, str], "str | float | None"]  # of article and annotator


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
    made = ratings_from_labels(
        table, categories=categories, annotators=annotators, articles=articles
    )
    return replace(made, titles=_titles(question, made.categories))


def _titles(question: Question, categories: Sequence[str]) -> tuple[str, ...]:
    """The answers as people read them: choices by their titles, also where numbers stand for them;
    several choices joined, and none of them as "none"."""
    titles = {choice.key: choice.title for choice in question.choices}
    if question.kind is Kind.CHOICES:
        chosen = ([titles.get(key, key) for key in name.split("|")] for name in categories)
        return tuple(" + ".join(some) or "none" for some in chosen)
    if question.kind is Kind.CHOICE:
        numbers = {str(one.value): one.title for one in question.choices if one.value is not None}
        return tuple(titles.get(name, numbers.get(name, name)) for name in categories)
    return ()
