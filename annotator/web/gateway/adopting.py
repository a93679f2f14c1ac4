"""Taking in what Label Studio has and SQLite has not.

After a crash between the two stores the labelling page goes on with an annotation (or a draft) that
we have never seen. It is fetched, accepted only if its article is assigned to the one who asks, and
stored before anything else happens to it.
"""

from __future__ import annotations

import json
from typing import Any

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.labelstudio.json_values import storable, user_number, whole_number
from annotator.store import Store
from annotator.store.records import Account, AnnotationRecord, Assignment, DraftRecord
from annotator.web.gateway.refusals import NOT_YOURS, Refused
from annotator.web.gateway.session import Session
from annotator.workflow.saving import store_annotation


def adopt_annotation(
    db: Store, account: Account, session: Session, number: int
) -> AnnotationRecord | None:
    """The stored record of Label Studio's annotation `number`; None when it has none.

    Raises Refused when it is not the account's own.
    """
    raw = _fetched(session, f"/api/annotations/{number}/")
    if raw is None:
        return None
    assignment = _own_assignment(db, account, raw)
    if not made_by(account, raw.get("completed_by")):
        raise Refused(NOT_YOURS)
    store_annotation(db, assignment, raw, "gateway")
    return store.find_annotation(db, number)


def adopt_draft(db: Store, account: Account, session: Session, number: int) -> DraftRecord | None:
    """The stored record of Label Studio's draft `number`; None when it has none.

    Raises Refused when it is not the account's own.
    """
    raw = _fetched(session, f"/api/drafts/{number}/")
    if raw is None:
        return None
    assignment = _own_assignment(db, account, raw)
    if raw.get("user") != account.technical_email:
        raise Refused(NOT_YOURS)
    keep_draft(db, assignment, raw)
    return store.find_draft(db, number)


def keep_draft(db: Store, assignment: Assignment, raw: dict[str, Any]) -> None:
    """Store Label Studio's answer about a draft."""
    store.save_draft(
        db,
        raw["id"],
        assignment.id,
        json.dumps(raw),
        storable(raw.get("updated_at")),
        bool(raw.get("was_postponed")),
        whole_number(raw.get("annotation")),
    )


def made_by(account: Account, completed_by: Any) -> bool:
    """`completed_by`: as Label Studio names a user."""
    number = user_number(completed_by)
    return number is not None and number == account.labelstudio_user_id


def _fetched(session: Session, path: str) -> dict[str, Any] | None:
    """None also where Label Studio refuses or fails: another's must look like one that is not."""
    try:
        return session.fetch(path, id=int)
    except LabelStudioRefused:
        return None


def _own_assignment(db: Store, account: Account, raw: dict[str, Any]) -> Assignment:
    task = raw.get("task")
    assignment = store.find_assignment(db, task) if isinstance(task, int) else None
    if assignment is None or assignment.account_id != account.id or assignment.withdrawn:
        raise Refused(NOT_YOURS)
    return assignment
