"""After loading: correcting what is known about an article, withdrawing it, bringing it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from annotator import store
from annotator.articles.reading import clean, one_line
from annotator.errors import ArticleError
from annotator.names import LONGEST_LINE, checked_name
from annotator.settings import MAX_ARTICLE_CHARACTERS
from annotator.store.provenance import edits

__all__ = ["checked_fields", "edit_article", "field_word", "restore_article", "withdraw_article"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")
_NAMES = {"title": "The title", "author": "The authors", "outlet": "The outlet"}
_WORDS = {"published": "date", "url": "address", "author": "authors"}


def field_word(field: str) -> str:
    """What people call a field of an article.

    >>> [field_word(field) for field in ("published", "title")]
    ['date', 'title']
    """
    return _WORDS.get(field, field)


def edit_article(
    db: store.Store,
    article_id: int,
    values: Mapping[str, str],
    *,
    account_id: int | None = None,
    most_characters: int = MAX_ARTICLE_CHARACTERS,
) -> list[str]:
    """Correct these fields; those that really changed. All of them or none.

    Raises ArticleError for what cannot stand in a field, and for a new text of an article that
    somebody was given.
    """
    with store.writing(db):
        stored = store.load_article(db, article_id)
        new = checked_fields(values, most_characters)
        text = new.get("text", stored.article.text)
        standfirst = new.get("standfirst", stored.article.standfirst)
        if standfirst and standfirst not in text:
            if "standfirst" in values:
                raise ArticleError(
                    "The standfirst must be a passage of the article's text, word for word; "
                    f"{one_line(standfirst, 60)!r} is not in it."
                )
            new["standfirst"] = ""  # the passage went with the old text
        changed = edits.edit_article(db, article_id, new, account_id)
        if changed:
            store.save_event(
                db,
                "article corrected",
                f"number {article_id}: {', '.join(changed)}",
                stored.study_id,
                account_id,
            )
    return changed


def withdraw_article(db: store.Store, article_id: int, account_id: int | None = None) -> str:
    """Take an article out of the study; what was done on it is kept. A sentence on it.

    Nobody is offered it any more. What is on somebody's screen can still be submitted: it is kept,
    and counts when the article is brought back.
    """
    with store.writing(db):
        stored = store.load_article(db, article_id)
        title = stored.article.title or "Untitled"
        if stored.removed_at:
            return f"“{title}” was withdrawn already."
        done = store.finished_work(db, article_id)
        store.remove_article(db, article_id, account_id)
        store.save_event(db, "article withdrawn", _named(stored), stored.study_id, account_id)
    kept = f" {done} finished annotation{'s are' if done != 1 else ' is'} kept." if done else ""
    return f"“{title}” is withdrawn: it is offered to nobody and counts nowhere.{kept}"


def restore_article(db: store.Store, article_id: int, account_id: int | None = None) -> str:
    """Bring a withdrawn article back, with all that was done on it. A sentence on it."""
    with store.writing(db):
        stored = store.load_article(db, article_id)
        title = stored.article.title or "Untitled"
        if not stored.removed_at:
            return f"“{title}” is not withdrawn."
        store.restore_article(db, article_id, account_id)
        store.save_event(db, "article brought back", _named(stored), stored.study_id, account_id)
        given = [
            one
            for one in store.assignments_of_article(db, article_id)
            if not one.withdrawn and one.task_id is not None
        ]
        study = store.load_study(db, stored.study_id)
    if study.is_published and len(given) < (study.overlap or 0):
        return f"“{title}” is back. Publish again, so that it is given to annotators."
    return f"“{title}” is back, with everything that was done on it."


def checked_fields(values: Mapping[str, str], most_characters: int) -> dict[str, str]:
    """The values as they are kept. Raises ArticleError for what cannot stand in its field.

    >>> checked_fields({"title": " Bridge\\n closes ", "language": "de_AT"}, 1000)
    {'title': 'Bridge closes', 'language': 'de-AT'}
    """
    found = {}
    for field, value in values.items():
        if field not in edits.EDITABLE:
            known = ", ".join(edits.EDITABLE)
            raise ArticleError(f"An article has no field {field!r}; its fields: {known}.")
        found[field] = _checked(field, value, most_characters)
    return found


def _checked(field: str, value: str, most_characters: int) -> str:
    if field in _NAMES:
        return checked_name(value, _NAMES[field], LONGEST_LINE, ArticleError)
    if field == "text":
        return _checked_text(clean(value), most_characters)
    if field == "standfirst":
        return clean(value).strip()
    value = value.strip()
    if field == "published" and value and not _is_day(value):
        raise ArticleError(f"The date should look like 2021-09-22, not {one_line(value, 40)!r}.")
    if field == "url" and value and not _ADDRESS.fullmatch(value):
        raise ArticleError(
            f"The address should begin with https:// or http://, not {one_line(value, 60)!r}."
        )
    if field == "language":
        value = value.replace("_", "-")
        if value and not _LANGUAGE.fullmatch(value):
            raise ArticleError(
                f"The language should be a code such as en or de-AT, not {one_line(value, 40)!r}."
            )
    return value


def _checked_text(text: str, most_characters: int) -> str:
    if not text.strip() or len(text) > most_characters:
        raise ArticleError(
            f"The text must have between 1 and {most_characters:,} characters; "
            f"this has {len(text):,}."
        )
    return text


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _named(stored: store.StoredArticle) -> str:
    return f"number {stored.id}: {stored.article.title}"
