"""What is left to decide, kept as rows; `stale_articles` names what has changed since.

The triggers of the schema name an article there whenever its work or its decisions change, so that
the queue of a large study is read without looking at any mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from annotator.store.database import Store, fetch_one, writing

__all__ = [
    "ArticleQueue",
    "Asked",
    "Chosen",
    "OpenPassage",
    "QueueCounts",
    "QueuePlace",
    "count_open",
    "load_articles_asked",
    "load_open",
    "load_queue_counts",
    "load_stale",
    "next_open",
    "place_of",
    "save_queues",
]

QueuePlace = tuple[int, int, int, int, str]  # later, dispute, article, start, key


class OpenPassage(NamedTuple):
    """A passage that a person must look at; `key` is its name in addresses."""

    article_id: int
    key: str
    start: int
    end: int
    labels: tuple[str, ...]
    kind: str
    variants: int  # how many different marks there are
    people: int
    later: bool


@dataclass(frozen=True)
class ArticleQueue:
    """What is left of one article. `asked`: questions and relations that are open.

    `turn` is what `load_stale` said when it was looked at.
    """

    article_id: int
    turn: int
    waiting: bool = False  # not finished by everybody who has it
    settled: int = 0
    asked: int = 0
    finished: bool = False
    passages: tuple[OpenPassage, ...] = ()
    gone: bool = False  # nobody has the article any more


@dataclass(frozen=True)
class QueueCounts:
    open: int = 0
    settled: int = 0
    waiting_articles: int = 0
    finished_articles: int = 0
    stale_articles: int = 0  # not looked at since they changed


@dataclass(frozen=True)
class Chosen:
    """Which part of the queue; `order` "disputed": most different marks first."""

    label: str = ""
    kind: str = ""
    article_id: int | None = None
    order: str = ""


class Asked(NamedTuple):
    """An article with open questions or relations."""

    article_id: int
    title: str
    asked: int


def load_stale(store: Store, study_id: int, most: int = -1) -> dict[int, int]:
    """Article -> turn, of articles that changed since they were looked at; -1: all of them."""
    rows = store.execute(
        "SELECT article_id, turn FROM stale_articles JOIN articles ON articles.id = article_id "
        "WHERE study_id = ? ORDER BY article_id LIMIT ?",
        [study_id, most],
    )
    return dict(rows.fetchall())


def save_queues(store: Store, study_id: int, queues: Iterable[ArticleQueue]) -> None:
    """Keep what is left of these articles, in place of what was known of them."""
    with writing(store):
        for one in queues:
            article = [one.article_id]
            store.execute("DELETE FROM open_passages WHERE article_id = ?", article)
            store.execute("DELETE FROM article_queues WHERE article_id = ?", article)
            store.execute(
                "DELETE FROM stale_articles WHERE article_id = ? AND turn = ?",
                [one.article_id, one.turn],
            )
            if one.gone:
                continue
            store.execute(
                "INSERT INTO article_queues (article_id, study_id, waiting, settled, asked, "
                "finished) VALUES (?, ?, ?, ?, ?, ?)",
                [one.article_id, study_id, one.waiting, one.settled, one.asked, one.finished],
            )
            store.conn.executemany(
                "INSERT INTO open_passages (study_id, later, article_id, start, \"end\", key, "
                "labels, kind, variants, people) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (study_id, p.later, p.article_id, p.start, p.end, p.key,
                     "\n".join(("", *p.labels, "")), p.kind, p.variants, p.people)
                    for p in one.passages
                ],
            )  # fmt: skip


def load_queue_counts(store: Store, study_id: int) -> QueueCounts:
    row = fetch_one(
        store,
        "SELECT coalesce(sum(settled), 0) AS settled, coalesce(sum(waiting), 0) AS waiting, "
        "coalesce(sum(finished), 0) AS finished, "
        "(SELECT count(*) FROM open_passages WHERE study_id = :study) AS open, "
        "(SELECT count(*) FROM stale_articles JOIN articles ON articles.id = article_id "
        "WHERE study_id = :study) AS stale "
        "FROM article_queues WHERE study_id = :study",
        {"study": study_id},
    )
    if row is None:
        return QueueCounts()
    return QueueCounts(row["open"], row["settled"], row["waiting"], row["finished"], row["stale"])


def load_articles_asked(store: Store, study_id: int, most: int) -> list[Asked]:
    """Articles with questions or relations that are open, by id."""
    rows = store.execute(
        "SELECT article_id, title, asked FROM article_queues "
        "JOIN articles ON articles.id = article_id "
        "WHERE article_queues.study_id = ? AND asked > 0 ORDER BY article_id LIMIT ?",
        [study_id, most],
    )
    return list(map(Asked._make, rows.fetchall()))


def count_open(store: Store, study_id: int, chosen: Chosen) -> int:
    where, parameters = _where(study_id, chosen)
    sql = f"SELECT count(*) AS n FROM open_passages WHERE {where}"  # noqa: S608
    row = fetch_one(store, sql, parameters)
    return int(row["n"]) if row else 0


def load_open(
    store: Store, study_id: int, chosen: Chosen, most: int, skipped: int = 0
) -> list[OpenPassage]:
    """Open passages in the order that was chosen; those put off come last."""
    where, parameters = _where(study_id, chosen)
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM open_passages WHERE {where} "  # noqa: S608
        f"ORDER BY {_ORDERS[chosen.order == 'disputed']} LIMIT ? OFFSET ?",
        [*parameters, most, skipped],
    )
    return [_passage(row) for row in rows.fetchall()]


def next_open(
    store: Store, study_id: int, chosen: Chosen, after: QueuePlace | None = None
) -> OpenPassage | None:
    """The first open passage behind a place (`place_of`); behind the last one the first."""
    if after is not None:
        where, parameters = _where(study_id, chosen)
        row = store.execute(
            f"SELECT {_COLUMNS} FROM open_passages WHERE {where} "  # noqa: S608
            "AND (later, CASE WHEN ? THEN -variants ELSE 0 END, article_id, start, key) "
            "> (?, ?, ?, ?, ?) "
            f"ORDER BY {_ORDERS[chosen.order == 'disputed']} LIMIT 1",
            [*parameters, chosen.order == "disputed", *after],
        ).fetchone()
        if row is not None:
            return _passage(row)
    found = load_open(store, study_id, chosen, 1)
    return found[0] if found else None


def place_of(passage: OpenPassage, chosen: Chosen) -> QueuePlace:
    """Where a passage stands in the order that was chosen."""
    turn = -passage.variants if chosen.order == "disputed" else 0
    return int(passage.later), turn, passage.article_id, passage.start, passage.key


_COLUMNS = 'article_id, key, start, "end", labels, kind, variants, people, later'
_ORDERS = ("later, article_id, start, key", "later, variants DESC, article_id, start, key")


def _where(study_id: int, chosen: Chosen) -> tuple[str, list[Any]]:
    parts, parameters = ["study_id = ?"], [study_id]
    more: list[tuple[str, Any]] = [
        ("instr(labels, ?)", f"\n{chosen.label}\n" if chosen.label else ""),
        ("kind = ?", chosen.kind),
        ("article_id = ?", chosen.article_id),
    ]
    for part, value in more:
        if value not in ("", None):
            parts.append(part)
            parameters.append(value)
    return " AND ".join(parts), parameters


def _passage(row: tuple[Any, ...]) -> OpenPassage:
    article, key, start, end, labels, kind, variants, people, later = row
    inside = tuple(labels.strip("\n").split("\n"))
    return OpenPassage(article, key, start, end, inside, kind, variants, people, bool(later))
