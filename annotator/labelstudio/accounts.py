"""Technical accounts: how one is made, and how it signs in. Their passwords never leave us.

`POST /api/users` makes a user who cannot sign in, so an account goes through the sign-up form of
Label Studio's invitation link, as a person would.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from annotator.errors import LabelStudioDown, LabelStudioRefused
from annotator.labelstudio.connection import (
    TRY_LATER,
    Connection,
    decoded,
    is_loopback,
    raise_for,
    translated_errors,
)
from annotator.labelstudio.expected import object_of, rows_of, unexpected

LOGIN_PATH, USERS_PATH, WHOAMI_PATH = "/user/login/", "/api/users", "/api/current-user/whoami"
FORM_TIMEOUT = httpx.Timeout(60.0, connect=5.0)  # an annotator's page waits for it
SESSION_COOKIES = ("sessionid", "csrftoken")
_CSRF_FIELD = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')


def technical_email() -> str:
    """A new pseudonymous address: Label Studio shows it to others in many answers."""
    return f"annotator-{secrets.token_hex(6)}@annotator.invalid"


def ensure_account(connection: Connection, email: str, password: str) -> int:
    """The user id of that account, made if it is not there yet."""
    invited = object_of(connection.get("/api/invite"), "/api/invite", invite_url=str)
    invitation = urlsplit(invited["invite_url"])
    _, ours, rest = invitation.path.partition("/user/")
    if not ours:
        raise unexpected("/api/invite", "the address of its sign-up form", invited)
    path = f"{ours}{rest}"
    with _form_client(connection.url) as client, translated_errors(connection.url):
        answer = _submit_form(client, f"{path}?{invitation.query}", email, password)
        if answer.is_redirect:  # signing up signs in
            me = object_of(decoded(client.get(WHOAMI_PATH)), WHOAMI_PATH, id=int)
            return int(me["id"])
    # The form comes back with an error: somebody has this address, and it can only be us.
    found = all_accounts(connection).get(email.lower())
    if found is None:
        raise LabelStudioRefused(
            f"Label Studio's sign-up form did not make the technical account {email} "
            f"(it answered {answer.status_code}).",
            status=answer.status_code,
        )
    return found


def all_accounts(connection: Connection) -> dict[str, int]:
    """Address (in small letters) -> user id."""
    users = rows_of({"users": connection.get(USERS_PATH)}, "users", USERS_PATH, id=int, email=str)
    return {user["email"].lower(): user["id"] for user in users}


class LabelStudioSession:
    """A technical account's signed-in session; `cookies()` signs in when there is none.

    Any thread may use one. Call `renew` when an answer says that the session has expired.
    """

    def __init__(self, url: str, email: str, password: str) -> None:
        self.url = url.rstrip("/")
        self.email = email
        self._password = password
        self._cookies: dict[str, str] = {}
        self._lock = threading.Lock()
        self._gave_up = 0.0  # when Label Studio last did not answer

    def cookies(self) -> dict[str, str]:
        """The cookies to send with a request of this account."""
        asked = time.monotonic()
        with self._lock:
            if not self._cookies:
                self._sign_in(asked)
            return dict(self._cookies)

    def renew(self, stale: dict[str, str] | None = None) -> dict[str, str]:
        """Sign in again, unless another thread already has since `stale` was handed out."""
        asked = time.monotonic()
        with self._lock:
            if stale is None or self._cookies == stale:
                self._sign_in(asked)
            return dict(self._cookies)

    def _sign_in(self, asked: float) -> None:
        """Whoever waited while another had no answer would only wait as long again."""
        if asked < self._gave_up:
            raise LabelStudioDown(f"Label Studio at {self.url} did not answer in time.")
        try:
            self._cookies = sign_in(self.url, self.email, self._password)
        except LabelStudioDown:
            self._gave_up = time.monotonic()
            raise


def submit_annotation(
    session: LabelStudioSession,
    task_id: int,
    *,
    result: list[dict[str, object]],
    lead_time: float,
    was_cancelled: bool,
    unique_id: str,
) -> dict[str, Any] | None:
    """Submit (or skip) as this account, the way the labelling page does; Label Studio's answer.

    The same `unique_id` again changes nothing; the answer is then None.
    """
    body = {
        "result": result,
        "lead_time": lead_time,
        "was_cancelled": was_cancelled,
        "unique_id": unique_id,
    }
    try:
        return post_as(session, f"/api/tasks/{task_id}/annotations/", body)
    except LabelStudioRefused as error:
        if error.status != httpx.codes.CONFLICT:
            raise
        return None


def post_as(session: LabelStudioSession, path: str, body: dict[str, object]) -> dict[str, Any]:
    """Send something as this account, the way the labelling page does; Label Studio's answer."""
    cookies = "; ".join(f"{name}={value}" for name, value in session.cookies().items())
    with translated_errors(session.url), _form_client(session.url) as client:
        answer = client.post(path, headers={"Cookie": cookies}, json=body)
        return object_of(decoded(answer), path, id=int)


def sign_in(url: str, email: str, password: str) -> dict[str, str]:
    """Raises LabelStudioRefused when the account is not let in."""
    with _form_client(url) as client, translated_errors(url):
        answer = _submit_form(client, LOGIN_PATH, email, password, persist_session="on")
        if answer.status_code in TRY_LATER:
            raise_for(answer)
        cookies = {name: client.cookies.get(name) or "" for name in SESSION_COOKIES}
    if not cookies["sessionid"] or not answer.is_redirect:
        raise LabelStudioRefused(
            f"Label Studio did not let the technical account {email} in "
            f"(it answered {answer.status_code}).",
            status=answer.status_code,
        )
    return cookies


def _form_client(url: str) -> httpx.Client:
    # Without an Origin header: one that is not Label Studio's own fails its CSRF check.
    return httpx.Client(base_url=url, timeout=FORM_TIMEOUT, trust_env=not is_loopback(url))


def _submit_form(
    client: httpx.Client, path: str, email: str, password: str, **fields: str
) -> httpx.Response:
    page = client.get(path)
    if page.status_code in TRY_LATER:
        raise_for(page)
    found = _CSRF_FIELD.search(page.text)
    if page.is_error or not found:
        raise LabelStudioRefused(
            f"Label Studio's page {path.partition('?')[0]} has no form "
            f"(it answered {page.status_code}).",
            status=page.status_code,
        )
    form = {"csrfmiddlewaretoken": found[1], "email": email, "password": password}
    return client.post(path, data=form | fields)
