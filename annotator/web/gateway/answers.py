"""Answers made by us, without asking Label Studio (tried together: the labelling page works)."""

from __future__ import annotations

from flask import Response, jsonify, make_response, redirect

from annotator.web.gateway import scrubbing
from annotator.web.gateway.call import Call
from annotator.web.gateway.refusals import HOME


def only_oneself(call: Call) -> Response:
    return jsonify([scrubbing.person(call.account)])


def whoami(call: Call) -> Response:
    """Oneself, without a single permission: the page offers no more than the gateway allows."""
    return jsonify(scrubbing.person(call.account) | {"permissions": []})


def no_models(call: Call) -> Response:
    return jsonify([])


def no_links(call: Call) -> Response:
    return jsonify(count=0, next=None, previous=None, results=[])


def no_tasks(call: Call) -> Response:
    """The list of all tasks: the page gets its article from next_task alone."""
    return jsonify(tasks=[], total=0, total_annotations=0, total_predictions=0)


def one_view(call: Call) -> Response:
    return jsonify([_view(call)])


def made_view(call: Call) -> Response:
    """The page makes its tab when it finds none; it has one already."""
    return make_response(jsonify(_view(call)), 201)


def no_service_worker() -> Response:
    """Asked for outside the sub-path. Label Studio's service worker would outlive the session."""
    return make_response("", 404)


def to_our_pages(call: Call) -> Response:
    """The page's own menu: projects, settings, account, sign out."""
    return make_response(redirect(HOME))


def _view(call: Call) -> dict[str, object]:
    return {
        "id": call.place.own_view,
        "data": {"title": "Default"},
        "order": 0,
        "user": call.account.labelstudio_user_id,
        "project": call.place.own_project,
    }
