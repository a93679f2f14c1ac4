"""What was answered in an annotation, as files write it."""

from __future__ import annotations

from annotator.models import Annotation


def answers_of(annotation: Annotation, region: str) -> dict[str, str | list[str]]:
    """Question -> answer of a span, or of the article with ""; a list of several choices."""
    found: dict[str, list[str]] = {}
    for answer in annotation.answers:
        if answer.region == region:
            found.setdefault(answer.question, []).append(answer.value)
    return {key: values[0] if len(values) == 1 else values for key, values in found.items()}
