"""Drafts: what an annotator has begun. Shown as *in progress*, kept apart from annotations."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, make_response

from annotator import store
from annotator.models import State
from annotator.store.records import AnnotationRecord
from annotator.web.gateway import lateness, scrubbing
from annotator.web.gateway.adopting import keep_draft
from annotator.web.gateway.call import Call
from annotator.web.gateway.healing import remembered, saving
from annotator.web.gateway.refusals import Refused
from annotator.web.gateway.session import content

_KEPT = ("result", "lead_time", "was_postponed", "started_at")


def create(call: Call) -> Response:
    """The page saves by itself when the annotator pauses; also what *Postpone* sends.

    One draft for an article (or for the annotation that is being changed): a second one, sent
    before the page knew of the first, changes it.
    """
    assignment = call.place.own_assignment
    with saving(call):
        annotation = call.place.annotation or _submitted(call)
        unknown = annotation is not None and call.place.annotation is None and not lateness.sent()
        if unknown or lateness.is_late(assignment.id):
            return jsonify(lateness.answer_to_a_late_draft())
        number = annotation.labelstudio_id if annotation else None
        raw = _change_the_one_there(call, number) or _created(call, number)
        keep_draft(call.db, assignment, raw)
    return make_response(jsonify(scrubbing.draft(raw, call.account, call.numbers)), 201)


def update(call: Call) -> Response:
    number = call.place.own_draft.labelstudio_id
    with saving(call):
        if lateness.is_late(call.place.own_assignment.id):
            return jsonify(lateness.answer_to_a_late_draft())
        raw = _changed(call, number)
        if raw is None:  # another tab has submitted it meanwhile
            raise Refused("This draft has been submitted or removed.", 404)
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


def _submitted(call: Call) -> AnnotationRecord | None:
    """What this article has been submitted with. A skip may be taken back: that begins a draft."""
    own = store.annotations_of_assignment(call.db, call.place.own_assignment.id)
    return next((one for one in reversed(own) if one.state == State.SUBMITTED), None)


def _change_the_one_there(call: Call, annotation: int | None) -> dict[str, Any] | None:
    for known in store.drafts_of_assignment(call.db, call.place.own_assignment.id):
        if known.annotation_labelstudio_id == annotation:
            raw = _changed(call, known.labelstudio_id)
            if raw is not None:
                return raw
    return None


def _changed(call: Call, number: int) -> dict[str, Any] | None:
    """The draft with the new content; None if Label Studio does not have it (any more)."""
    response = call.session.send("PATCH", f"/api/drafts/{number}/", None, _body(call))
    if response.status_code == 404:
        store.remove_draft(call.db, number, found_gone=True)
        return None
    return content(response, id=int)


def _created(call: Call, annotation: int | None) -> dict[str, Any]:
    path = f"/api/tasks/{call.place.own_task}"
    if annotation is not None:
        path += f"/annotations/{annotation}"
    response = call.session.send("POST", f"{path}/drafts", None, _body(call), repeatable=False)
    return content(response, id=int)


def _body(call: Call) -> dict[str, object]:
    return {name: call.body[name] for name in _KEPT if name in call.body}
