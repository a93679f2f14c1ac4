"""`/health` (the process answers), `/ready` (store and Label Studio do, too), `/metrics`.

The first two say nothing but that. Numbers are for a manager's session or the installation's
token (`annotator doctor --metrics-token`).
"""

from __future__ import annotations

import hmac
import logging
import os
import shutil
import sqlite3

from flask import Blueprint, Response, abort, jsonify, make_response, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from prometheus_client.registry import CollectorRegistry

from annotator.errors import AnnotatorError
from annotator.labelstudio import answers
from annotator.store.safety.sizes import load_sizes
from annotator.web.access import ANYONE, open_to
from annotator.web.context import get_db, get_keys, get_labelstudio_url, get_settings
from annotator.web.health.measured_requests import instruments

__all__ = ["blueprint"]

blueprint = Blueprint("health", __name__)
OK, SILENT = "ok", "does not answer"
LEAST_FREE = 16 * 2**20  # what some saves and the store's write-ahead log need
PATIENCE = 3.0  # seconds for Label Studio's answer
log = logging.getLogger(__name__)


@blueprint.get("/health")
@open_to(ANYONE)
def health() -> Response:
    """This process answers."""
    return jsonify(status="ok")


@blueprint.get("/ready")
@open_to(ANYONE)
def ready() -> ResponseReturnValue:
    """Work can be saved: 200, or 503 and which part cannot."""
    there = answers(get_labelstudio_url(), PATIENCE)
    said = {"store": _store(), "label_studio": OK if there else SILENT}
    well = {*said.values()} == {OK}
    return jsonify(ready=well, **said), 200 if well else 503


@blueprint.get("/metrics")
@open_to(ANYONE)
def metrics() -> Response:
    """Numbers in Prometheus' text form; names and texts are not among them."""
    if not _may_see():
        abort(403)
    text = generate_latest(instruments().registry) + generate_latest(_sizes())
    return make_response(text, {"Content-Type": CONTENT_TYPE_LATEST})


def _may_see() -> bool:
    given = request.headers.get("Authorization", "")
    if hmac.compare_digest(given.encode(), f"Bearer {get_keys().metrics_token}".encode()):
        return True
    return bool(current_user.is_authenticated and current_user.account.is_manager)


def _store() -> str:
    """Whether it can be read and, as far as that can be told without writing, written."""
    database = get_settings().database
    try:
        get_db().execute("SELECT 1 FROM studies LIMIT 1").fetchall()
    except (AnnotatorError, sqlite3.Error):
        log.exception("The store does not open.")
        return SILENT
    if not os.access(database, os.W_OK):
        return "cannot be written"
    return OK if shutil.disk_usage(database.parent).free >= LEAST_FREE else "has no room"


def _sizes() -> CollectorRegistry:
    registry = CollectorRegistry()
    well = answers(get_labelstudio_url(), PATIENCE)
    Gauge("annotator_label_studio_up", "Label Studio answers.", registry=registry).set(well)
    database = get_settings().database
    free = shutil.disk_usage(database.parent).free
    Gauge("annotator_disk_free_bytes", "Room for the store.", registry=registry).set(free)
    size = database.stat().st_size
    Gauge("annotator_store_bytes", "Size of the store's file.", registry=registry).set(size)
    rows = Gauge("annotator_rows", "Rows of the store.", ["of", "state"], registry=registry)
    for (name, state), count in load_sizes(get_db()).items():
        rows.labels(name, state).set(count)
    return registry
