"""Which article was given to which annotator, and what they have made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.models import State
from annotator.store.database import Store, fetch_all, fetch_one, now, writing
from annotator.store.records import Assignment

# A submitted annotation outweighs a skipped one, and either outweighs a draft.
_ASSIGNMENT = """
SELECT assignments.*, annotators.account_id, annotators.project_id,
       articles.removed_at AS article_removed_at,
       CASE
         WHEN EXISTS (SELECT 1 FROM annotations WHERE annotations.assignment_id = assignments.id
                      AND annotations.state = 'submitted') THEN 'submitted'
         WHEN EXISTS (SELECT 1 FROM annotations WHERE annotations.assignment_id = assignments.id
                      AND annotations.state = 'skipped') THEN 'skipped'
         WHEN EXISTS (SELECT 1 FROM drafts WHERE drafts.assignment_id = assignments.id
                      AND drafts.removed_at IS NULL AND drafts.postponed) THEN 'postponed'
         WHEN EXISTS (SELECT 1 FROM drafts WHERE drafts.assignment_id = assignments.id
                      AND drafts.removed_at IS NULL) THEN 'in progress'
         ELSE 'not started'
       END AS state
FROM assignments JOIN annotators ON annotators.id = assignments.annotator_id
JOIN articles ON articles.id = assignments.article_id
"""
_COUNTS = "assignments.withdrawn_at IS NULL AND articles.removed_at IS NULL"


def save_assignments(store: Store, study_id: int, rows: Iterable[tuple[int, int, int]]) -> None:
    """Keep (article id, annotator id, position) triples; a withdrawn one that is given again
    comes back at its new position."""
    moment = now()
    with writing(store):
        store.conn.executemany(
            "INSERT INTO assignments (study_id, article_id, annotator_id, position, created_at) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (article_id, annotator_id) DO UPDATE "
            "SET withdrawn_at = NULL, position = excluded.position "
            "WHERE assignments.withdrawn_at IS NOT NULL",
            [
                (study_id, article, annotator, position, moment)
                for article, annotator, position in rows
            ],
        )


def load_assignments(store: Store, study_id: int) -> list[Assignment]:
    """Every assignment of the study, withdrawn ones too, by annotator and position."""
    rows = fetch_all(
        store,
        f"{_ASSIGNMENT} WHERE assignments.study_id = ? "
        "ORDER BY assignments.annotator_id, assignments.position, assignments.id",
        [study_id],
    )
    return [_assignment(row) for row in rows]


def count_assignments(store: Store, study_id: int) -> dict[int, dict[State, int]]:
    """Annotator -> how many of their articles are in which state; withdrawn ones do not count,
    be it the assignment or the article."""
    rows = store.execute(
        f"SELECT annotator_id, state, count(*) FROM ({_ASSIGNMENT} WHERE assignments.study_id = ? "  # noqa: S608
        f"AND {_COUNTS}) GROUP BY annotator_id, state",
        [study_id],
    )
    found: dict[int, dict[State, int]] = {}
    for annotator, state, count in rows:
        found.setdefault(annotator, {})[State(state)] = count
    return found


def assignments_of_article(store: Store, article_id: int) -> list[Assignment]:
    """Whom an article was given to, withdrawn ones too, by annotator."""
    rows = fetch_all(
        store,
        f"{_ASSIGNMENT} WHERE assignments.article_id = ? ORDER BY assignments.annotator_id",
        [article_id],
    )
    return [_assignment(row) for row in rows]


def assignments_of_annotator(store: Store, annotator_id: int) -> list[Assignment]:
    """One annotator's assignments in their own order; withdrawn ones and those of withdrawn
    articles are left out."""
    rows = fetch_all(
        store,
        f"{_ASSIGNMENT} WHERE assignments.annotator_id = ? AND {_COUNTS} "
        "ORDER BY assignments.position, assignments.id",
        [annotator_id],
    )
    return [_assignment(row) for row in rows]


def tasks_of_withdrawn_articles(store: Store, annotator_id: int) -> list[int]:
    """Tasks that this annotator still has in Label Studio though their article was withdrawn."""
    rows = store.execute(
        "SELECT task_id FROM assignments JOIN articles ON articles.id = assignments.article_id "
        "WHERE annotator_id = ? AND task_id IS NOT NULL AND articles.removed_at IS NOT NULL "
        "ORDER BY task_id",
        [annotator_id],
    )
    return [task for (task,) in rows]


def load_assignment(store: Store, assignment_id: int) -> Assignment | None:
    row = fetch_one(store, f"{_ASSIGNMENT} WHERE assignments.id = ?", [assignment_id])
    return _assignment(row) if row else None


def find_assignment(store: Store, task_id: int) -> Assignment | None:
    """By Label Studio's task id; None for a task that is not ours."""
    row = fetch_one(store, f"{_ASSIGNMENT} WHERE assignments.task_id = ?", [task_id])
    return _assignment(row) if row else None


def set_task_ids(store: Store, task_ids: Mapping[int, int | None]) -> None:
    """Assignment id -> Label Studio's task id (None: the task is gone).

    On SQLite, Label Studio gives the ids of its newest tasks, once deleted, to the next import. So
    whoever else was thought to have one of these tasks has none any more.
    """
    with writing(store):
        store.conn.executemany(
            "UPDATE assignments SET task_id = NULL WHERE task_id = ? AND id <> ?",
            [(task, assignment) for assignment, task in task_ids.items() if task is not None],
        )
        store.conn.executemany(
            "UPDATE assignments SET task_id = ? WHERE id = ?",
            [(task, assignment) for assignment, task in task_ids.items()],
        )


def forget_task(store: Store, assignment_id: int, task_id: int) -> bool:
    """The task is gone from Label Studio. Was it still this assignment's? It may have been put back
    meanwhile, under another number."""
    with writing(store):
        done = store.execute(
            "UPDATE assignments SET task_id = NULL WHERE id = ? AND task_id = ?",
            [assignment_id, task_id],
        )
    return done.rowcount > 0


def withdraw_assignments(store: Store, assignment_ids: Iterable[int]) -> None:
    moment = now()
    with writing(store):
        store.conn.executemany(
            "UPDATE assignments SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL",
            [(moment, assignment) for assignment in assignment_ids],
        )


def _assignment(row: dict[str, Any]) -> Assignment:
    return Assignment(
        id=row["id"],
        study_id=row["study_id"],
        article_id=row["article_id"],
        annotator_id=row["annotator_id"],
        account_id=row["account_id"],
        project_id=row["project_id"],
        position=row["position"],
        task_id=row["task_id"],
        state=State(row["state"]),
        withdrawn=bool(row["withdrawn_at"]),
        article_withdrawn=bool(row["article_removed_at"]),
    )
