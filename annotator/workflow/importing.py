"""An annotated corpus becomes a study: agreement, reports, settling and release work on it.

Its annotators are members under pseudonyms whom nobody can sign in as; Label Studio knows nothing
of it. What could not be taken is kept as the study's problems, by file and line.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

import msgspec
from msgspec import structs

from annotator import schemes, store
from annotator.corpora.corpus import Corpus, Loss, Work
from annotator.corpora.files import open_corpus
from annotator.corpora.fitting import fitted
from annotator.corpora.formats import read_corpus
from annotator.corpora.made_scheme import made_scheme
from annotator.errors import CorpusError
from annotator.labelstudio.doubles import counted_once
from annotator.many_values import many_values
from annotator.models import Answer, Problem, Relation, Scheme, Span
from annotator.names import plain_letters
from annotator.store.imported import (
    ImportedRows,
    ImportedWork,
    MarkRow,
    imported_work,
    save_corpus_annotators,
    save_losses,
)
from annotator.workflow.adjudication.gold_of_corpus import keep_gold
from annotator.workflow.models.adding import save_models_of_corpus
from annotator.workflow.parallel import Progress
from annotator.workflow.studies import find_scheme, scheme_names

ANNOTATIONS_AT_ONCE = 500  # annotations written between two words of progress
_START = itemgetter(3)  # of a mark's row
GOLD = "gold"  # the annotator's name where a corpus has nothing but what was settled


@dataclass(frozen=True)
class Imported:
    """The study, and what came into it."""

    study_id: int
    title: str
    documents: int
    annotators: int
    annotations: int
    spans: int
    losses: tuple[Loss, ...]
    golds: int = 0  # documents with gold beside the annotators' work
    models: int = 0  # that predictions of the corpus became

    @property
    def sentence(self) -> str:
        """For people.

        >>> Imported(3, "Rain", 1, 2, 2, 5, ()).sentence
        "Study 3 'Rain': 1 document, 2 annotators, 2 annotations, 5 marks; nothing was lost."
        """
        lost = len(self.losses)
        counts = ", ".join(
            f"{number:,} {noun}{'s' * (number != 1)}"
            for number, noun in (
                (self.documents, "document"), (self.annotators, "annotator"),
                (self.annotations, "annotation"), (self.spans, "mark"), (self.models, "model"),
            )
            if number or noun != "model"
        )  # fmt: skip
        if self.golds:
            counts += f", gold of {self.golds:,} document{'s' * (self.golds != 1)}"
        said = f"{lost:,} remark{'s' * (lost != 1)}" if lost else "nothing was lost"
        return f"Study {self.study_id} {self.title!r}: {counts}; {said}."


@many_values()  # until the corpus is gone: nothing is looked through for circles while it is there
def import_path(
    db: store.Store, path: Path, title: str, *, file_format: str = "", scheme_name: str = "",
    progress: Progress = lambda words, done, total: None,
) -> Imported:  # fmt: skip
    """Read a corpus and keep it as a study of this title, under one of the codebooks there are or
    one made from it. Raises InputError when nothing can be read or kept; then nothing is kept."""
    scheme = find_scheme(db, scheme_name) if scheme_name else None
    progress("Reading the corpus", 0, 0)
    name, corpus = read_corpus(open_corpus(path), file_format)
    return import_corpus(db, corpus, title, origin=name, scheme=scheme, progress=progress)


def import_corpus(
    db: store.Store, corpus: Corpus, title: str, *, origin: str, scheme: Scheme | None = None,
    progress: Progress = lambda words, done, total: None,
) -> Imported:  # fmt: skip
    """Keep a corpus as a study, all or nothing; `origin` is the format it came in.

    What is written is made before: while it is written everybody else waits who saves.
    """
    corpus = with_annotators(corpus)
    wanted = scheme or corpus.scheme
    name = _free_name(db, title)
    while True:
        scheme, fitting = (wanted, corpus) if wanted else made_scheme(corpus, name, title)
        fitting = _without_emptied_gold(fitting, fitted(fitting, scheme))
        made = _Rows(fitting, progress)
        with store.writing(db):
            taken, name = name, _free_name(db, title)
            if wanted or name == taken:
                scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
                study_id = store.create_study(
                    db, title=title, scheme_id=scheme_id, seed=secrets.randbelow(2**31),
                    origin=origin,
                )  # fmt: skip
                imported = _Import(db, study_id, scheme_id, made, origin, progress).run()
                store.save_event(db, "corpus imported", imported.sentence, study_id)
                return imported


def with_annotators(corpus: Corpus) -> Corpus:
    """Where nothing but the gold is there, it is one annotator's work."""
    if corpus.work or not corpus.gold:
        return corpus
    work = []
    for one in corpus.gold:
        spans = tuple(structs.replace(span, alternative_of="") for span in one.spans)
        work.append(replace(one, annotator=GOLD, spans=spans, nothing=False))
    return replace(corpus, work=tuple(work), gold=())


def _without_emptied_gold(before: Corpus, after: Corpus) -> Corpus:
    """Gold whose marks the codebook does not have says nothing; it does not say: nothing here."""
    kept = (
        now
        for was, now in zip(before.gold, after.gold, strict=True)
        if now.spans or now.answers or not was.spans
    )
    return replace(after, gold=tuple(kept))


def _free_name(db: store.Store, title: str) -> str:
    """A name for the codebook made: the title in plain letters, with a number where taken."""
    plain = plain_letters(title, 30, "_")
    name = plain if plain[:1].isalpha() else f"corpus_{plain}".strip("_")
    taken = set(scheme_names(db))
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free


