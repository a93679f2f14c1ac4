"""Indices over questions: one number of an article made of several answers about it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from statistics import fmean
from typing import TypeVar

from annotator.models import Answer, Index, Kind, Level, Question, Scheme

__all__ = [
    "INDEX_SENTENCE", "index_by_place", "index_question", "index_value", "index_values",
]  # fmt: skip
_Place = TypeVar("_Place", bound=Hashable)

INDEX_SENTENCE = (
    "An index is the mean of its questions' numbers, and missing where one of them was left open."
)


def index_value(index: Index, answers: Mapping[str, float | None]) -> float | None:
    """The mean of the answers' numbers, by question; None while one is missing.

    >>> index = Index("conflict", "Conflict", ("c1", "c2"))
    >>> index_value(index, {"c1": 1.0, "c2": 0.0}), index_value(index, {"c1": 1.0})
    (0.5, None)
    """
    found = [answers.get(item) for item in index.items]
    numbers = [number for number in found if number is not None]
    return fmean(numbers) if len(numbers) == len(found) else None


def index_values(scheme: Scheme, answers: Iterable[Answer]) -> dict[str, float | None]:
    """Every index of the codebook, of one annotator's answers about one article."""
    numbers = {one.question: one.number for one in answers if not one.region}
    return {index.key: index_value(index, numbers) for index in scheme.indices}


def index_by_place(
    index: Index, given: Iterable[tuple[_Place, str, float | None]]
) -> dict[_Place, float | None]:
    """The index wherever one of its questions was answered; `given` are place, question, number.

    >>> index_by_place(Index("c", "C", ("c1", "c2")), [(7, "c1", 1.0), (7, "c2", 0.0)])
    {7: 0.5}
    """
    numbers: dict[_Place, dict[str, float | None]] = {}
    for place, question, number in given:
        if question in index.items:
            numbers.setdefault(place, {})[question] = number
    return {place: index_value(index, some) for place, some in numbers.items()}


def index_question(index: Index) -> Question:
    """An index as what it is to a statistic: a question that is answered with a number.

    >>> index_question(Index("conflict", "Conflict", ("c1", "c2"))).title
    'Conflict (index: mean of 2 questions)'
    """
    count = len(index.items)
    title = f"{index.title} (index: mean of {count} question{'s' * (count != 1)})"
    return Question(index.key, title, Kind.NUMBER, Level.INTERVAL, help=index.help)
