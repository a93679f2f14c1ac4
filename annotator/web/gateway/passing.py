"""Answers of Label Studio's that the labelling page needs, scrubbed on the way."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, make_response

from annotator import store
from annotator.labelstudio import task_data
from annotator.labelstudio.expected import rows_of
from annotator.store.records import Assignment
from annotator.web.gateway import how_far, scrubbing
from annotator.web.gateway.call import Call
from annotator.web.gateway.healing import keep_shown
from annotator.web.gateway.refusals import NOTHING_LEFT, Refused
from annotator.web.gateway.session import read, task_in

# What the labelling page sends in a stream without filters; `_offered` adds ours. Anything else in
# it would let the annotator choose among articles.
_NEXT_TASK = {
    "ordering": [],
    "selectedItems": {"all": False, "included": []},
}


def version(call: Call) -> Response:
    return jsonify(_there(call.session.fetch("/api/version")))


def project(call: Call) -> Response:
    return _project(call, f"/api/projects/{call.place.own_project}/", {})


def project_state(call: Call) -> Response:
    known = {name: call.query[name] for name in ("interaction", "include") if name in call.query}
    query = {"project": call.place.own_project} | known
    asked = known.get("include")
    return _project(call, "/api/dm/project/", query, asked.split(",") if asked else None)


def columns(call: Call) -> Response:
    raw = _there(call.session.fetch("/api/dm/columns/", {"project": call.place.own_project}))
    rows = rows_of(raw, "columns", "/api/dm/columns/")
    return jsonify(scrubbing.columns(rows, call.account))


def history(call: Call) -> Response:
    """The articles this annotator has had, for the arrow that leads back."""
    number = call.place.own_project
    path = f"/api/projects/{number}/label-stream-history/"
    raw = read(call.session.send("GET", path, {"project": number}))
    rows = rows_of({"history": raw}, "history", path)
    return jsonify(scrubbing.history(rows, call.numbers))


def next_task(call: Call) -> Response:
    """The next article that is not finished; one that was withdrawn is passed over."""
    number = call.place.own_project
    response = call.session.send(
        "POST",
        "/api/dm/actions/",
        {"id": "next_task", "project": number},
        _NEXT_TASK | {"project": number, "filters": _offered(call)},
    )
    if response.status_code == 404:
        return make_response(jsonify(status_code=404, detail=NOTHING_LEFT), 404)
    raw = task_in(response)
    assignment = store.find_assignment(call.db, raw["id"])
    if assignment is None or assignment.account_id != call.account.id or assignment.withdrawn:
        # Label Studio's project and our table disagree; publishing again repairs it.
        return make_response(jsonify(status_code=404, detail=NOTHING_LEFT), 404)
    return _shown(call, raw, assignment)


def task(call: Call) -> Response:
    """An earlier article, with one's own work on it."""
    query = {"project": call.place.own_project}
    if "interaction" in call.query:
        query["interaction"] = call.query["interaction"]
    raw = call.session.fetch_task(call.place.own_task, query)
    return _shown(call, _there(raw), call.place.own_assignment)


def annotation(call: Call) -> Response:
    path = f"/api/annotations/{call.place.own_annotation.labelstudio_id}/"
    raw = _there(call.session.fetch(path, id=int))
    return jsonify(scrubbing.annotation(raw, call.account, call.numbers))


def _offered(call: Call) -> dict[str, Any]:
    """Label Studio's filter for all tasks but those of articles that were withdrawn."""
    annotator = call.place.annotator
    withdrawn = store.tasks_of_withdrawn_articles(call.db, annotator.id) if annotator else []
    left_out = {
        "filter": "filter:tasks:id",
        "operator": "not_in_list",
        "type": "Number",
        "value": withdrawn,
    }
    return {"conjunction": "and", "items": [left_out] if withdrawn else []}


def _shown(call: Call, raw: dict[str, Any], assignment: Assignment) -> Response:
    """A task as the annotator sees it: title and byline as they are corrected by now."""
    keep_shown(call, raw)
    article = store.load_article(call.db, assignment.article_id).article
    seen = scrubbing.task(raw, call.account, call.numbers)
    head = task_data(assignment.article_id, article)
    seen["data"] = {**seen["data"], "title": head["title"], "byline": head["byline"]}
    return _placed(call, jsonify(seen), assignment.id)


def _project(
    call: Call, path: str, query: dict[str, Any], asked: list[str] | None = None
) -> Response:
    raw = _there(call.session.fetch(path, query, id=int))
    annotator = call.place.annotator
    title = store.load_study(call.db, annotator.study_id).title if annotator else ""
    # The labelling page begins to count at the number of those done, plus one.
    total, done = how_far.counts(call)
    raw = raw | {"queue_total": total, "queue_done": min(done, max(total - 1, 0))}
    return jsonify(scrubbing.project(raw, title, asked))


def _placed(call: Call, answer: Response, assignment_id: int) -> Response:
    answer.headers[how_far.HEADER] = str(how_far.position(call, assignment_id))
    return answer


def _there(raw: dict[str, Any] | None) -> dict[str, Any]:
    if raw is None:
        raise Refused("Label Studio does not have this (any more).", 404)
    return raw
