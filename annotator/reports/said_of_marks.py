"""What annotators said of their marks, and how they related them, beside the rows of `Spans`."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

import numpy as np

from annotator.agreement.arrays import Ints
from annotator.agreement.attributes.answers_of_marks import AnswersOfMarks, answers_of_marks
from annotator.agreement.attributes.relations import Relations, relations_between
from annotator.agreement.spans.spans import Spans
from annotator.models import Kind, Level, Question
from annotator.store.counted import Counted, MarkAnswered, Related

__all__ = ["SaidOfMarks", "plain_number"]

MOST_NUMBERS = 1 << 62


@dataclass(frozen=True, eq=False)
class SaidOfMarks:
    """`submitted` are the annotations that the columns of the others name by id."""

    submitted: Sequence[Counted] = ()
    answers: MarkAnswered = field(default_factory=MarkAnswered)
    related: Related = field(default_factory=Related)

    def about(self, questions: Sequence[Question], spans: Spans) -> list[AnswersOfMarks]:
        """The answers to each question, a code for each row of `spans`.

        Choosing none of several is an answer where the annotator chose nothing of any; otherwise a
        mark without an answer has none.
        """
        said = self.answers
        annotation, start, end = _numbers(said.annotation, said.start, said.end)
        row = self._rows(spans, annotation, said.label, start, end)
        asked = _places({one.key: place for place, one in enumerate(questions)}, said.question)
        asked[row < 0] = -1
        values = list(dict.fromkeys(said.value))
        code = _places({value: place for place, value in enumerate(values)}, said.value)
        found = []
        for place, question in enumerate(questions):
            some = np.flatnonzero(asked == place)
            used, codes = _distinct(code[some], len(values))
            given = [values[one] for one in used.tolist()]
            found.append(_answers(question, row[some], codes, given, len(spans)))
        return found

    def relations(self, spans: Spans, types: Sequence[str]) -> Relations:
        """All of them, between rows of `spans`."""
        one = self.related
        annotation, *ends = _numbers(
            one.annotation, one.from_start, one.from_end, one.to_start, one.to_end
        )
        begin = self._rows(spans, annotation, one.from_label, ends[0], ends[1])
        end = self._rows(spans, annotation, one.to_label, ends[2], ends[3])
        known = (begin >= 0) & (end >= 0)
        names = list(compress(one.type, known.tolist()))
        return relations_between(spans, begin[known], end[known], names, types)

    def _rows(
        self, spans: Spans, annotation: Ints, label: Sequence[str], start: Ints, end: Ints
    ) -> Ints:
        """The row of `spans` of each of these marks, -1 where it is none of them."""
        if not len(annotation) or not len(spans):
            return np.full(len(annotation), -1, dtype=np.int64)
        by_id = sorted(self.submitted, key=lambda one: one.id)
        article_place = {name: place for place, name in enumerate(spans.articles)}
        annotator_place = {name: place for place, name in enumerate(spans.annotators)}
        ids = np.array([one.id for one in by_id], dtype=np.int64)
        article = np.array([article_place.get(str(one.article), -1) for one in by_id])
        annotator = np.array([annotator_place.get(one.annotator, -1) for one in by_id])
        whose = np.searchsorted(ids, annotation)
        labels = _places({name: place for place, name in enumerate(spans.labels)}, label)
        return _find(
            spans, (article[whose].astype(np.int64), annotator[whose].astype(np.int64), labels,
                    start, end),
        )  # fmt: skip


def _find(spans: Spans, columns: tuple[Ints, Ints, Ints, Ints, Ints]) -> Ints:
    known = (spans.article, spans.annotator, spans.label, spans.start, spans.end)
    sizes = (len(spans.articles), len(spans.annotators), len(spans.labels))
    width = int(spans.end.max()) + 1
    there = (columns[3] < width) & (columns[4] < width)
    for column in columns:
        there &= column >= 0
    (whose, place), (wanted_whose, wanted_place) = (
        (_key(one[:3], sizes), one[3] * width + one[4]) for one in (known, columns)
    )
    size = width * width
    if math.prod(sizes) * size > MOST_NUMBERS:
        places, place = np.unique(place, return_inverse=True)
        at = np.minimum(np.searchsorted(places, wanted_place), len(places) - 1)
        there &= places[at] == wanted_place
        wanted_place, size = at, len(places)
    key, wanted = whose * size + place, wanted_whose * size + wanted_place
    row = np.minimum(np.searchsorted(key, wanted), len(key) - 1)  # spans are in this order
    return np.where(there & (key[row] == wanted), row, -1)


def _key(columns: Sequence[Ints], sizes: Sequence[int]) -> Ints:
    key: Ints = np.zeros(len(columns[0]), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column
    return key


def _places(place: Mapping[str, int], names: Sequence[str]) -> Ints:
    """The place of each name, -1 where it has none."""
    known = {name: place.get(name, -1) for name in set(names)}
    return np.fromiter(map(known.__getitem__, names), np.int64, len(names))


def _numbers(*columns: Sequence[int]) -> list[Ints]:
    return [np.array(column, dtype=np.int64) for column in columns]


def _distinct(numbers: Ints, stop: int) -> tuple[Ints, Ints]:
    """Which numbers below `stop` there are, ascending, and the place of each among them."""
    there = np.zeros(stop, dtype=bool)
    there[numbers] = True
    return np.flatnonzero(there), np.cumsum(there)[numbers] - 1


def _answers(
    question: Question, row: Ints, code: Ints, distinct: Sequence[str], marks: int
) -> AnswersOfMarks:
    """From the values that each of these rows was given, in the order in which they were. Free
    text is the same whether its accents were typed as one character or as two."""
    given: list[str | None]
    if question.kind is Kind.CHOICES:
        some, at = _distinct(row, marks)
        chosen = np.zeros((len(some), len(distinct)), dtype=np.uint8)
        chosen[at, code] = 1
        sets, which = np.unique(chosen, axis=0, return_inverse=True)
        given = ["|".join(sorted(distinct[one] for one in np.flatnonzero(row))) for row in sets]
        which = which.reshape(-1)
    else:
        some, at = _distinct(row, marks)
        first = np.empty(len(some), dtype=np.int64)
        first[at[::-1]] = code[::-1]  # a second answer is of no use: the first is written last
        used, which = _distinct(first, len(distinct))
        given = [_one(question, distinct[one]) for one in used.tolist()]
    if len(some) < marks:
        given.append(_nothing(question))  # of all other marks
    found = answers_of_marks(given, _level(question), _known(question))
    codes = np.repeat(found.code[-1:], marks)
    codes[some] = found.code[: len(given)][which]
    return replace(found, code=codes)


def _level(question: Question) -> str:
    """The level at which answers are compared."""
    if question.kind is Kind.TEXT:
        return "text"
    if question.kind is Kind.CHOICES:
        return "masi"
    return question.level.value


def _known(question: Question) -> list[str] | None:
    """Choices in their order: their numbers, where the level needs them; else their keys."""
    if question.kind is not Kind.CHOICE:
        return None
    known = [_choice(question, choice.key) for choice in question.choices]
    return list(dict.fromkeys(one for one in known if one is not None))


def _choice(question: Question, key: str) -> str | None:
    """None where the level needs numbers and this choice has none."""
    if question.level not in (Level.INTERVAL, Level.RATIO):
        return key
    number = next((one.value for one in question.choices if one.key == key), None)
    return None if number is None else _written(number)


def _nothing(question: Question) -> str | None:
    """What a mark of which nothing was said has for an answer."""
    return "" if question.kind is Kind.CHOICES else None


def _one(question: Question, given: str) -> str | None:
    if question.kind is Kind.TEXT:
        return " ".join(unicodedata.normalize("NFC", given).split()) or None
    return _choice(question, given) if question.kind is Kind.CHOICE else plain_number(given)


def plain_number(given: str) -> str | None:
    """The same number is the same answer, however it was written; what is none says nothing."""
    try:
        number = float(given)
    except ValueError:
        return None
    return _written(number) if math.isfinite(number) else None


def _written(number: float) -> str:
    return f"{number + 0.0:.17g}"  # 0, not -0
