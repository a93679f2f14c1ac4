"""What a page about agreement looks at: all labels, one label, one question about articles, or
one index over such."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.models import Kind, Question, Scheme
from annotator.schemes.indices import index_question

__all__ = ["Subject", "find_subject", "subjects_of"]


@dataclass(frozen=True)
class Subject:
    """`key` stands in addresses; both `label` and `question` None: all labels together."""

    key: str
    title: str
    label: str | None = None
    question: Question | None = None


def subjects_of(scheme: Scheme) -> tuple[Subject, ...]:
    """What can be looked at: free text cannot."""
    found = [Subject("", "All labels together")] if scheme.labels else []
    found += [Subject(f"label:{one.key}", one.title, label=one.key) for one in scheme.labels]
    found += [
        Subject(f"question:{one.key}", one.title, question=one)
        for one in scheme.questions
        if one.kind is not Kind.TEXT
    ]
    found += [
        Subject(f"question:{one.key}", one.title, question=one)
        for one in map(index_question, scheme.indices)
    ]
    return tuple(found or [Subject("", "All labels together")])


def find_subject(scheme: Scheme, key: str) -> Subject | None:
    """The first one for an empty key, None for one that the scheme does not have."""
    known = subjects_of(scheme)
    return next((one for one in known if one.key == key), None if key else known[0])
