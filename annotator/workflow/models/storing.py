"""Predictions that were read become what is kept of a model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.corpora.corpus import Loss, Work
from annotator.labelstudio.doubles import counted_once
from annotator.labelstudio.results import trim
from annotator.models import Answer, Kind, Problem, Scheme, Span
from annotator.store.models.records import ModelWork

__all__ = ["Article", "Storing"]

Article = tuple[int, str]  # its number and text


@dataclass
class Storing:
    """Works of models, made into rows; what is changed or left out on the way becomes a loss.

    `trimmed`: as the annotators' marks of this study are, without spaces and punctuation at the
    edges; an imported corpus is compared as it stands, people and models alike.
    """

    scheme: Scheme
    articles: Mapping[str, Article]  # by what `Work.document` names them
    trimmed: bool
    losses: list[Loss] = field(default_factory=list)

    def by_model(
        self, work: Iterable[Work], raw: Mapping[tuple[str, str], str]
    ) -> dict[str, list[ModelWork]]:
        """Under what `Work.annotator` names a model."""
        found: dict[str, list[ModelWork]] = {}
        done: set[tuple[str, int]] = set()
        for one in work:
            key = one.annotator, self.articles[one.document][0]
            if key in done:  # documents of one text are one article
                second = f"a second prediction of {one.annotator!r} for the same text was left out"
                self._lose(one.place or one.document, second)
                continue
            done.add(key)
            text = raw.get((one.document, one.annotator)) or _as_read(one)
            found.setdefault(one.annotator, []).append(self._work(one, text))
        return found

    def _work(self, work: Work, raw: str) -> ModelWork:
        article_id, text = self.articles[work.document]
        problems: list[Problem] = []
        marks = list(self._marks(work, text))
        gone = {span.region for span in work.spans} - {span.region for span in marks}
        spans, answers, _ = counted_once(
            marks, [one for one in work.answers if one.region not in gone], (), problems
        )
        if work.relations:
            some = f"{len(work.relations)} relations are not compared; they are kept as they came"
            self._lose(work.place, some)
        for problem in problems:
            self._lose(work.place, problem.message)
        return ModelWork(article_id, spans, tuple(self._once(work, answers)), raw)

    def _marks(self, work: Work, text: str) -> Iterable[Span]:
        for span in work.spans:
            for raw_start, raw_end in span.fragments:
                start, end = raw_start, raw_end
                if self.trimmed:
                    start, end = trim(text, start, end)
                if start == end:
                    nothing = "nothing but spaces and punctuation"
                    said = f"the mark {span.label!r} is {nothing}; it was left out"
                    self._lose(span.place or work.place, said)
                else:
                    yield Span(span.region, span.label, start, end, raw_start, raw_end,
                               text[start:end])  # fmt: skip

    def _once(self, work: Work, answers: Sequence[Answer]) -> Iterable[Answer]:
        """The first answer to what has one answer; each of several choices once."""
        several = {
            one.key for one in (*self.scheme.questions, *(a.question for a in
                                                          self.scheme.attributes))
            if one.kind is Kind.CHOICES
        }  # fmt: skip
        seen: set[tuple[str, ...]] = set()
        for one in answers:
            key = (one.region, one.question, *((one.value,) if one.question in several else ()))
            if key in seen:
                self._lose(
                    work.place, f"another answer to {one.question!r} was left out: {one.value!r}"
                )
            else:
                seen.add(key)
                yield one

    def _lose(self, place: str, sentence: str) -> None:
        file, _, line = place.rpartition(":")
        if file and line.isdecimal():
            self.losses.append(Loss(file, int(line), sentence))
        else:
            self.losses.append(Loss(place, 0, sentence))


def _as_read(work: Work) -> str:
    """What a corpus said, where no line of a file is at hand."""
    return json.dumps(
        {
            "spans": [[one.region, one.label, one.fragments] for one in work.spans],
            "answers": [[one.region, one.question, one.value] for one in work.answers],
            "relations": [[one.from_region, one.to_region, one.label] for one in work.relations],
        },
        ensure_ascii=False,
    )
