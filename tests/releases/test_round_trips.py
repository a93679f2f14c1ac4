"""What is written and read again is equal, or lacks what the format says that it cannot hold."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from annotator.articles.sentences import sentence_spans
from annotator.corpora.brat.pieces import whole_over_lines
from annotator.corpora.corpus import AnnotatedSpan, Corpus, Document, Relation, Work
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import CORPUS_FORMATS
from annotator.models import (
    Annotation,
    Answer,
    Article,
    Choice,
    Kind,
    Label,
    Question,
    Scheme,
    Span,
    SpanAttribute,
    State,
    normalise,
)
from annotator.releases.content import Content, Plan, Written
from annotator.releases.formats import RELEASE_FORMATS
from annotator.releases.writers.brat import pieces_by_line, write_brat
from annotator.releases.writers.cas_json import write_cas_json
from annotator.releases.writers.cas_xmi import write_cas_xmi
from annotator.releases.writers.conll import write_conll
from annotator.releases.writers.label_studio import write_label_studio
from annotator.releases.writers.ptc import write_ptc
from annotator.releases.writers.qdpx import write_qdpx
from annotator.releases.writers.webanno_tsv import write_webanno_tsv
from annotator.store.adjudication import Gold
from annotator.store.records import StoredArticle, Study, StudyWork
from annotator.store.records import Work as StudyWorkEntry

LABELS = ("loaded", "vague_source")
CHOICES = ("quoted", "journalist")
SCHEME = Scheme(
    "s", "1", "S", "en", "", "",
    labels=tuple(Label(key, key, "d") for key in LABELS),
    attributes=(
        SpanAttribute(Question("voice", "Voice", choices=tuple(Choice(c, c) for c in CHOICES))),
        SpanAttribute(Question("target", "Target", kind=Kind.TEXT)),
    ),
    questions=(Question("frame", "Frame", choices=(Choice("a", "A"), Choice("b", "B"))),),
)  # fmt: skip
# Letters of several scripts, an emoji of two code units, a joined one, marks that combine, a
# joiner, directions, a tab, line ends, and what the formats themselves use.
PIECES = (
    "Brazen", "vote", "said", "über", "cafe\u0301", "q\u0323\u0307", "🚒", "👩‍🚒", "مرحبا", "שלום",
    "\u202bx\u202c", "日本語", " ", " ", " ", "\t", "\n", "\r\n", ".", "—", "[", "]", "|", "_", "*",
    "->", "\\", ";", "\"", "<b>", "&amp;", "#", "T1",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map(
    lambda pieces: normalise("".join(pieces))
)
ALONE = "¶{} "  # so that no two articles have one text


@st.composite
def works(draw: st.DrawFn, document: Document, annotator: str) -> Work:
    text = document.article.text
    spans: list[AnnotatedSpan] = []
    answers: list[Answer] = []
    for number in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        label = draw(st.sampled_from(LABELS))
        if start == end or (label, ((start, end),)) in [(s.label, s.fragments) for s in spans]:
            continue
        region = f"r{number}"
        spans.append(AnnotatedSpan(region, label, ((start, end),)))
        if draw(st.booleans()):
            answers.append(Answer("voice", draw(st.sampled_from(CHOICES)), region=region))
        if draw(st.booleans()):
            typed = draw(st.sampled_from(("the town | hall", "über [uns]", "a_b->c", "*", "50 %")))
            answers.append(Answer("target", typed, region=region))
    if draw(st.booleans()):
        answers.append(Answer("frame", draw(st.sampled_from("ab"))))
    relations = []
    if len(spans) > 1 and draw(st.booleans()):
        relations.append(Relation(spans[0].region, spans[-1].region, "about"))
    state = draw(st.sampled_from((State.SUBMITTED, State.SUBMITTED, State.SKIPPED)))
    return Work(document.key, annotator, tuple(spans), tuple(answers), tuple(relations), state)


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    texts = draw(st.lists(TEXTS, min_size=1, max_size=2))
    documents = tuple(
        Document(str(number), Article(f"Article {number}", ALONE.format(number) + text))
        for number, text in enumerate(texts, start=1)
    )
    work = [draw(works(one, who)) for one in documents for who in ("A01", "A02")]
    # An article that both have submitted: only so does a folder say that it is an annotator's.
    both = Document("9", Article("Both", "Seen by both."))
    mark = (AnnotatedSpan("r0", LABELS[0], ((0, 4),)),)
    seen = tuple(Work(both.key, who, mark) for who in ("A01", "A02"))
    return Corpus((*documents, both), (*work, *seen))


Held = dict[tuple[str, str], tuple[object, object, object]]


def held(corpus: Corpus) -> Held:
    """(text, annotator) -> marks, answers by the place of their mark, relations by their places."""
    texts = {one.key: one.article.text for one in corpus.documents}
    return {
        (texts[one.document], one.annotator): tuple(sorted(part) for part in _parts(one))
        for one in (*corpus.work, *corpus.gold)
    }


def _parts(work: Work) -> Iterator[list]:
    place = {span.region: (span.fragments, span.label) for span in work.spans}
    yield [(span.fragments, span.label) for span in work.spans]
    yield [(place.get(a.region, ()), a.question, a.value) for a in work.answers]
    yield [(place[r.from_region], place[r.to_region], r.label) for r in work.relations]


def without_skipped(corpus: Corpus) -> Corpus:
    return replace(corpus, work=tuple(one for one in corpus.work if one.state is not State.SKIPPED))


def without_article_answers(corpus: Corpus) -> Corpus:
    return _each(corpus, lambda work: replace(
        work, answers=tuple(one for one in work.answers if one.region)
    ))  # fmt: skip


def marks_only(corpus: Corpus) -> Corpus:
    return _each(corpus, lambda work: replace(work, answers=(), relations=()))


def marked_only(corpus: Corpus) -> Corpus:
    """Marks of those who made some; others leave nothing in a QDPX."""
    some = tuple(one for one in without_skipped(corpus).work if one.spans)
    return marks_only(replace(corpus, work=some))


def _each(corpus: Corpus, change: Callable[[Work], Work]) -> Corpus:
    return replace(corpus, work=tuple(change(one) for one in corpus.work))


def as_brat_has_it(corpus: Corpus) -> Corpus:
    """Marks end and begin with a line; what was typed is a note that names its question."""
    texts = {one.key: one.article.text for one in corpus.documents}

    def change(work: Work) -> Work:
        text = texts[work.document]
        cut = [tuple(pieces_by_line(text, span.fragments)) for span in work.spans]
        spans = tuple(
            structs.replace(span, fragments=whole_over_lines(text, pieces))
            for span, pieces in zip(work.spans, cut, strict=True)
        )
        answers = tuple(
            one if one.question == "voice" else replace(
                one, question="note", value=f"target: {' '.join(one.value.split())}"
            )
            for one in work.answers if one.region
        )  # fmt: skip
        return replace(work, spans=spans, answers=answers)

    return _each(without_skipped(corpus), change)


@dataclass(frozen=True)
class Trip:
    """`declared` is what a reader is to find: the corpus without what the format cannot hold."""

    write: Callable[[Corpus], Written]
    reader: str
    declared: Callable[[Corpus], Corpus]


TRIPS = {
    "brat": Trip(write_brat, "brat", as_brat_has_it),
    "ptc": Trip(write_ptc, "ptc", lambda one: marks_only(without_skipped(one))),
    "webanno-tsv": Trip(
        write_webanno_tsv, "webanno_tsv", lambda one: without_article_answers(without_skipped(one))
    ),
    "cas-xmi": Trip(write_cas_xmi, "cas_xmi", without_skipped),
    "cas-json": Trip(write_cas_json, "cas_json", without_skipped),
    "conll": Trip(write_conll, "conll", lambda one: marks_only(without_skipped(one))),
    "qdpx": Trip(lambda one: write_qdpx(one, SCHEME, "Round trip"), "qdpx", marked_only),
    "label-studio": Trip(
        lambda one: write_label_studio(one, SCHEME), "label_studio", lambda one: one
    ),
}


def content_of(corpus: Corpus) -> Content:
    """As a study's content: the same work, as the store would hand it out."""
    articles = tuple(StoredArticle(int(one.key), 1, one.article) for one in corpus.documents)
    texts = {one.key: one.article.text for one in corpus.documents}
    work = tuple(
        StudyWorkEntry(
            int(one.document), one.annotator, _annotation(one, texts[one.document]), "s 1"
        )
        for one in corpus.work
    )
    study = Study(1, "Round trip", 1, "s", 2, 1, False, "", "x", "")
    nobody: Any = None  # no format has the report
    return Content(
        Plan("1.0.0"), StudyWork(study, SCHEME, articles, ("A01", "A02"), work),
        Gold((), (), (), {}), nobody,
    )  # fmt: skip


