"""Accounts and what they may do: in the installation, and in a study."""

from __future__ import annotations

import secrets

from annotator import store
from annotator.errors import AccountError
from annotator.store.accounts import load_accounts, set_disabled, set_role
from annotator.store.members import add_member, parts_of_account, remove_member
from annotator.store.records import Account
from annotator.store.reset_links import find_reset_link, save_reset_link, use_reset_link
from annotator.workflow.inviting import check_email, refuse_removed_account
from annotator.workflow.passwords import hash_password

__all__ = [
    "add_account",
    "annotates",
    "give_role",
    "give_study_role",
    "refuse_foreign_account",
    "remove_account",
    "reset_account",
    "set_new_password",
]

ROLES = ("manager", "annotator")
STUDY_ROLES = ("manager", "adjudicator", "viewer", "none")


def add_account(db: store.Store, email: str, origin: str) -> str:
    """An account for somebody who was not invited to annotate; the link to set a password by.

    One that was removed is opened again, with all that it had.
    """
    address = check_email(email)
    with store.writing(db):
        known = store.find_account(db, address)
        if known is not None and known.disabled:
            set_disabled(db, known.id, False)
            store.save_event(db, "account opened again", "", None, known.id)
            return reset_account(db, address, origin)
        made = store.create_account(db, email=address, role="annotator")
        store.save_event(db, "account added", "", None, made.id)
        return _link(db, made, origin)


def reset_account(db: store.Store, email: str, origin: str) -> str:
    """End the password and all sessions of an account; the link to set a new one by."""
    with store.writing(db):
        found = _account(db, email)
        refuse_removed_account(found)
        # Another hash, not none: without any manager who has a password, anybody could become one.
        store.set_password(db, found.id, hash_password(secrets.token_urlsafe(32)))
        store.save_event(db, "password reset", "", None, found.id)
        return _link(db, found, origin)


def set_new_password(db: store.Store, token: str, password: str) -> Account:
    """Use a link. Raises AccountError when it is unknown, used or older than three days."""
    hashed = hash_password(password)
    with store.writing(db):
        found = find_reset_link(db, token)
        if found is None:
            raise AccountError("This link does not work any more. Ask a manager for a new one.")
        store.set_password(db, found.id, hashed)
        use_reset_link(db, token)
    return store.load_account(db, found.id)


def give_role(db: store.Store, email: str, role: str) -> Account:
    """Make somebody a manager of the installation, or no manager any more."""
    if role not in ROLES:
        raise AccountError(
            f"{role!r} is no role of the installation; expected {' or '.join(ROLES)}. "
            "An adjudicator is one of a study: name it with --study."
        )
    with store.writing(db):
        found = _account(db, email)
        if role == "manager":
            refuse_removed_account(found)
        else:
            _refuse_last_manager(db, found)
        set_role(db, found.id, role)
        store.save_event(db, "role given", role, None, found.id)
    return store.load_account(db, found.id)


def give_study_role(
    db: store.Store, study_id: int, email: str, role: str, *, also_annotates: bool = False
) -> str:
    """Give somebody a role in a study, or end it ("none"); their pseudonym, "" when it ended.

    Who annotates the study adjudicates or manages it only when that is said: they would settle
    their own work.
    """
    if role not in STUDY_ROLES:
        raise AccountError(f"{role!r} is no role in a study; expected {' or '.join(STUDY_ROLES)}.")
    with store.writing(db):
        found = _account(db, email)
        if role == "none":
            if not remove_member(db, study_id, found.id):
                raise AccountError(f"{found.email} has no such role in this study.")
            store.save_event(db, "role in the study ended", "", study_id, found.id)
            return ""
        refuse_removed_account(found)
        if role != "viewer" and annotates(db, study_id, found.id) and not also_annotates:
            raise AccountError(
                f"{found.email} annotates this study and would settle their own work. Say "
                "--also-annotates if that is meant."
            )
        member = add_member(db, study_id, found.id, role)
        detail = f"{member.pseudonym} {role}"
        store.save_event(db, "role in the study given", detail, study_id, found.id)
    return member.pseudonym


def annotates(db: store.Store, study_id: int, account_id: int) -> bool:
    return any(
        one.account_id == account_id and not one.removed_at
        for one in store.load_annotators(db, study_id)
    )


def refuse_foreign_account(db: store.Store, study_id: int, email: str) -> None:
    """Refuse that a manager of one study gets the link by which another's account is signed up.

    Whoever holds that link sets its password: an account that nobody has signed up yet and that
    has a part elsewhere is not theirs to hand out.
    """
    found = store.find_account(db, email)
    if found is None or found.password_hash:
        return
    elsewhere = set(parts_of_account(db, found.id)) - {study_id}
    elsewhere |= {one.study_id for one in store.annotators_of_account(db, found.id)} - {study_id}
    if found.is_manager or elsewhere:
        raise AccountError(
            f"{found.email} has a part elsewhere and has not signed up yet. Ask a manager of the "
            "installation."
        )


def remove_account(db: store.Store, email: str) -> None:
    """Close an account; what it did is kept."""
    with store.writing(db):
        found = _account(db, email)
        _refuse_last_manager(db, found)
        set_disabled(db, found.id, True)
        store.save_event(db, "account removed", "", None, found.id)


def _account(db: store.Store, email: str) -> Account:
    found = store.find_account(db, email)
    if found is None:
        raise AccountError(f"There is no account for {email}. `annotator account list` shows them.")
    return found


def _refuse_last_manager(db: store.Store, account: Account) -> None:
    others = [
        one
        for one in load_accounts(db)
        if one.is_manager and one.password_hash and not one.disabled and one.id != account.id
    ]
    if account.is_manager and not others:
        raise AccountError(f"{account.email} is the only manager; make somebody else one first.")


def _link(db: store.Store, account: Account, origin: str) -> str:
    token = secrets.token_urlsafe(24)
    save_reset_link(db, account.id, token)
    return f"{origin}/reset/{token}"
