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
    "MarkAnswered",
    "Marked",
    "Related",
    "counted",
    "load_article_answers",
    "load_article_names",
    "load_counted",
    "load_mark_answers",
    "load_marked",
    "load_related",
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


class MarkAnswered(NamedTuple):
    """Columns of equal length, one entry an answer about a mark, which is named as in `Marked`; an
    answer of several choices has an entry for each."""

    annotation: Sequence[int] = ()
    label: Sequence[str] = ()
    start: Sequence[int] = ()
    end: Sequence[int] = ()
    question: Sequence[str] = ()
    value: Sequence[str] = ()


class Related(NamedTuple):
    """Columns of equal length, one entry a relation from one mark to another."""

    annotation: Sequence[int] = ()
    from_label: Sequence[str] = ()
    from_start: Sequence[int] = ()
    from_end: Sequence[int] = ()
    to_label: Sequence[str] = ()
    to_start: Sequence[int] = ()
    to_end: Sequence[int] = ()
    type: Sequence[str] = ()


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


def load_marked(store: Store, annotations: Collection[Counted], *, raw: bool = False) -> Marked:
    """Spans of those annotations that are submitted; `raw`: as they were marked, before spaces and
    punctuation at the edges were left out."""
    names = ["spans.annotation_id", *_mark("spans", raw)]
    spans = "CROSS JOIN spans ON spans.annotation_id = of.value"
    return Marked(*_columns(store, annotations, spans, names))


def load_mark_answers(
    store: Store, annotations: Collection[Counted], *, raw: bool = False
) -> MarkAnswered:
    """What was said of submitted marks, in the order it was given."""
    answers = (
        "CROSS JOIN answers ON answers.annotation_id = of.value AND answers.region <> '' "
        "JOIN spans ON spans.annotation_id = of.value AND spans.region = answers.region"
    )
    names = ["of.value", *_mark("spans", raw), "answers.question", "answers.value"]
    return MarkAnswered(*_columns(store, annotations, answers, names))


def load_related(store: Store, annotations: Collection[Counted], *, raw: bool = False) -> Related:
    """Submitted relations between marks."""
    relations = (
        "CROSS JOIN relations ON relations.annotation_id = of.value "
        "JOIN spans AS begins ON begins.annotation_id = of.value "
        "AND begins.region = relations.from_region "
        "JOIN spans AS ends ON ends.annotation_id = of.value AND ends.region = to_region"
    )
    names = ["of.value", *_mark("begins", raw), *_mark("ends", raw), "relations.label"]
    return Related(*_columns(store, annotations, relations, names))


def _mark(table: str, raw: bool) -> list[str]:
    start, end = ("raw_start", "raw_end") if raw else ("start", "end")
    return [f"{table}.label", f'{table}."{start}"', f'{table}."{end}"']


def _columns(
    store: Store, annotations: Collection[Counted], joined: str, names: list[str]
) -> list[Any]:
    """Columns of what is joined to submitted annotations, each as one list."""
    # A column comes as one JSON array: hundreds of thousands of rows take half the time so.
    columns = ", ".join(f"json_group_array({name})" for name in names)
    row = store.execute(
        f"SELECT {columns} FROM json_each(?) AS of {joined}",  # noqa: S608
        [_submitted(annotations)],
    ).fetchone()
    return list(map(json.loads, row))


def load_article_answers(store: Store, annotations: Collection[Counted]) -> list[Answered]:
    """Answers about whole articles, of submitted annotations, in the order they were given."""
    whose = {one.id: (one.article, one.annotator) for one in annotations}
    rows = store.execute(
        "SELECT annotation_id, question, answers.value, number FROM json_each(?) AS of "
        "CROSS JOIN answers ON annotation_id = of.value AND region = '' ORDER BY answers.id",
        [_submitted(annotations)],
    )
    return [Answered(*whose[id], *answer) for id, *answer in rows]


def _submitted(annotations: Collection[Counted]) -> str:
    """Their ids as JSON."""
    return json.dumps([one.id for one in annotations if one.state == "submitted"])
