"""spaCy writes and reads DocBin: marks over one another stay, those inside tokens are counted."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import spacy
from spacy.tokens import DocBin

from annotator.corpora.corpus import AnnotatedSpan, Corpus, Document, Relation, Work
from annotator.models import Answer, Article, State
from annotator.releases.writers.spacy_docbin import write_spacy_docbin

VOCAB = spacy.blank("en").vocab
TEXT = "🚒 The brazen vote shocked Tolvane.\nCritics say so."


def corpus() -> Corpus:
    spans = (
        AnnotatedSpan("a", "loaded", ((6, 17),)),
        AnnotatedSpan("b", "name", ((6, 12),)),
        AnnotatedSpan("c", "inside", ((7, 10),)),
    )
    work = Work("7", "A01", spans, (Answer("frame", "political"), Answer("voice", "x", region="a")),
                (Relation("a", "b", "r"),))  # fmt: skip
    return Corpus((Document("7", Article("t", TEXT, language="en")),), (work,))


def test_marks_are_in_the_span_group_that_spancat_reads() -> None:
    written = write_spacy_docbin(corpus())
    (doc,) = DocBin().from_bytes(written.files["A01.spacy"]).get_docs(spacy.blank("en").vocab)
    assert doc.text == TEXT
    assert [(s.text, s.label_) for s in doc.spans["sc"]] == [
        ("brazen vote", "loaded"),
        ("brazen", "name"),
        ("brazen", "inside"),
    ]
    counted = {one.what: one.count for one in written.losses}
    assert counted == {
        "marks that begin or end inside a token": 1, "relations": 1, "answers about marks": 1,
    }  # fmt: skip


def test_the_same_corpus_gives_the_same_bytes() -> None:
    assert write_spacy_docbin(corpus()).files == write_spacy_docbin(corpus()).files


def test_a_language_that_spacy_does_not_know_is_read_anyway() -> None:
    one = corpus()
    document = one.documents[0]
    changed = replace(document, article=replace(document.article, language="qq-Latn"))
    written = write_spacy_docbin(replace(one, documents=(changed,)))
    (doc,) = DocBin().from_bytes(written.files["A01.spacy"]).get_docs(spacy.blank("xx").vocab)
    assert doc.text == TEXT


def test_what_spacy_does_not_find_is_counted() -> None:
    chance = random.Random(7)
    for _ in range(60):
        made = by_chance(chance)
        written = write_spacy_docbin(made)
        lost = Counter({one.what: one.count for one in written.losses})
        marks: Counter[tuple[object, ...]] = Counter()
        answers = {}
        for path, data in written.files.items():
            who = path.removesuffix(".spacy")
            for doc in DocBin(store_user_data=True).from_bytes(data).get_docs(VOCAB):
                said = {key: list(given) for key, given in doc._.answers.items()}
                answers[doc._.article, who] = said
                marks.update((doc._.article, who, s.start_char, s.end_char, s.label_)
                             for s in doc.spans["sc"])  # fmt: skip
        work = [one for one in made.work if one.state is State.SUBMITTED]
        wanted = Counter((one.document, one.annotator, start, end, span.label)
                         for one in work for span in one.spans
                         for start, end in span.fragments)  # fmt: skip
        inside = lost["marks that begin or end inside a token"]
        without = lost["marks without a token"]
        assert (wanted - marks).total() == inside
        assert (marks - wanted).total() == inside - without
        assert lost["skipped annotations"] == len(made.work) - len(work)
        assert lost["relations"] == sum(len(one.relations) for one in work)
        assert lost["answers about marks"] == sum(bool(a.region) for w in work for a in w.answers)
        assert lost["discontinuous marks"] == sum(
            len(span.fragments) > 1 for one in work for span in one.spans
        )
        assert answers == {
            (w.document, w.annotator): {a.question: [a.value] for a in w.answers if not a.region}
            for w in work
        }


def by_chance(chance: random.Random) -> Corpus:
    """Marks anywhere: over one another, inside tokens, in pieces, of nothing but white space."""
    documents, work = [], []
    for number in range(chance.randrange(1, 4)):
        text = "".join(chance.choices(("🚒", "Tom", " ", "\n", ".", "n't", "مرحبا", "a-b"), k=14))
        documents.append(Document(str(number), Article("t", text, language="en")))
        for who in ("A01", "A02"):
            spans = []
            for mark in range(chance.randrange(4)):
                places = sorted(chance.sample(range(len(text)), chance.choice((2, 2, 4))))
                pieces = tuple(zip(places[::2], places[1::2], strict=True))
                spans.append(AnnotatedSpan(f"r{mark}", chance.choice("LM"), pieces))
            answers = [Answer("frame", "x")] if chance.random() < 0.5 else []
            answers += [Answer("voice", "y", region=one.region) for one in spans[:1]]
            relations = [Relation("r0", "r1", "about")] if len(spans) > 1 else []
            state = State.SKIPPED if chance.random() < 0.2 else State.SUBMITTED
            work.append(Work(str(number), who, tuple(spans), tuple(answers), tuple(relations),
                             state))  # fmt: skip
    return Corpus(tuple(documents), tuple(work))
