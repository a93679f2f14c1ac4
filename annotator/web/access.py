"""Who may open what. Every route says it, and one that says nothing is closed to everybody.

    @blueprint.get("/studies")
    @open_to(MANAGERS)
    def index() -> str: ...

The gateway's routes check for themselves (`annotator.web.gateway`): they answer for one annotator's
own project only.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user

from annotator.errors import AccountError, StudyError
from annotator.keys import Keys
from annotator.store import Store, load_account, load_job, session_has_ended
from annotator.store.members import parts_of_account
from annotator.store.records import Account
from annotator.web.context import get_db, get_keys
from annotator.web.error_pages import wants_json
from annotator.web.numbers import whole_number

__all__ = [
    "ADJUDICATORS",
    "ANYONE",
    "INSTALLERS",
    "MANAGERS",
    "OVERSEERS",
    "SIGNED_IN",
    "VIEWERS",
    "SignedIn",
    "account",
    "init_app",
    "is_overseer",
    "live_session",
    "manages",
    "open_to",
    "part_in",
]

ANYONE = "anyone"
SIGNED_IN = "signed in"
OVERSEERS = "overseers"  # who manages or views some study, and managers of the installation
INSTALLERS = "installers"  # managers of the installation: they make studies and reset passwords
# Of the study that the address names, and managers of the installation:
MANAGERS = "managers"
ADJUDICATORS = "adjudicators"  # and managers
VIEWERS = "viewers"  # and managers, who alone may change anything on these pages
PARTS = {
    MANAGERS: ("manager",),
    ADJUDICATORS: ("manager", "adjudicator"),
    VIEWERS: ("manager", "viewer"),
}

View = TypeVar("View", bound=Callable[..., Any])


def open_to(role: str) -> Callable[[View], View]:
    """Declare who may open a route, by one of the words above."""

    def mark(view: View) -> View:
        view.open_to = role  # type: ignore[attr-defined]
        return view

    return mark


class SignedIn(UserMixin):  # type: ignore[misc]
    """The person a session belongs to, as `flask_login.current_user`.

    Each session has a name of its own, so that signing out ends it here and in no other browser.
    """

    def __init__(self, account: Account, keys: Keys, name: str = "") -> None:
        self.account = account
        self._stamp = _stamp(account, keys)
        self._name = name or secrets.token_hex(16)

    def get_id(self) -> str:
        """The session's content: a new password ends every older session."""
        return f"{self.account.id}.{self._stamp}.{self._name}"


def account() -> Account:
    """The account of who is signed in; only for routes that are not open to ANYONE."""
    if not current_user.is_authenticated:
        abort(403)
    found: Account = current_user.account
    return found


def init_app(app: Flask) -> None:
    login = LoginManager(app)
    login.session_protection = "basic"
    login.user_loader(_load_signed_in)
    app.before_request(_refuse_others)
    app.jinja_env.globals.update(manages=manages, is_overseer=is_overseer)


def _stamp(account: Account, keys: Keys) -> str:
    """Changes with the password, and when all sessions are ended; says nothing about either."""
    message = f"session:{account.id}:{account.sessions_ended}:{account.password_hash}".encode()
    return hmac.new(keys.secret_key.encode(), message, hashlib.sha256).hexdigest()[:24]


def _load_signed_in(session_id: str) -> SignedIn | None:
    return live_session(get_db(), get_keys(), session_id)


def live_session(db: Store, keys: Keys, session_id: str) -> SignedIn | None:
    """Whose session this is; None when it has ended or never was one."""
    number, _, rest = session_id.partition(".")
    account_id = whole_number(number)
    if account_id is None:
        return None
    try:
        found = load_account(db, account_id)
    except AccountError:
        return None
    person = SignedIn(found, keys, name=rest.rpartition(".")[2])
    usable = found.password_hash and not found.disabled and person.get_id() == session_id
    return person if usable and not session_has_ended(db, session_id) else None


def _refuse_others() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint == "static":
        return None  # no such page (404), or our own stylesheet
    if request.blueprint == "gateway":
        return None
    role = getattr(current_app.view_functions[request.endpoint], "open_to", None)
    if role == ANYONE:
        return None
    if role is None:
        abort(403)
    if not current_user.is_authenticated:
        if request.method not in ("GET", "HEAD") or wants_json():
            abort(401)
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if not _has_role(role):
        abort(403)
    return None


def part_in(study_id: int) -> str:
    """The part in a study of who is signed in: "manager", "adjudicator", "viewer" or ""."""
    if account().is_manager:
        return "manager"
    return _parts().get(study_id, "")


def manages(study_id: int) -> bool:
    """Whether who is signed in manages the study."""
    return part_in(study_id) == "manager"


def is_overseer() -> bool:
    """Whether who is signed in manages or views any study at all."""
    return account().is_manager or not {"manager", "viewer"}.isdisjoint(_parts().values())


def _has_role(role: str) -> bool:
    if role == SIGNED_IN or account().is_manager:
        return True
    if role == OVERSEERS:
        return is_overseer()
    parts = PARTS.get(role, ())
    if role == VIEWERS and request.method not in ("GET", "HEAD"):
        parts = PARTS[MANAGERS]
    study_id = _study_in_address()
    return study_id is not None and part_in(study_id) in parts


def _study_in_address() -> int | None:
    named = request.view_args or {}
    if "job_id" in named:
        try:
            return load_job(get_db(), named["job_id"]).study_id
        except StudyError:
            return None
    study_id: int | None = named.get("study_id")
    return study_id


def _parts() -> dict[int, str]:
    """Study -> part, of who is signed in; read once a request."""
    if "parts" not in g:
        g.parts = parts_of_account(get_db(), account().id)
    parts: dict[int, str] = g.parts
    return parts
