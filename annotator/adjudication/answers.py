"""Votes on answers: attributes of a gold mark, and questions about an article.

A single choice needs as many equal votes as the rule asks for, and only one choice may have them.
Of several choices each is voted on by itself. Ordered answers take the median, and are disputed
where the lower and the upper median differ; under *unanimous* they must be equal, too. Leaving a
question unanswered is a vote for no answer; where enough left it and enough answered (half or fewer
suffice then), it is disputed. Free text is gold where enough wrote the same, and
empty otherwise: nobody is asked to settle a remark.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from annotator.adjudication.ballots import Given
from annotator.adjudication.rules import Rule
from annotator.models import Kind, Level, Question

__all__ = ["settle_answers"]


def settle_answers(question: Question, given: Sequence[Given], rule: Rule) -> Given | None:
    """The gold answer (empty: none), or None when it is disputed.

    >>> settle_answers(Question("q", "Q"), [(("a", None),), (("a", None),), ()], Rule("majority"))
    (('a', None),)
    """
    needed = rule.needed(len(given))
    if question.kind is Kind.CHOICES:
        return _each_choice(given, needed)
    if _is_ordered(question):
        rank = _ranks(question)
        answered = sorted((one for one in given if one), key=lambda one: rank(one[0]))
        return _median(answered, len(given), needed, rule)
    enough = [answer for answer, votes in Counter(given).items() if votes >= needed]
    if len(enough) == 1:
        return enough[0]
    return () if question.kind is Kind.TEXT else None


def _is_ordered(question: Question) -> bool:
    return question.kind is Kind.NUMBER or (
        question.kind is Kind.CHOICE and question.level is not Level.NOMINAL
    )


def _ranks(question: Question) -> Callable[[tuple[str, float | None]], tuple[float, str]]:
    """Where an answer stands: by its number, else by the codebook's number or order."""
    places = {
        one.key: float(place) if one.value is None else one.value
        for place, one in enumerate(question.choices)
    }

    def rank(answer: tuple[str, float | None]) -> tuple[float, str]:
        value, number = answer
        return places.get(value, -math.inf) if number is None else number, value

    return rank


def _median(answered: Sequence[Given], voters: int, needed: int, rule: Rule) -> Given | None:
    """The middle of the answers in their order, when enough answered and not enough left it."""
    if voters - len(answered) >= needed:
        return () if len(answered) < needed else None
    if len(answered) < needed:
        return None
    lower, upper = answered[(len(answered) - 1) // 2], answered[len(answered) // 2]
    if rule.name == "unanimous" and len(set(answered)) > 1:
        return None
    return lower if lower == upper else None


def _each_choice(given: Sequence[Given], needed: int) -> Given | None:
    """Chosen where enough chose it, left out where enough did not; never both."""
    gold = []
    for choice in sorted({choice for one in given for choice in one}):
        votes = sum(choice in one for one in given)
        chosen, left_out = votes >= needed, len(given) - votes >= needed
        if chosen == left_out:
            return None
        if chosen:
            gold.append(choice)
    return tuple(gold)
