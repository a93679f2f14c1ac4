"""Articles of a study: the same text twice is one article, and a text never changes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.errors import ArticleError
from annotator.models import Article
from annotator.names import cut_name
from annotator.store.database import Store, fetch_all, fetch_one, insert_all, now, writing
from annotator.store.provenance.edits import save_edits
from annotator.store.provenance.sources import load_sources
from annotator.store.records import ListedArticle, Source, StoredArticle, Withdrawn


@dataclass(frozen=True)
class SavedArticle:
    id: int
    is_new: bool


def save_articles(store: Store, study_id: int, articles: Sequence[Article]) -> list[SavedArticle]:
    """Keep the articles, in order, in one transaction: all or none.

    A text the study has already keeps its first title, author and so on; a removed one comes back.
    """
    with writing(store):
        digests = [article.sha256 for article in articles]
        there = _there(store, study_id, digests)
        next_id = int(store.execute("SELECT coalesce(max(id), 0) + 1 FROM articles").fetchone()[0])
        saved: list[SavedArticle] = []
        rows: list[dict[str, Any]] = []
        for article, digest in zip(articles, digests, strict=True):
            one = there.get(digest)
            if one is None:
                one = SavedArticle(next_id + len(rows), is_new=True)
                rows.append(_row(one.id, study_id, digest, article))
            saved.append(one)
            there[digest] = SavedArticle(one.id, is_new=False)
        insert_all(store, "articles", rows)
        return saved


def _there(store: Store, study_id: int, digests: Sequence[str]) -> dict[str, SavedArticle]:
    """Those of these texts that the study has; removed ones come back, and are new."""
    # CROSS JOIN: text by text. SQLite would else go through all of the study's, each time.
    found = fetch_all(
        store,
        "SELECT articles.id, sha256, removed_at FROM json_each(?) AS wanted "
        "CROSS JOIN articles ON study_id = ? AND sha256 = wanted.value",
        [json.dumps(digests), study_id],
    )
    for row in found:
        if row["removed_at"]:
            restore_article(store, row["id"])
    return {row["sha256"]: SavedArticle(row["id"], bool(row["removed_at"])) for row in found}


def _row(article_id: int, study_id: int, digest: str, article: Article) -> dict[str, Any]:
    return {
        "id": article_id,
        "study_id": study_id,
        "sha256": digest,
        "title": cut_name(article.title),
        "text": article.text,
        "length": len(article.text),
        "author": cut_name(article.author),
        "published": article.published,
        "outlet": cut_name(article.outlet),
        "url": article.url,
        "language": article.language,
        "source_name": cut_name(article.source_name),
        "removed_passages": json.dumps(list(article.removed), ensure_ascii=False),
        "standfirst": article.standfirst,
        "remarks": json.dumps(list(article.remarks), ensure_ascii=False),
        "date_found": article.date_found,
        "added_at": now(),
    }


def count_articles(store: Store, study_id: int) -> int:
    """How many articles of the study are not removed."""
    row = store.execute(
        "SELECT count(*) FROM articles WHERE study_id = ? AND removed_at IS NULL", [study_id]
    ).fetchone()
    return int(row[0])


def titles_by_text(store: Store, study_id: int, hashes: Collection[str]) -> dict[str, str]:
    """Text (its SHA-256) -> title, of those of these texts that the study has."""
    return dict(
        store.execute(
            "SELECT sha256, title FROM json_each(?) AS wanted CROSS JOIN articles "
            "ON study_id = ? AND sha256 = wanted.value WHERE removed_at IS NULL",
            [json.dumps(list(hashes)), study_id],
        ).fetchall()
    )


def load_articles(
    store: Store, study_id: int, articles: Collection[int] | None = None
) -> list[StoredArticle]:
    """The study's articles that are not removed, in the order they came; these, or all."""
    some = "" if articles is None else "AND id IN (SELECT value FROM json_each(:some))"
    rows = fetch_all(
        store,
        "SELECT * FROM articles "  # noqa: S608
        f"WHERE study_id = :study AND removed_at IS NULL {some} ORDER BY id",
        {"study": study_id, "some": json.dumps(list(articles or ()))},
    )
    return _articles(store, rows)


def load_article(store: Store, article_id: int) -> StoredArticle:
    """One article, also a removed one. Raises ArticleError when there is none."""
    row = fetch_one(store, "SELECT * FROM articles WHERE id = ?", [article_id])
    if row is None:
        raise ArticleError(f"There is no article number {article_id}.")
    return _articles(store, [row])[0]


