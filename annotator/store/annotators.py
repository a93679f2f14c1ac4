"""Who annotates in which study."""

from __future__ import annotations

from typing import Any

from annotator.errors import StudyError
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import Annotator

_ANNOTATOR = """SELECT annotators.*, accounts.email AS email, accounts.name AS name,
                       accounts.password_hash IS NOT NULL AS signed_up,
                       accounts.disabled_at IS NOT NULL AS account_removed
                FROM annotators JOIN accounts ON accounts.id = annotators.account_id"""


def add_annotator(store: Store, study_id: int, account_id: int) -> Annotator:
    """Give a person a part in a study (one who was removed comes back, with the same pseudonym)."""
    with writing(store):
        row = fetch_one(
            store,
            "SELECT id FROM annotators WHERE study_id = ? AND account_id = ?",
            [study_id, account_id],
        )
        if row:
            annotator_id = int(row["id"])
            store.execute("UPDATE annotators SET removed_at = NULL WHERE id = ?", [annotator_id])
        else:
            counted = fetch_one(
                store, "SELECT count(*) AS n FROM annotators WHERE study_id = ?", [study_id]
            )
            number = (counted["n"] if counted else 0) + 1
            annotator_id = insert(
                store,
                "annotators",
                {
                    "study_id": study_id,
                    "account_id": account_id,
                    "pseudonym": f"A{number:02d}",
                    "invited_at": now(),
                },
            )
    return load_annotator(store, annotator_id)


def load_annotator(store: Store, annotator_id: int) -> Annotator:
    row = fetch_one(store, f"{_ANNOTATOR} WHERE annotators.id = ?", [annotator_id])
    if row is None:
        raise StudyError(f"There is no annotator number {annotator_id}.")
    return _annotator(row)


def load_annotators(store: Store, study_id: int) -> list[Annotator]:
    """The study's annotators in the order they were invited, removed ones too."""
    rows = fetch_all(
        store, f"{_ANNOTATOR} WHERE annotators.study_id = ? ORDER BY annotators.id", [study_id]
    )
    return [_annotator(row) for row in rows]


def annotators_of_account(store: Store, account_id: int) -> list[Annotator]:
    """A person's parts in the studies that are there and that they were not removed from."""
    rows = fetch_all(
        store,
        f"{_ANNOTATOR} JOIN studies ON studies.id = annotators.study_id "
        "WHERE annotators.account_id = ? AND annotators.removed_at IS NULL "
        "AND studies.removed_at IS NULL ORDER BY annotators.id",
        [account_id],
    )
    return [_annotator(row) for row in rows]


def find_annotator_by_project(store: Store, project_id: int) -> Annotator | None:
    """Whose Label Studio project this is; None for one that is nobody's."""
    row = fetch_one(store, f"{_ANNOTATOR} WHERE annotators.project_id = ?", [project_id])
    return _annotator(row) if row else None


def set_project(store: Store, annotator_id: int, project_id: int, view_id: int | None) -> None:
    """A project's number that another annotator was thought to have is theirs no longer: Label
    Studio was made anew."""
    with writing(store):
        store.execute(
            "UPDATE annotators SET project_id = NULL, view_id = NULL "
            "WHERE project_id = ? AND id <> ?",
            [project_id, annotator_id],
        )
        store.execute(
            "UPDATE annotators SET project_id = ?, view_id = ? WHERE id = ?",
            [project_id, view_id, annotator_id],
        )


def remove_annotator(store: Store, annotator_id: int) -> None:
    """End a person's part in a study; their work is kept."""
    with writing(store):
        store.execute(
            "UPDATE annotators SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
            [now(), annotator_id],
        )


def _annotator(row: dict[str, Any]) -> Annotator:
    return Annotator(
        id=row["id"],
        study_id=row["study_id"],
        account_id=row["account_id"],
        email=row["email"],
        name=row["name"],
        pseudonym=row["pseudonym"],
        project_id=row["project_id"],
        view_id=row["view_id"],
        signed_up=bool(row["signed_up"]),
        removed_at=row["removed_at"] or "",
        invited_at=row["invited_at"],
        account_removed=bool(row["account_removed"]),
    )
