"""What happened, and the progress of long work: events and jobs."""

from __future__ import annotations

from annotator.errors import StudyError
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import Event, Job


def save_event(
    store: Store,
    kind: str,
    detail: str = "",
    study_id: int | None = None,
    account_id: int | None = None,
) -> None:
    with writing(store):
        insert(
            store,
            "events",
            {
                "study_id": study_id,
                "account_id": account_id,
                "kind": kind,
                "detail": detail,
                "at": now(),
            },
        )


def has_event(store: Store, kind: str) -> bool:
    """Has this ever happened, in any study?"""
    return fetch_one(store, "SELECT 1 FROM events WHERE kind = ? LIMIT 1", [kind]) is not None


def load_events(store: Store, study_id: int, limit: int = 50) -> list[Event]:
    """The study's latest events, newest first."""
    rows = fetch_all(
        store, "SELECT * FROM events WHERE study_id = ? ORDER BY id DESC LIMIT ?", [study_id, limit]
    )
    return [
        Event(id=row["id"], kind=row["kind"], detail=row["detail"], at=row["at"]) for row in rows
    ]


def start_job(store: Store, kind: str, total: int, study_id: int | None = None) -> int:
    """Begin a piece of long work whose progress a page shows; its id."""
    with writing(store):
        return insert(
            store,
            "jobs",
            {
                "study_id": study_id,
                "kind": kind,
                "state": "running",
                "total": total,
                "started_at": now(),
            },
        )


def update_job(
    store: Store, job_id: int, done: int, message: str = "", total: int | None = None
) -> None:
    with writing(store):
        store.execute(
            "UPDATE jobs SET done = ?, message = ?, total = coalesce(?, total) WHERE id = ?",
            [done, message, total, job_id],
        )


def finish_job(
    store: Store, job_id: int, message: str = "", failed: bool = False, study_id: int | None = None
) -> None:
    """The job has ended; `study_id` is the study that it has made, if it made one."""
    with writing(store):
        store.execute(
            "UPDATE jobs SET state = ?, message = ?, finished_at = ?, "
            "study_id = coalesce(?, study_id) WHERE id = ?",
            ["failed" if failed else "done", message, now(), study_id, job_id],
        )


def fail_running_jobs(store: Store) -> None:
    """At start: whatever still says "running" ended with the process that ran it."""
    with writing(store):
        store.execute(
            "UPDATE jobs SET state = 'failed', finished_at = ?, "
            "message = 'The application stopped before this was done; start it again.' "
            "WHERE state = 'running'",
            [now()],
        )


def load_job(store: Store, job_id: int) -> Job:
    row = fetch_one(store, "SELECT * FROM jobs WHERE id = ?", [job_id])
    if row is None:
        raise StudyError(f"There is no job number {job_id}.")
    return _job(row)


def load_jobs(store: Store, study_id: int, kind: str = "") -> list[Job]:
    """The study's jobs whose kind begins so: those that run, then the newest of the others."""
    rows = fetch_all(
        store,
        "SELECT * FROM jobs WHERE study_id = ? AND substr(kind, 1, ?) = ? "
        "ORDER BY state = 'running' DESC, id DESC LIMIT 20",
        [study_id, len(kind), kind],
    )
    return [_job(row) for row in rows]


def _job(row: dict[str, object]) -> Job:
    return Job(
        id=int(str(row["id"])),
        study_id=None if row["study_id"] is None else int(str(row["study_id"])),
        kind=str(row["kind"]),
        state=str(row["state"]),
        done=int(str(row["done"])),
        total=int(str(row["total"])),
        message=str(row["message"]),
    )
