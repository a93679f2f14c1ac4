"""How well the annotators of a corpus agree, without any study: marks, and each question."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import replace

from annotator.agreement.by_name.evaluate import Answer, evaluate_marks, evaluate_text
from annotator.agreement.by_name.question import Question
from annotator.agreement.spans.spans import Spans, spans_from_arrays
from annotator.corpora.corpus import Corpus
from annotator.errors import CorpusError
from annotator.models import Kind, Level, State
from annotator.models import Question as SchemeQuestion

TOKEN = re.compile(r"\w+|[^\w\s]")
OTHER_BAR = "\N{BROKEN BAR}"
Tokens = Mapping[str, list[tuple[int, int]]]


def compare(corpus: Corpus, name: str, asked: Question) -> dict[str, Answer]:
    """What was compared -> its answer: the marks under "", each question about documents under its
    name. One annotator alone is compared with the gold. Raises CorpusError when fewer than two
    people annotated and there is none."""
    if len(corpus.annotators) == 1:
        corpus = replace(corpus, work=(*corpus.work, *corpus.gold))
    if len({one.annotator for one in corpus.work}) < 2:
        raise CorpusError(
            f"{name}: agreement needs two annotators, and the corpus has "
            f"{len(corpus.annotators) or 'no'} ({', '.join(corpus.annotators) or 'gold only'})."
        )
    found: dict[str, Answer] = {}
    if any(one.spans for one in corpus.work):
        spans = spans_of(corpus)
        found[""] = evaluate_marks(spans, name, asked, tokens=tokens_of(corpus))
    questions = sorted({a.question for one in corpus.work for a in one.answers if not a.region})
    for question in questions:
        known = _known_question(corpus, question) if asked.level is None else None
        table, several = _table(corpus, question, known)
        level = asked.level or (known.level.value if known and not several else None)
        about = Question(level=level, weights=asked.weights, sets=several,
                         categories=_in_order(known) if known and not several else None,
                         resamples=asked.resamples, seed=asked.seed)  # fmt: skip
        found[question] = evaluate_text(table, f"{name}: {question}", about)
    return found


def _known_question(corpus: Corpus, key: str) -> SchemeQuestion | None:
    """What a codebook that came with the corpus says of a question."""
    asked = corpus.scheme.questions if corpus.scheme else ()
    return next((one for one in asked if one.key == key), None)


def _in_order(question: SchemeQuestion) -> tuple[str, ...] | None:
    """The choices of an ordinal question, the lowest first."""
    values = {choice.key: choice.value for choice in question.choices}
    numbered = {key: value for key, value in values.items() if value is not None}
    if question.level is not Level.ORDINAL or len(numbered) < len(values) or not values:
        return None
    return tuple(sorted(numbered, key=lambda key: numbered[key]))


def _numbers(question: SchemeQuestion | None) -> Mapping[str, str]:
    """Choice -> its number, where numbers are compared."""
    if question is None or question.level not in (Level.INTERVAL, Level.RATIO):
        return {}
    return {one.key: f"{one.value:g}" for one in question.choices if one.value is not None}


def spans_of(corpus: Corpus) -> Spans:
    """Every piece of every mark; who submitted a document without a mark has opened it."""
    rows = [
        (work.document, work.annotator, span.label, start, end)
        for work in corpus.work
        if work.state is State.SUBMITTED
        for span in work.spans
        for start, end in span.fragments
    ]
    parts = list(zip(*rows, strict=True)) if rows else [(), (), (), (), ()]
    seen = [(one.document, one.annotator) for one in corpus.work if one.state is State.SUBMITTED]
    lengths = {one.key: len(one.article.text) for one in corpus.documents}
    opened = {document for document, _ in seen}
    return spans_from_arrays(
        parts[0], parts[1], parts[2], parts[3], parts[4],
        lengths={key: length for key, length in lengths.items() if key in opened}, seen=seen,
    )  # fmt: skip


def tokens_of(corpus: Corpus) -> Tokens:
    """Words and single signs of each text."""
    return {
        one.key: [match.span() for match in TOKEN.finditer(one.article.text)]
        for one in corpus.documents
    }


def _table(corpus: Corpus, question: str, known: SchemeQuestion | None) -> tuple[str, bool]:
    """The answers as a CSV of ratings, and whether they are several at once: these are parted by
    |, in whose place within one of them stands another bar."""
    numbers = _numbers(known)
    given = {
        (one.document, one.annotator): [numbers.get(a.value, a.value) for a in one.answers
                                        if a.question == question and not a.region]
        for one in corpus.work
        if one.state is State.SUBMITTED
    }  # fmt: skip
    several = any(len(values) > 1 for values in given.values())
    several |= known is not None and known.kind is Kind.CHOICES
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["item", "annotator", "label"])
    for (document, annotator), values in given.items():
        bare = sorted(value.replace("|", OTHER_BAR) for value in values) if several else values
        label = "|".join(bare)
        writer.writerow([document, annotator, label])
    return buffer.getvalue(), several
