"""Saving: what Label Studio has taken is in SQLite before the browser has its answer.

One article has one annotation. A second POST for it (a second tab, a double click, an answer that
got lost on its way) becomes a change of the annotation that is there; every version is kept.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Response, jsonify, make_response

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.faults import reach
from annotator.web.gateway import drafting, healing, lateness, scrubbing
from annotator.web.gateway.adopting import made_by
from annotator.web.gateway.call import Call
from annotator.web.gateway.keepable import is_keepable
from annotator.web.gateway.refusals import Refused
from annotator.web.gateway.session import content
from annotator.workflow.saving import store_annotation

_CREATED = ("result", "lead_time", "unique_id", "started_at", "was_cancelled")
_CHANGED = ("result", "lead_time", "was_cancelled")

REPLACED = "X-Annotator-Replaced"  # tells a page that it has replaced what another had submitted


def create(call: Call) -> Response:
    """Submit or skip."""
    with healing.saving(call):
        reach("before-labelstudio")
        changed = _change_the_one_there(call)
        raw = changed or _create(call)
        _keep(call, raw)
        _end_loose_drafts(call)
        replaces = changed is not None and lateness.is_of_another_tab(call.place.own_assignment.id)
        lateness.submitted(call.place.own_assignment.id)
    answer = make_response(jsonify(scrubbing.annotation(raw, call.account, call.numbers)), 201)
    if replaces:
        answer.headers[REPLACED] = "yes"
    return answer


def update(call: Call) -> Response:
    """Change an annotation, skip a submitted one."""
    number = call.place.own_annotation.labelstudio_id
    with healing.saving(call):
        reach("before-labelstudio")
        raw = _patch(call, number, _chosen(call, _CHANGED))
        if raw is None:
            store.mark_deleted(call.db, number, store.FOUND_GONE)
            raise Refused("This annotation has been deleted.", 404)
        _keep(call, raw)
        lateness.submitted(call.place.own_assignment.id)
    return jsonify(scrubbing.annotation(raw, call.account, call.numbers))


def delete(call: Call) -> Response:
    """Taking back a skip is a new draft and this. Nothing is lost: revisions stay in SQLite."""
    number = call.place.own_annotation.labelstudio_id
    with healing.saving(call):
        response = call.session.send("DELETE", f"/api/annotations/{number}/")
        if response.status_code not in (204, 404):
            content(response)
        with store.writing(call.db):
            store.mark_deleted(call.db, number, "gateway")
            _forget_drafts_of(call, number)
    return make_response("", 204)


def _create(call: Call) -> dict[str, Any]:
    body = _chosen(call, _CREATED)
    if call.place.draft is not None:
        body["draft_id"] = call.place.draft.labelstudio_id
    response = call.session.send(
        "POST",
        f"/api/tasks/{call.place.own_task}/annotations/",
        {"project": call.place.own_project},
        body,
        repeatable="unique_id" in body,
    )
    if response.status_code == 409 or (response.status_code >= 500 and _own_annotations(call)):
        return _saved_before(call)
    raw = content(response, id=int)
    raw["unique_id"] = body.get("unique_id", "")  # Label Studio keeps it and never says it
    return raw


def _saved_before(call: Call) -> dict[str, Any]:
    """Label Studio has this `unique_id` (the first answer was lost), or failed after storing it.
    Fetch what it has."""
    own = _own_annotations(call)
    if not own:
        raise Refused("Label Studio has another annotation with this unique_id.", 409)
    raw = content(call.session.send("GET", f"/api/annotations/{max(own)}/"), id=int)
    if raw.get("result") != call.body.get("result") or raw.get("was_cancelled") != _is_skip(call):
        # Not the same one sent twice: a second tab, which knows the article by the same id.
        raw = _patch(call, raw["id"], _replacement(call)) or raw
        _remove_draft(call)
    raw["unique_id"] = call.body.get("unique_id", "")
    return raw


def _own_annotations(call: Call) -> list[int]:
    task = call.session.fetch_task(call.place.own_task) or {}
    return [
        one["id"]
        for one in task.get("annotations") or ()
        if made_by(call.account, one.get("completed_by"))
    ]


def _change_the_one_there(call: Call) -> dict[str, Any] | None:
    """The annotation that this article has already, with the new content; None if it has none."""
    for known in reversed(store.annotations_of_assignment(call.db, call.place.own_assignment.id)):
        raw = _patch(call, known.labelstudio_id, _replacement(call))
        if raw is not None:
            _remove_draft(call)
            return raw
        store.mark_deleted(call.db, known.labelstudio_id, store.FOUND_GONE)
    return None


def _remove_draft(call: Call) -> None:
    """Creating an annotation ends its draft in Label Studio; changing one does not."""
    if call.place.draft is not None:
        drafting.remove(call, call.place.draft.labelstudio_id)


def _patch(call: Call, number: int, body: dict[str, Any]) -> dict[str, Any] | None:
    """Label Studio's answer; None when the annotation is gone."""
    path = f"/api/annotations/{number}/"
    response = call.session.send("PATCH", path, None, body)
    if response.status_code >= 500:
        there = _fetched(call, path)
        if there is not None and _is_what_was_sent(there, body):
            return there  # it failed after storing it
        # Unreadable or uncountable: it will fail as often as it is asked, unless Label Studio
        # itself is not well.
        if not (there and is_keepable(there.get("result"))) and call.session.fetch("/api/version"):
            return _made_anew(call, number, body)
    return None if response.status_code == 404 else content(response, id=int)


