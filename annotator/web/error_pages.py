"""What a person sees when something cannot be done: what happened, and where to go on."""

from __future__ import annotations

import sqlite3

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from annotator.errors import AnnotatorError, InputError, LabelStudioError, StoreError
from annotator.shortage import shortage

__all__ = ["error_page", "init_app"]

_TITLES = {
    400: "That request could not be understood",
    401: "Sign in first",
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
    403: "It belongs to somebody else, or only managers may open it.",
    404: "The address may be mistyped, or what it showed was removed.",
    405: "Go back and use the page’s own buttons.",
    413: "Bring fewer files at once; one file has at most 20 MB.",
    500: "Nothing that was saved is lost. Try again; if it stays like this, tell the manager.",
    503: "It starts again by itself within a minute. Nothing that was saved is lost.",
    507: "Whoever runs this installation can do that; annotator doctor says more.",
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(InputError, _input_error)
    app.register_error_handler(LabelStudioError, _labelstudio_error)
    app.register_error_handler(StoreError, _store_error)


def error_page(code: int, message: str = "") -> ResponseReturnValue:
    """The page of an error (for the page's scripts: JSON), with its status."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(error=message or _TITLES.get(code, "Not done.")), code
    said = {
        "title": _TITLES.get(code, "That could not be done"),
        "message": message,
        "advice": _ADVICE.get(code, ""),
        "again": code == 503,
    }
    try:
        return render_template("errors/page.html", **said), code
    except (StoreError, sqlite3.Error, OSError):  # who is signed in cannot be looked up
        return current_app.jinja_env.get_template("errors/bare.html").render(said), code


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
        "Load the page again and send it once more.",
    )


def _input_error(error: AnnotatorError) -> ResponseReturnValue:
    return error_page(400, str(error))


def _labelstudio_error(error: AnnotatorError) -> ResponseReturnValue:
    current_app.logger.warning("Label Studio: %s", error)
    return error_page(503)


def _store_error(error: AnnotatorError) -> ResponseReturnValue:
    current_app.logger.error("Store: %s", error)
    return error_page(500, str(error))
