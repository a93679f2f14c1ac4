"""What must fit together where questions wait for answers, take the labels as choices, or make an
index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.models import Index, Kind, Question, Scheme
from annotator.schemes.nodes import Path

__all__ = ["dependence_problems"]

Problem = tuple[Path, str]


def dependence_problems(scheme: Scheme) -> Iterator[Problem]:
    """What does not fit together, and where it stands."""
    asked = {
        "attributes": [one.question for one in scheme.attributes],
        "questions": list(scheme.questions),
    }
    for where, questions in asked.items():
        for place, question in enumerate(questions):
            yield from _when_problems((where, place, "when"), question, questions[:place])
            if question.choices_from and question.kind is not Kind.CHOICES:
                said = f"question '{question.key}' takes the labels as choices: its kind is choices"
                yield (where, place, "choices_from"), said
    for place, index in enumerate(scheme.indices):
        yield from _index_problems(("indices", place), index, scheme)


def _when_problems(path: Path, question: Question, before: Sequence[Question]) -> Iterator[Problem]:
    if question.when is None:
        return
    known = {one.key: one for one in before if one.choices}
    other = known.get(question.when.question)
    if other is None:
        names = ", ".join(known) or "none"
        yield (
            path,
            (
                f"question '{question.key}' waits for '{question.when.question}', which must stand "
                f"before it and have choices; such are {names}"
            ),
        )
        return
    keys = {choice.key for choice in other.choices}
    for choice in question.when.choices:
        if choice not in keys:
            yield path, f"'{choice}' is no choice of '{other.key}'"
        elif "," in choice:
            yield path, f"'{choice}' cannot be waited for, because it has a comma"


def _index_problems(path: Path, index: Index, scheme: Scheme) -> Iterator[Problem]:
    known = {one.key: one for one in scheme.questions}
    for place, item in enumerate(index.items):
        question = known.get(item)
        if question is None:
            yield (*path, "items", place), f"index '{index.key}': there is no question '{item}'"
        elif question.kind not in (Kind.CHOICE, Kind.NUMBER):
            yield (
                (*path, "items", place),
                f"index '{index.key}': '{item}' needs the kind choice or number, "
                f"not {question.kind.value}",
            )
        elif any(choice.value is None for choice in question.choices):
            yield (
                (*path, "items", place),
                f"index '{index.key}': the choices of '{item}' need values",
            )
