"""An annotated corpus as a value: what readers make of files and writers write from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import msgspec
from msgspec import structs

from annotator.models import Answer, Article, Relation, Scheme, State
from annotator.store.records import StudyWork

__all__ = [
    "AnnotatedSpan",
    "Answer",
    "Corpus",
    "Document",
    "Loss",
    "Relation",
    "Work",
    "canonical",
    "corpus_of_study",
    "with_gold",
]

GOLD = "gold"
# What people call the gold or what was settled, and INCEpTION (whose INITIAL_CAS is a text before
# anybody marked it).
_GOLDEN = re.compile(r"curation_user|consens(?:us)?|adjudicat(?:ed|ion)|"
                     r"gold(?:[ _-]?standard)?(?:[ _-]?(?:data ?set|data|labels?))?",
                     re.IGNORECASE)  # fmt: skip
_NOBODY = "initial_cas"


class AnnotatedSpan(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A marked passage. `region` is unique within one `Work`, and names it in answers and
    relations; a passage with two labels is two spans of one region.

    A corpus has hundreds of thousands: a frozen dataclass takes four times as long to make.
    """

    region: str
    label: str
    fragments: tuple[tuple[int, int], ...]  # ascending, disjoint; one unless discontinuous
    file: str = ""  # that it was read from, and the line; not compared
    line: int = 0  # counted from 1; 0: the file as a whole
    alternative_of: str = ""  # the region of a gold mark that this one may stand in the place of

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AnnotatedSpan):
            return NotImplemented
        return self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    @property
    def _content(self) -> tuple[str, str, tuple[tuple[int, int], ...], str]:
        return self.region, self.label, self.fragments, self.alternative_of

    @property
    def place(self) -> str:
        """The file, or "file:line"."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def start(self) -> int:
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        return self.fragments[-1][1]


@dataclass(frozen=True)
class Document:
    """A text and what is known about it; `key` names it within its corpus."""

    key: str
    article: Article


@dataclass(frozen=True)
class Work:
    """What one annotator made of one document."""

    document: str  # the document's key
    annotator: str
    spans: tuple[AnnotatedSpan, ...] = ()
    answers: tuple[Answer, ...] = ()  # about a span (`region`) or, with "", the document
    relations: tuple[Relation, ...] = ()
    state: State = State.SUBMITTED
    place: str = field(default="", compare=False)  # the file, or "file:line"
    nothing: bool = False  # of gold without marks: that there are none is settled


@dataclass(frozen=True)
class Loss:
    """Something in the files that could not be taken as it stands, and what was done instead."""

    file: str
    line: int  # counted from 1; 0: the file as a whole
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}" if self.line else (
            f"{self.file}: {self.sentence}"
        )  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """Documents and the work on them. `work` holds at most one entry a document and annotator."""

    documents: tuple[Document, ...]
    work: tuple[Work, ...]
    gold: tuple[Work, ...] = ()  # what was settled, where the corpus tells it from annotators' work
    scheme: Scheme | None = None  # a codebook that came with it
    losses: tuple[Loss, ...] = field(default=(), compare=False)
    predictions: tuple[Work, ...] = ()  # of models: `annotator` names one; never annotators' work

    @property
    def annotators(self) -> tuple[str, ...]:
        """In alphabetical order; gold is nobody."""
        return tuple(sorted({one.annotator for one in self.work}))


def corpus_of_study(study: StudyWork) -> Corpus:
    """A study's work as a corpus: documents are named by their number in the store.

    Spans of one region and label are the fragments of one passage.
    """
    documents = tuple(Document(str(one.id), one.article) for one in study.articles)
    work = []
    for one in study.work:
        fragments: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for span in one.annotation.spans:
            fragments.setdefault((span.region, span.label), []).append((span.start, span.end))
        spans = tuple(
            AnnotatedSpan(region, label, tuple(sorted(pieces)))
            for (region, label), pieces in fragments.items()
        )
        annotation = one.annotation
        work.append(
            Work(str(one.article_id), one.annotator, spans, annotation.answers,
                 annotation.relations, annotation.state)
        )  # fmt: skip
    return Corpus(documents, tuple(work), scheme=study.scheme)


def with_gold(corpus: Corpus) -> Corpus:
    """Where others marked the same corpus, somebody called "gold" is nobody: what most formats
    call whose work the gold is, ours too. A document's own gold stays.

    >>> work = (Work("a", "ann"), Work("a", "Gold_standard"), Work("a", "INITIAL_CAS"))
    >>> found = with_gold(Corpus((), work))
    >>> found.annotators, [one.annotator for one in found.gold]
    (('ann',), ['gold'])
    """
    people = tuple(one for one in corpus.work if one.annotator.lower() != _NOBODY) or corpus.work
    work = tuple(one for one in people if not _GOLDEN.fullmatch(one.annotator))
    if not work or len(work) == len(people):
        return replace(corpus, work=people)
    gold = {one.document: one for one in corpus.gold}
    for one in people:
        if _GOLDEN.fullmatch(one.annotator):
            gold.setdefault(one.document, replace(one, annotator=GOLD))
    return replace(corpus, work=work, gold=tuple(gold.values()))


def canonical(corpus: Corpus) -> Corpus:
    """The same corpus in one order and with regions named r1, r2, ...: two that hold the same
    compare equal, whatever a format calls its marks.

    >>> article = Article("a", "Rain again.")
    >>> def with_region(name: str) -> Corpus:
    ...     span = AnnotatedSpan(name, "weather", ((0, 4),))
    ...     return Corpus((Document("a", article),), (Work("a", "ann", (span,)),))
    >>> canonical(with_region("T7")) == canonical(with_region("x"))
    True
    """
    return replace(
        corpus,
        documents=tuple(sorted(corpus.documents, key=lambda one: one.key)),
        work=_in_order(corpus.work),
        gold=_in_order(corpus.gold),
        predictions=_in_order(corpus.predictions),
    )


def _in_order(work: Iterable[Work]) -> tuple[Work, ...]:
    return tuple(
        sorted((_renamed(one) for one in work), key=lambda one: (one.document, one.annotator))
    )


def _renamed(work: Work) -> Work:
    said: dict[str, list[tuple[str, str]]] = {}
    for answer in work.answers:
        said.setdefault(answer.region, []).append((answer.question, answer.value))
    spans = sorted(
        work.spans,
        key=lambda one: (one.fragments, one.label, sorted(said.get(one.region, ())), one.region),
    )
    names = {"": ""}
    for span in spans:
        names.setdefault(span.region, f"r{len(names)}")
    return replace(
        work,
        spans=tuple(
            structs.replace(
                span,
                region=names[span.region],
                alternative_of=names.get(span.alternative_of, span.alternative_of),
            )
            for span in spans
        ),
        answers=tuple(
            sorted(
                (replace(one, region=names.get(one.region, one.region)) for one in work.answers),
                key=lambda one: (one.region, one.question, one.value),
            )
        ),
        relations=tuple(
            sorted(
                (
                    Relation(
                        names.get(one.from_region, one.from_region),
                        names.get(one.to_region, one.to_region),
                        one.label,
                    )
                    for one in work.relations
                ),
                key=lambda one: (one.from_region, one.to_region, one.label),
            )
        ),
    )
