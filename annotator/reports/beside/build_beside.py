"""From a study and its models to the report of models beside people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from annotator.agreement.alternative_annotator.alike_ratings import alt_test_of_ratings
from annotator.agreement.alternative_annotator.alike_spans import SPAN_SCORES, alt_test_of_spans
from annotator.agreement.alternative_annotator.alt_test import EPSILON, Q
from annotator.agreement.bootstrap import FEW_CLUSTERS, RESAMPLES
from annotator.agreement.measure import Measure
from annotator.agreement.ratings.chance import percent_agreement
from annotator.agreement.ratings.krippendorff import krippendorff_alpha
from annotator.agreement.spans.spans import Spans
from annotator.models import Kind, Level, Question
from annotator.plural import counted
from annotator.reports.beside.beside_report import (
    AnswersOfOne,
    BesideReport,
    ModelBeside,
    QuestionBeside,
    StandingIn,
)
from annotator.reports.beside.beside_study import (
    GOLD,
    BesideStudy,
    answers_with_model,
    index_with_model,
    marks_of_one,
    model_name,
    spans_beside,
)
from annotator.reports.gold.against_gold import Drawing
from annotator.reports.gold.comparison import compare, labels_beside
from annotator.reports.gold.gold_report import AgainstGold
from annotator.reports.question_ratings import Answers, ratings_of
from annotator.schemes.indices import index_question
from annotator.store.models.records import ModelRows
from annotator.time_left import Parts, Steps, one_by_one, unheard

__all__ = ["build_beside_report"]


def build_beside_report(
    study: BesideStudy, *, epsilon: float = EPSILON, q: float = Q, resamples: int = RESAMPLES,
    seed: int | None = None, progress: Steps = unheard,
) -> BesideReport:  # fmt: skip
    """Each model of the study; intervals over articles, by the study's seed."""
    marks = study.gold.marks
    seed = marks.study.seed if seed is None else seed
    titles = {label.key: label.title for label in marks.scheme.labels}
    builder = _Builder(study, titles, epsilon, q, resamples, seed)
    reason = ""
    if not study.models:
        reason = "The study has no model yet."
    elif not marks.annotators:
        reason = (
            "No article in the study has been submitted yet: there is nobody to compare a model "
            "with."
        )
    return BesideReport(
        marks.study.id, marks.study.title, marks.scheme.title, len(marks.annotators), epsilon, q,
        resamples, seed, reason, _notes(study),
        () if reason else tuple(builder.models(progress)),
    )  # fmt: skip


_SHARES = (70.0, 10.0, 10.0, 10.0)  # of the time: annotators, gold, questions, the test


