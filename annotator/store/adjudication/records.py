"""What goes into the tables of adjudication, and what comes out of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Values = dict[str, str | list[str]]
"""Question -> answer; a list when several choices were made."""


@dataclass(frozen=True)
class Named:
    """Something an annotator gave: a mark (`key`: its region), an answer (its question) or a
    relation. `content` changes whenever the annotator changes it."""

    revision_id: int
    what: str  # "mark", "answer" or "relation"
    key: str
    content: str


@dataclass(frozen=True)
class NewGoldSpan:
    label: str
    start: int
    end: int
    text: str
    attributes: Values = field(default_factory=dict)
    open_attributes: tuple[str, ...] = ()
    alternative_of: tuple[str, int, int] | None = None  # label, start and end of another gold mark


@dataclass(frozen=True)
class NewDecision:
    """One decision on one article, and the gold it makes."""

    article_id: int
    kind: str  # one of those the table `decisions` allows
    how: str  # "rule", "hand" or "file"
    rule: str = ""
    votes: int | None = None
    voters: int | None = None
    reason: str = ""
    named: tuple[Named, ...] = ()
    spans: tuple[NewGoldSpan, ...] = ()
    answers: tuple[tuple[str, str, float | None], ...] = ()  # question, value, number
    # From, to (label, start and end of gold marks of the article) and label.
    relations: tuple[tuple[tuple[str, int, int], tuple[str, int, int], str], ...] = ()
    ends: tuple[int, ...] = ()  # standing decisions that this one takes the place of
    scheme_id: int | None = None  # the codebook it was made under; None: the study's present one
    suggestion: str = ""  # "suggestion shown" when whoever decided saw what a model suggests

    @cached_property
    def named_json(self) -> str:
        return json.dumps([[one.revision_id, one.what, one.key, one.content] for one in self.named])

    @cached_property
    def after_json(self) -> str:
        """The gold as it is made, for the history."""
        spans: list[dict[str, Any]] = [
            {
                "label": span.label,
                "start": span.start,
                "end": span.end,
                "text": span.text,
                "attributes": span.attributes,
                "open_attributes": list(span.open_attributes),
                "alternative_of": span.alternative_of,
            }
            for span in self.spans
        ]
        answers = [
            {"question": question, "value": value, "number": number}
            for question, value, number in self.answers
        ]
        relations = [
            {"from": start, "to": end, "label": label} for start, end, label in self.relations
        ]
        return json.dumps([*spans, *answers, *relations], ensure_ascii=False)

    def written(self) -> NewDecision:
        """The same, with what takes long to write down written: for before a transaction."""
        _ = self.named_json, self.after_json
        return self


@dataclass(frozen=True)
class Settler:
    """Who decides; `account_id` None: the command line."""

    account_id: int | None = None
    pseudonym: str = ""


@dataclass(frozen=True)
class Batch:
    id: int
    study_id: int
    how: str
    rules: str  # JSON
    made_at: str
    undone_at: str
    decisions: int


@dataclass(frozen=True)
class DecisionRecord:
    id: int
    article_id: int | None
    batch_id: int | None
    kind: str
    how: str
    rule: str
    votes: int | None
    voters: int | None
    account_id: int | None
    adjudicator: str
    reason: str
    named: tuple[Named, ...]
    before: str  # JSON
    after: str  # JSON
    ends: tuple[int, ...]
    text_sha256: str
    scheme_id: int
    decided_at: str
    stands: bool
    codebook: str = ""  # name and version of the scheme
    suggestion: str = ""

    @property
    def provenance(self) -> str:
        """`rule:majority 2/3`, `hand`, `hand, suggestion shown` or `file`."""
        if self.how == "rule":
            return f"rule:{self.rule} {self.votes}/{self.voters}"
        return f"{self.how}, {self.suggestion}" if self.suggestion else self.how


@dataclass(frozen=True)
class LastDecision:
    """The number of an article's newest decision (0: none), and what was last said about it.

    `closed`: a manager let the votes count though not everybody has finished.
    `finished`: an adjudicator is done with it.
    """

    id: int = 0
    closed: bool = False
    finished: bool = False


@dataclass(frozen=True)
class Decided:
    """What a standing decision named, with the annotation it was in."""

    decision_id: int
    article_id: int
    annotation_id: int
    how: str
    named: Named


@dataclass(frozen=True)
class GoldSpanRecord:
    id: int
    decision_id: int
    article_id: int
    label: str
    start: int
    end: int
    text: str
    attributes: Values
    open_attributes: tuple[str, ...]
    alternative_of: int | None

    @property
    def place(self) -> tuple[str, int, int]:
        return self.label, self.start, self.end


@dataclass(frozen=True)
class GoldAnswerRecord:
    decision_id: int
    article_id: int
    question: str
    value: str
    number: float | None


@dataclass(frozen=True)
class GoldRelationRecord:
    decision_id: int
    article_id: int
    from_gold: int
    to_gold: int
    label: str


@dataclass(frozen=True)
class Gold:
    """The gold of some articles with the decisions it comes from.

    `nothing`: standing decisions that nothing is marked somewhere; these make no gold.
    """

    spans: tuple[GoldSpanRecord, ...]
    answers: tuple[GoldAnswerRecord, ...]
    relations: tuple[GoldRelationRecord, ...]
    decisions: Mapping[int, DecisionRecord]
    nothing: tuple[DecisionRecord, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.answers or self.relations)


NO_GOLD = Gold((), (), (), {})
