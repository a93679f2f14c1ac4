"""Everything a report is made from, as sums over articles: no text, no spans.

`sums_of` makes it from a study's whole work; `annotator.workflow.kept_statistics` from what the
store keeps of each article, so that a new annotation costs one article.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Bools, Ints
from annotator.agreement.spans.article_parts import Parts
from annotator.agreement.spans.disputed_passages import find_passages
from annotator.agreement.spans.passage_counts import PassageCounts, passage_counts
from annotator.agreement.spans.span_statistics import ALPHA_U, SpanStatistics, span_statistics
from annotator.agreement.spans.spans import Spans
from annotator.models import Kind, Question, Scheme
from annotator.reports.study_spans import study_spans
from annotator.store.records import Study, StudyWork

Answers = dict[tuple[int, str], "str | float | None"]  # of article and annotator


@dataclass(frozen=True)
class ArticleName:
    id: int
    title: str


@dataclass(frozen=True, eq=False)
class StudySums:
    """`articles` are in the order of `statistics.articles`, which are their ids as text.

    `answers` holds, for each question, what every annotator who submitted an article answered.
    """

    study: Study
    scheme: Scheme
    articles: tuple[ArticleName, ...]
    statistics: SpanStatistics
    passages: PassageCounts
    skipped: Mapping[str, int]
    answers: Mapping[str, Answers]

    @property
    def seen(self) -> Bools:
        """Shape (n_articles, n_annotators): who submitted what."""
        return self.statistics.overlap.seen

    @property
    def annotators(self) -> tuple[str, ...]:
        return self.statistics.annotators

    def spans(self) -> tuple[Ints, Ints]:
        """Rows (article, annotator, label), shape (n_rows, 3), and how many spans each has."""
        counts = self.statistics.match.counts[:, 0]
        return self.statistics.match.count_keys, counts.astype(np.int64)


def sums_of(work: StudyWork, *, raw: bool = False) -> StudySums:
    """From a study's work; `raw` takes marks before they were trimmed."""
    study = study_spans(work, raw=raw)
    parts = parts_of(study.spans)
    skipped: dict[str, int] = {}
    for one in study.skipped:
        skipped[one.annotator] = skipped.get(one.annotator, 0) + 1
    answers = {
        question.key: {
            (one.article_id, one.annotator): one_answer(
                question,
                [
                    (answer.value, answer.number)
                    for answer in one.annotation.answers
                    if answer.question == question.key and not answer.region
                ],
            )
            for one in study.submitted
        }
        for question in work.scheme.questions
    }
    names = tuple(ArticleName(one.id, one.article.title) for one in study.articles)
    return StudySums(
        work.study, work.scheme, names, parts.statistics, parts.passages, skipped, answers
    )


def parts_of(spans: Spans) -> Parts:
    """The statistics and passage counts of every article."""
    return Parts(span_statistics(spans, [ALPHA_U]), passage_counts(find_passages(spans)))


def one_answer(
    question: Question, answers: Iterable[tuple[str, float | None]]
) -> str | float | None:
    """One annotator's answer to one question; None when they left it out."""
    given = list(answers)
    if question.kind is Kind.CHOICES:
        # Choosing none of several is an answer: nothing applies.
        return "|".join(sorted({value for value, _ in given}))
    if not given:
        return None
    value, number = given[0]
    return number if question.kind is Kind.NUMBER else value
