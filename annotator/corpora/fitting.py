"""A corpus under a codebook: what the codebook does not know is a loss, the rest stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from annotator.corpora.corpus import AnnotatedSpan, Answer, Corpus, Loss, Work
from annotator.models import Kind, Question, Scheme


def fitted(corpus: Corpus, scheme: Scheme) -> Corpus:
    """The same corpus with nothing in it that the scheme does not have; numbers filled in."""
    fitting = _Fitting(scheme)
    work = tuple(fitting.work(one) for one in corpus.work)
    gold = tuple(fitting.work(one) for one in corpus.gold)
    predictions = tuple(fitting.work(one) for one in corpus.predictions)
    return replace(
        corpus, work=work, gold=gold, scheme=scheme, losses=(*corpus.losses, *fitting.losses),
        predictions=predictions,
    )  # fmt: skip


def answer_reader(scheme: Scheme) -> Callable[[Answer], Answer | str]:
    """A function from an answer about a document to the same with its number, or why it is none."""
    fitting = _Fitting(scheme)
    return lambda answer: fitting.answer(answer, {"": ""})


class _Fitting:
    def __init__(self, scheme: Scheme) -> None:
        self.losses: list[Loss] = []
        self.scheme = scheme
        self.labels = frozenset(scheme.label_keys)
        self.relations = {relation.key for relation in scheme.relations} | {""}
        self.questions = {one.key: _reader(one) for one in scheme.questions}
        self.attributes = {one.question.key: _reader(one.question) for one in scheme.attributes}

    def lose(self, place: str, sentence: str) -> None:
        file, _, line = place.rpartition(":")
        if file and line.isdecimal():
            self.losses.append(Loss(file, int(line), sentence))
        else:
            self.losses.append(Loss(place, 0, sentence))

    def work(self, work: Work) -> Work:
        spans = work.spans
        refused = not self.scheme.alternatives and any(span.alternative_of for span in spans)
        if refused or not {span.label for span in spans} <= self.labels:
            spans = tuple(self._known(work))
        if not (work.answers or work.relations):
            return work if spans is work.spans else replace(work, spans=spans)
        places = {span.region: span.place for span in spans}
        places[""] = work.place
        answers = []
        for answer in work.answers:
            found = self.answer(answer, places)
            if isinstance(found, str):
                self.lose(places.get(answer.region) or work.place, found)
            else:
                answers.append(found)
        relations = []
        for one in work.relations:
            if one.from_region not in places or one.to_region not in places:
                self.lose(work.place, f"the relation {one.label!r} was left out with its mark")
            elif one.label not in self.relations:
                place = places[one.from_region] or work.place
                self.lose(place, f"the relation {one.label!r} is not in the codebook "
                          f"{self.scheme.name}; it was left out")  # fmt: skip
            else:
                relations.append(one)
        return replace(work, spans=spans, answers=tuple(answers), relations=tuple(relations))

    def _known(self, work: Work) -> list[AnnotatedSpan]:
        found = []
        for span in work.spans:
            if span.label not in self.labels:
                why = f"the label {span.label!r} is not in the codebook {self.scheme.name}"
            elif span.alternative_of and not self.scheme.alternatives:
                why = f"the codebook {self.scheme.name} has no second mark as good as another"
            else:
                found.append(span)
                continue
            self.lose(span.place or work.place, f"{why}; its mark was left out")
        return found

    def answer(self, answer: Answer, places: dict[str, str]) -> Answer | str:
        if answer.region not in places:
            return f"the answer to {answer.question!r} was left out with its mark"
        readers = self.attributes if answer.region else self.questions
        if answer.question not in readers:
            what = "attribute" if answer.region else "question"
            return (
                f"the {what} {answer.question!r} is not in the codebook {self.scheme.name}; "
                "its answer was left out"
            )
        return readers[answer.question](answer)


def _reader(question: Question) -> Callable[[Answer], Answer | str]:
    choices = {choice.key: choice.value for choice in question.choices}

    def chosen(answer: Answer) -> Answer | str:
        if answer.value not in choices:
            return f"{answer.value[:60]!r} is no choice of {question.key}; it was left out"
        return replace(answer, number=choices[answer.value])

    def counted(answer: Answer) -> Answer | str:
        try:
            number = float(answer.value)
        except ValueError:
            number = float("nan")
        low, high = question.minimum, question.maximum
        if not abs(number) < 1e300 or (low is not None and number < low) or (
            high is not None and number > high
        ):  # fmt: skip
            return f"{answer.value[:60]!r} is no number that {question.key} takes; it was left out"
        return replace(answer, number=number)

    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        return chosen
    return counted if question.kind is Kind.NUMBER else lambda answer: answer
