"""Answers in a result: to questions about the article, and to attributes of a marked passage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.labelstudio.json_values import plain, real_number, shown, storable
from annotator.models import Answer, Kind, Problem, Question, Scheme

MAX_TEXTS = 100  # of one answer
NOT_ANSWERS = ("labels", "relation")
VALUES = {  # by item type: the key of its value, and the kinds of question it can answer
    "choices": ("choices", (Kind.CHOICE, Kind.CHOICES)),
    "textarea": ("text", (Kind.TEXT,)),
    "number": ("number", (Kind.NUMBER,)),
    "rating": ("rating", (Kind.NUMBER,)),
}


class AnswerReader:
    """Reads the answers of one annotation's items."""

    def __init__(self, scheme: Scheme) -> None:
        self._questions = {question.key: question for question in scheme.questions}
        self._attributes = {one.question.key: one for one in scheme.attributes}

    def read(
        self,
        items: list[dict[str, Any]],
        marks: Mapping[str, set[str]],
        problems: list[Problem],
    ) -> Iterator[Answer]:
        """`marks` are the usable marks of the annotation: region -> its labels."""
        answered: set[tuple[str, str]] = set()
        for item in items:
            if item.get("type") in NOT_ANSWERS:
                continue
            found = self._question(item, marks)
            if isinstance(found, str):
                problems.append(Problem("question", found))
                continue
            question, region = found
            values = _values(item, question)
            if isinstance(values, str):
                problems.append(
                    Problem("question", f"An answer to {question.key!r} was left out: {values}.")
                )
            elif (region, question.key) in answered:
                problems.append(
                    Problem("question", f"{question.key!r} was answered twice; the first counts.")
                )
            else:
                answered.add((region, question.key))
                for value, number in values:
                    yield Answer(question.key, value, number, region)

    def _question(
        self, item: dict[str, Any], marks: Mapping[str, set[str]]
    ) -> tuple[Question, str] | str:
        """The question and the region it is asked of, or a sentence that says why not."""
        key = item.get("from_name")
        if not isinstance(key, str) or item.get("to_name") != "text":
            return f"An item of type {shown(item.get('type'))} answers no question of the codebook."
        if key in self._questions:
            return self._questions[key], ""
        attribute = self._attributes.get(key)
        if attribute is None:
            return f"The question {shown(key)} is not in the codebook."
        region = item.get("id")
        labels = marks.get(storable(region)) if isinstance(region, str) else None
        if labels is None:
            return (
                f"An answer to {key!r} was left out: its mark {shown(region)} is not there or "
                "could not be taken."
            )
        if attribute.labels and not labels & set(attribute.labels):
            return (
                f"An answer to {key!r} was left out: it is not asked of "
                f"{', '.join(sorted(labels))}."
            )
        return attribute.question, storable(region)


def _values(item: dict[str, Any], question: Question) -> list[tuple[str, float | None]] | str:
    """(value, number) pairs, or what is wrong with them."""
    kind, value = str(item.get("type")), item.get("value")
    if kind not in VALUES or question.kind not in VALUES[kind][1]:
        return f"an item of type {shown(item.get('type'))} cannot answer it"
    content = value.get(VALUES[kind][0]) if isinstance(value, dict) else None
    if kind == "choices":
        return _choices(content, question)
    if kind == "textarea":
        return _texts(content)
    return _number(content, question)


def _choices(content: Any, question: Question) -> list[tuple[str, float | None]] | str:
    if not isinstance(content, list):
        return f"expected a list of choices, not {shown(content)}"
    known = {choice.key: choice.value for choice in question.choices}
    for choice in content:
        if not isinstance(choice, str) or choice not in known:
            return f"the choice {shown(choice)} is not in the codebook"
    chosen = list(dict.fromkeys(content))
    if question.kind is Kind.CHOICE and len(chosen) > 1:
        return f"it takes one choice and has {len(chosen)}"
    return [(choice, known[choice]) for choice in chosen]


def _texts(content: Any) -> list[tuple[str, float | None]] | str:
    texts = [content] if isinstance(content, str) else content
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return f"expected text, not {shown(content)}"
    if len(texts) > MAX_TEXTS:
        return f"it has {len(texts)} texts, and {MAX_TEXTS} are the most"
    return [(storable(text), None) for text in texts if text.strip()]


def _number(content: Any, question: Question) -> list[tuple[str, float | None]] | str:
    number = real_number(content)
    if number is None:
        return f"expected a number, not {shown(content)}"
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        return f"{plain(number)} is outside the codebook's limits"
    return [(plain(number), number)]
