"""A corpus that waits: what will come of it, found out once and kept beside its file.

A large one is read in a process of its own, so that pages and saving stay quick meanwhile.
"""

from __future__ import annotations

import hashlib
import re
import sys
import threading
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from annotator import store
from annotator.corpora.corpus import Corpus, Loss
from annotator.corpora.files import open_corpus
from annotator.corpora.fitting import fitted
from annotator.corpora.formats import read_corpus
from annotator.damaged_zip import DAMAGED
from annotator.errors import CorpusError, InputError, SetupError
from annotator.models import Scheme
from annotator.time_left import Steps, unheard
from annotator.workflow.importing import with_annotators
from annotator.workflow.making_results import hear, own_process, steps_told, telling
from annotator.workflow.studies import find_scheme

__all__ = [
    "SMALL",
    "CorpusPreview",
    "LikeLosses",
    "SeenCorpus",
    "WaitingCorpus",
    "alike",
    "alone_reading",
    "bytes_to_read",
    "preview_of",
]  # fmt: skip

# Bytes that are read while somebody waits: 0.1 s in most formats and 1.4 s in the slowest (CoNLL,
# a line a token). To start a process for it takes two seconds.
SMALL = 1_000_000
A_FILE = 500  # as many bytes as reading them takes as long as opening a file
PACKED_TIMES = 50  # what is packed once more, in an archive or in columns, may become so much more
SHOWN_LOSSES = 100  # kinds of them
SHOWN_ALIKE = 20  # of one kind, beside the first
SHOWN_CHARACTERS = 400
_PACKED = (".zip", ".qdpx", ".parquet")
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|\d+")  # words quoted and numbers
_WORK = f"from {__name__} import serve_corpus; serve_corpus()"

alone_reading = threading.Lock()  # a large corpus takes much memory while it is read


@dataclass(frozen=True)
class LikeLosses:
    """Losses that are like each other: how many, and the first of them."""

    count: int
    first: Sequence[Loss]


@dataclass(frozen=True)
class CorpusPreview:
    """What will come of a corpus."""

    format: str
    documents: int
    marks: int
    relations: int
    annotators: Sequence[tuple[str, int]]  # name, documents
    models: Sequence[tuple[str, int]]  # whose predictions it brings, documents
    labels: Sequence[tuple[str, int]]  # label, marks
    questions: Sequence[tuple[str, str, int]]  # question, what it is about, answers
    losses: Sequence[LikeLosses]  # the most first
    kinds: int  # of losses
    lost: int
    golds: int  # documents with gold beside the annotators' work
    text: str  # the beginning of the first document
    codebook: str = ""  # title and version of one that came with it


@dataclass(frozen=True)
class SeenCorpus:
    """What will come of it, or why nothing will."""

    preview: CorpusPreview | None
    refused: str = ""


@dataclass(frozen=True)
class WaitingCorpus:
    """A file that waits, in a folder of its own, and how it should be read."""

    path: Path
    file_format: str = ""
    scheme_name: str = ""

    @property
    def is_small(self) -> bool:
        return bytes_to_read(self.path) <= SMALL

    def find_seen(self, db: store.Store) -> SeenCorpus | None:
        """What was found out before; None when nothing was."""
        try:
            return msgspec.json.decode(self.kept_at(db).read_bytes(), type=SeenCorpus)
        except (FileNotFoundError, msgspec.DecodeError):  # none, or one of an earlier version
            return None

    def see(self, db: store.Store, tell: Steps = unheard) -> SeenCorpus:
        """Read it, say what will come, and keep that."""
        try:
            scheme = self._scheme(db)
            files = open_corpus(self.path)
            files.tell = tell
            name, corpus = read_corpus(files, self.file_format)
            corpus = with_annotators(corpus)
            preview = preview_of(name, corpus if scheme is None else fitted(corpus, scheme))
            seen = SeenCorpus(preview)
        except InputError as error:
            seen = SeenCorpus(None, str(error))
        kept, half = self.kept_at(db), self.path.parent / f".{threading.get_ident()}.half"
        with suppress(FileNotFoundError):  # it was made a study, or is too old, and is gone
            half.write_bytes(msgspec.json.encode(seen))
            half.replace(kept)
        return seen

    def see_in_process(self, db: store.Store, progress: Callable[[str, int, int], None]) -> None:
        """The same, kept when it is done. Raises SetupError when the process ended before."""
        name = self.path.name
        progress(f"{name} waits until another corpus is read", 0, 0)
        with alone_reading:
            progress(f"Reading {name}", 0, 0)
            process = own_process(_WORK, store.file_of(db), str(self.path), self.file_format,
                                  self.scheme_name)  # fmt: skip
            told, code = hear(process, lambda *at: progress(f"Reading {name}", *at))
        if "refused" in told:
            raise CorpusError(told["refused"])
        if code:
            raise SetupError(
                f"The process that read {name} ended with code {code} before its work was done, "
                "perhaps for lack of memory. Bring the corpus in smaller parts, or import it with "
                "the command `annotator import`."
            )

    def kept_at(self, db: store.Store) -> Path:
        """By what was asked for: another format or codebook may let another part of it come."""
        with suppress(InputError):
            asked = msgspec.json.encode((self.file_format, self._scheme(db)))
            return self.path.parent / f".seen-{hashlib.sha256(asked).hexdigest()[:16]}.json"
        return self.path.parent / ".seen-without-a-codebook.json"  # there is none of this name

    def _scheme(self, db: store.Store) -> Scheme | None:
        return find_scheme(db, self.scheme_name) if self.scheme_name else None


