"""Bringing articles into a study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator import store
from annotator.errors import StudyError
from annotator.models import Article
from annotator.store.provenance.sources import raw_sha256, save_source, set_source

SAVED_AT_ONCE = 1000
MOST_NOTES = 500  # of one load in the journal; every article has its own beside it


@dataclass(frozen=True)
class RawFile:
    """A file that articles were read from, where it lies now."""

    path: Path
    name: str
    sha256: str
    reader: str
    version: str
    told: str = ""


@dataclass(frozen=True)
class Loaded:
    """What became of the articles: the ids of new ones, and how many were there already."""

    new_ids: tuple[int, ...]
    known: int

    @property
    def sentence(self) -> str:
        """For people.

        >>> Loaded((4, 5), 1).sentence
        '2 articles added, 1 was there already.'
        """
        new = len(self.new_ids)
        added = f"{new} article{'s' * (new != 1)} added"
        if not self.known:
            return f"{added}."
        return f"{added}, {self.known} {'was' if self.known == 1 else 'were'} there already."


def add_articles(
    db: store.Store,
    study_id: int,
    articles: Sequence[Article],
    *,
    notes: Sequence[str] = (),
    sources: Sequence[RawFile | None] = (),
    progress: Callable[[str, int, int], None] = lambda words, done, total: None,
) -> Loaded:
    """Keep the articles in one transaction; the same text twice is one article.

    `notes` are what the readers remarked: they stay in the study's journal beside the count.
    `sources` says which file each article was read from: new articles keep theirs.
    """
    study = store.load_study(db, study_id)
    if study.removed_at:
        raise StudyError(f"The study {study.title!r} was removed; articles cannot be added to it.")
    saved: list[store.SavedArticle] = []
    with store.writing(db):
        for start in range(0, len(articles), SAVED_AT_ONCE):
            saved += store.save_articles(db, study_id, articles[start : start + SAVED_AT_ONCE])
            progress("Keeping the articles", len(saved), len(articles))
        loaded = Loaded(
            tuple(one.id for one in saved if one.is_new), sum(not one.is_new for one in saved)
        )
        _keep_sources(db, saved, sources)
        store.save_event(db, "articles loaded", _record(loaded, notes), study_id)
    return loaded


def _keep_sources(
    db: store.Store, saved: Sequence[store.SavedArticle], sources: Sequence[RawFile | None]
) -> None:
    """Each file once, and only those that something new was read from."""
    read_from: dict[RawFile, list[int]] = {}
    for one, source in zip(saved, sources, strict=False):
        if one.is_new and source is not None:
            read_from.setdefault(source, []).append(one.id)
    for source, article_ids in read_from.items():
        raw = source.path.read_bytes()
        if raw_sha256(raw) != source.sha256:
            continue  # it was changed since: what is there now is not what was read
        source_id = save_source(
            db,
            raw,
            name=source.name,
            reader=source.reader,
            version=source.version,
            told=source.told,
        )
        set_source(db, article_ids, source_id)


def _record(loaded: Loaded, notes: Sequence[str]) -> str:
    shown = list(notes[:MOST_NOTES])
    if len(notes) > MOST_NOTES:
        shown.append(f"and {len(notes) - MOST_NOTES:,} more remarks, each beside its article.")
    return "\n".join([loaded.sentence, *shown])
