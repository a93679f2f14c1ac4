"""Gold answers between their three forms: votes, rows of the store, and what exports show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.adjudication import Given
from annotator.models import Question

Values = dict[str, str | list[str]]

__all__ = ["Values", "flat", "given_of", "values_of"]


def flat(question: str, given: Given) -> tuple[tuple[str, str, float | None], ...]:
    """As rows: question, value, number."""
    return tuple((question, value, number) for value, number in given)


def values_of(answers: Iterable[tuple[str, Given]]) -> Values:
    """Question -> value, or a list of several.

    >>> values_of([("voice", (("paper", None),)), ("frames", (("a", None), ("b", None)))])
    {'voice': 'paper', 'frames': ['a', 'b']}
    """
    found: Values = {}
    for question, given in answers:
        values = [value for value, _ in given]
        if values:
            found[question] = values[0] if len(values) == 1 else values
    return found


def given_of(question: Question, values: Iterable[str]) -> Given:
    """Values with the numbers that the codebook gives them."""
    numbers: Mapping[str, float | None] = {one.key: one.value for one in question.choices}
    return tuple((value, numbers.get(value, _number(value, question))) for value in sorted(values))


def _number(value: str, question: Question) -> float | None:
    if question.choices:
        return None
    try:
        return float(value)
    except ValueError:
        return None
