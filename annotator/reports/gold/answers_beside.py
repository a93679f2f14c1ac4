"""What annotators answered beside the gold answers: about articles, and about their marks.

Free text is not compared; an index over questions is, as a number. Where neither the annotator nor
the gold has an answer, nothing is compared either. The answers about a mark are compared where the
annotator marked the gold mark at all: under its label, whatever the ends; of several such marks the
one that shares most with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.bootstrap import bootstrap
from annotator.agreement.measure import Measure
from annotator.models import Kind, Question
from annotator.reports.gold.gold_report import AnswersBeside
from annotator.reports.gold.gold_study import GoldMark, GoldStudy
from annotator.reports.said_of_marks import plain_number
from annotator.schemes.indices import index_question
from annotator.time_left import Steps, one_by_one, unheard

__all__ = ["answers_beside"]

Place = tuple[str, int, int]
Work = tuple[int, str]  # article and annotator


@dataclass(frozen=True)
class _Compared:
    article: int
    right: bool


def answers_beside(
    study: GoldStudy, resamples: int, seed: int, progress: Steps = unheard
) -> tuple[AnswersBeside, ...]:
    """Question by question, each annotator and then all together."""
    scheme = study.marks.scheme
    marked = _marks_of(study)
    indices = map(index_question, scheme.indices)
    asked: list[tuple[Question, bool]] = [(one, False) for one in (*scheme.questions, *indices)]
    asked += [(one.question, True) for one in scheme.attributes]
    found = []
    for question, of_marks in one_by_one(asked, progress):
        if question.kind is Kind.TEXT:
            continue
        everybody: list[_Compared] = []
        for who in study.marks.annotators:
            pairs = _of_marks(study, question, who, marked) if of_marks else _of_articles(
                study, question, who
            )  # fmt: skip
            out = study.settled_by_self.get(who, frozenset())
            some = [one for one in pairs if one.article not in out]
            everybody += some
            if some:
                found.append(_beside(question, of_marks, who, some, resamples, seed))
        if everybody:
            found.append(_beside(question, of_marks, "", everybody, resamples, seed))
    return tuple(found)


def _beside(
    question: Question, of_marks: bool, who: str, some: Sequence[_Compared], resamples: int,
    seed: int,
) -> AnswersBeside:  # fmt: skip
    rows = {article: row for row, article in enumerate(sorted({one.article for one in some}))}
    sums: Floats = np.zeros((len(rows), 2))
    for one in some:
        sums[rows[one.article]] += (one.right, 1)
    drawn = bootstrap(sums, _share, resamples=resamples, seed=seed)
    right = sum(one.right for one in some)
    measure = Measure(
        "answers_right", right / len(some), scope="annotator" if who else "all", id=who,
        interval=drawn.interval(0, least=0.0), articles=len(rows), units=len(some),
        parameters={"question": question.key, "of": "marks" if of_marks else "articles"},
    )  # fmt: skip
    return AnswersBeside(who, question.key, question.title, of_marks, len(some), right, measure)


def _share(sums: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Floats = sums[:, :1] / sums[:, 1:]
    return share


def _of_articles(study: GoldStudy, question: Question, who: str) -> Iterator[_Compared]:
    given = study.marks.answers.get(question.key, {})
    is_index = any(one.key == question.key for one in study.marks.scheme.indices)
    for article, gold in study.answers.get(question.key, {}).items():
        if (article, who) not in given:
            continue
        mine = given[article, who]
        if is_index and mine is None:  # they left one of its questions open
            continue
        if not (_empty(mine) and _empty(gold)):
            yield _Compared(article, mine == gold)


def _empty(answer: str | float | None) -> bool:
    return answer is None or answer == ""


def _of_marks(
    study: GoldStudy, question: Question, who: str,
    marked: Mapping[Work, Mapping[Place, Mapping[str, frozenset[str]]]],
) -> Iterator[_Compared]:  # fmt: skip
    groups: dict[int, list[GoldMark]] = defaultdict(list)
    for gold in study.golds:
        groups[gold.group].append(gold)
    for some in groups.values():
        own = marked.get((some[0].article, who), {})
        pairs = [
            (shared, gold, place)
            for gold in some for place in own
            if place[0] == gold.label
            and (shared := min(gold.end, place[2]) - max(gold.start, place[1])) > 0
        ]  # fmt: skip
        if not pairs:
            continue
        _, gold, place = max(pairs, key=lambda one: (one[0], -one[2][1], -one[2][2], -one[1].start))
        right = dict(gold.answers).get(question.key)
        mine = own[place].get(question.key, frozenset())
        if right is not None and (right or mine):
            same = _said(question, mine) == _said(question, right)
            yield _Compared(gold.article, same)


def _said(question: Question, given: Iterable[str]) -> frozenset[str]:
    """ "3" and "3.0" are one number."""
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        return frozenset(given)
    return frozenset(plain_number(one) or one for one in given)


def _marks_of(
    study: GoldStudy,
) -> dict[Work, dict[Place, dict[str, frozenset[str]]]]:
    """Article and annotator -> their marks, with what was answered about each."""
    spans, said = study.marks.spans, study.marks.said
    found: dict[Work, dict[Place, dict[str, frozenset[str]]]] = defaultdict(dict)
    for article, who, label, start, end in zip(
        spans.article.tolist(), spans.annotator.tolist(), spans.label.tolist(),
        spans.start.tolist(), spans.end.tolist(), strict=True,
    ):  # fmt: skip
        work = (int(spans.articles[article]), spans.annotators[who])
        found[work][spans.labels[label], start, end] = {}
    whose = {one.id: (one.article, one.annotator) for one in said.submitted}
    for annotation, label, start, end, question, value in zip(*said.answers, strict=True):
        answers = found.get(whose[annotation], {}).get((label, start, end))
        if answers is not None:
            answers[question] = answers.get(question, frozenset()) | {value}
    return dict(found)
