"""Drafts: what an annotator has begun. Shown as *in progress*, kept apart from annotations."""

from __future__ import annotations

from flask import Response, jsonify, make_response

from annotator import store
from annotator.web.gateway import scrubbing
from annotator.web.gateway.adopting import keep_draft
from annotator.web.gateway.call import Call
from annotator.web.gateway.healing import remembered
from annotator.web.gateway.refusals import Refused
from annotator.web.gateway.session import content

_KEPT = ("result", "lead_time", "was_postponed", "started_at")


def create(call: Call) -> Response:
    """The page saves by itself when the annotator pauses; also what *Postpone* sends."""
    path = f"/api/tasks/{call.place.own_task}"
    if call.place.annotation is not None:
        path += f"/annotations/{call.place.own_annotation.labelstudio_id}"
    with remembered(call):
        response = call.session.send("POST", f"{path}/drafts", None, _body(call), repeatable=False)
        raw = content(response)
        keep_draft(call.db, call.place.own_assignment, raw)
    return make_response(jsonify(scrubbing.draft(raw, call.account, call.numbers)), 201)


def update(call: Call) -> Response:
    number = call.place.own_draft.labelstudio_id
    response = call.session.send("PATCH", f"/api/drafts/{number}/", None, _body(call))
    if response.status_code == 404:  # another tab has submitted it meanwhile
        store.remove_draft(call.db, number)
        raise Refused("This draft has been submitted or removed.", 404)
    with remembered(call):
        raw = content(response)
        keep_draft(call.db, call.place.own_assignment, raw)
    return jsonify(scrubbing.draft(raw, call.account, call.numbers))


def delete(call: Call) -> Response:
    number = call.place.own_draft.labelstudio_id
    with remembered(call):
        remove(call, number)
    return make_response("", 204)


def remove(call: Call, number: int) -> None:
    """Remove a draft in both stores; one that is gone already is fine."""
    response = call.session.send("DELETE", f"/api/drafts/{number}/")
    if response.status_code not in (204, 404):
        content(response)
    store.remove_draft(call.db, number)


def _body(call: Call) -> dict[str, object]:
    return {name: call.body[name] for name in _KEPT if name in call.body}
