"""Which annotations count, and the few columns of them that statistics are computed from.

Of the annotations of one assignment that are not deleted, the last submitted one counts; where none
was submitted, the last skipped one. Removed articles do not count. This is said here alone: what
else reads annotations of a study begins with `counted`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from annotator.store.database import Store

__all__ = [
    "Answered",
    "Counted",
    "Marked",
    "counted",
    "load_article_answers",
    "load_article_names",
    "load_counted",
    "load_marked",
    "reading",
]


class Counted(NamedTuple):
    """An annotation that counts. `submitted_at` is when its annotator first submitted the article
    ("" when never): a later correction does not move it."""

    article: int
    annotator: str  # the pseudonym
    state: str  # "submitted" or "skipped"
    id: int
    content_sha256: str
    submitted_at: str


class Marked(NamedTuple):
    """Columns of equal length, one entry a span, in any order; `annotation` is `Counted.id`."""

    annotation: Sequence[int]
    label: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]


class Answered(NamedTuple):
    """One value of an answer about a whole article, of a submitted annotation that counts."""

    article: int
    annotator: str
    question: str
    value: str
    number: float | None


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


def counted(study_id: int, articles: Collection[int] | None = None) -> tuple[str, list[Any]]:
    """SQL that begins a query and defines the table `counted` for it, and its parameters.

    `counted` has the columns of `annotations`, and article_id, annotator (the pseudonym), task_id
    and submitted_at; of some articles, or of all.
    """
    some = "" if articles is None else "AND articles.id IN (SELECT value FROM json_each(?)) "
    sql = (
        "WITH counted AS (SELECT * FROM (SELECT annotations.*, assignments.article_id, "  # noqa: S608
        "assignments.task_id, annotators.pseudonym AS annotator, "
        "min(CASE annotations.state WHEN 'submitted' THEN annotations.created_at END) "
        "OVER (PARTITION BY assignments.id) AS submitted_at, "
        "row_number() OVER (PARTITION BY assignments.id ORDER BY "
        "annotations.state = 'submitted' DESC, annotations.updated_at DESC, annotations.id DESC) "
        "AS place FROM assignments "
        "JOIN annotations ON annotations.assignment_id = assignments.id "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "JOIN articles ON articles.id = assignments.article_id "
        "WHERE assignments.study_id = ? AND articles.removed_at IS NULL "
        f"AND annotations.state <> 'deleted' {some}) WHERE place = 1) "
    )
    return sql, [study_id, *([] if articles is None else [json.dumps(list(articles))])]


def load_article_names(store: Store, study_id: int) -> list[tuple[int, str, int]]:
    """Id, title and length of every article, by id."""
    return store.execute(
        "SELECT id, title, length FROM articles "
        "WHERE study_id = ? AND removed_at IS NULL ORDER BY id",
        [study_id],
    ).fetchall()


def load_counted(
    store: Store, study_id: int, articles: Collection[int] | None = None
) -> list[Counted]:
    """All that counts, by article and pseudonym."""
    sql, parameters = counted(study_id, articles)
    rows = store.execute(
        f"{sql} SELECT article_id, annotator, state, id, content_sha256, "  # noqa: S608
        "coalesce(submitted_at, '') FROM counted ORDER BY article_id, annotator",
        parameters,
    )
    return list(map(Counted._make, rows))


def load_marked(
    store: Store, study_id: int, articles: Collection[int] | None = None, *, raw: bool = False
) -> Marked:
    """Submitted spans; `raw`: as they were marked, before spaces and punctuation at the edges were
    left out."""
    sql, parameters = counted(study_id, articles)
    ends = ("raw_start", "raw_end") if raw else ("start", "end")
    # A column comes as one JSON array: hundreds of thousands of rows take half the time so.
    columns = ", ".join(
        f"json_group_array({name})"
        for name in ("counted.id", "spans.label", *(f'spans."{end}"' for end in ends))
    )
    row = store.execute(
        f"{sql} SELECT {columns} FROM counted "  # noqa: S608
        "JOIN spans ON spans.annotation_id = counted.id WHERE state = 'submitted'",
        parameters,
    ).fetchone()
    return Marked(*map(json.loads, row))


def load_article_answers(
    store: Store, study_id: int, articles: Collection[int] | None = None
) -> list[Answered]:
    """Answers about whole articles, in the order they were given."""
    sql, parameters = counted(study_id, articles)
    rows = store.execute(
        f"{sql} SELECT article_id, annotator, answers.question, answers.value, "  # noqa: S608
        "answers.number FROM counted JOIN answers ON answers.annotation_id = counted.id "
        "WHERE state = 'submitted' AND answers.region = '' ORDER BY answers.id",
        parameters,
    )
    return list(map(Answered._make, rows))
