"""Bringing articles into a study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator import store
from annotator.errors import StudyError
from annotator.models import Article

SAVED_AT_ONCE = 1000
MOST_NOTES = 500  # of one load in the journal; every article has its own beside it


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
    progress: Callable[[str, int, int], None] = lambda words, done, total: None,
) -> Loaded:
    """Keep the articles in one transaction; the same text twice is one article.

    `notes` are what the readers remarked: they stay in the study's journal beside the count.
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
        store.save_event(db, "articles loaded", _record(loaded, notes), study_id)
    return loaded


def _record(loaded: Loaded, notes: Sequence[str]) -> str:
    shown = list(notes[:MOST_NOTES])
    if len(notes) > MOST_NOTES:
        shown.append(f"and {len(notes) - MOST_NOTES:,} more remarks, each beside its article.")
    return "\n".join([loaded.sentence, *shown])
