"""A study's marks and answers with what the pages about annotators need besides: times and groups.

A `Subject` is what such a page looks at: all labels, one label, or one question about articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.spans import Spans
from annotator.models import Kind, Question, Scheme
from annotator.reports.questions import ratings_of
from annotator.reports.study_sums import Answers, ArticleName
from annotator.store.records import Study


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
    return tuple(found or [Subject("", "All labels together")])


def find_subject(scheme: Scheme, key: str) -> Subject | None:
    """The first one for an empty key, None for one that the scheme does not have."""
    known = subjects_of(scheme)
    return next((one for one in known if one.key == key), None if key else known[0])


@dataclass(frozen=True, eq=False)
class StudyMarks:
    """Everything submitted so far.

    `articles` are in the order of `spans.articles`, which are their ids as text. `submitted_at` and
    `answers` go by article id and pseudonym. `fingerprint` changes with every submission.
    """

    study: Study
    scheme: Scheme
    articles: tuple[ArticleName, ...]
    spans: Spans
    submitted_at: Mapping[tuple[int, str], str]
    answers: Mapping[str, Answers]
    groups: Mapping[str, str]  # pseudonym -> group, of those who have one
    fingerprint: str = ""

    @property
    def annotators(self) -> tuple[str, ...]:
        """Those who submitted something."""
        return self.spans.annotators

    @property
    def compared(self) -> Bools:
        """Shape (n_articles,): opened by at least two annotators."""
        mask: Bools = self.spans.annotators_per_article >= 2
        return mask

    def spans_of(self, subject: Subject) -> Spans:
        """The marks a subject is about."""
        if subject.label is None:
            return self.spans
        return self.spans.select(labels=[name == subject.label for name in self.spans.labels])

    def ratings_of(self, question: Question, articles: Iterable[int] | None = None) -> Ratings:
        """Everybody's answers, of some articles or of all."""
        ids = [one.id for one in self.articles] if articles is None else list(articles)
        given = {
            key: answer
            for key, answer in self.answers.get(question.key, {}).items()
            if articles is None or key[0] in set(ids)
        }
        return ratings_of(question, ids, self.annotators, given)

    def times(self, articles: Iterable[int]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """When each annotator submitted each article, as ranks; shape (n_articles, n_annotators).

        What was never submitted comes last.
        """
        moments = sorted(set(self.submitted_at.values()))
        rank = {moment: place for place, moment in enumerate(moments)}
        table = [
            [
                rank.get(self.submitted_at.get((article, who), ""), len(moments))
                for who in self.annotators
            ]
            for article in articles
        ]
        return np.array(table, dtype=np.int64).reshape(-1, len(self.annotators))

    def finished_at(self, article: int) -> str:
        """When the last of an article's annotators submitted it; "" when nobody did."""
        found = [self.submitted_at.get((article, who), "") for who in self.annotators]
        return max(found, default="")


def why_nothing(marks: StudyMarks) -> str:
    """Why annotators cannot be compared in this study, "" when they can."""
    if not marks.articles:
        return "The study has no articles yet."
    if not marks.spans.seen.any():
        return "Nobody has submitted an article yet."
    if len(marks.annotators) < 2:
        return "Only one annotator has submitted work; a comparison needs two."
    if not marks.compared.any():
        return "No article has been submitted by two annotators yet."
    return ""
