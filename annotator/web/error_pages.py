"""What a person sees when something cannot be done: what happened, and where to go on."""

from __future__ import annotations

import sqlite3

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from annotator.errors import AnnotatorError, InputError, LabelStudioError, StoreError
from annotator.shortage import shortage

__all__ = ["error_page", "init_app", "wants_json"]

MOST_TYPED = 100_000  # characters that are shown again
LARGEST_FORM = 1_000_000  # bytes; nobody typed more

_BARE = "errors/bare.html"
_IN_BARE = ("errors/_said.html", "errors/_typed.html")
_TITLES = {
    400: "That request could not be understood",
    401: "You are signed out",
    403: "This page is not for you",
    404: "There is no such page",
    405: "That cannot be done here",
    413: "That is too large",
    429: "Too many attempts",
    500: "Something went wrong on our side",
    503: "Label Studio does not answer",
    507: "Something has run out on our side",
}
_ADVICE = {
    400: "Go back and try again.",
    401: "Nothing was changed. Sign in, then do it once more.",
    403: "It belongs to somebody else, or only managers may open it.",
    404: "The address may be mistyped, or what it showed was removed.",
    405: "Go back and use the page’s own buttons.",
    413: "Bring fewer files at once; one file has at most 20 MB.",
    500: "Nothing that was saved is lost. Try again; if it stays like this, tell the manager.",
    503: "It starts again by itself within a minute. Nothing that was saved is lost.",
    507: "Whoever runs this installation can do that; annotator doctor says more.",
}


def init_app(app: Flask) -> None:
    for name in (_BARE, *_IN_BARE):  # read now: later there may be no file left to be opened
        app.jinja_env.get_template(name)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(InputError, _input_error)
    app.register_error_handler(LabelStudioError, _labelstudio_error)
    app.register_error_handler(StoreError, _store_error)


def error_page(code: int, message: str = "") -> ResponseReturnValue:
    """The page of an error (for the page's scripts: JSON), with its status."""
    if wants_json():
        return jsonify(error=message or _TITLES.get(code, "Not done.")), code
    said = {
        "title": _TITLES.get(code, "That could not be done"),
        "message": message,
        "advice": _ADVICE.get(code, ""),
        "again": code == 503 and request.method == "GET",
        "signed_out": code == 401,
        "typed": _typed(),
    }
    try:
        return render_template("errors/page.html", **said), code
    except (StoreError, sqlite3.Error, OSError):  # who is signed in cannot be looked up
        return current_app.jinja_env.get_template(_BARE).render(said), code


def wants_json() -> bool:
    """Whether a page's script asks, and no person."""
    return bool(request.accept_mimetypes.best == "application/json")


def _typed() -> list[tuple[str, str]]:
    """Field and content of what a person wrote into the form that was refused: several words.

    The browser does not keep it, as the pages may not be stored.
    """
    if request.method != "POST" or (request.content_length or 0) > LARGEST_FORM:
        return []
    try:
        form = request.form
    except (HTTPException, OSError):  # a body that cannot be read, or laid down
        return []
    words = [
        (field, value.strip())
        for field, value in form.items(multi=True)
        if field not in ("csrf_token", "html") and "password" not in field
        if len(value.split()) > 1
    ]
    return words if sum(len(value) for _, value in words) <= MOST_TYPED else []


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.get_response().status_code < 400 or error.code is None:
        return error  # a redirect
    if isinstance(error, InternalServerError):
        lacks = shortage(error.original_exception) if error.original_exception else ""
        return error_page(507 if lacks else 500, lacks)
    own_words = error.description if error.description != type(error).description else ""
    return error_page(error.code, own_words or "")


def _form_too_old(_error: CSRFError) -> ResponseReturnValue:
    return error_page(
        400,
        "The form was from another sign-in, or cookies are switched off. "
        "Open the page again and send it once more.",
    )


def _input_error(error: AnnotatorError) -> ResponseReturnValue:
    return error_page(400, str(error))


def _labelstudio_error(error: AnnotatorError) -> ResponseReturnValue:
    current_app.logger.warning("Label Studio: %s", error)
    return error_page(503)


def _store_error(error: AnnotatorError) -> ResponseReturnValue:
    current_app.logger.error("Store: %s", error)
    return error_page(500, str(error))
