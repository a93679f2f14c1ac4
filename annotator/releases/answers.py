"""What was answered in an annotation, as files write it."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.models import Annotation

__all__ = ["Answers", "answers_by_region"]

Answers = Mapping[str, str | list[str]]  # question -> answer; a list of several choices


def answers_by_region(annotation: Annotation) -> dict[str, Answers]:
    """Region -> what was answered about that span; "" stands for the article."""
    found: dict[str, dict[str, str | list[str]]] = {}
    for answer in annotation.answers:
        of_region = found.get(answer.region)
        if of_region is None:
            found[answer.region] = {answer.question: answer.value}
            continue
        before = of_region.get(answer.question)
        if before is None:
            of_region[answer.question] = answer.value
        elif isinstance(before, list):
            before.append(answer.value)
        else:
            of_region[answer.question] = [before, answer.value]
    return dict(found)
