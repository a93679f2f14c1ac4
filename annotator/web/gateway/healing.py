"""After a failure between the two stores, the next request for the article heals it.

Label Studio may have taken what the browser was told is not saved: SQLite was busy, Label Studio
failed after storing, the connection broke. Such an article is remembered; its next request fetches
what Label Studio has of the annotator there and stores it first. Reading an article compares as
well, so that what happened before a restart is found too (and the sweep finds the rest).
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from annotator import store
from annotator.errors import LabelStudioRefused, StoreError
from annotator.labelstudio.json_values import moment
from annotator.web.gateway.adopting import keep_draft, made_by
from annotator.web.gateway.call import Call
from annotator.web.gateway.refusals import Refused
from annotator.workflow.saving import store_annotation

log = logging.getLogger(__name__)

# One article at a time: two POSTs at once would both find no annotation and make two. All requests
# pass through one process, so locks in it are enough.
_LOCKS = tuple(threading.Lock() for _ in range(256))


@contextmanager
def saving(call: Call) -> Iterator[None]:
    """Nobody else saves this article meanwhile. Unless what happens inside ends well, the article
    is looked at again before anything else is done with it."""
    with _lock(call), remembered(call):
        yield


@contextmanager
def remembered(call: Call) -> Iterator[None]:
    """A failure inside is remembered, so that `heal` looks at the article."""
    try:
        yield
    except Refused:
        raise
    except BaseException:
        call.session.upstream.unsettled.add(call.place.own_assignment.id)
        raise


def heal(call: Call) -> None:
    """Look at an article again whose last request failed half-way. Never stops the new request."""
    assignment, unsettled = call.place.assignment, call.session.upstream.unsettled
    if assignment is None or assignment.id not in unsettled:
        return
    try:
        with _lock(call):
            raw = call.session.fetch_task(call.place.own_task)
            if raw is not None:
                keep_shown(call, raw)
                _mark_deleted(call, raw)
            unsettled.discard(assignment.id)
    except (LabelStudioRefused, StoreError, sqlite3.Error) as error:
        log.warning("Assignment %s could not be looked at again yet: %s", assignment.id, error)


def keep_shown(call: Call, raw: dict[str, Any]) -> None:
    """Store what SQLite has not, or older: the annotator's own annotations and drafts in a task."""
    assignment = store.find_assignment(call.db, raw["id"])
    if assignment is None or assignment.account_id != call.account.id:
        return
    for one in _own(call, raw):
        known = store.find_annotation(call.db, one["id"])
        if known is None or (moment(one.get("updated_at")) or "") > known.updated_at:
            store_annotation(call.db, assignment, one, "gateway")
    for draft in raw.get("drafts") or ():
        if draft.get("user") == call.account.technical_email:
            there = store.find_any_draft(call.db, draft["id"])
            if there is None or there.updated_at != draft.get("updated_at"):
                keep_draft(call.db, assignment, draft)


def _lock(call: Call) -> threading.Lock:
    return _LOCKS[call.place.own_task % len(_LOCKS)]


def _mark_deleted(call: Call, raw: dict[str, Any]) -> None:
    there = {one["id"] for one in _own(call, raw)}
    for known in store.annotations_of_assignment(call.db, call.place.own_assignment.id):
        if known.labelstudio_id not in there:
            store.mark_deleted(call.db, known.labelstudio_id, store.FOUND_GONE)


def _own(call: Call, raw: dict[str, Any]) -> list[dict[str, Any]]:
    annotations = raw.get("annotations") or ()
    return [one for one in annotations if made_by(call.account, one.get("completed_by"))]
