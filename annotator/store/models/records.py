"""What is kept of models, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.models import Answer, Span

__all__ = ["AboutModel", "ModelAnswer", "ModelRecord", "ModelRows", "ModelWork"]


@dataclass(frozen=True)
class AboutModel:
    """As it was given; nothing here is guessed."""

    name: str
    version: str = ""
    prompt: str = ""
    dated: str = ""  # when the predictions were made
    source: str = ""  # the file they came in

    @property
    def title(self) -> str:
        """
        >>> AboutModel("heron", "7b").title
        'heron 7b'
        """
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True)
class ModelWork:
    """What a model said of one article."""

    article_id: int
    spans: tuple[Span, ...]
    answers: tuple[Answer, ...]
    raw: str  # JSON


@dataclass(frozen=True)
class ModelRecord:
    """A model of a study, with counts of what it brought into articles that are still there."""

    id: int
    about: AboutModel
    added_at: str
    added_by: str  # a name, or "" for the command line
    articles: int
    spans: int
    answers: int  # to questions about articles
    problems: int


@dataclass(frozen=True)
class ModelAnswer:
    """To a question about an article."""

    article: int
    question: str
    value: str
    number: float | None


@dataclass(frozen=True)
class ModelRows:
    """All that is compared of one model; columns of marks have equal length."""

    model: ModelRecord
    opened: Sequence[int]  # articles
    article: Sequence[int]
    label: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    answers: Sequence[ModelAnswer]