def _annotation(work: Work, text: str) -> Annotation:
    spans = tuple(
        Span(one.region, one.label, one.start, one.end, one.start, one.end,
             text[one.start : one.end])
        for one in work.spans
    )  # fmt: skip
    moment = "2026-03-01T09:00:00Z"
    return Annotation(1, 1, work.state, moment, moment, None, spans, work.answers, work.relations)


def read_again(written: Written, reader: str) -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        for path, data in written.files.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return CORPUS_FORMATS[reader].read(open_corpus(Path(folder)))


@pytest.mark.parametrize("name", TRIPS)
def test_a_corpus_comes_back_with_the_declared_losses_and_no_others(name: str) -> None:
    trip = TRIPS[name]

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(corpora())
    def check(corpus: Corpus) -> None:
        written = trip.write(corpus)
        found = held(read_again(written, trip.reader))
        assert found == held(trip.declared(corpus))
        lost = held(trip.declared(corpus)) != held(corpus)
        if lost and name != "brat":
            assert written.losses

    check()


def test_a_qdpx_of_ours_puts_no_number_into_the_titles() -> None:
    """Else each time round there would be one more."""
    titles = ("Tides", "7 boats", "Tides", "")
    documents = tuple(
        Document(str(number), Article(title, f"Rain {number}."))
        for number, title in enumerate(titles, 1)
    )
    mark = (AnnotatedSpan("r0", LABELS[0], ((0, 4),)),)
    corpus = Corpus(documents, tuple(Work(one.key, "A01", mark) for one in documents))
    found = read_again(write_qdpx(corpus, SCHEME, "Round trip"), "qdpx")
    assert [one.article.title for one in found.documents] == [*titles[:3], "4"]


