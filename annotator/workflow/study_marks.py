"""A study's marks, answers, times of submission and groups, all of one moment."""

from __future__ import annotations

from collections.abc import Collection

from annotator import store
from annotator.reports.breakdown.study_texts import ArticleText, StudyTexts
from annotator.reports.study_marks import StudyMarks, study_marks
from annotator.store.articles import load_appearances
from annotator.store.counted import reading
from annotator.store.study_rows import fingerprint, load_study_rows, study_fingerprint

__all__ = ["load_study_marks", "load_study_texts", "texts_fingerprint"]


def load_study_marks(
    db: store.Store, study_id: int, articles: Collection[int] | None = None, *, raw: bool = False
) -> StudyMarks:
    """Everything submitted so far, of some articles or of all that are still in the study; `raw`
    as marks were made, before their edges were trimmed."""
    return study_marks(load_study_rows(db, study_id, articles, raw=raw), raw=raw)


def load_study_texts(db: store.Store, study_id: int) -> StudyTexts:
    """The same beside the texts."""
    with reading(db):
        marks = load_study_marks(db, study_id)
        texts = store.load_texts(db, study_id, [one.id for one in marks.articles])
        appeared = load_appearances(db, study_id)
        return StudyTexts(
            marks,
            {id: ArticleText(texts[id], outlet, day) for id, outlet, day in appeared},
            texts_fingerprint(db, study_id),
        )


def texts_fingerprint(db: store.Store, study_id: int) -> str:
    """Of the work, and of where and when each article appeared; texts themselves never change."""
    with reading(db):
        head = study_fingerprint(db, study_id)
        return fingerprint(head, load_appearances(db, study_id))
