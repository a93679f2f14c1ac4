"""When the votes on an article count, and when its adjudication is finished."""

from __future__ import annotations

from collections.abc import Iterable

from annotator import store
from annotator.adjudication import Mark
from annotator.errors import StudyError
from annotator.names import checked_note
from annotator.store import adjudication as kept
from annotator.store.adjudication import Named, NewDecision, Settler
from annotator.workflow.adjudication.desk import named_mark

__all__ = ["close_article", "note", "put_off"]


def close_article(
    db: store.Store, study_id: int, article_id: int, settler: Settler, *, closed: bool = True
) -> None:
    """Let the votes count though not everybody has finished (or wait for everybody again)."""
    note(db, study_id, article_id, "close" if closed else "unclose", settler)


def put_off(
    db: store.Store,
    study_id: int,
    article_id: int,
    marks: Iterable[Mark],
    reason: str,
    settler: Settler,
) -> None:
    """Put a passage at the end of the queue."""
    reason = checked_note(reason, "The reason", StudyError)
    note(db, study_id, article_id, "later", settler, reason, tuple(map(named_mark, marks)))


def note(
    db: store.Store,
    study_id: int,
    article_id: int,
    kind: str,
    settler: Settler,
    reason: str = "",
    named: tuple[Named, ...] = (),
) -> None:
    """Keep something about an article that makes no gold: later, close, finish, reopen."""
    with store.writing(db):
        article = store.load_article(db, article_id)
        if article.study_id != study_id or article.removed_at:
            raise StudyError(f"The study has no article number {article_id}.")
        kept.save_decisions(
            db, study_id, [NewDecision(article_id, kind, "hand", reason=reason, named=named)],
            settler,
        )  # fmt: skip