@pytest.mark.parametrize("name", ["jsonl", "parquet", "csv"])
def test_our_own_formats_lose_nothing(name: str) -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(corpora())
    def check(corpus: Corpus) -> None:
        written = RELEASE_FORMATS[name].write(content_of(corpus))
        wanted = {path: data for path, data in written.files.items()
                  if "annotations" not in path or name == "csv"}  # fmt: skip
        if name == "csv":  # the texts lie beside it
            assert [one.what for one in written.losses] == ["texts of articles"]
            wanted |= {f"{one.key}.txt": one.article.text.encode() for one in corpus.documents}
        else:
            assert written.losses == ()
        again = read_again(replace(written, files=wanted), name)
        assert held(again) == held(corpus)
        states = {(one.document, one.annotator): one.state for one in corpus.work}
        assert {(one.document, one.annotator): one.state for one in again.work} == states

    check()


def test_lewidi_gives_back_answers_about_articles_and_which_sentences_were_marked() -> None:
    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(corpora())
    def check(corpus: Corpus) -> None:
        written = RELEASE_FORMATS["lewidi"].write(content_of(corpus))
        texts = {one.key: one.article.text for one in corpus.documents}
        answered, marked = {}, {}
        for one in without_skipped(corpus).work:
            for answer in one.answers:
                if not answer.region:
                    answered[one.document, one.annotator, answer.question] = {answer.value}
            for number, (start, end) in enumerate(sentence_spans(texts[one.document]), start=1):
                for label in LABELS:
                    is_in = any(span.label == label and span.start < end and span.end > start
                                for span in one.spans)  # fmt: skip
                    marked[f"{one.document}:{number}", one.annotator, label] = {str(int(is_in))}
        for beginning, wanted in (("question", answered), ("label", marked)):
            files = {path: data for path, data in written.files.items() if beginning in path}
            found: dict[tuple[str, str, str], set[str]] = {}
            for one in read_again(replace(written, files=files), "lewidi").work:
                for answer in one.answers:
                    about = (one.document, one.annotator, answer.question)
                    found.setdefault(about, set()).add(answer.value)
            assert found == wanted

    check()
