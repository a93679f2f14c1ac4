"""Putting a study back into Label Studio after it was deleted there, or Label Studio was made anew.

The store is what counts: projects, tasks, annotations and drafts are made again from it, under new
numbers, by the technical account of each annotator. May be repeated, and continued after a crash
at any point: what an interrupted run has put there already is recognised by its content.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.faults import reach
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, LabelStudioSession, post_as, submit_annotation
from annotator.labelstudio.fetching import Draft, Fetched
from annotator.labelstudio.json_values import storable, user_number
from annotator.store.annotation_rows import content_digest
from annotator.store.records import Account, AnnotationRecord, Annotator, Assignment
from annotator.store.safety.returning import (
    LastDraft,
    LastVersion,
    forget_project,
    give_draft_number,
    give_number,
    load_live_annotations,
    load_returnable,
    load_returnable_drafts,
)
from annotator.workflow.annotator_projects import AnnotatorProjects
from annotator.workflow.collecting import collect
from annotator.workflow.parallel import Progress, one_at_a_time
from annotator.workflow.safety.returning_accounts import return_account
from annotator.workflow.safety.what_was_put_back import PutBack
from annotator.workflow.study_scheme import reader_of
from annotator.workflow.taking_in import project_of


def put_back(
    db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    study_id: int,
    progress: Progress = lambda words, done, total: None,
) -> PutBack:
    """Make Label Studio hold what the store holds of a study.

    Raises LabelStudioError when Label Studio fails; then run it again to continue.
    """
    with one_at_a_time(db, "publishing"):
        return _Returning(db, labelstudio, keys, study_id, progress).run()


class _Returning:
    def __init__(
        self,
        db: store.Store,
        labelstudio: LabelStudio,
        keys: Keys,
        study_id: int,
        progress: Progress,
    ) -> None:
        self.db, self.labelstudio, self.keys = db, labelstudio, keys
        self.study = store.load_study(db, study_id)
        self.progress = progress
        self.projects = AnnotatorProjects(db, labelstudio, keys, self.study, progress)
        self.reader = reader_of(db, self.study)
        self.texts = store.load_texts(db, study_id)
        self.annotations = self.drafts = self.changed = 0
        self.later = False  # whether a task that was found again holds work we have not seen

    def run(self) -> PutBack:
        people = self._people()
        if not people:
            return PutBack(0, 0, 0, 0, 0)
        lost = self._forget_what_is_gone(people)
        for person in self._people():
            if person.project_id is not None:
                self._recognise(person, self.labelstudio.fetch(project_of(person), ""))
        collect(self.db, self.labelstudio, self.study.id)
        without = sum(one.task_id is None for one in self._assignments())
        self._accounts(people)
        self.projects.make_projects(self._people(), is_first=False)
        articles = store.load_articles(self.db, self.study.id)
        self.projects.make_tasks({one.id: one.article for one in articles})
        tasks = without - sum(one.task_id is None for one in self._assignments())
        for done, person in enumerate(self._people(), start=1):
            self._work_of(person)
            self.progress("Putting work back", done, len(people))
        if self.later:
            collect(self.db, self.labelstudio, self.study.id)
        done_all = PutBack(lost, tasks, self.annotations, self.drafts, self.changed)
        store.save_event(self.db, "put back", done_all.sentence, self.study.id)
        return done_all

    # ------------------------------------------------------------------ what is gone

    def _people(self) -> list[Annotator]:
        """Whoever was given something."""
        given = {one.annotator_id for one in self._assignments()}
        return [one for one in store.load_annotators(self.db, self.study.id) if one.id in given]

    def _assignments(self) -> list[Assignment]:
        found = store.load_assignments(self.db, self.study.id)
        return [one for one in found if not one.withdrawn]

    def _forget_what_is_gone(self, people: list[Annotator]) -> int:
        """A number may be another's project by now: ours say so in their description."""
        there = {one.id: one.description for one in self.labelstudio.projects()}
        lost = 0
        for person in people:
            # Without a project, as when another study's has its number now, no task of it is left.
            if there.get(person.project_id or 0) not in self.projects.markers(person):
                forget_project(self.db, person.id)
                lost += 1
        return lost

    def _recognise(self, person: Annotator, fetched: Fetched | None) -> None:
        """What an interrupted run has put back already, before a collection takes it for new; or
        what one did whose store was replaced by an older one since."""
        if fetched is None:
            return
        there = {one["id"] for raws in fetched.annotations.values() for one in raws}
        known = {one.labelstudio_id for one in self._live(person)}
        for assignment in self._of(person):
            unknown = {
                one["id"]: one
                for one in fetched.annotations.get(assignment.task_id or 0, ())
                if one["id"] not in known
            }
            lost = load_returnable(self.db, person.id, there)
            for one in (last for last in lost if last.record.assignment_id == assignment.id):
                same = [n for n, raw in unknown.items() if self._digest(raw, assignment) ==
                        one.record.content_sha256]  # fmt: skip
                if same:
                    self._returned(one, assignment, unknown.pop(same[0]))
        self._recognise_drafts(person, fetched.drafts)

    def _recognise_drafts(self, person: Annotator, found: list[Draft]) -> None:
        given = {one.task_id: one.id for one in self._of(person)}
        lost = load_returnable_drafts(self.db, person.id, {one.id for one in found})
        for draft in found:
            if store.find_any_draft(self.db, draft.id) is not None:
                continue
            for last in lost:
                same = json.loads(last.raw).get("result") == json.loads(draft.raw).get("result")
                if same and last.record.assignment_id == given.get(draft.task):
                    give_draft_number(
                        self.db, last.record.id, draft.id, draft.annotation, draft.updated_at
                    )
                    lost.remove(last)
                    break

    # ------------------------------------------------------------------ making it again

    def _accounts(self, people: list[Annotator]) -> None:
        for person in people:
            account = store.load_account(self.db, person.account_id)
            if account.technical_email:
                return_account(self.db, self.labelstudio, self.keys, account)
        self.projects.make_accounts(people)

    def _work_of(self, person: Annotator) -> None:
        fetched = self.labelstudio.fetch(project_of(person), "")
        self._recognise(person, fetched)  # in tasks that were found again just now
        there = {
            one["id"]: one
            for raws in (fetched.annotations if fetched else {}).values()
            for one in raws
        }
        account = store.load_account(self.db, person.account_id)
        password = self.keys.technical_password(account.technical_email)
        session = LabelStudioSession(self.labelstudio.url, account.technical_email, password)
        given = {one.id: one for one in self._of(person) if one.task_id is not None}
        known = {one.labelstudio_id for one in self._live(person)}
        later = {
            task
            for task, raws in (fetched.annotations if fetched else {}).items()
            if any(one["id"] not in known for one in raws)
        }
        self.later = self.later or bool(later & {one.task_id for one in given.values()})
        for last in load_returnable(self.db, person.id, set(there)):
            assignment = given.get(last.record.assignment_id)
            if assignment is not None and assignment.task_id not in later:
                self._make(session, last, assignment)
        self._give_nobodys(there, known, account)
        self._bring_up_to_date(person, given, there)
        drafts = {one.id for one in fetched.drafts} if fetched else set()
        for draft in load_returnable_drafts(self.db, person.id, drafts):
            if draft.record.assignment_id in given:
                self._make_draft(session, draft, given[draft.record.assignment_id])

    def _make(self, session: LabelStudioSession, last: LastVersion, assignment: Assignment) -> None:
        content = json.loads(last.raw)
        reach("return-before-labelstudio")
        answer = submit_annotation(
            session,
            assignment.task_id or 0,
            result=content.get("result") or [],
            lead_time=content.get("lead_time") or 0.0,
            was_cancelled=content.get("was_cancelled") is True,
            # Not the first one: it may still be known there, of a project that is being removed.
            unique_id=secrets.token_hex(16),
        )
        reach("return-after-labelstudio")
        if answer is None:
            raise LabelStudioRefused("Label Studio has not taken an annotation back.", status=409)
        self._returned(last, assignment, answer)
        reach("return-after-sqlite")

    def _returned(self, last: LastVersion, assignment: Assignment, raw: Mapping[str, Any]) -> None:
        annotation = self.reader.read(dict(raw), self.texts[assignment.article_id])
        give_number(self.db, last.record, annotation.labelstudio_id, annotation.raw)
        # One that was marked as deleted lives again, with its content.
        incoming = store.Incoming(assignment.id, self.study.scheme_id, annotation)
        store.save_annotations(self.db, [incoming], "put back")
        self.annotations += 1

    def _give_nobodys(
        self, there: Mapping[int, Mapping[str, Any]], known: set[int], account: Account
    ) -> None:
        """Annotations whose account was deleted there: without one their annotator sees none."""
        for number in known & there.keys():
            if user_number(there[number].get("completed_by")) is None:
                body = {"completed_by": account.labelstudio_user_id}
                self.labelstudio.change_annotation(number, body)
                self.changed += 1

    def _bring_up_to_date(
        self,
        person: Annotator,
        given: Mapping[int, Assignment],
        there: Mapping[int, Mapping[str, Any]],
    ) -> None:
        """Annotations that Label Studio has in an older version than we: its backup was older."""
        for record in self._live(person):
            raw, assignment = there.get(record.labelstudio_id), given.get(record.assignment_id)
            if raw is None or assignment is None:
                continue
            read = self.reader.read(dict(raw), self.texts[assignment.article_id])
            older = read.updated_at < record.updated_at
            if older and content_digest(read) != record.content_sha256:
                others = set(there) - {record.labelstudio_id}
                for last in load_returnable(self.db, person.id, others):
                    if last.record.id == record.id:
                        self._change(last, assignment)

    def _change(self, last: LastVersion, assignment: Assignment) -> None:
        content = json.loads(last.raw)
        body = {name: content[name] for name in ("result", "was_cancelled") if name in content}
        raw = self.labelstudio.change_annotation(last.record.labelstudio_id, body)
        annotation = self.reader.read(raw, self.texts[assignment.article_id])
        incoming = store.Incoming(assignment.id, self.study.scheme_id, annotation)
        store.save_annotations(self.db, [incoming], "put back")
        self.changed += 1

    def _make_draft(
        self, session: LabelStudioSession, last: LastDraft, assignment: Assignment
    ) -> None:
        content = json.loads(last.raw)
        names = ("result", "lead_time", "was_postponed")
        body = {name: content[name] for name in names if content.get(name) is not None}
        path = f"/api/tasks/{assignment.task_id}"
        annotation = last.record.annotation_labelstudio_id
        if annotation is not None and annotation > 0:
            path += f"/annotations/{annotation}"
        else:
            annotation = None
        made = post_as(session, f"{path}/drafts", {"result": [], **body})
        moment = storable(made.get("updated_at"))
        give_draft_number(self.db, last.record.id, int(made["id"]), annotation, moment)
        reach("return-after-draft")
        self.drafts += 1

    # ------------------------------------------------------------------ looking

    def _of(self, person: Annotator) -> list[Assignment]:
        return [one for one in self._assignments() if one.annotator_id == person.id]

    def _live(self, person: Annotator) -> list[AnnotationRecord]:
        return load_live_annotations(self.db, person.id)

    def _digest(self, raw: Mapping[str, Any], assignment: Assignment) -> str:
        text = self.texts[assignment.article_id]
        return content_digest(self.reader.read(dict(raw), text))
