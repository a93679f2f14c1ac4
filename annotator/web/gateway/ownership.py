"""Whose it is: every id of a request is looked up in our own tables, never believed.

Label Studio lets any of its users read and change anything, so that this is the only place where
one annotator's work is kept from another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from annotator import store
from annotator.store import Store
from annotator.store.records import Account, AnnotationRecord, Annotator, Assignment, DraftRecord
from annotator.web.gateway import adopting
from annotator.web.gateway.refusals import NOT_YOURS, Refused
from annotator.web.gateway.session import Session

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """What a request is about; everything in it belongs to the one who asks."""

    annotator: Annotator | None = None
    assignment: Assignment | None = None
    annotation: AnnotationRecord | None = None
    draft: DraftRecord | None = None

    @property
    def own_project(self) -> int:
        return _there(_there(self.annotator).project_id)

    @property
    def own_view(self) -> int:
        """The one tab the page may use. It never reaches Label Studio, so any number does."""
        return _there(self.annotator).view_id or self.own_project

    @property
    def own_assignment(self) -> Assignment:
        return _there(self.assignment)

    @property
    def own_task(self) -> int:
        return _there(_there(self.assignment).task_id)

    @property
    def own_annotation(self) -> AnnotationRecord:
        return _there(self.annotation)

    @property
    def own_draft(self) -> DraftRecord:
        return _there(self.draft)


def find_place(db: Store, account: Account, session: Session, ids: Mapping[str, int]) -> Place:
    """Look up `ids` (project, task, annotation, draft, view) and see that they fit each other.

    A "begun draft" is the one a new annotation says it was made from; one's own may be gone.
    Raises Refused for what is another's and for what does not exist: in the same words, after
    looking the same things up.
    """
    draft = None
    if "draft" in ids:
        draft = _draft(db, account, session, ids["draft"])
        if draft.removed:
            raise Refused(NOT_YOURS)
    elif "begun draft" in ids:
        begun = _draft(db, account, session, ids["begun draft"])
        draft = None if begun.removed else begun
    annotation = (
        _annotation(db, account, session, ids["annotation"]) if "annotation" in ids else None
    )
    assignment = _assignment(db, account, ids, draft, annotation)
    annotator = _annotator(db, account, ids, assignment)
    place = Place(annotator, assignment, annotation, draft)
    if "view" in ids and (annotator is None or ids["view"] != place.own_view):
        raise Refused(NOT_YOURS)
    return place


def _assignment(
    db: Store,
    account: Account,
    ids: Mapping[str, int],
    draft: DraftRecord | None,
    annotation: AnnotationRecord | None,
) -> Assignment | None:
    found = {record.assignment_id for record in (draft, annotation) if record is not None}
    if "task" in ids:
        by_task = store.find_assignment(db, ids["task"])
        if by_task is None:
            raise Refused(NOT_YOURS)
        found.add(by_task.id)
    if not found:
        return None
    assignment = store.load_assignment(db, found.pop())
    if found or assignment is None or assignment.account_id != account.id:
        raise Refused(NOT_YOURS)
    if assignment.withdrawn:
        raise Refused("This article is no longer assigned to you.")
    return assignment


def _annotator(
    db: Store, account: Account, ids: Mapping[str, int], assignment: Assignment | None
) -> Annotator | None:
    project = ids.get("project") or (assignment.project_id if assignment else None)
    if project is None:
        return None
    annotator = store.find_annotator_by_project(db, project)
    if annotator is None or annotator.account_id != account.id or annotator.removed_at:
        raise Refused(NOT_YOURS)
    if assignment is not None and assignment.annotator_id != annotator.id:
        raise Refused(NOT_YOURS)
    if store.load_study(db, annotator.study_id).removed_at:
        raise Refused("This study has been removed.")
    return annotator


def _annotation(db: Store, account: Account, session: Session, number: int) -> AnnotationRecord:
    record = store.find_annotation(db, number)
    if record is not None and _is_own(db, account, record.assignment_id):
        return record
    # Another's and one that is nowhere cost the same: Label Studio is asked once for either.
    return _there(adopting.adopt_annotation(db, account, session, number))


def _draft(db: Store, account: Account, session: Session, number: int) -> DraftRecord:
    record = store.find_any_draft(db, number)
    if record is not None and _is_own(db, account, record.assignment_id):
        return record
    return _there(adopting.adopt_draft(db, account, session, number))


def _is_own(db: Store, account: Account, assignment_id: int) -> bool:
    assignment = store.load_assignment(db, assignment_id)
    return assignment is not None and assignment.account_id == account.id


def _there(value: T | None) -> T:
    if value is None:
        raise Refused(NOT_YOURS)
    return value