def _fetched(call: Call, path: str) -> dict[str, Any] | None:
    try:
        return call.session.fetch(path, id=int)
    except LabelStudioRefused:
        return None


def _is_gone(call: Call, path: str) -> bool:
    try:
        return call.session.fetch(path) is None
    except LabelStudioRefused:
        return False  # there, and unreadable


def _is_what_was_sent(there: dict[str, Any], body: dict[str, Any]) -> bool:
    return all(
        there.get(name) == body[name] for name in ("result", "was_cancelled") if name in body
    )


def _made_anew(call: Call, number: int, body: dict[str, Any]) -> dict[str, Any]:
    """A new annotation in place of one that Label Studio fails to change for ever: it holds, from
    before such was refused, what Label Studio cannot count. SQLite keeps its revisions."""
    gone = f"/api/annotations/{number}/"
    response = call.session.send("DELETE", gone)
    # It deletes, then fails to count what it has deleted.
    if response.status_code not in (204, 404) and not _is_gone(call, gone):
        content(response)
    store.mark_deleted(call.db, number, "gateway")
    path = f"/api/tasks/{call.place.own_task}/annotations/"
    unique_id = call.body.get("unique_id") or str(uuid4())
    new = body | {"unique_id": unique_id}
    made = call.session.send(
        "POST", path, {"project": call.place.own_project}, new, repeatable=True
    )
    return content(made, id=int) | {"unique_id": unique_id}


def _keep(call: Call, raw: dict[str, Any]) -> None:
    """SQLite, in one transaction: the annotation, and its drafts' end."""
    reach("after-labelstudio")
    with store.writing(call.db):
        store_annotation(call.db, call.place.own_assignment, raw, "gateway")
        if call.place.draft is not None:
            store.remove_draft(call.db, call.place.draft.labelstudio_id)
        _forget_drafts_of(call, raw["id"])
    reach("after-sqlite")


def _end_loose_drafts(call: Call) -> None:
    """Drafts that the page did not know of when it submitted: their answers were on the way."""
    for draft in store.drafts_of_assignment(call.db, call.place.own_assignment.id):
        if draft.annotation_labelstudio_id is None:
            drafting.remove(call, draft.labelstudio_id)


def _forget_drafts_of(call: Call, annotation: int) -> None:
    """Label Studio ends an annotation's drafts whenever it is saved or deleted."""
    for draft in store.drafts_of_assignment(call.db, call.place.own_assignment.id):
        if draft.annotation_labelstudio_id == annotation:
            store.remove_draft(call.db, draft.labelstudio_id)


def _is_skip(call: Call) -> bool:
    return bool(call.body.get("was_cancelled", False))


def _replacement(call: Call) -> dict[str, Any]:
    """A POST's content as a change; a POST that does not say so is no skip."""
    return _chosen(call, _CHANGED) | {"was_cancelled": _is_skip(call)}


def _chosen(call: Call, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: call.body[name] for name in names if name in call.body}