class _Builder:
    def __init__(
        self, study: BesideStudy, titles: dict[str, str], epsilon: float, q: float, resamples: int,
        seed: int,
    ) -> None:  # fmt: skip
        self.study = study
        self.marks = study.gold.marks
        self.titles = titles
        self.epsilon = epsilon
        self.q = q
        self.resamples = resamples
        self.seed = seed

    def models(self, progress: Steps) -> Iterator[ModelBeside]:
        parts = Parts(progress, *_SHARES * len(self.study.models))
        for one in self.study.models:
            yield self._model(one, parts)

    def _model(self, model: ModelRows, parts: Parts) -> ModelBeside:
        name = model_name(model, self.marks.annotators)
        spans = spans_beside(self.marks.spans, model, name)
        reason = self._why_no_marks(model, spans)
        tell = parts.next()
        humans, together, by_label = ((), None, ()) if reason else self._humans(spans, tell)
        parts.next()
        gold_reason, gold, gold_by_label = self._gold(spans, reason)
        about = model.model
        parts.next()
        questions = tuple(self._questions(model, name))
        parts.next()
        tests = tuple(self._tests(model, name, spans, reason))
        return ModelBeside(
            about.id, name, about.about, about.articles, about.spans, about.answers, reason,
            humans, together, by_label, gold_reason, gold, gold_by_label,
            questions, tests,
        )  # fmt: skip

    # ------------------------------------------------------------------ marks

    def _why_no_marks(self, model: ModelRows, spans: Spans) -> str:
        if not self.marks.scheme.labels:
            return "The codebook has no labels: only answers are compared."
        if not model.label and model.model.answers:
            return "The model brought answers and not a single mark: its marks are not compared."
        if not (spans.seen[:, -1] & spans.seen[:, :-1].any(axis=1)).any():
            return "No article of the model has been submitted by an annotator yet."
        return ""

    def _drawing(self, labels: Sequence[str]) -> Drawing:
        return Drawing(labels, self.titles, self.resamples, self.seed)

    def _humans(
        self, spans: Spans, tell: Steps
    ) -> tuple[tuple[AgainstGold, ...], AgainstGold, tuple[AgainstGold, ...]]:
        """Beside each annotator, beside all of them, and of each label."""
        drawing = self._drawing(spans.labels)
        found, compared = [], []
        for who, name in one_by_one(list(enumerate(spans.annotators[:-1])), tell):
            one = compare(spans, len(spans.annotators) - 1, spans.seen[:, who],
                          list(marks_of_one(spans, who)))  # fmt: skip
            if one.compared.any():
                compared.append(one)
                found.append(drawing.annotator(name, 0, one)[0])
        together, by_label = drawing.together(compared)
        return tuple(found), replace(together, title="All annotators"), by_label

    def _gold(
        self, spans: Spans, reason: str
    ) -> tuple[str, AgainstGold | None, tuple[AgainstGold, ...]]:
        """Beside the gold, which was made without any model."""
        gold = self.study.gold
        settled = np.array([int(one) in gold.settled for one in spans.articles], dtype=bool)
        if reason or not (settled & spans.seen[:, -1]).any():
            return reason or "No article of the model is settled yet.", None, ()
        one = compare(spans, len(spans.annotators) - 1, settled, gold.golds)
        drawing = self._drawing(labels_beside(spans, gold.golds))
        whole, by_label = drawing.together([one])
        return "", replace(whole, title="The gold"), by_label

    # ------------------------------------------------------------------ questions

    def _questions(self, model: ModelRows, name: str) -> Iterator[QuestionBeside]:
        for question, given in self._asked(model, name):
            beside = tuple(
                self._answers(question, other, name, given)
                for other in (*self.marks.annotators, GOLD)
                if any(who == other and answer is not None for (_, who), answer in given.items())
            )
            yield QuestionBeside(question.key, question.title, beside)

    def _asked(self, model: ModelRows, name: str) -> Iterator[tuple[Question, Answers]]:
        """The questions that the model answers and that can be compared, with all answers."""
        for question in self.marks.scheme.questions:
            given = answers_with_model(self.study, question, model, name)
            if question.kind is not Kind.TEXT and any(who == name for _, who in given):
                yield question, given
        for index in self.marks.scheme.indices:
            given = index_with_model(self.study, index, model, name)
            if any(who == name for _, who in given):
                yield index_question(index), given

    def _answers(
        self, question: Question, other: str, name: str, given: Answers
    ) -> AnswersOfOne:  # fmt: skip
        two = (other, name)
        ids = [one.id for one in self.marks.articles]
        both = [one for one in ids if all(given.get((one, who)) is not None for who in two)]
        some = {key: answer for key, answer in given.items() if key[1] in two and key[0] in both}
        if not both:
            nothing = "they answered no article in common"
            return AnswersOfOne(other, _none("percent_agreement", nothing),
                                 _none("krippendorff_alpha", nothing))  # fmt: skip
        ratings = ratings_of(question, both, two, some)
        level = "masi" if question.kind is Kind.CHOICES else question.level.value
        drawn = {"resamples": self.resamples, "seed": self.seed}
        percent = percent_agreement(ratings, **drawn)
        alpha = krippendorff_alpha(ratings, level, **drawn)
        return AnswersOfOne(other, *(replace(one, unit="article") for one in (percent, alpha)))

    # ------------------------------------------------------------------ the test

    def _tests(
        self, model: ModelRows, name: str, spans: Spans, reason: str
    ) -> Iterator[StandingIn]:  # fmt: skip
        if not reason:
            for score in SPAN_SCORES:
                yield StandingIn(
                    "Marks",
                    alt_test_of_spans(
                        spans, name, score=score, epsilon=self.epsilon, q=self.q,
                        resamples=self.resamples, seed=self.seed,
                    ),
                )  # fmt: skip
        ids = [one.id for one in self.marks.articles]
        for question, given in self._asked(model, name):
            people = (*self.marks.annotators, name)
            theirs = {key: answer for key, answer in given.items() if key[1] != GOLD}
            ratings = ratings_of(question, ids, people, theirs)
            yield StandingIn(
                question.title,
                alt_test_of_ratings(
                    ratings, name, score=_score(question, numbers=ratings.values is not None),
                    epsilon=self.epsilon, q=self.q, resamples=self.resamples, seed=self.seed,
                    items="articles",
                ),
            )  # fmt: skip


def _score(question: Question, *, numbers: bool) -> str:
    """As the paper advises: numbers by their distance, choices by being the same."""
    if question.kind is Kind.CHOICES:
        return "jaccard"
    return "neg_rmse" if numbers and question.level is not Level.NOMINAL else "accuracy"


def _none(name: str, reason: str) -> Measure:
    return Measure(name, None, reason, unit="article")


def _notes(study: BesideStudy) -> tuple[str, ...]:
    by_rule = sum(one.gold for one in study.gold.settled_by
                  if one.how not in ("by hand", "from a file"))  # fmt: skip
    notes = ["No model's work is counted in any number about people, in a rule or in the gold."]
    if by_rule:
        notes.append(
            f"{by_rule:,} gold marks were made by a rule from the annotators' votes: against this "
            "gold the annotators have the advantage."
        )
    seen = study.gold.marks.spans.seen
    if 0 < (submitted := int(seen.any(axis=1).sum())) < FEW_CLUSTERS:
        notes.append(
            f"Only {counted(submitted, 'article', 'has', 'have')} been submitted: "
            f"below {FEW_CLUSTERS} an interval is a rough guide."
        )
    return tuple(notes)
