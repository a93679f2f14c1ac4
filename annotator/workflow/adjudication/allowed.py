"""What the codebook allows in gold, whoever makes it: a page, a file, or a decision once more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from annotator.errors import StudyError
from annotator.models import Kind, Question, Scheme
from annotator.store.adjudication import NewGoldSpan

__all__ = ["refuse_not_allowed", "unknown_answer", "unknown_in"]


def refuse_not_allowed(spans: Iterable[NewGoldSpan], scheme: Scheme, where: str = "") -> None:
    """Raises StudyError for a label, an attribute or an alternative that the codebook has not."""
    for span in spans:
        if span.label not in scheme.label_keys:
            known = ", ".join(scheme.label_keys)
            raise StudyError(
                f"{where}The codebook has no label {span.label!r}. Labels: {known}."
            )  # fmt: skip
        if unknown := unknown_in(span, scheme):
            raise StudyError(f"{where}The codebook has no {unknown}.")
        if span.alternative_of and not scheme.alternatives:
            raise StudyError(
                f"{where}The codebook does not allow two marks as equally acceptable."
            )  # fmt: skip


def unknown_in(span: NewGoldSpan, scheme: Scheme) -> str:
    """What of it the codebook does not have: a label, a question or an answer; "" nothing."""
    if span.label not in scheme.label_keys:
        return f"label {span.label!r}"
    asked = {one.question.key: one.question for one in scheme.attributes}
    for key, value in span.attributes.items():
        given = [value] if isinstance(value, str) else value
        if unknown := unknown_answer(key, asked.get(key), given):
            return unknown
    return ""


def unknown_answer(key: str, question: Question | None, values: Sequence[str]) -> str:
    """The same of the answer to one question."""
    if question is None:
        return f"question {key!r}"
    known = {one.key for one in question.choices}
    wrong = [one for one in values if known and one not in known]
    if question.kind is Kind.NUMBER and not known:
        wrong = [one for one in values if not _is_number(one)]
    if wrong:
        return f"answer {wrong[0][:80]!r} to {key!r}"
    return f"second answer to {key!r}" if question.kind is Kind.CHOICE and values[1:] else ""


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
