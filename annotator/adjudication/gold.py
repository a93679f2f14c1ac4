"""What becomes gold, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.adjudication.ballots import Given, Link, Mark

Place = tuple[str, int, int]
"""Label, start and end: what tells the gold marks of one article apart."""


@dataclass(frozen=True)
class GoldSpan:
    """A gold mark. `open_attributes` are questions about it that nobody has settled yet;
    `alternative_of` names the gold mark that is as acceptable as this one."""

    label: str
    start: int
    end: int
    attributes: tuple[tuple[str, Given], ...] = ()
    open_attributes: tuple[str, ...] = ()
    alternative_of: Place | None = None

    @property
    def place(self) -> Place:
        return self.label, self.start, self.end


@dataclass(frozen=True)
class GoldAnswer:
    """The gold answer to a question about the article; `given` may be empty: no answer."""

    question: str
    given: Given


@dataclass(frozen=True)
class GoldRelation:
    """A gold relation between two gold marks of the article."""

    from_place: Place
    to_place: Place
    label: str


@dataclass(frozen=True)
class Votes:
    """How many of how many voters, and by which rule.

    >>> str(Votes(2, 3, "majority"))
    'majority 2/3'
    """

    votes: int
    voters: int
    rule: str

    def __str__(self) -> str:
        return f"{self.rule} {self.votes}/{self.voters}"


@dataclass(frozen=True)
class SettledMarks:
    """What a rule makes of some marks of one label; `gold` None: nothing is marked here."""

    label: str
    gold: GoldSpan | None
    marks: tuple[Mark, ...]
    votes: Votes


@dataclass(frozen=True)
class OpenMarks:
    """Marks of one label that a person must look at, and why."""

    label: str
    marks: tuple[Mark, ...]
    reason: str


@dataclass(frozen=True)
class SettledAnswer:
    gold: GoldAnswer
    revisions: tuple[int, ...]  # who voted
    votes: Votes


@dataclass(frozen=True)
class SettledLinks:
    gold: GoldRelation
    links: tuple[Link, ...]
    votes: Votes


@dataclass(frozen=True)
class OpenLinks:
    links: tuple[Link, ...]
    reason: str


@dataclass(frozen=True)
class Standing:
    """What is decided about an article already: no rule touches it."""

    marks: frozenset[tuple[int, str]] = frozenset()  # revision and region
    golds: frozenset[Place] = frozenset()
    questions: frozenset[str] = frozenset()
    links: frozenset[Link] = frozenset()


@dataclass(frozen=True)
class Outcome:
    """What the rules make of one article."""

    settled: tuple[SettledMarks, ...] = ()
    open: tuple[OpenMarks, ...] = ()
    answers: tuple[SettledAnswer, ...] = ()
    open_questions: tuple[str, ...] = ()
    links: tuple[SettledLinks, ...] = ()
    open_links: tuple[OpenLinks, ...] = ()

    @property
    def spans(self) -> tuple[GoldSpan, ...]:
        """The gold marks, in the order of the text."""
        found = (one.gold for one in self.settled if one.gold is not None)
        return tuple(sorted(found, key=lambda gold: (gold.start, gold.end, gold.label)))
