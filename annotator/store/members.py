"""Who manages, adjudicates or views which study, under which pseudonym."""

from __future__ import annotations

from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import Member, Study
from annotator.store.studies import load_study

__all__ = [
    "add_member",
    "find_member",
    "load_members",
    "parts_of_account",
    "remove_member",
    "studies_of_member",
]


def add_member(store: Store, study_id: int, account_id: int, role: str = "adjudicator") -> Member:
    """Give a person a role in a study, in place of an earlier one; the pseudonym stays."""
    with writing(store):
        known = fetch_one(
            store,
            "SELECT id FROM members WHERE study_id = ? AND account_id = ?",
            [study_id, account_id],
        )
        if known:
            store.execute(
                "UPDATE members SET removed_at = NULL, role = ? WHERE id = ?", [role, known["id"]]
            )
        else:
            counted = fetch_one(
                store, "SELECT count(*) AS n FROM members WHERE study_id = ?", [study_id]
            )
            number = (counted["n"] if counted else 0) + 1
            insert(
                store,
                "members",
                {
                    "study_id": study_id,
                    "account_id": account_id,
                    "role": role,
                    "pseudonym": f"J{number:02d}",
                    "added_at": now(),
                },
            )
    found = find_member(store, study_id, account_id)
    if found is None:
        raise LookupError(f"account {account_id} is no member of study {study_id}")
    return found


def find_member(store: Store, study_id: int, account_id: int) -> Member | None:
    """Their part, None when they have none (any more)."""
    found = [one for one in load_members(store, study_id) if one.account_id == account_id]
    return found[0] if found else None


def load_members(store: Store, study_id: int) -> list[Member]:
    """Who has a role in a study now, in the order they were added."""
    rows = fetch_all(
        store,
        "SELECT members.*, accounts.email, accounts.name FROM members "
        "JOIN accounts ON accounts.id = members.account_id "
        "WHERE study_id = ? AND removed_at IS NULL ORDER BY members.id",
        [study_id],
    )
    return [
        Member(
            row["study_id"], row["account_id"], row["role"], row["pseudonym"], row["email"],
            row["name"],
        )
        for row in rows
    ]  # fmt: skip


def remove_member(store: Store, study_id: int, account_id: int) -> bool:
    """End a person's part; their decisions stay. Had they one?"""
    with writing(store):
        cursor = store.execute(
            "UPDATE members SET removed_at = ? WHERE study_id = ? AND account_id = ? "
            "AND removed_at IS NULL",
            [now(), study_id, account_id],
        )
    return bool(cursor.rowcount)


def studies_of_member(store: Store, account_id: int, role: str = "adjudicator") -> list[Study]:
    """The studies in which a person has this role."""
    parts = parts_of_account(store, account_id)
    return [load_study(store, study) for study, part in parts.items() if part == role]


def parts_of_account(store: Store, account_id: int) -> dict[int, str]:
    """Study -> role, of studies that are not removed, by id."""
    rows = store.execute(
        "SELECT study_id, role FROM members JOIN studies ON studies.id = study_id "
        "WHERE account_id = ? AND members.removed_at IS NULL AND studies.removed_at IS NULL "
        "ORDER BY study_id",
        [account_id],
    )
    return dict(rows.fetchall())
