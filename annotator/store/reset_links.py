"""Links by which a person sets a new password; only the hash of their token is kept."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from annotator.store.accounts import in_force, load_account
from annotator.store.database import Store, fetch_one, insert, now, writing
from annotator.store.records import Account

__all__ = ["RESET_DAYS", "find_reset_link", "save_reset_link", "use_reset_link"]

RESET_DAYS = 3


def save_reset_link(store: Store, account_id: int, token: str) -> None:
    """Keep a link; earlier ones of this person end."""
    ends = datetime.now(timezone.utc) + timedelta(days=RESET_DAYS)
    with writing(store):
        store.execute(
            "UPDATE reset_links SET used_at = ? WHERE account_id = ? AND used_at IS NULL",
            [now(), account_id],
        )
        insert(
            store,
            "reset_links",
            {
                "account_id": account_id,
                "token_sha256": _hash(token),
                "created_at": now(),
                "expires_at": ends.isoformat(),
            },
        )


def find_reset_link(store: Store, token: str) -> Account | None:
    """Whose link this is; None when it is unknown, used or expired."""
    row = fetch_one(
        store,
        "SELECT account_id FROM reset_links WHERE token_sha256 = ? AND used_at IS NULL "
        "AND expires_at > ? AND expires_at < ?",
        [_hash(token), *in_force(RESET_DAYS)],
    )
    found = load_account(store, row["account_id"]) if row else None
    return None if found is None or found.disabled else found


def use_reset_link(store: Store, token: str) -> None:
    with writing(store):
        store.execute(
            "UPDATE reset_links SET used_at = ? WHERE token_sha256 = ? AND used_at IS NULL",
            [now(), _hash(token)],
        )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
