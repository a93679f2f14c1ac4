"""The labelling page itself: Label Studio's HTML, at our address, leading back to our pages."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from annotator import store
from annotator.labelstudio.expected import unexpected
from annotator.models import State
from annotator.schemes import instruction_html
from annotator.schemes.editor_script import EDITOR_SCRIPT
from annotator.store.studies import scheme_of
from annotator.web.context import get_settings
from annotator.web.gateway.call import Call
from annotator.web.gateway.refusals import NOT_YOURS, Refused
from annotator.web.gateway.session import succeeded

PREFIX = "/labeling"
FONT = "/static/fonts/Figtree-"  # which the page asks for outside of our prefix
SCRIPT = "/annotator.js"
# In this order: each adds to what the ones before have made.
SCRIPTS = ("start", "saving", "counter", "direction", "words", "frame", "lists", "opening")
TITLE = "<title>Label Studio</title>"
COUNTS_RIGHT = "fflag_fix_all_optic_79_task_count_is_wrong_short"

# Label Studio's scripts are its own files and a few inline ones; nothing is loaded from elsewhere.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HOSTNAME = re.compile(r'hostname:\s*"(https?://[^"]+)"')


def labelling_page(call: Call) -> Response:
    """Begins with the next article, or with the finished one that `article` in the query names."""
    number = call.place.own_project
    if "labeling" not in call.query:  # the data manager, which lists everything
        return make_response(redirect(f"{PREFIX}/projects/{number}/data?labeling=1"))
    path = f"/projects/{number}/data/"
    response = call.session.send("GET", path, {"labeling": 1})
    if response.status_code == 404:
        raise Refused("Label Studio does not have this study (any more).", 404)
    html = succeeded(response).text
    if TITLE not in html:
        raise unexpected(path, "its labelling page", html)
    answer = make_response()
    answer.set_data(rewrite(html, get_settings().origin, _head(call, answer)))
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Frame-Options"] = "DENY"
    return answer


def rewrite(html: str, origin: str, head: str = "") -> str:
    """Label Studio writes its own address into the page; put `origin` (ours) there instead."""
    found = _HOSTNAME.search(html)
    if found:
        html = html.replace(found[1].rstrip("/"), origin + PREFIX)
    html = html.replace(TITLE, "<title>Annotate · annotator</title>", 1)
    html = html.replace(f'"{COUNTS_RIGHT}": false', f'"{COUNTS_RIGHT}": true')
    tag = f'<script src="{PREFIX}{SCRIPT}"></script>'
    return html.replace("</head>", head + tag + "</head>", 1)


def our_script(call: Call) -> Response:
    """What runs in the page before Label Studio's own scripts.

    Ours lie beside the other files of our pages; what the codebook asks of the editor is in
    `annotator.schemes.editor_script`.
    """
    answer = make_response(_script())
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return answer


@cache
def _script() -> str:
    folder = Path(__file__).parent.parent / "static" / "labelling"
    ours = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return "\n".join([*ours, EDITOR_SCRIPT])


def _head(call: Call, answer: Response) -> str:
    annotator = call.place.annotator
    if annotator is None:
        raise Refused(NOT_YOURS)
    study = store.load_study(call.db, annotator.study_id)
    page: dict[str, Any] = {
        "home": url_for("work.index"),
        "signOut": url_for("accounts.sign_out"),
        "token": generate_csrf(),
        "prefix": PREFIX,
        "mostBytes": get_settings().max_annotation_bytes,
        "study": study.title,
        "showGuideline": _is_first_time(call, answer, annotator.id),
        "open": _finished_task(call, annotator.id),
    }
    guideline = Markup(instruction_html(scheme_of(call.db, study)))  # noqa: S704 - escaped there
    return render_template("work/_labelling_head.html", page=page, guideline=guideline)


def _is_first_time(call: Call, answer: Response, annotator: int) -> bool:
    """Nothing is begun in this study, and this browser has not shown the guideline either."""
    name = f"annotator_guideline_{annotator}"
    answer.set_cookie(
        name,
        "shown",
        max_age=365 * 24 * 3600,
        path=PREFIX,
        httponly=True,
        samesite="Lax",
        secure=get_settings().origin.startswith("https://"),
    )
    if name in request.cookies:
        return False
    own = store.assignments_of_annotator(call.db, annotator)
    return all(one.state == State.NOT_STARTED for one in own)


def _finished_task(call: Call, annotator: int) -> int | None:
    """The task of the finished article that the address asks for."""
    wanted = call.query.get("article")
    if wanted is None:
        return None
    for one in store.assignments_of_annotator(call.db, annotator):
        if one.article_id == int(wanted) and one.state in (State.SUBMITTED, State.SKIPPED):
            return one.task_id
    raise Refused("You have not finished such an article in this study.", 404)
