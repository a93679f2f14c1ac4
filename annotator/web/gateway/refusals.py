"""Saying no: JSON to the labelling page's own calls, a small page to a person."""

from __future__ import annotations

from flask import Response, jsonify, make_response, redirect, request, url_for
from markupsafe import escape

from annotator.errors import AnnotatorError

HOME = "/"  # our own first page, where everything in Label Studio's menus leads back to
NOT_YOURS = "This is not part of your work."
NOTHING_LEFT = "There is nothing left to annotate for you here."

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem}}
</style></head>
<body><h1>{title}</h1><p>{detail}</p><p><a href="{home}">Back to your work</a></p></body></html>
"""


class Refused(AnnotatorError):
    """The gateway does not let this request through."""

    def __init__(self, detail: str, status: int = 403) -> None:
        super().__init__(detail)
        self.detail = detail
        self.status = status


def wants_page() -> bool:
    """Is a person looking (a navigation), rather than the labelling page's own code?"""
    destination = request.headers.get("Sec-Fetch-Dest", "")
    if destination:
        return destination in ("document", "iframe")
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


def say(detail: str, status: int, *, title: str = "") -> Response:
    """An error the way the asker reads it. `detail` is ours: never Label Studio's own words."""
    if wants_page():
        names = {503: "Label Studio does not answer", 502: "Label Studio failed"}
        page = _PAGE.format(
            title=escape(title or names.get(status, "This page is not for you")),
            detail=escape(detail),
            home=HOME,
        )
        answer = make_response(page, status)
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    else:
        answer = make_response(jsonify(status_code=status, detail=detail), status)
    if status == 503:
        answer.headers["Retry-After"] = "5"
    return answer


def ask_to_sign_in() -> Response:
    """Nobody is signed in (any more)."""
    if wants_page() and request.method == "GET":
        target = url_for("accounts.sign_in", next=request.full_path.rstrip("?"))
        return make_response(redirect(target))
    return say("Sign in again: your session has ended.", 401)
