"""What was answered in an annotation, as files write it."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.models import Annotation

__all__ = ["Answers", "answers_by_region"]

Answers = Mapping[str, str | list[str]]  # question -> answer; a list of several choices


def answers_by_region(annotation: Annotation) -> dict[str, Answers]:
    """Region -> what was answered about that span; "" stands for the article."""
    found: dict[str, dict[str, list[str]]] = {}
    for answer in annotation.answers:
        of_region = found.setdefault(answer.region, {})
        of_region.setdefault(answer.question, []).append(answer.value)
    return {
        region: {key: values[0] if len(values) == 1 else values for key, values in given.items()}
        for region, given in found.items()
    }
