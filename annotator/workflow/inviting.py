"""People: the first manager, invitations, signing up, leaving a study."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from annotator import store
from annotator.errors import AccountError
from annotator.store.records import Account, Annotator
from annotator.workflow.passwords import hash_password

_EMAIL = re.compile(r"[^@\s<>\"',;:]+@[^@\s<>\"',;:]+\.[^@\s<>\"',;:.]+")


@dataclass(frozen=True)
class Invitation:
    """`link` is the address to send; it works once. Empty when the person can sign in already."""

    annotator: Annotator
    link: str
    already_signed_up: bool


def check_email(email: str) -> str:
    """The address without surrounding spaces. Raises AccountError when it cannot be one.

    >>> check_email(" ann@example.org ")
    'ann@example.org'
    """
    address = email.strip()
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise AccountError(
            f"{email!r} is not an e-mail address; expected something like ann@example.org."
        )
    return address


def create_manager(db: store.Store, email: str, password: str, name: str = "") -> Account:
    """The first manager. Raises AccountError when there is one, or the password is too short."""
    address, hashed = check_email(email), hash_password(password)
    with store.writing(db):
        if store.has_manager(db):
            raise AccountError("There is a manager already; sign in instead.")
        account = store.create_account(db, email=address, role="manager", name=name)
        store.set_password(db, account.id, hashed)
        store.save_event(db, "manager created", "", None, account.id)
    return store.load_account(db, account.id)


def invite(db: store.Store, study_id: int, email: str, origin: str) -> Invitation:
    """Give a person a part in the study, with a link to sign up by if they never have.

    Inviting again gives a new link and ends the earlier one.
    """
    address = check_email(email)
    study = store.load_study(db, study_id)
    if study.origin:
        raise AccountError(
            f"The study {study.title!r} was imported with its annotators; nobody is invited to it."
        )
    refuse_removed_account(store.find_account(db, address))
    with store.writing(db):
        account = store.find_account(db, address) or store.create_account(
            db, email=address, role="annotator"
        )
        annotator = store.add_annotator(db, study.id, account.id)
        link = ""
        if not account.password_hash:
            token = secrets.token_urlsafe(24)
            store.save_invitation(db, annotator.id, token)
            link = f"{origin}/invitation/{token}"
        store.save_event(db, "annotator invited", annotator.pseudonym, study.id, account.id)
    return Invitation(annotator, link, bool(account.password_hash))


def refuse_removed_account(account: Account | None) -> None:
    """Whoever cannot sign in any more is not told that they can."""
    if account is not None and account.disabled:
        raise AccountError(
            f"The account of {account.email} was removed, so that nobody can sign in with it. "
            f"To open it again, with the work done: annotator account add {account.email}"
        )


def sign_up(db: store.Store, token: str, name: str, password: str) -> Account:
    """Use an invitation. Raises AccountError when it is unknown, used or expired."""
    hashed = hash_password(password)
    with store.writing(db):
        annotator = store.find_invitation(db, token)
        if annotator is None:
            raise AccountError(
                "This invitation does not work: it was used, it is older than 30 days, or a newer "
                "one was sent. Ask whoever invited you for a new link."
            )
        account = store.load_account(db, annotator.account_id)
        if account.password_hash:
            raise AccountError("You have signed up already; sign in instead.")
        store.set_name(db, account.id, name)
        store.set_password(db, account.id, hashed)
        store.use_invitation(db, token)
        store.save_event(
            db, "annotator signed up", annotator.pseudonym, annotator.study_id, account.id
        )
    return store.load_account(db, account.id)


def remove_annotator(db: store.Store, annotator_id: int) -> None:
    """End a person's part in a study. What they began is kept; publish again to give their
    unstarted articles to others."""
    annotator = store.load_annotator(db, annotator_id)
    with store.writing(db):
        store.remove_annotator(db, annotator_id)
        account = store.load_account(db, annotator.account_id)
        if account.role != "manager" and not store.annotators_of_account(db, account.id):
            store.end_sessions_of(db, account.id)
        store.save_event(
            db, "annotator removed", annotator.pseudonym, annotator.study_id, annotator.account_id
        )
