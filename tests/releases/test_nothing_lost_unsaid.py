"""Whatever a study holds comes back from each format, or the format counts that it does not."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from made_studies import contents

from annotator.corpora.corpus import Corpus, Work
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.models import State
from annotator.releases.content import Content, Written
from annotator.releases.formats import write_format


def facts(corpus: Corpus) -> dict[str, Counter[object]]:
    """Kind -> everything of that kind that the corpus says."""
    found: dict[str, Counter[object]] = {}

    def say(kind: str, *fact: object) -> None:
        found.setdefault(kind, Counter())[fact] += 1

    texts = {}
    for one in corpus.documents:
        article = one.article
        texts[one.key] = article.text
        say("documents", article.text)
        say("titles", article.text, article.title)
        for name in ("author", "outlet"):
            if value := getattr(article, name):
                say("about", article.text, name, value)
        if article.language:
            say("languages", article.text, article.language)
    for one in (*corpus.work, *corpus.gold):
        who = (texts[one.document], one.annotator)
        say("works", who, one.state)
        say("order", who, tuple((span.fragments, span.label) for span in one.spans))
        for kind, fact in _of_work(one):
            say(kind, who, *fact)
    return found


def _of_work(work: Work) -> Iterator[tuple[str, tuple[object, ...]]]:
    places: dict[str, object] = {"": ""}
    for span in work.spans:
        places.setdefault(span.region, span.fragments[0])
        yield "marks", (span.fragments, span.label)
    for answer in work.answers:
        yield "answers", (places[answer.region], answer.question, answer.value)
    for relation in work.relations:
        yield "relations", (places[relation.from_region], places[relation.to_region],
                            relation.label)  # fmt: skip


# Kind -> the words of losses that say why something of that kind is not there.
WHY = {
    "documents": ("articles on which there is no work",),
    "titles": ("titles", "no work"),
    "about": ("authors", "no work"),
    "languages": ("languages of", "no work"),
    "works": ("annotations without marks", "answers of the gold"),
    "order": (
        "answers of the gold",
        "marks were made",
        "annotations without marks",
        "discontinuous",
        "brat's letters",
        "line's end",
        "nothing but",
        "white space",
        "second labels",
    ),
    "marks": ("discontinuous", "line's end", "brat's letters", "white space", "nothing but"),
    "answers": (
        "answers",
        "several choices",
        "names UIMA",
        "questions",
        "nothing but",
        "second",
        "discontinuous",
        "line's end",
        "white space",
    ),
    "relations": ("relations", "nothing but", "line's end", "white space", "discontinuous"),
}
MARKS_OF_ONE = 8  # a loss of one mark or label may take so many facts with it


def read_again(written: Written, content: Content, name: str) -> Corpus:
    files = dict(written.files)
    if name == "parquet":
        files = {path: data for path, data in files.items() if "annotations" not in path}
    if name == "csv":
        files |= {f"{one.id}.txt": one.article.text.encode() for one in content.work.articles}
    with tempfile.TemporaryDirectory() as folder:
        for path, data in files.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return read_corpus(open_corpus(Path(folder)), name.replace("-", "_"))[1]


FORMATS = ("jsonl", "parquet", "csv", "ptc", "brat", "webanno-tsv", "cas-xmi", "cas-json", "conll",
           "qdpx", "label-studio")  # fmt: skip


def test_what_does_not_come_back_is_counted_among_the_losses() -> None:
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(contents())
    def check(content: Content) -> None:
        if content.work.work:  # nothing is released before something was submitted
            for name in FORMATS:
                check_format(name, content)

    check()


def check_format(name: str, content: Content) -> None:
    written = write_format(name, content)
    losses = {one.what: one.count for one in written.losses}
    corpus = content.corpus
    skipped = [one for one in corpus.work if one.state is State.SKIPPED]
    if "skipped annotations" in losses:
        assert losses["skipped annotations"] == len(skipped)
        corpus = replace(corpus, work=tuple(one for one in corpus.work if one not in skipped))
    if not corpus.work:
        return
    before, after = facts(corpus), facts(read_again(written, content, name))
    for kind, known in before.items():
        missing = known - after.get(kind, Counter())
        said = sum(count for what, count in losses.items()
                   if any(word in what for word in WHY[kind]))  # fmt: skip
        assert missing.total() <= said * MARKS_OF_ONE, (name, kind, missing, losses)
