"""spaCy writes and reads DocBin: marks over one another stay, those inside tokens are counted."""

from __future__ import annotations

from dataclasses import replace

import spacy
from spacy.tokens import DocBin

from annotator.corpora.corpus import AnnotatedSpan, Corpus, Document, Relation, Work
from annotator.models import Answer, Article
from annotator.releases.writers.spacy_docbin import write_spacy_docbin

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
