"""Bringing articles into a study."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator import store
from annotator.errors import StudyError
from annotator.models import Article


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


def load_articles(db: store.Store, study_id: int, articles: Sequence[Article]) -> Loaded:
    """Keep the articles in one transaction; the same text twice is one article."""
    study = store.load_study(db, study_id)
    if study.removed_at:
        raise StudyError(f"The study {study.title!r} was removed; articles cannot be added to it.")
    with store.writing(db):
        saved = store.save_articles(db, study_id, articles)
        loaded = Loaded(
            tuple(one.id for one in saved if one.is_new), sum(not one.is_new for one in saved)
        )
        store.save_event(db, "articles loaded", loaded.sentence, study_id)
    return loaded
