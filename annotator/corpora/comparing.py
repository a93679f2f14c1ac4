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
from annotator.models import State

TOKEN = re.compile(r"\w+|[^\w\s]")
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
        table, several = _table(corpus, question)
        about = Question(level=asked.level, weights=asked.weights, sets=several,
                         resamples=asked.resamples, seed=asked.seed)  # fmt: skip
        found[question] = evaluate_text(table, f"{name}: {question}", about)
    return found


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


def _table(corpus: Corpus, question: str) -> tuple[str, bool]:
    """The answers as a CSV of ratings, and whether somebody gave several at once."""
    given = {
        (one.document, one.annotator): [a.value for a in one.answers
                                        if a.question == question and not a.region]
        for one in corpus.work
        if one.state is State.SUBMITTED
    }  # fmt: skip
    several = any(len(values) > 1 for values in given.values())
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["item", "annotator", "label"])
    for (document, annotator), values in given.items():
        label = "|".join(sorted(values)) if several else "".join(values)
        writer.writerow([document, annotator, label])
    return buffer.getvalue(), several
