"""Bringing articles into a study."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator import store
from annotator.articles.signatures import MANNER
from annotator.errors import StudyError
from annotator.models import Article
from annotator.store.provenance.signatures import load_all_signatures, save_signatures
from annotator.store.provenance.sources import Packed, save_source, set_source
from annotator.workflow.parallel import Progress
from annotator.workflow.waiting.upload import RawFile, Upload

SAVED_AT_ONCE = 1000
MOST_NOTES = 500  # of one load in the journal; every article has its own beside it


@dataclass(frozen=True)
class Loaded:
    """What became of the articles: how many are new, and how many were there already."""

    new: int
    known: int

    @property
    def sentence(self) -> str:
        """For people.

        >>> Loaded(2, 1).sentence
        '2 articles added, 1 was there already.'
        """
        added = f"{self.new:,} article{'s' * (self.new != 1)} added"
        if not self.known:
            return f"{added}."
        return f"{added}, {self.known:,} {'was' if self.known == 1 else 'were'} there already."


def add_articles(
    db: store.Store, study_id: int, articles: Sequence[Article], *, notes: Sequence[str] = ()
) -> Loaded:
    """Keep the articles in one transaction; the same text twice is one article.

    `notes` are what the readers remarked: they stay in the study's journal beside the count.
    """
    batches = (
        articles[start : start + SAVED_AT_ONCE] for start in range(0, len(articles), SAVED_AT_ONCE)
    )
    return _add(db, study_id, (([None] * len(some), some) for some in batches), notes, len(notes))


def add_upload(
    db: store.Store,
    study_id: int,
    upload: Upload,
    *,
    progress: Progress = lambda words, done, total: None,
) -> Loaded:
    """Keep the chosen articles of an upload in one transaction, with the files they came in.

    They pass through in slices, so that a million of them need no more memory than a thousand.
    """
    counts = upload.counts()
    files = upload.packed_files()  # before others have to wait for the store

    def batches() -> Iterable[_Batch]:
        done = 0
        for some in upload.each():
            yield [files.get(one.file) for one in some], [one.article for one in some]
            done += len(some)
            progress("Keeping the articles", done, counts.chosen)

    notes = [sentence for _, sentence in upload.sentences("note", MOST_NOTES)]
    loaded = _add(db, study_id, batches(), notes, counts.notes)
    with upload.opened() as staging:  # those that the preview made need not be made again
        save_signatures(db, load_all_signatures(staging, MANNER), MANNER)
    return loaded


_Batch = tuple[Sequence[RawFile | None], Sequence[Article]]


def _add(
    db: store.Store,
    study_id: int,
    batches: Iterable[_Batch],
    notes: Sequence[str],
    noted: int,
) -> Loaded:
    study = store.load_study(db, study_id)
    if study.removed_at:
        raise StudyError(f"The study {study.title!r} was removed; articles cannot be added to it.")
    new = known = 0
    kept_files: dict[RawFile, int] = {}
    with store.writing(db):
        for files, articles in batches:
            saved = store.save_articles(db, study_id, articles)
            _keep_sources(db, saved, files, kept_files)
            new += sum(one.is_new for one in saved)
            known += sum(not one.is_new for one in saved)
        loaded = Loaded(new, known)
        store.save_event(db, "articles loaded", _record(loaded, notes, noted), study_id)
    return loaded


def _keep_sources(
    db: store.Store,
    saved: Sequence[store.SavedArticle],
    files: Sequence[RawFile | None],
    kept_files: dict[RawFile, int],
) -> None:
    """Each file once (`kept_files`: its id), and only those that something new was read from."""
    read_from: dict[RawFile, list[int]] = {}
    for one, file in zip(saved, files, strict=True):
        if one.is_new and file is not None:
            read_from.setdefault(file, []).append(one.id)
    for file, article_ids in read_from.items():
        if file not in kept_files:
            kept_files[file] = _keep_file(db, file)
        set_source(db, article_ids, kept_files[file])


def _keep_file(db: store.Store, file: RawFile) -> int:
    packed = Packed(file.sha256, file.size, file.compressed.read_bytes())
    return save_source(
        db, packed, name=file.name, reader=file.reader, version=file.version, told=file.told
    )


def _record(loaded: Loaded, notes: Sequence[str], noted: int) -> str:
    shown = list(notes[:MOST_NOTES])
    if noted > MOST_NOTES:
        shown.append(f"and {noted - MOST_NOTES:,} more remarks, each beside its article.")
    return "\n".join([loaded.sentence, *shown])