def serve_corpus() -> None:
    """What the process does: one corpus, and lines of progress."""
    database, path, file_format, scheme_name = sys.argv[1:]
    with telling("corpus-input") as tell:
        steps = steps_told(tell)

        def progress(done: float, total: float) -> None:
            if total > 1:  # of one file nothing is known
                steps(done, total)

        with closing(store.open_store(Path(database))) as db:
            WaitingCorpus(Path(path), file_format, scheme_name).see(db, progress)


def bytes_to_read(path: Path) -> int:
    """About how many bytes are read of a corpus that is one file; 0 of what cannot be read."""
    try:
        if not zipfile.is_zipfile(path):
            return _weight(path.name, path.stat().st_size)
        with zipfile.ZipFile(path) as archive:
            return sum(_weight(one.filename, one.file_size) for one in archive.infolist())
    except DAMAGED:
        return 0


def _weight(name: str, size: int) -> int:
    return A_FILE + size * (PACKED_TIMES if name.lower().endswith(_PACKED) else 1)


def preview_of(name: str, corpus: Corpus) -> CorpusPreview:
    documents = Counter(one.annotator for one in corpus.work)
    labels = Counter(span.label for one in corpus.work for span in one.spans)
    questions = Counter((answer.question, "marks" if answer.region else "documents")
                        for one in corpus.work for answer in one.answers)  # fmt: skip
    losses = alike(corpus.losses)
    scheme = corpus.scheme
    return CorpusPreview(
        format=name,
        documents=len(corpus.documents),
        marks=sum(len(one.spans) for one in corpus.work),
        relations=sum(len(one.relations) for one in corpus.work),
        annotators=sorted(documents.items()),
        models=sorted(Counter(one.annotator for one in corpus.predictions).items()),
        labels=sorted(labels.items(), key=lambda one: (-one[1], one[0])),
        questions=[(*question, count) for question, count in sorted(questions.items())],
        losses=losses[:SHOWN_LOSSES],
        kinds=len(losses),
        lost=len(corpus.losses),
        golds=len(corpus.gold),
        text=corpus.documents[0].article.text[:SHOWN_CHARACTERS],
        codebook=f"{scheme.title}, version {scheme.version}" if scheme else "",
    )


def alike(losses: Sequence[Loss]) -> list[LikeLosses]:
    """Losses that differ in numbers and quoted words only together, the most first.

    >>> losses = [Loss("a", 1, "no 'x'"), Loss("a", 2, "bad"), Loss("b", 1, "no 'y'")]
    >>> [some.count for some in alike(losses)]
    [2, 1]
    """
    found: dict[str, list[Loss]] = defaultdict(list)
    for one in losses:
        found[_PARTICULAR.sub("…", one.sentence)].append(one)
    some = sorted(found.values(), key=len, reverse=True)
    return [LikeLosses(len(one), one[: SHOWN_ALIKE + 1]) for one in some]
