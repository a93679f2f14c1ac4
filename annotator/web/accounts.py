"""Signing in and out, the first manager, and signing up by an invitation."""

from __future__ import annotations

import hmac
import sqlite3
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from annotator.errors import AccountError, StoreError
from annotator.store import (
    end_session,
    find_account,
    find_invitation,
    has_manager,
    load_account,
    set_password,
    use_invitation,
)
from annotator.store.members import parts_of_account
from annotator.store.records import Account
from annotator.store.reset_links import find_reset_link
from annotator.web.access import ANYONE, SIGNED_IN, SignedIn, account, open_to
from annotator.web.context import get_db, get_keys, get_settings
from annotator.web.edge.patience import Patience, TooManyAttempts
from annotator.workflow.inviting import create_manager, sign_up
from annotator.workflow.passwords import MIN_PASSWORD, hash_password, password_matches
from annotator.workflow.roles import set_new_password

blueprint = Blueprint("accounts", __name__)
patience = Patience()

LONGEST_EMAIL = 254
IMPATIENT = (
    "Too many attempts at once. Wait some seconds, then try again: a right password is taken, "
    "however often others guessed at it."
)
WRONG = "That e-mail address and password do not belong together. Check both and try again."


@blueprint.get("/")
@open_to(ANYONE)
def index() -> ResponseReturnValue:
    """Everybody's way in."""
    if not has_manager(get_db()):
        return redirect(url_for("accounts.first_manager"))
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    return redirect(_home(current_user.account))


@blueprint.route("/first-manager", methods=["GET", "POST"])
@open_to(ANYONE)
def first_manager() -> ResponseReturnValue:
    """Asked once, while nobody can manage the studies."""
    db = get_db()
    if has_manager(db):
        if request.method == "POST":
            abort(403, "The first manager has been made already. Sign in instead.")
        return redirect(url_for("accounts.sign_in"))
    if request.method == "POST":
        try:
            _check_code()
            made = create_manager(
                db, request.form.get("email", ""), _new_password(), request.form.get("name", "")
            )
        except (AccountError, TooManyAttempts) as error:
            flash(str(error) or IMPATIENT, "error")
        else:
            _start_session(made)
            flash("You are the manager now. Make a study, or look around first.", "success")
            return redirect(url_for("studies.index"))
    return _form("accounts/first_manager.html")


def _check_code() -> None:
    """Where strangers may open the page, the manager is who can see what `up` printed."""
    if not get_settings().faces_strangers:
        return
    given = request.form.get("code", "").strip().encode()
    with patience.attempt("the first manager", request.remote_addr or "?") as attempt:
        attempt.succeeded = hmac.compare_digest(given, get_keys().first_manager_code.encode())
    if not attempt.succeeded:
        raise AccountError(
            "The code is not right. The terminal in which annotator was started shows it; "
            "so does `annotator up` when it is started again."
        )


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to(ANYONE)
def sign_in() -> ResponseReturnValue:
    db = get_db()
    if not has_manager(db):
        return redirect(url_for("accounts.first_manager"))
    if current_user.is_authenticated and request.method == "GET":
        return redirect(_home(current_user.account))
    if request.method == "POST":
        try:
            found = _signing_in()
        except TooManyAttempts:
            flash(IMPATIENT, "error")
            return _form("accounts/sign_in.html"), 429
        if found is not None:
            _start_session(found)
            return redirect(_next_page() or _home(found))
        flash(WRONG, "error")
        return _form("accounts/sign_in.html"), 401
    return _form("accounts/sign_in.html")


def _signing_in() -> Account | None:
    """Whose e-mail address and password came; None when they do not belong together."""
    email = request.form.get("email", "").strip()[:LONGEST_EMAIL]
    with patience.attempt(email.casefold(), request.remote_addr or "?") as attempt:
        found = find_account(get_db(), email)
        attempt.succeeded = password_matches(found, request.form.get("password", ""))
    return found if attempt.succeeded else None


