"""The agreement report of a study as values; `annotator.reports` tells how to get one.

Every number is a `Measure`: it has a value, or a reason in words, its interval, and what was used
and left out. Counts are plain integers. Labels are keys of the scheme, annotators are pseudonyms,
articles are ids of the store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.agreement.measure import Measure
from annotator.models import Level

# Why counts of a report may be missing; measures say so themselves.
NO_TEXT = "no annotator opened an article with a text"
NO_MARKS = "nobody marked anything"
NO_WORK = "nothing was submitted"


@dataclass(frozen=True)
class Chart:
    """A chart as a Vega-Lite specification, and the same numbers as a table beside it."""

    name: str  # stable, for addresses and tests: "label_agreement"
    title: str
    description: str  # one sentence for people who cannot see it
    spec: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    missing: tuple[str, ...] = ()  # why there is None in rows

    def is_number(self, column: int) -> bool:
        """Whether a column of the table, by its place, holds numbers."""
        return any(isinstance(row[column], (int, float)) for row in self.rows)


@dataclass(frozen=True)
class Finding:
    """Something that stands out, in words. `concerns`: about how many marks or passages; `label`,
    `annotator` and `passages` (a kind, "" for all) lead to them."""

    kind: str  # misses, alone, vague (not seen alike), ends, label, precision
    sentence: str
    concerns: float
    label: str = ""
    annotator: str = ""
    passages: str = ""


@dataclass(frozen=True)
class QuestionReport:
    """Agreement on one question about whole articles."""

    key: str
    title: str
    level: Level
    answered: int  # annotations with an answer
    articles: int  # articles with at least two answers
    percent_agreement: Measure
    krippendorff_alpha: Measure  # at the question's level; MASI distance for several choices
    answers: tuple[tuple[str, int], ...]  # (answer as people read it, how often)
    beside: tuple[Measure, ...] = ()  # Jaccard's α of several choices; ICCs of numbers
    disputed: tuple[int, ...] = ()  # articles with different answers

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.percent_agreement, self.krippendorff_alpha, *self.beside)


@dataclass(frozen=True)
class AttributeReport:
    """Agreement on one question about marks. `by_label` has a row of measures for each label that
    it is asked of, `by_pair` for each two annotators."""

    key: str
    title: str
    level: str
    answered: int  # marks with an answer
    overall: tuple[Measure, ...]
    by_label: Mapping[str, tuple[Measure, ...]]
    by_pair: Mapping[str, tuple[Measure, ...]]


@dataclass(frozen=True)
class DisputedRelationReport:
    """A relation that not everybody who opened the article drew alike; ends are offsets."""

    article: int
    types: tuple[str, ...]
    begin: tuple[int, int]
    end: tuple[int, int]
    drawn_by: tuple[str, ...]
    kinds: tuple[str, ...]  # what others did: missed, end not marked, direction, type


@dataclass(frozen=True)
class RelationReport:
    """Agreement on relations between marks."""

    relations: int
    overall: tuple[Measure, ...]
    by_type: Mapping[str, tuple[Measure, ...]]
    by_pair: Mapping[str, tuple[Measure, ...]]
    disputed: tuple[DisputedRelationReport, ...]
    titles: Mapping[str, str]


@dataclass(frozen=True)
class LabelReport:
    """Agreement on one label. The counts of passages lead to `disputed_passages(label=key)`."""

    key: str
    title: str
    colour: str
    spans: int
    articles: int  # articles in which somebody used it
    prevalence: float | None  # share of the text under it, mean of annotators
    share_of_spans: float | None
    f1_exact: Measure
    f1_overlap: Measure
    f1_character: Measure
    character_alpha: Measure
    u_alpha: Measure
    gwet_ac1: Measure
    specific_agreement: Measure
    passages: Mapping[str, int]  # settled, missed, label, split or merged, boundary

    @property
    def disputed(self) -> int:
        return sum(count for kind, count in self.passages.items() if kind != "settled")

    @property
    def settled(self) -> int:
        return self.passages["settled"]


@dataclass(frozen=True)
class PairReport:
    """Two annotators, over the articles both opened."""

    first: str
    second: str
    articles: int
    spans: int
    f1_exact: Measure
    f1_overlap: Measure
    f1_character: Measure
    character_alpha: Measure
    u_alpha_macro: Measure


@dataclass(frozen=True)
class ArticleReport:
    """One article that at least two annotators opened."""

    id: int
    title: str
    annotators: tuple[str, ...]
    spans: int
    passages: Mapping[str, int]
    f1_exact: Measure
    f1_overlap: Measure
    f1_character: Measure
    character_alpha: Measure
    u_alpha_macro: Measure

    @property
    def disputed(self) -> int:
        return sum(count for kind, count in self.passages.items() if kind != "settled")

    @property
    def point(self) -> Mapping[str, Any]:
        """As a chart shows it."""
        f1 = self.f1_overlap.value
        return {
            "article": self.title or f"article {self.id}",
            "f1": None if f1 is None else round(f1, 4),
            "spans": self.spans,
            "disputed": self.disputed,
        }

    @property
    def row(self) -> tuple[Any, ...]:
        """The same for the table beside the chart."""
        return tuple(self.point.values())


@dataclass(frozen=True)
class AnnotatorReport:
    """One annotator beside the others."""

    pseudonym: str
    submitted: int
    skipped: int
    spans: int
    spans_per_article: float | None
    f1_overlap: Measure  # mean over the pairs this annotator is in
    alpha_without: Measure  # character α of all the others: higher than with, then they differ


@dataclass(frozen=True)
class Report:
    """How well the annotators of a study agree, and on what."""

    study_id: int
    title: str
    scheme_title: str
    articles: int  # in the study
    compared: int  # opened by at least two annotators: what every span measure is made of
    annotators: tuple[str, ...]
    submitted: int
    skipped: int
    spans: int
    resamples: int
    seed: int
    reason: str  # why nothing can be compared yet, "" when something can
    notes: tuple[str, ...]  # what a reader must know: what was left out, warnings
    questions: tuple[QuestionReport, ...]
    overall: tuple[Measure, ...]  # all labels together
    labels: tuple[LabelReport, ...]
    pairs: tuple[PairReport, ...]
    by_article: tuple[ArticleReport, ...]
    by_annotator: tuple[AnnotatorReport, ...]
    passages: Mapping[str, int]
    charts: tuple[Chart, ...]
    raw: bool = False  # marks as they were made, before their edges were trimmed
    findings: tuple[Finding, ...] = ()  # the largest first
    attributes: tuple[AttributeReport, ...] = ()
    relations: RelationReport | None = None  # None where the scheme has none and nobody drew one

    @property
    def disputed(self) -> int:
        return sum(count for kind, count in self.passages.items() if kind != "settled")

    def measure(self, name: str) -> Measure | None:
        """A measure over all labels by its name."""
        return next((found for found in self.overall if found.name == name), None)

    def label(self, key: str) -> LabelReport | None:
        return next((found for found in self.labels if found.key == key), None)


@dataclass(frozen=True)
class PassageMark:
    """What one annotator marked in a disputed passage; offsets into the article."""

    label: str
    title: str
    colour: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class AnnotatorMarks:
    """One annotator who opened the article; `marks` is empty when they marked nothing here."""

    annotator: str
    marks: tuple[PassageMark, ...]


@dataclass(frozen=True)
class DisputedPassage:
    """A passage in its sentence, with every annotator's mark side by side.

    `before + passage + after` is the text from `context_start` to `context_end` of the article.
    """

    article_id: int
    article_title: str
    start: int
    end: int
    kind: str  # the weightiest of `kinds`: missed, label, split or merged, boundary
    kinds: tuple[str, ...]
    labels: tuple[str, ...]
    context_start: int
    context_end: int
    before: str
    passage: str
    after: str
    annotators: tuple[AnnotatorMarks, ...]
