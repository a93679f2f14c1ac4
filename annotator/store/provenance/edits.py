"""Corrections of articles after they were loaded: what stands, and every change there ever was.

`article_edits` only grows; triggers refuse anything else.
"""

from __future__ import annotations

from collections.abc import Mapping

from annotator.errors import ArticleError
from annotator.models import text_sha256
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import ArticleEdit

__all__ = ["EDITABLE", "edit_article", "is_given", "load_edits", "save_edits"]

# What may be corrected. The text only as long as nobody was given the article.
EDITABLE = ("title", "standfirst", "author", "published", "outlet", "url", "language", "text")


def edit_article(
    store: Store, article_id: int, values: Mapping[str, str], account_id: int | None = None
) -> list[str]:
    """Put these values in place of what stands; the fields that really changed.

    Raises ArticleError for a new text of an article that somebody was given, and for one that
    another article of the study has.
    """
    with writing(store):
        row = fetch_one(store, "SELECT * FROM articles WHERE id = ?", [article_id])
        if row is None:
            raise ArticleError(f"There is no article number {article_id}.")
        changes = {
            field: (str(row[field]), values[field])
            for field in EDITABLE
            if field in values and values[field] != row[field]
        }
        if "text" in changes:
            _set_text(store, article_id, row["study_id"], values["text"])
        for field in changes:
            # The column's name is one of EDITABLE, never a person's input.
            store.execute(
                f"UPDATE articles SET {field} = ? WHERE id = ?",  # noqa: S608
                [values[field], article_id],
            )
        save_edits(store, article_id, changes, account_id)
    return list(changes)


def is_given(store: Store, article_id: int) -> bool:
    """Whether anybody was ever given the article: then marks may refer to its text."""
    found = fetch_one(store, "SELECT 1 FROM assignments WHERE article_id = ? LIMIT 1", [article_id])
    return found is not None


def save_edits(
    store: Store,
    article_id: int,
    changes: Mapping[str, tuple[str, str]],
    account_id: int | None = None,
) -> None:
    """Put changes (field -> before, after) into the article's history."""
    moment = now()
    with writing(store):
        for field, (before, after) in changes.items():
            insert(
                store,
                "article_edits",
                {
                    "article_id": article_id,
                    "account_id": account_id,
                    "field": field,
                    "before": before,
                    "after": after,
                    "at": moment,
                },
            )


def load_edits(store: Store, article_id: int) -> list[ArticleEdit]:
    """The article's history, newest first."""
    rows = fetch_all(
        store,
        "SELECT article_edits.*, coalesce(nullif(accounts.name, ''), accounts.email, '') AS who "
        "FROM article_edits LEFT JOIN accounts ON accounts.id = article_edits.account_id "
        "WHERE article_id = ? ORDER BY article_edits.id DESC",
        [article_id],
    )
    return [
        ArticleEdit(row["field"], row["before"], row["after"], row["who"], row["at"])
        for row in rows
    ]


def _set_text(store: Store, article_id: int, study_id: int, text: str) -> None:
    if is_given(store, article_id):
        raise ArticleError(
            "The text can no longer be changed: the article was given to annotators, and their "
            "marks refer to it. Withdraw the article, and load the corrected text as a new one."
        )
    digest = text_sha256(text)
    same = fetch_one(
        store,
        "SELECT id, title FROM articles WHERE study_id = ? AND sha256 = ? AND id <> ?",
        [study_id, digest, article_id],
    )
    if same:
        raise ArticleError(
            f"The study has this very text already, as article {same['id']} {same['title']!r}."
        )
    store.execute(
        "UPDATE articles SET sha256 = ?, length = ? WHERE id = ?", [digest, len(text), article_id]
    )
