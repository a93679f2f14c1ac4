"""What a release must not carry unseen: notes, e-mail addresses, names of people."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from annotator.models import Kind, Scheme
from annotator.releases.content import Content
from annotator.schemes.notes import is_note

__all__ = [
    "Finding",
    "count_notes",
    "find_personal",
    "note_questions",
    "seen_as",
    "without_notes",
]

_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
SHORTEST_NAME = 3


@dataclass(frozen=True)
class Finding:
    """Something personal in what somebody typed."""

    where: str  # "article 7, A01, target"
    what: str  # "an e-mail address" or "the name of an account"
    found: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}: {self.found!r}"


def seen_as(findings: Iterable[Finding]) -> str:
    """By which somebody says to have seen just these; "" where there is nothing to see.

    >>> seen_as([])
    ''
    """
    lines = "\n".join(map(str, findings))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()[:16] if lines else ""


def note_questions(scheme: Scheme) -> frozenset[str]:
    """Free texts that are called a note, comment or remark: meant for the team, not for readers."""
    questions = [*scheme.questions, *(one.question for one in scheme.attributes)]
    return frozenset(one.key for one in questions if one.kind is Kind.TEXT and is_note(one.key))


def count_notes(content: Content) -> tuple[int, int]:
    """How many notes annotators wrote, and decisions have a reason: what `without_notes` takes."""
    notes = note_questions(content.work.scheme)
    written = sum(
        1 for one in content.work.work for a in one.annotation.answers if a.question in notes
    )
    decisions = (*content.gold.decisions.values(), *content.gold.nothing)
    return written, len({one.id for one in decisions if one.reason})


def without_notes(content: Content) -> Content:
    """Without notes and adjudicators' reasons, unless the plan asks for them."""
    if content.plan.notes:
        return content
    notes = note_questions(content.work.scheme)
    work = tuple(
        replace(
            one,
            annotation=replace(
                one.annotation,
                answers=tuple(a for a in one.annotation.answers if a.question not in notes),
            ),
        )
        for one in content.work.work
    )
    gold = content.gold
    spans = tuple(
        replace(one, attributes={k: v for k, v in one.attributes.items() if k not in notes})
        for one in gold.spans
    )
    answers = tuple(one for one in gold.answers if one.question not in notes)
    decisions = {key: replace(one, reason="") for key, one in gold.decisions.items()}
    nothing = tuple(replace(one, reason="") for one in gold.nothing)
    return replace(
        content,
        work=replace(content.work, work=work),
        gold=replace(gold, spans=spans, answers=answers, decisions=decisions, nothing=nothing),
    )


def find_personal(content: Content, account_names: Iterable[str]) -> list[Finding]:
    """In every free text that the release would hold; each finding once. A single word of a name
    is found where it is written with the same capitals."""
    names = {name for name in account_names if len(name) >= SHORTEST_NAME}
    words = {word for name in names for word in name.split()
             if len(word) >= SHORTEST_NAME and word.isalpha() and not word.islower()}  # fmt: skip
    whole, single = ("|".join(map(re.escape, sorted(some, key=len, reverse=True)))
                     for some in (names, words - names))  # fmt: skip
    known = re.compile(rf"(?<!\w)(?:(?i:{whole})|{single or '(?!)'})(?!\w)") if names else None
    found: dict[Finding, None] = {}
    for where, text in _typed(content):
        for email in _EMAIL.findall(text):
            found.setdefault(Finding(where, "an e-mail address", email))
        for name in known.findall(text) if known else ():
            found.setdefault(Finding(where, "the name of an account", name))
    return list(found)


def _typed(content: Content) -> Iterator[tuple[str, str]]:
    scheme = content.work.scheme
    questions = [*scheme.questions, *(one.question for one in scheme.attributes)]
    closed = {one.key for one in questions if one.kind is not Kind.TEXT}
    for one in content.work.work:
        for answer in one.annotation.answers:
            if answer.question not in closed:
                where = f"article {one.article_id}, {one.annotator}, {answer.question}"
                yield where, answer.value
    for span in content.gold.spans:
        for question, given in span.attributes.items():
            if question not in closed:
                for value in given if isinstance(given, list) else [given]:
                    yield f"article {span.article_id}, gold, {question}", value
    for settled in content.gold.answers:
        if settled.question not in closed:
            yield f"article {settled.article_id}, gold, {settled.question}", settled.value
    for decision in (*content.gold.decisions.values(), *content.gold.nothing):
        yield f"article {decision.article_id}, reason of a decision", decision.reason
    for model in content.models.models if content.models is not None else ():
        yield f"prompt of {model.name}", model.about.prompt
