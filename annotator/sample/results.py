"""The sample's work as Label Studio's annotation JSON, as if it had been marked in the editor."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from annotator.models import Kind, Question, Scheme
from annotator.sample.loading import SampleMark, SampleWork

SPAN_CONTROL, TEXT_TAG = "label", "text"  # names in our labelling config


def to_result(work: SampleWork, scheme: Scheme) -> list[dict[str, object]]:
    """The `result` of one annotation: an item a mark, an item an answer, the same every time.

    An answer about a mark carries the mark's id; one about the article has an id of its own. What
    was typed goes as a list of texts, a choice as a list of keys.
    """
    attributes = {attribute.question.key: attribute.question for attribute in scheme.attributes}
    questions = {question.key: question for question in scheme.questions}
    items: list[dict[str, object]] = []
    for number, mark in enumerate(work.marks):
        region = _region(f"{number}|{mark.start}|{mark.end}|{mark.label}")
        where: dict[str, object] = {"start": mark.start, "end": mark.end, "text": mark.text}
        items.append(_item(region, SPAN_CONTROL, "labels", {**where, "labels": [mark.label]}))
        items.extend(_answers(mark, region, attributes, where))
    for key, value in work.answers.items():
        kind, content = _content(questions[key], value)
        items.append(_item(_region(f"question|{key}"), key, kind, content))
    return items


def _answers(
    mark: SampleMark, region: str, attributes: Mapping[str, Question], where: dict[str, object]
) -> Iterator[dict[str, object]]:
    for key, value in mark.answers.items():
        kind, content = _content(attributes[key], value)
        yield _item(region, key, kind, {**where, **content})


def _content(question: Question, value: str) -> tuple[str, dict[str, object]]:
    if question.kind is Kind.TEXT:
        return "textarea", {"text": [value]}
    return "choices", {"choices": [value]}


def _item(region: str, name: str, kind: str, value: dict[str, object]) -> dict[str, object]:
    return {
        "id": region,
        "from_name": name,
        "to_name": TEXT_TAG,
        "type": kind,
        "origin": "manual",
        "value": value,
    }


def _region(seed: str) -> str:
    """An id such as Label Studio gives: ten letters and digits."""
    return hashlib.sha256(seed.encode()).hexdigest()[:10]
