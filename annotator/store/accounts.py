"""People who can sign in, and the invitations that bring them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from typing import Any

from annotator.errors import AccountError
from annotator.names import LONGEST_NAME, checked_name
from annotator.store.annotators import load_annotator
from annotator.store.database import Store, fetch_all, fetch_one, insert, now, writing
from annotator.store.records import Account, Annotator

INVITATION_DAYS = 30


def create_account(store: Store, *, email: str, role: str, name: str = "") -> Account:
    """A new account without a password. Raises AccountError when the address has one already."""
    with writing(store):
        if find_account(store, email):
            raise AccountError(f"There is an account for {email} already.")
        account_id = insert(
            store,
            "accounts",
            {"email": email.strip(), "name": _name(name), "role": role, "created_at": now()},
        )
    return load_account(store, account_id)


def load_account(store: Store, account_id: int) -> Account:
    row = fetch_one(store, "SELECT * FROM accounts WHERE id = ?", [account_id])
    if row is None:
        raise AccountError(f"There is no account number {account_id}.")
    return _account(row)


def find_account(store: Store, email: str) -> Account | None:
    """By e-mail address, upper and lower case alike."""
    row = fetch_one(store, "SELECT * FROM accounts WHERE email = ?", [email.strip()])
    return _account(row) if row else None


def has_manager(store: Store) -> bool:
    """Is there a manager who can sign in?"""
    row = fetch_one(
        store,
        "SELECT 1 FROM accounts WHERE role = 'manager' AND password_hash IS NOT NULL "
        "AND disabled_at IS NULL LIMIT 1",
    )
    return row is not None


def set_password(store: Store, account_id: int, password_hash: str) -> None:
    with writing(store):
        store.execute(
            "UPDATE accounts SET password_hash = ? WHERE id = ?", [password_hash, account_id]
        )


def set_name(store: Store, account_id: int, name: str) -> None:
    with writing(store):
        store.execute("UPDATE accounts SET name = ? WHERE id = ?", [_name(name), account_id])


def set_technical_account(store: Store, account_id: int, email: str, user_id: int | None) -> None:
    """Record this person's account in Label Studio (a pseudonym; `user_id` None: not made yet)."""
    with writing(store):
        store.execute(
            "UPDATE accounts SET technical_email = ?, labelstudio_user_id = ? WHERE id = ?",
            [email, user_id, account_id],
        )


def save_invitation(store: Store, annotator_id: int, token: str) -> None:
    """Keep an invitation; only the token's hash is stored. Earlier ones of this person end."""
    moment = datetime.now(timezone.utc)
    with writing(store):
        store.execute(
            "UPDATE invitations SET used_at = ? WHERE annotator_id = ? AND used_at IS NULL",
            [now(), annotator_id],
        )
        insert(
            store,
            "invitations",
            {
                "annotator_id": annotator_id,
                "token_sha256": _hash(token),
                "created_at": now(),
                "expires_at": (moment + timedelta(days=INVITATION_DAYS)).isoformat(),
            },
        )


def find_invitation(store: Store, token: str) -> Annotator | None:
    """Whom this token invites; None when it is unknown, used or expired."""
    row = fetch_one(
        store,
        "SELECT annotator_id FROM invitations WHERE token_sha256 = ? AND used_at IS NULL "
        "AND expires_at > ? AND expires_at < ?",
        [_hash(token), *in_force(INVITATION_DAYS)],
    )
    if row is None:
        return None
    annotator = load_annotator(store, row["annotator_id"])
    return None if annotator.removed_at else annotator


def in_force(days: int) -> tuple[str, str]:
    """After which moment, and before which, a link ends that is in force and was made for so long.

    One that ends later was made while the clock was ahead, and would be in force for too long; a
    day is let pass, because clocks are set by less.
    """
    moment = datetime.now(timezone.utc)
    return moment.isoformat(), (moment + timedelta(days=days + 1)).isoformat()


def use_invitation(store: Store, token: str) -> None:
    with writing(store):
        store.execute(
            "UPDATE invitations SET used_at = ? WHERE token_sha256 = ? AND used_at IS NULL",
            [now(), _hash(token)],
        )


def end_session(store: Store, session_id: str) -> None:
    """No request with this session is anybody's any more; only its hash is stored.

    It stays: after a clock that was ahead was set right, a session that was too old is not.
    """
    with writing(store):
        store.execute(
            "INSERT OR IGNORE INTO ended_sessions (session_sha256, ended_at) VALUES (?, ?)",
            [_hash(session_id), now()],
        )


def session_has_ended(store: Store, session_id: str) -> bool:
    row = fetch_one(
        store, "SELECT 1 FROM ended_sessions WHERE session_sha256 = ?", [_hash(session_id)]
    )
    return row is not None


def end_sessions_of(store: Store, account_id: int) -> None:
    """End every session of this person, in all browsers."""
    with writing(store):
        store.execute(
            "UPDATE accounts SET sessions_ended = sessions_ended + 1 WHERE id = ?", [account_id]
        )


def _name(name: str) -> str:
    return checked_name(name, "The name", LONGEST_NAME, AccountError)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _account(row: dict[str, Any]) -> Account:
    return Account(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        role=row["role"],
        password_hash=row["password_hash"] or "",
        technical_email=row["technical_email"] or "",
        labelstudio_user_id=row["labelstudio_user_id"],
        disabled=bool(row["disabled_at"]),
        sessions_ended=row["sessions_ended"],
    )


def load_accounts(store: Store) -> list[Account]:
    """Everybody who has an account, disabled ones too, in the order they came.

    The annotators of an imported corpus have none that anybody could use, and are left out.
    """
    rows = fetch_all(
        store, "SELECT * FROM accounts WHERE email NOT LIKE '%@corpus.invalid' ORDER BY id"
    )
    return [_account(row) for row in rows]


def set_role(store: Store, account_id: int, role: str) -> None:
    """ "manager" or "annotator"."""
    with writing(store):
        store.execute("UPDATE accounts SET role = ? WHERE id = ?", [role, account_id])


def set_disabled(store: Store, account_id: int, disabled: bool) -> None:
    """A disabled account cannot sign in, and its sessions end; everything it did is kept."""
    with writing(store):
        store.execute(
            "UPDATE accounts SET disabled_at = ? WHERE id = ?",
            [now() if disabled else None, account_id],
        )
