"""What agreement keeps of each article, and the few columns it is computed from.

A kept row is valid while its fingerprint is that of the annotations that count now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from annotator.store.database import Store, writing

_CHUNK = 500
# Of several live annotations of one assignment the last submitted one counts, as in `work`.
_COUNTED = """
FROM assignments
JOIN annotations ON annotations.id = (
    SELECT other.id FROM annotations AS other
    WHERE other.assignment_id = assignments.id AND other.state <> 'deleted'
    ORDER BY other.state = 'submitted' DESC, other.updated_at DESC, other.id DESC LIMIT 1)
JOIN annotators ON annotators.id = assignments.annotator_id
JOIN articles ON articles.id = assignments.article_id
"""
_IN_STUDY = "WHERE assignments.study_id = ? AND articles.removed_at IS NULL"


@contextmanager
def reading(store: Store) -> Iterator[None]:
    """Everything read inside is of one moment, whoever writes meanwhile."""
    if store.conn.in_transaction:
        yield
        return
    store.conn.execute("BEGIN")
    try:
        yield
    finally:
        store.conn.rollback()


def load_article_names(store: Store, study_id: int) -> list[tuple[int, str, int]]:
    """Id, title and length of every article, by id."""
    return [row[:3] for row in load_marked_articles(store, study_id)]


def load_marked_articles(store: Store, study_id: int) -> list[tuple[int, str, int, int]]:
    """Id, title, length and mark of every article, by id; with each change of its annotations an
    article has another mark."""
    return _rows(
        store,
        "SELECT articles.id, title, length, coalesce(mark, 0) FROM articles "
        "LEFT JOIN article_changes ON article_changes.article_id = articles.id "
        "WHERE study_id = ? AND removed_at IS NULL ORDER BY articles.id",
        [study_id],
    )


def load_counted(
    store: Store, study_id: int, article_ids: Collection[int] | None = None
) -> list[tuple[int, str, str, int, str]]:
    """Article, pseudonym, state, annotation and content hash of all that counts, in order; of some
    articles, or all."""
    rows = _of_articles(
        store,
        "SELECT articles.id, annotators.pseudonym, annotations.state, annotations.id, "
        "annotations.content_sha256 FROM assignments "
        "JOIN annotations ON annotations.assignment_id = assignments.id "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "JOIN articles ON articles.id = assignments.article_id "
        "WHERE assignments.study_id = ? AND articles.removed_at IS NULL "
        "AND annotations.state <> 'deleted'",
        "ORDER BY articles.id, annotators.pseudonym, annotations.state = 'submitted', "
        "annotations.updated_at, annotations.id",
        study_id,
        article_ids,
    )
    # As `_COUNTED`, without asking again for every assignment: the last of each one counts.
    return list({(row[0], row[1]): row for row in rows}.values())


def load_span_columns(
    store: Store, study_id: int, article_ids: Collection[int] | None = None
) -> list[tuple[int, str, str, int, int]]:
    """Article, pseudonym, label, start and end of submitted spans; of some articles, or all."""
    sql = (
        'SELECT articles.id, annotators.pseudonym, spans.label, spans.start, spans."end" '
        f"{_COUNTED} JOIN spans ON spans.annotation_id = annotations.id {_IN_STUDY} "
        "AND annotations.state = 'submitted'"
    )
    return _of_articles(store, sql, "", study_id, article_ids)


def load_labels(store: Store, study_id: int) -> list[str]:
    """Every label that submitted spans carry, sorted."""
    rows = _rows(
        store,
        f"SELECT DISTINCT spans.label {_COUNTED} "
        f"JOIN spans ON spans.annotation_id = annotations.id {_IN_STUDY} "
        "AND annotations.state = 'submitted' ORDER BY spans.label",
        [study_id],
    )
    return [label for (label,) in rows]


def load_article_answers(
    store: Store, study_id: int, article_ids: Collection[int] | None = None
) -> list[tuple[int, str, str, str, float | None]]:
    """Article, pseudonym, question, value and number of answers about whole articles."""
    sql = (
        "SELECT articles.id, annotators.pseudonym, answers.question, answers.value, "
        f"answers.number {_COUNTED} JOIN answers ON answers.annotation_id = annotations.id "
        f"{_IN_STUDY} AND annotations.state = 'submitted' AND answers.region = ''"
    )
    return _of_articles(store, sql, "ORDER BY answers.id", study_id, article_ids)


def load_article_statistics(store: Store, study_id: int, kind: str) -> dict[int, tuple[str, bytes]]:
    """Fingerprint and payload of every article that has them."""
    rows = _rows(
        store,
        "SELECT article_id, fingerprint, payload FROM article_statistics "
        "JOIN articles ON articles.id = article_id WHERE study_id = ? AND kind = ?",
        [study_id, kind],
    )
    return {article: (fingerprint, payload) for article, fingerprint, payload in rows}


def save_article_statistics(
    store: Store, kind: str, statistics: Mapping[int, tuple[str, bytes]]
) -> None:
    """Keep, or replace, fingerprint and payload of these articles."""
    with writing(store):
        store.conn.executemany(
            "INSERT INTO article_statistics (article_id, kind, fingerprint, payload) "
            "VALUES (?, ?, ?, ?) ON CONFLICT (article_id, kind) DO UPDATE "
            "SET fingerprint = excluded.fingerprint, payload = excluded.payload",
            [(article, kind, *kept) for article, kept in statistics.items()],
        )


def _of_articles(
    store: Store, sql: str, order: str, study_id: int, article_ids: Collection[int] | None
) -> list[Any]:
    """The rows of some articles, or of all."""
    if article_ids is None:
        return _rows(store, f"{sql} {order}", [study_id])
    found: list[Any] = []
    ids = list(article_ids)
    for first in range(0, len(ids), _CHUNK):
        some = ids[first : first + _CHUNK]
        marks = ", ".join("?" * len(some))
        found += _rows(store, f"{sql} AND articles.id IN ({marks}) {order}", [study_id, *some])
    return found


def _rows(store: Store, sql: str, parameters: Sequence[Any]) -> list[Any]:
    return store.execute(sql, list(parameters)).fetchall()
