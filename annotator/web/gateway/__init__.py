"""The gateway: Label Studio under `/labeling/`, for one annotator's own work and nothing else.

    request -> door -> table -> reading (path, query, body, origin) -> ownership (whose is it?)
            -> answers (made by us) | passing (scrubbed) | saving, drafting (stored) | page, static

docs/gateway.md explains it; `Rule`s in table.py are everything that is let through.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from annotator.web.access import ANYONE, SIGNED_IN, open_to
from annotator.web.gateway.answers import no_service_worker
from annotator.web.gateway.door import answer_checked, shared_upstream
from annotator.web.gateway.page import FONT
from annotator.web.gateway.refusals import say
from annotator.web.gateway.static_files import stream

__all__ = ["blueprint", "make_blueprint"]

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
FONTS = (
    "Black",
    "Bold",
    "ExtraBold",
    "ExtraLight",
    "Light",
    "Medium",
    "Regular",
    "SemiBold",
    "Thin",
)


def make_blueprint(door: Callable[[], Response] = answer_checked) -> Blueprint:
    """The blueprint for `/labeling`, and the two paths the page asks for outside of it.

    `door` answers a request. The tests' positive control passes one of its own that checks nothing,
    to show that its attacks would reach something; no setting, variable or request can change it.
    """
    made = Blueprint("gateway", __name__)

    def answer(path: str = "") -> Response:
        return door()

    made.add_url_rule(
        "/<path:path>",
        "through",
        answer,
        methods=METHODS,
        provide_automatic_options=False,
        merge_slashes=False,
    )
    for address in ("", "/"):
        made.add_url_rule(
            address, "entrance", answer, methods=METHODS, provide_automatic_options=False
        )
    made.record_once(_add_outside)
    made.after_request(_close_the_answer)
    made.register_error_handler(500, _failed)
    return made


def _add_outside(state: BlueprintSetupState) -> None:
    state.app.add_url_rule("/sw.js", "no_service_worker", open_to(ANYONE)(no_service_worker))
    state.app.add_url_rule(f"{FONT}<weight>.ttf", "font", _font)


@open_to(SIGNED_IN)
def _font(weight: str) -> Response:
    if weight.removesuffix("Italic") not in FONTS and weight != "Italic":
        return say("There is no such font.", 404)
    return stream(shared_upstream(), f"{FONT}{weight}.ttf", {})


def _close_the_answer(response: Response) -> Response:
    """Headers of everything that comes through the gateway."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _failed(error: BaseException) -> Response:
    return say("This went wrong here; it has been written to the log.", 500)


blueprint = make_blueprint()
