"""A study's submitted marks and answers, as every statistic takes them.

`study_marks` is the one way from the store's rows to `Spans`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from annotator.agreement.arrays import Bools, Ints
from annotator.agreement.ratings.ratings import Ratings
from annotator.agreement.spans.spans import Spans, checked_spans
from annotator.models import Kind, Question, Scheme
from annotator.reports.question_ratings import Answers, ratings_of
from annotator.reports.said_of_marks import SaidOfMarks
from annotator.reports.subjects import Subject
from annotator.schemes.indices import index_value
from annotator.store.counted import Answered, Counted, Marked
from annotator.store.records import Study
from annotator.store.study_rows import StudyRows

__all__ = ["ArticleName", "StudyMarks", "one_answer", "spans_of_rows", "study_marks", "why_nothing"]


@dataclass(frozen=True)
class ArticleName:
    id: int
    title: str


@dataclass(frozen=True, eq=False)
class StudyMarks:
    """Everything submitted so far.

    `articles` are in the order of `spans.articles`, which are their ids as text. `submitted_at` and
    `answers` go by article id and pseudonym; `skipped` counts what each annotator skipped: that is
    missing, not a gap. `fingerprint` is that of `StudyState`. `raw`: marks as they were made.
    """

    study: Study
    scheme: Scheme
    articles: tuple[ArticleName, ...]
    spans: Spans
    submitted_at: Mapping[tuple[int, str], str]
    answers: Mapping[str, Answers]
    groups: Mapping[str, str]  # pseudonym -> group, of those who have one
    skipped: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str = ""
    raw: bool = False
    said: SaidOfMarks = field(default_factory=SaidOfMarks)  # of marks, and between them

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
        wanted = set(ids)
        given = {
            key: answer
            for key, answer in self.answers.get(question.key, {}).items()
            if articles is None or key[0] in wanted
        }
        return ratings_of(question, ids, self.annotators, given)

    def times(self, articles: Iterable[int]) -> Ints:
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

    @cached_property
    def why_nothing(self) -> str:
        """Why nothing can be compared, "" when something can."""
        names = self.annotators
        return why_nothing([[names[g] for g in np.flatnonzero(row)] for row in self.spans.seen])

    def finished_at(self, article: int) -> str:
        """When the last of an article's annotators submitted it; "" when nobody did."""
        found = [self.submitted_at.get((article, who), "") for who in self.annotators]
        return max(found, default="")


def study_marks(rows: StudyRows, *, raw: bool = False) -> StudyMarks:
    """From what the store holds; labels in the order of the scheme, then those it does not have."""
    submitted = [one for one in rows.counted if one.state == "submitted"]
    lengths = {article: length for article, _, length in rows.articles}
    return StudyMarks(
        rows.study,
        rows.scheme,
        tuple(ArticleName(article, title) for article, title, _ in rows.articles),
        spans_of_rows(rows.marked, submitted, lengths, rows.scheme.label_keys),
        {(one.article, one.annotator): one.submitted_at for one in submitted},
        _answers(rows.scheme, submitted, rows.answers),
        rows.groups,
        Counter(one.annotator for one in rows.counted if one.state == "skipped"),
        rows.fingerprint,
        raw,
        SaidOfMarks(submitted, rows.mark_answers, rows.related),
    )


def spans_of_rows(
    marked: Marked, submitted: Sequence[Counted], lengths: Mapping[int, int],
    labels: Sequence[str] = (),
) -> Spans:  # fmt: skip
    """The marks of these annotations. `labels` come first, others that occur behind, sorted."""
    by_id = sorted(submitted, key=lambda one: one.id)
    names = list(dict.fromkeys([*labels, *sorted(set(marked.label))]))
    annotators = sorted({one.annotator for one in submitted})
    articles, people, known = (
        {name: place for place, name in enumerate(every)} for every in (lengths, annotators, names)
    )
    article = np.array([articles[one.article] for one in by_id], dtype=np.int64)
    annotator = np.array([people[one.annotator] for one in by_id], dtype=np.int64)
    seen = np.zeros((len(articles), len(people)), dtype=bool)
    seen[article, annotator] = True
    ids, annotation, start, end = (
        np.array(column, dtype=np.int64)
        for column in ([one.id for one in by_id], marked.annotation, marked.start, marked.end)
    )
    row = np.searchsorted(ids, annotation)
    label = np.fromiter(map(known.__getitem__, marked.label), np.int64, len(marked.label))
    return checked_spans(
        Spans(
            article[row], annotator[row], label, start, end,
            np.array(list(lengths.values()), dtype=np.int64), seen,
            tuple(map(str, lengths)), tuple(annotators), tuple(names),
        )
    )  # fmt: skip


def why_nothing(submitted: Sequence[Collection[str]]) -> str:
    """Why nothing can be compared in a study, "" when something can; who submitted each article."""
    if not submitted:
        return "The study has no articles."
    if not any(submitted):
        return "No article in the study has been submitted yet."
    if len({who for some in submitted for who in some}) < 2:
        return "Only one annotator has submitted work; a comparison needs two."
    if all(len(some) < 2 for some in submitted):
        return "No article has been submitted by two annotators yet."
    return ""


def _answers(
    scheme: Scheme, submitted: Sequence[Counted], given: Iterable[Answered]
) -> dict[str, Answers]:
    """What everybody who submitted an article answered, question by question; and the indices."""
    found: dict[tuple[str, int, str], list[Answered]] = {}
    for one in given:
        found.setdefault((one.question, one.article, one.annotator), []).append(one)
    answers: dict[str, Answers] = {
        question.key: {
            (one.article, one.annotator): one_answer(
                question, found.get((question.key, one.article, one.annotator), ())
            )
            for one in submitted
        }
        for question in scheme.questions
    }
    if scheme.indices:
        numbers = {key: values[0].number for key, values in found.items()}
        answers |= {
            index.key: {
                (one.article, one.annotator): index_value(
                    index,
                    {item: numbers.get((item, one.article, one.annotator)) for item in index.items},
                )
                for one in submitted
            }
            for index in scheme.indices
        }
    return answers


def one_answer(question: Question, given: Sequence[Answered]) -> str | float | None:
    """One annotator's answer to one question; None when they left it out."""
    if question.kind is Kind.CHOICES:
        # Choosing none of several is an answer: nothing applies.
        return "|".join(sorted({one.value for one in given}))
    if not given:
        return None
    return given[0].number if question.kind is Kind.NUMBER else given[0].value
