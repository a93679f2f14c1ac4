"""What the report of models beside people is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.agreement.arrays import Bools
from annotator.agreement.spans.spans import Spans, in_order
from annotator.models import Index, Kind, Question
from annotator.reports.gold.gold_study import GoldMark, GoldStudy
from annotator.reports.question_ratings import Answers
from annotator.reports.study_marks import one_answer
from annotator.schemes.indices import index_by_place
from annotator.store.counted import Answered
from annotator.store.models.records import ModelRows

__all__ = [
    "GOLD", "BesideStudy", "answers_with_model", "index_with_model", "marks_of_one", "model_name",
    "spans_beside",
]  # fmt: skip

GOLD = "the gold"


@dataclass(frozen=True, eq=False)
class BesideStudy:
    """A study's work and gold, which are people's alone, and its models."""

    gold: GoldStudy
    gold_answers: Sequence[Answered]  # to questions about articles, under the name GOLD
    models: Sequence[ModelRows]
    fingerprint: str = ""


def model_name(model: ModelRows, annotators: Sequence[str]) -> str:
    """What the model is called beside the annotators, whose pseudonyms it must not share."""
    title = model.model.about.title
    return f"model {title}" if title in (*annotators, GOLD) else title


def spans_beside(spans: Spans, model: ModelRows, name: str) -> Spans:
    """The annotators' marks and behind them, as one more who opened what it was given, the
    model's. Articles that are not among theirs are left out."""
    row_of = {article: row for row, article in enumerate(spans.articles)}
    labels = tuple(dict.fromkeys([*spans.labels, *sorted(set(model.label))]))
    number = {label: place for place, label in enumerate(labels)}
    opened: Bools = np.zeros((len(spans.articles), 1), dtype=bool)
    opened[[row_of[str(one)] for one in model.opened if str(one) in row_of]] = True
    marks = [
        (row_of[str(article)], len(spans.annotators), number[label], start, end)
        for article, label, start, end in zip(
            model.article, model.label, model.start, model.end, strict=True
        )
        if str(article) in row_of
    ]  # fmt: skip
    columns = np.array(marks, dtype=np.int64).reshape(-1, 5).T
    theirs = (spans.article, spans.annotator, spans.label, spans.start, spans.end)
    article, annotator, label, start, end = (
        np.concatenate(pair) for pair in zip(theirs, columns, strict=True)
    )
    return in_order(
        replace(
            spans, article=article, annotator=annotator, label=label, start=start, end=end,
            seen=np.concatenate([spans.seen, opened], axis=1), labels=labels,
            annotators=(*spans.annotators, name),
        )
    )  # fmt: skip


def marks_of_one(spans: Spans, who: int) -> Iterator[GoldMark]:
    """One annotator's marks in the place of the gold, each a group of its own."""
    for row in np.flatnonzero(spans.annotator == who).tolist():
        yield GoldMark(
            int(spans.articles[spans.article[row]]), spans.labels[spans.label[row]],
            int(spans.start[row]), int(spans.end[row]), row,
        )  # fmt: skip


def answers_with_model(
    study: BesideStudy, question: Question, model: ModelRows, name: str
) -> Answers:  # fmt: skip
    """Everybody's answers to a question, the gold's and the model's. A model that answers a
    question with several choices somewhere chose none where it says nothing."""
    given: Answers = dict(study.gold.marks.answers.get(question.key, {}))
    for answered in _by_article(question, study.gold_answers):
        given[answered[0].article, GOLD] = one_answer(question, answered)
    own = [Answered(one.article, name, one.question, one.value, one.number)
           for one in model.answers]  # fmt: skip
    by_article = {some[0].article: some for some in _by_article(question, own)}
    if by_article:
        for article in model.opened:
            if article in by_article or question.kind is Kind.CHOICES:
                given[article, name] = one_answer(question, by_article.get(article, ()))
    return given


def index_with_model(study: BesideStudy, index: Index, model: ModelRows, name: str) -> Answers:
    """Everybody's index, the gold's and the model's, where one of its questions was answered."""
    given: Answers = dict(study.gold.marks.answers.get(index.key, {}))
    for who, answers in ((GOLD, study.gold_answers), (name, model.answers)):
        said = [(one.article, one.question, one.number) for one in answers]
        given |= {(place, who): value for place, value in index_by_place(index, said).items()}
    return given


def _by_article(question: Question, answers: Sequence[Answered]) -> Sequence[Sequence[Answered]]:
    found: Mapping[int, list[Answered]] = {one.article: [] for one in answers
                                           if one.question == question.key}  # fmt: skip
    for one in answers:
        if one.question == question.key:
            found[one.article].append(one)
    return list(found.values())
