"""`annotator agree` of an annotated corpus: a folder, an archive or a file, no study needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.cli.options import say
from annotator.errors import CorpusError

if TYPE_CHECKING:
    from annotator.agreement.by_name.evaluate import Answer
    from annotator.agreement.by_name.question import Question
    from annotator.corpora.corpus import Corpus

ENDINGS = (".csv", ".tsv", ".tab", ".txt")  # what ends so is a file, even one that is not there
TABLES = (".csv", ".tab", ".txt")  # ratings or spans, unless a format is given
MOST_SHOWN = 20  # remarks


def is_file(path: Path, source: str, file_format: str | None) -> bool:
    """Whether a file or a corpus is meant, not a study: a folder counts if it holds a corpus."""
    if file_format is not None or source.lower().endswith(ENDINGS):
        return True
    if not path.is_dir():
        return path.exists()
    return _recognised(path) != ""


def corpus_at(path: Path, file_format: str | None) -> tuple[str, Corpus] | None:
    """The name and the corpus at a path; None when it is a table of ratings or spans."""
    if file_format is None and (path.suffix.lower() in TABLES or not _recognised(path)):
        return None
    from annotator.corpora.files import open_corpus
    from annotator.corpora.formats import read_corpus

    name, corpus = read_corpus(open_corpus(path), file_format or "")
    say(f"{path.name}: read as {name}")
    for loss in corpus.losses[:MOST_SHOWN]:
        say(str(loss))
    if len(corpus.losses) > MOST_SHOWN:
        say(f"and {len(corpus.losses) - MOST_SHOWN:,} more remarks; importing lists them")
    return path.name, corpus


def _recognised(path: Path) -> str:
    from annotator.corpora.files import open_corpus
    from annotator.corpora.formats import recognised

    try:
        return recognised(open_corpus(path))
    except CorpusError:
        return ""


def agreement_of_corpus(
    name: str, corpus: Corpus, asked: Question, *, as_text: Callable[[Answer], str], as_json: bool
) -> str:
    """The marks' agreement, then that of each question about documents."""
    from annotator.corpora.comparing import compare

    found = compare(corpus, name, asked)
    if as_json:
        marks = found.pop("", None)
        whole = marks.as_json() if marks else {}
        whole["questions"] = {question: one.as_json() for question, one in found.items()}
        return json.dumps(whole, indent=1)
    return "\n\n".join(
        "\n".join([*([f"Question: {question}"] if question else []), as_text(one)])
        for question, one in found.items()
    )