class _Rows:
    """A corpus as it is written, nothing of which needs the store."""

    def __init__(self, corpus: Corpus, progress: Progress) -> None:
        self.corpus = corpus
        self.losses = list(corpus.losses)
        self.spans = 0
        self.article = _places_of_texts(corpus)
        person = {name: place for place, name in enumerate(corpus.annotators)}
        given: dict[tuple[int, int], Work] = {}
        for one in corpus.work:
            key = (self.article[one.document], person[one.annotator])
            if given.setdefault(key, one) is not one:
                second = f"a second work of {one.annotator!r} on the same text was left out"
                self.losses.append(Loss(one.place or one.document, 0, second))
        texts = {one.key: one.article.text for one in corpus.documents}
        self.works: list[ImportedWork] = []
        for number, (key, one) in enumerate(given.items(), 1):
            if number % ANNOTATIONS_AT_ONCE == 1:
                progress("Looking at the annotations", number - 1, len(given))
            self.works.append(self._row(number, key, one, texts[one.document]))

    def _row(self, number: int, key: tuple[int, int], work: Work, text: str) -> ImportedWork:
        answers, relations = work.answers, work.relations
        marks = [
            (number, span.region, span.label, start, end, text[start:end])
            for span in work.spans
            for start, end in span.fragments
        ]
        if len(set(map(_START, marks))) < len(marks):  # maybe a mark made twice
            marks, answers, relations = self._once(work, marks)
        self.spans += len(marks)
        said = (marks, answers, relations)
        return imported_work(*key, work.state, said, *_as_it_came(work))

    def _once(
        self, work: Work, marks: list[MarkRow]
    ) -> tuple[list[MarkRow], tuple[Answer, ...], tuple[Relation, ...]]:
        """The marks of a work without those that were made twice, and what is said of them."""
        problems: list[Problem] = []
        found = [Span(region, label, start, end, start, end, words)
                 for _, region, label, start, end, words in marks]  # fmt: skip
        spans, answers, relations = counted_once(found, work.answers, work.relations, problems)
        self.losses += [Loss(work.place or work.document, 0, one.message) for one in problems]
        number = marks[0][0]
        kept = [(number, one.region, one.label, one.start, one.end, one.text) for one in spans]
        return kept, answers, relations


def _places_of_texts(corpus: Corpus) -> dict[str, int]:
    """Key of each document -> the place of the first one with its text: one text is one article."""
    first: dict[str, int] = {}
    return {
        one.key: first.setdefault(one.article.text, place)
        for place, one in enumerate(corpus.documents)
    }


class _Import:
    """Writes it, within one transaction."""

    def __init__(
        self, db: store.Store, study_id: int, scheme_id: int, made: _Rows, origin: str,
        progress: Progress,
    ) -> None:  # fmt: skip
        self.db = db
        self.study_id = study_id
        self.scheme_id = scheme_id
        self.made = made
        self.corpus = made.corpus
        self.origin = origin
        self.progress = progress
        self.losses = list(made.losses)

    def run(self) -> Imported:
        documents = self.corpus.documents
        self.progress("Keeping the documents", 0, len(documents))
        saved = store.save_articles(self.db, self.study_id, [one.article for one in documents])
        article = {one.key: place.id for one, place in zip(documents, saved, strict=True)}
        people = save_corpus_annotators(self.db, self.study_id, self.corpus.annotators)
        self._keep([one.id for one in saved], list(people.values()))
        golds = 0
        if self.corpus.gold and self.corpus.scheme is not None:
            self.progress("Keeping the gold", 0, len(self.corpus.gold))
            golds, left_out = keep_gold(self.db, self.study_id, self.corpus.gold, article,
                                        self.corpus.scheme, self.origin)  # fmt: skip
            self.losses += left_out
        store.set_published(self.db, self.study_id, _overlap(self.corpus.work))
        study = store.load_study(self.db, self.study_id)
        self.losses += save_models_of_corpus(self.db, study, self.corpus, article)
        save_losses(self.db, self.study_id, [str(loss) for loss in self.losses])
        return Imported(
            self.study_id, study.title, len(set(article.values())), len(people),
            len(self.made.works), self.made.spans, tuple(self.losses), golds,
            len({one.annotator for one in self.corpus.predictions}),
        )  # fmt: skip

    def _keep(self, articles: list[int], people: list[int]) -> None:
        rows = ImportedRows(self.db, self.study_id, self.scheme_id, articles, people)
        works = self.made.works
        for first in range(0, len(works), ANNOTATIONS_AT_ONCE):
            self.progress("Keeping the annotations", first, len(works))
            rows.write(works[first : first + ANNOTATIONS_AT_ONCE])


def _overlap(work: Sequence[Work]) -> int:
    counts: dict[str, int] = {}
    for one in work:
        counts[one.document] = counts.get(one.document, 0) + 1
    return max(counts.values(), default=1)


def _as_it_came(work: Work) -> tuple[str, str]:
    """The work as the revision keeps it: where it came from and what was read, as JSON."""
    result = {
        "answers": [(one.region, one.question, one.value) for one in work.answers],
        "relations": [(one.from_region, one.to_region, one.label) for one in work.relations],
        "spans": [(one.region, one.label, one.fragments) for one in work.spans],
    }
    return msgspec.json.encode(work.place).decode(), msgspec.json.encode(result).decode()


def check_title(db: store.Store, title: str) -> None:
    """Raises CorpusError when a study has this title already: before a long import."""
    if any(one.title == title for one in store.load_studies(db)):
        raise CorpusError(f"There is a study called {title!r} already. Choose another title.")