@blueprint.post("/sign-out")
@open_to(ANYONE)
def sign_out() -> ResponseReturnValue:
    said, kind = "You are signed out.", "success"
    if current_user.is_authenticated:
        try:
            end_session(get_db(), current_user.get_id())
        except (StoreError, sqlite3.Error):
            # As on a full disk: this browser forgets it all the same.
            current_app.logger.exception("The end of a session could not be stored.")
            said, kind = "You are signed out in this browser. That could not be stored.", "warning"
    logout_user()
    session.clear()
    flash(said, kind)
    return redirect(url_for("accounts.sign_in"))


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@open_to(ANYONE)
def join(token: str) -> ResponseReturnValue:
    """An invitation: sign up, or (with an account already) sign in and accept."""
    db = get_db()
    invited = find_invitation(db, token)
    if invited is None:
        return _private(render_template("accounts/join_ended.html")), 404
    person = load_account(db, invited.account_id)
    if person.password_hash:
        return _accept(token, person)
    if request.method == "POST":
        try:
            person = sign_up(db, token, request.form.get("name", ""), _new_password())
        except AccountError as error:
            flash(str(error), "error")
        else:
            _start_session(person)
            flash("Welcome. Your work is below.", "success")
            return redirect(url_for("work.index"))
    return _private(
        render_template("accounts/join.html", email=person.email, min_password=MIN_PASSWORD)
    )


def _accept(token: str, person: Account) -> ResponseReturnValue:
    """Somebody who has an account is invited to one more study."""
    if not current_user.is_authenticated:
        session["invitation"] = token
        flash("You have an account already: sign in to accept the invitation.", "info")
        return redirect(url_for("accounts.sign_in"))
    mine = account().id == person.id
    if request.method == "POST" and mine:
        use_invitation(get_db(), token)
        session.pop("invitation", None)
        flash("You have joined the study.", "success")
        return redirect(url_for("work.index"))
    return _private(render_template("accounts/accept.html", mine=mine)), 200 if mine else 403


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@open_to(ANYONE)
def reset(token: str) -> ResponseReturnValue:
    """A new password by the link that a manager made."""
    found = find_reset_link(get_db(), token)
    if found is None:
        return _private(render_template("accounts/reset.html", email="")), 404
    if request.method == "POST":
        try:
            person = set_new_password(get_db(), token, _new_password())
        except AccountError as error:
            flash(str(error), "error")
        else:
            _start_session(person)
            flash("Your new password is set.", "success")
            return redirect(_home(person))
    return _private(
        render_template("accounts/reset.html", email=found.email, min_password=MIN_PASSWORD)
    )


@blueprint.route("/account", methods=["GET", "POST"])
@open_to(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """One's own name, address and password."""
    person = account()
    if request.method == "POST":
        try:
            with patience.attempt(person.email.casefold(), request.remote_addr or "?") as attempt:
                old = request.form.get("old_password", "")
                attempt.succeeded = password_matches(person, old)
            if not attempt.succeeded:
                raise AccountError("The present password is not right. Nothing was changed.")
            set_password(get_db(), person.id, hash_password(_new_password()))
        except (AccountError, TooManyAttempts) as error:
            flash(str(error) or IMPATIENT, "error")
        else:
            end_session(get_db(), current_user.get_id())
            _start_session(load_account(get_db(), person.id))
            flash("Your password is changed. Other browsers are signed out.", "success")
            return redirect(url_for("accounts.mine"))
    return _form("accounts/mine.html")


def _home(person: Account) -> str:
    parts = parts_of_account(get_db(), person.id).values()
    oversees = person.is_manager or "manager" in parts or "viewer" in parts
    return url_for("studies.index" if oversees else "work.index")


def _form(template: str) -> str:
    code = get_settings().faces_strangers
    return render_template(template, min_password=MIN_PASSWORD, asks_for_code=code)


def _private(page: str) -> Response:
    """A page whose own address is a secret: it is told to nobody."""
    return Response(page, headers={"Referrer-Policy": "no-referrer"})


def _new_password() -> str:
    password = request.form.get("password", "")
    if password != request.form.get("password_again", ""):
        raise AccountError("The two passwords differ. Type the same one twice.")
    return password


def _start_session(person: Account) -> None:
    """A fresh session: nothing of an earlier one (of another person, say) stays."""
    invitation = session.get("invitation")
    session.clear()
    if invitation:
        session["invitation"] = invitation
    login_user(SignedIn(person, get_keys()))


def _next_page() -> str:
    """Where the person wanted to go: an invitation, or a page of this site and no other."""
    invitation = session.pop("invitation", None)
    if invitation:
        return url_for("accounts.join", token=invitation)
    wanted = request.args.get("next", "")
    if not wanted.isprintable():
        return ""  # a line break would end the header that it goes into
    parts = urlsplit(wanted)
    here = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if here and not parts.scheme and not parts.netloc else ""
