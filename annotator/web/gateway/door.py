"""One request, from the browser to its answer: every check stands here, in its order."""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from flask import Response, current_app, request
from flask_login import current_user

from annotator.errors import AnnotatorError, LabelStudioDown, LabelStudioRefused, StoreError
from annotator.store.records import Account
from annotator.web.context import get_db, get_keys, get_labelstudio_url, get_settings
from annotator.web.gateway import healing, reading
from annotator.web.gateway.call import Call
from annotator.web.gateway.own_numbers import Kind, OwnNumbers
from annotator.web.gateway.ownership import find_place
from annotator.web.gateway.page import PREFIX
from annotator.web.gateway.refusals import NOT_YOURS, Refused, ask_to_sign_in, say
from annotator.web.gateway.session import Session
from annotator.web.gateway.table import IDS, Rule, find_rule
from annotator.web.gateway.upstream import Upstream

log = logging.getLogger(__name__)

NO_TIME = "Label Studio does not answer at the moment. Try again in a minute."
NOT_UNDERSTOOD = (
    "Label Studio answered something that is not understood here; the application's log says what. "
    "If this goes on, tell the study's manager."
)
NOT_KEPT = (
    "Label Studio has your work, but it could not be stored here yet. It will be sent again; "
    "if this goes on, tell the study's manager."
)


def answer_checked() -> Response:
    """The answer to the current request under `/labeling/`."""
    if not current_user.is_authenticated or current_user.account.disabled:
        return ask_to_sign_in()
    try:
        return _answer(current_user.account)
    except Refused as refusal:
        return say(refusal.detail, refusal.status)
    except LabelStudioDown as error:
        log.warning("%s", error)
        return say(NO_TIME, 503)
    except LabelStudioRefused as error:
        return _say_what_label_studio_says(error)
    except (StoreError, sqlite3.Error) as error:
        log.error("A request could not be stored: %s", error)
        return say(NOT_KEPT, 503)
    except AnnotatorError as error:
        log.error("A request could not be answered: %s", error)
        return say(NOT_KEPT, 500)


def shared_upstream() -> Upstream:
    """This application's connection to Label Studio, made when first needed."""
    made = current_app.extensions.get("gateway")
    if made is None:
        # Two threads may both get here: setdefault keeps one of the two.
        made = current_app.extensions.setdefault(
            "gateway", Upstream(get_labelstudio_url, get_keys())
        )
    connection: Upstream = made
    return connection


def _answer(account: Account) -> Response:
    path = reading.read_path(request, PREFIX)
    method = "GET" if request.method == "HEAD" else request.method
    found = find_rule(method, path)
    if found is None:
        raise Refused("This is not one of the things the labelling page needs.")
    rule, ids = found
    if method not in reading.SAFE_METHODS:
        reading.check_origin(request, get_settings())
    query = reading.read_query(request, rule.query)
    missing = [name for name in rule.needs if name not in query]
    if missing:
        raise Refused(f"The query of this address lacks {missing[0]!r}.", 400)
    body = {}
    if rule.body is not None:
        body = reading.read_body(request, rule.body, get_settings())
    return rule.answer(_call(account, rule, path, ids, query, body))


def _call(
    account: Account,
    rule: Rule,
    path: str,
    ids: dict[str, int],
    query: dict[str, Any],
    body: dict[str, Any],
) -> Call:
    for name, value in [*query.items(), *body.items()]:
        kind = IDS.get(name)
        if kind is not None and ids.setdefault(kind, value) != value:
            raise Refused("The address and the query name different things.")
    session = Session(shared_upstream(), account)
    db = get_db()
    if not account.technical_email:
        raise Refused("Nothing has been published to you yet.")
    numbers = OwnNumbers(get_keys().secret_key, account.id)
    place = find_place(db, account, session, _meant(ids, numbers))
    call = Call(account, db, session, place, numbers, path, query, body)
    healing.heal(call)
    return call


def _meant(ids: dict[str, int], numbers: OwnNumbers) -> dict[str, int]:
    """Label Studio's ids for those that the browser knows."""
    kinds: dict[str, Kind] = {
        "annotation": "annotation",
        "draft": "draft",
        "begun draft": "draft",
    }
    try:
        return {
            name: numbers.meant(kinds[name], value) if name in kinds else value
            for name, value in ids.items()
        }
    except ValueError:  # not one that was ever handed out
        raise Refused(NOT_YOURS) from None


def _say_what_label_studio_says(error: LabelStudioRefused) -> Response:
    """Its own words may hold a traceback or an address: they go to the log, not to the browser."""
    log.warning("%s %s", error, error.body)
    if error.status < 400:
        return say(NOT_UNDERSTOOD, 502)
    if error.status == 404:
        return say("Label Studio does not have this (any more).", 404)
    if 400 <= error.status < 500 and error.status not in (401, 403):
        return say(f"Label Studio did not accept this ({error.status}).", error.status)
    return say(f"Label Studio failed ({error.status}). Try again in a minute.", 502)
