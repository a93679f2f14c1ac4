"""Every format of annotated corpora that is read: the one table that commands, pages, docs take.

To add one: a module that reads it, and a row here. The order is the order of recognising: what
is told by its files' names first, what must be looked into last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from annotator.corpora.brat import is_brat, read_brat
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import CorpusFiles
from annotator.errors import CorpusError


@dataclass(frozen=True)
class CorpusFormat:
    title: str  # what people call it
    is_like: Callable[[CorpusFiles], bool]  # whether these files are of this format
    read: Callable[[CorpusFiles], Corpus]
    files: str  # what belongs to it, for people


CORPUS_FORMATS: dict[str, CorpusFormat] = {
    "brat": CorpusFormat("brat standoff", is_brat, read_brat, ".txt and .ann files"),
}


def read_corpus(files: CorpusFiles, name: str = "") -> tuple[str, Corpus]:
    """The format's name and the corpus in these files, of the format named or recognised.

    Raises CorpusError for an unknown format, for files that are none, and for an empty corpus.
    """
    name = name or recognised(files)
    if name not in CORPUS_FORMATS:
        raise CorpusError(f"Unknown format {name!r}. Formats: {', '.join(CORPUS_FORMATS)}.")
    corpus = CORPUS_FORMATS[name].read(files)
    if not corpus.documents:
        why = "; ".join(str(loss) for loss in corpus.losses[:3])
        raise CorpusError(
            f"{files.name}: no document was found in the format {name}"
            f" ({CORPUS_FORMATS[name].files}).{f' {why}' if why else ''}"
        )
    return name, corpus


def recognised(files: CorpusFiles) -> str:
    """The name of the format these files are in. Raises CorpusError when they are in none."""
    for name, one in CORPUS_FORMATS.items():
        if one.is_like(files):
            return name
    known = "; ".join(f"{name} ({one.files})" for name, one in CORPUS_FORMATS.items())
    raise CorpusError(f"{files.name} is in none of the formats that are read: {known}.")
