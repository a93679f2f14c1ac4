"""Who has a vote on which article, and what they submitted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from annotator.store.database import Store

CHUNK = 500


@dataclass(frozen=True)
class Turnout:
    """One article: how many people have it, and the submitted annotations that count.

    `voters` are (annotation, its newest revision). Removed annotators and withdrawn articles are
    left out altogether; skipped work is finished and has no vote.
    """

    article_id: int
    assigned: int
    finished: int
    voters: tuple[tuple[int, int], ...]

    @property
    def complete(self) -> bool:
        """Everybody who has the article submitted or skipped it."""
        return self.assigned > 0 and self.finished == self.assigned


@dataclass(frozen=True)
class BallotRows:
    """The content of some annotations, by annotation; rows as in the tables.

    spans: region, label, start, end. answers: region, question, value, number.
    relations: from_region, to_region, label.
    """

    spans: dict[int, list[tuple[str, str, int, int]]]
    answers: dict[int, list[tuple[str, str, str, float | None]]]
    relations: dict[int, list[tuple[str, str, str]]]


def load_turnout(
    store: Store, study_id: int, article_ids: Collection[int] | None = None
) -> list[Turnout]:
    """Every article of the study that is not removed (or some of them), by id."""
    some = ""
    parameters: list[Any] = [study_id]
    if article_ids is not None:
        some = f"AND assignments.article_id IN ({', '.join('?' * len(article_ids))})"
        parameters += article_ids
    rows = store.execute(
        "SELECT assignments.article_id, assignments.id, annotations.id, "  # noqa: S608
        "annotations.state, "
        "(SELECT max(revisions.id) FROM revisions WHERE annotation_id = annotations.id) "
        "FROM assignments "
        "JOIN annotators ON annotators.id = assignments.annotator_id "
        "JOIN articles ON articles.id = assignments.article_id "
        "LEFT JOIN annotations ON annotations.assignment_id = assignments.id "
        "AND annotations.state <> 'deleted' "
        "WHERE assignments.study_id = ? AND assignments.withdrawn_at IS NULL "
        f"AND annotators.removed_at IS NULL AND articles.removed_at IS NULL {some} "
        "ORDER BY assignments.article_id, assignments.id, annotations.state = 'submitted', "
        "annotations.updated_at, annotations.id",
        parameters,
    ).fetchall()
    # Of several live annotations of one assignment the last submitted one counts.
    last = {(row[0], row[1]): row for row in rows}
    by_article: dict[int, list[Any]] = defaultdict(list)
    for row in last.values():
        by_article[row[0]].append(row)
    return [
        Turnout(
            article,
            len(given),
            sum(row[2] is not None for row in given),
            tuple((row[2], row[4]) for row in given if row[3] == "submitted"),
        )
        for article, given in by_article.items()
    ]


def load_ballot_rows(store: Store, annotation_ids: Iterable[int]) -> BallotRows:
    """The content of these annotations."""
    ids = list(annotation_ids)
    return BallotRows(
        _content(store, "spans", 'region, label, start, "end"', ids),
        _content(store, "answers", "region, question, value, number", ids),
        _content(store, "relations", "from_region, to_region, label", ids),
    )


def _content(store: Store, table: str, columns: str, ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for first in range(0, len(ids), CHUNK):
        some = ids[first : first + CHUNK]
        sql = (
            f"SELECT annotation_id, {columns} FROM {table} "  # noqa: S608
            f"WHERE annotation_id IN ({', '.join('?' * len(some))}) ORDER BY id"
        )
        for annotation_id, *row in store.execute(sql, some):
            found[annotation_id].append(tuple(row))
    return found
