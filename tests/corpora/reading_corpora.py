"""What tests of readers share: write files, read them, say what is in the corpus in few words."""

from __future__ import annotations

import json
from pathlib import Path

from annotator.corpora.corpus import Corpus
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus, recognised


def write_files(folder: Path, files: dict[str, str | bytes | object]) -> Path:
    """Bytes and texts as they are, anything else as JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, bytes | str):
            content = json.dumps(content, ensure_ascii=False, indent=1)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def read_files(folder: Path, files: dict[str, str | bytes | object], name: str) -> Corpus:
    """The corpus in these files, which are recognised as of the format `name`."""
    write_files(folder, files)
    assert recognised(open_corpus(folder)) == name
    return read_corpus(open_corpus(folder), name)[1]


def marks(corpus: Corpus) -> list[tuple[str, str, str, str]]:
    """Document, annotator, label and the words of every mark; pieces parted by " … "."""
    texts = {one.key: one.article.text for one in corpus.documents}
    return sorted(
        (work.document, work.annotator, span.label,
         " … ".join(texts[work.document][start:end] for start, end in span.fragments))
        for work in (*corpus.work, *corpus.gold)
        for span in work.spans
    )  # fmt: skip


def answers(corpus: Corpus) -> list[tuple[str, str, str, str]]:
    """Annotator, the words answered about ("" for the document), question, value."""
    texts = {one.key: one.article.text for one in corpus.documents}
    found = []
    for work in (*corpus.work, *corpus.gold):
        words = {span.region: texts[work.document][span.start : span.end] for span in work.spans}
        words[""] = ""
        found += [(work.annotator, words[one.region], one.question, one.value)
                  for one in work.answers]  # fmt: skip
    return sorted(found)


def relations(corpus: Corpus) -> list[tuple[str, str, str]]:
    texts = {one.key: one.article.text for one in corpus.documents}
    found = []
    for work in (*corpus.work, *corpus.gold):
        words = {span.region: texts[work.document][span.start : span.end] for span in work.spans}
        found += [(words[r.from_region], r.label, words[r.to_region]) for r in work.relations]
    return sorted(found)


def lost(corpus: Corpus) -> list[tuple[str, int]]:
    return [(loss.file, loss.line) for loss in corpus.losses]


def losses(corpus: Corpus) -> str:
    return "; ".join(map(str, corpus.losses))