def load_texts(
    store: Store, study_id: int, articles: Collection[int] | None = None
) -> dict[int, str]:
    """Article id -> text, removed ones too: what spans are cut from; of some articles, or all."""
    # `+`: of some articles by their number. SQLite would else go through all of the study's.
    some = "" if articles is None else "AND id IN (SELECT value FROM json_each(:some))"
    study = "study_id" if articles is None else "+study_id"
    return dict(
        store.execute(
            f"SELECT id, text FROM articles WHERE {study} = :study {some}",  # noqa: S608
            {"study": study_id, "some": json.dumps(list(articles or ()))},
        ).fetchall()
    )


def load_titles(store: Store, articles: Collection[int]) -> dict[int, str]:
    """Article id -> title, of these articles."""
    return dict(
        store.execute(
            "SELECT id, title FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(articles))],
        ).fetchall()
    )


def list_articles(
    store: Store, study_id: int, words: str = "", *, withdrawn: bool = False
) -> list[ListedArticle]:
    """What a list shows of the study's articles, in the order they came, without their texts.

    Only those in whose title, author or outlet each of the words stands, whatever its case.
    """
    state = "IS NOT NULL" if withdrawn else "IS NULL"
    rows = store.execute(
        "SELECT id, title, author, outlet, published, length, removed_at "  # noqa: S608
        f"FROM articles WHERE study_id = ? AND removed_at {state} ORDER BY id",
        [study_id],
    )
    wanted = words.casefold().split()
    return [
        ListedArticle(*row)
        for row in rows
        if not wanted or all(word in " ".join(row[1:4]).casefold() for word in wanted)
    ]


def load_appearances(store: Store, study_id: int) -> list[tuple[int, str, str]]:
    """Id, outlet and date of the study's articles that are not removed, by id."""
    return store.execute(
        "SELECT id, outlet, published FROM articles "
        "WHERE study_id = ? AND removed_at IS NULL ORDER BY id",
        [study_id],
    ).fetchall()


def finished_work(store: Store, article_id: int) -> int:
    """How many annotators have finished work on an article, withdrawn or not."""
    row = store.execute(
        "SELECT count(DISTINCT assignments.id) FROM assignments "
        "JOIN annotations ON annotations.assignment_id = assignments.id "
        "WHERE assignments.article_id = ? AND annotations.state <> 'deleted'",
        [article_id],
    ).fetchone()
    return int(row[0])


def count_withdrawn(store: Store, study_id: int) -> Withdrawn:
    """How many articles are withdrawn, and how many finished annotations are kept of them."""
    row = store.execute(
        "SELECT count(*), coalesce(sum((SELECT count(DISTINCT assignments.id) FROM assignments "
        "JOIN annotations ON annotations.assignment_id = assignments.id "
        "WHERE assignments.article_id = articles.id AND annotations.state <> 'deleted')), 0) "
        "FROM articles WHERE study_id = ? AND removed_at IS NOT NULL",
        [study_id],
    ).fetchone()
    return Withdrawn(*row)


def remove_article(store: Store, article_id: int, account_id: int | None = None) -> None:
    """Withdraw an article; its annotations are kept. One that is withdrawn already stays so."""
    with writing(store):
        changed = store.execute(
            "UPDATE articles SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
            [now(), article_id],
        ).rowcount
        if changed:
            save_edits(store, article_id, {"withdrawn": ("", "yes")}, account_id)


def restore_article(store: Store, article_id: int, account_id: int | None = None) -> None:
    """Bring a withdrawn article back; one that is there stays as it is."""
    with writing(store):
        changed = store.execute(
            "UPDATE articles SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL",
            [article_id],
        ).rowcount
        if changed:
            save_edits(store, article_id, {"withdrawn": ("yes", "")}, account_id)


def _articles(store: Store, rows: list[dict[str, Any]]) -> list[StoredArticle]:
    sources = load_sources(store, {row["source_id"] for row in rows if row["source_id"]})
    return [_article(row, sources.get(row["source_id"])) for row in rows]


def _article(row: dict[str, Any], source: Source | None) -> StoredArticle:
    return StoredArticle(
        id=row["id"],
        study_id=row["study_id"],
        article=Article(
            title=row["title"],
            text=row["text"],
            author=row["author"],
            published=row["published"],
            outlet=row["outlet"],
            url=row["url"],
            language=row["language"],
            source_name=row["source_name"],
            removed=tuple(json.loads(row["removed_passages"])),
            standfirst=row["standfirst"],
            remarks=tuple(json.loads(row["remarks"])),
            date_found=row["date_found"],
        ),
        removed_at=row["removed_at"] or "",
        source=source,
    )
