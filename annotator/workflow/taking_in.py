"""One collection: what was fetched of each annotator's project, taken into the store."""

from __future__ import annotations

from collections.abc import Collection as Many
from collections.abc import Iterable, Mapping, Sequence

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.labelstudio import LabelStudio
from annotator.labelstudio.fetching import Draft, Fetched, Readable
from annotator.models import Annotation
from annotator.store.annotation_rows import content_digest
from annotator.store.records import AnnotationRecord, Annotator, Assignment, DraftRecord, Study
from annotator.store.safety.returning import give_number
from annotator.workflow.known_work import KnownWork, load_known_work
from annotator.workflow.study_scheme import reader_of

ANNOTATIONS_A_TRANSACTION = 500  # annotations a transaction
UNREADABLE = ("unreadable", "unreadable draft")  # kinds of problems: annotations, drafts


class Collection:
    """One collection; the store is only used from the thread that began it."""

    def __init__(self, db: store.Store, labelstudio: LabelStudio, study: Study) -> None:
        self.db = db
        self.labelstudio = labelstudio
        self.study = study
        self.reader = reader_of(db, study)
        self.texts = store.load_texts(db, study.id)
        self.outcomes: dict[str, int] = {}
        self.problems: dict[str, None] = {}
        self.found_new_problems = False
        self.open = store.load_open_problems(db, study.id, UNREADABLE)
        self.assignments = store.load_assignments(db, study.id)

    def known(self, person: Annotator) -> KnownWork:
        return load_known_work(self.db, person, self.assignments)

    def take(self, person: Annotator, known: KnownWork, fetched: Fetched | None) -> None:
        """Store what was fetched of one project."""
        if fetched is None:
            self._problem(
                "project",
                f"The Label Studio project of {person.pseudonym} is gone; what was collected from "
                "it before is kept.",
            )
            return
        readable = Readable(fetched.annotations, fetched.unreadable)
        self._annotations(person, known, readable, is_complete=fetched.is_complete)
        self._drafts(person, known, fetched.drafts, fetched.unreadable_drafts)
        if not fetched.is_complete and not self._agrees(person, fetched):
            self.look_at_every_task(person)

    def unreadable_project(self, person: Annotator, error: LabelStudioRefused) -> None:
        self._problem(
            "project",
            f"Label Studio failed ({error.status}) at answering about the project of "
            f"{person.pseudonym}; what was collected from it before is kept.",
        )

    # ------------------------------------------------------------------ inside

    def _annotations(
        self,
        person: Annotator,
        known: KnownWork,
        readable: Readable,
        *,
        is_complete: bool,
    ) -> None:
        found = readable.annotations
        self._unreadable(UNREADABLE[0], person, known, readable.unreadable, found)
        incoming: list[store.Incoming] = []
        for task, raws in found.items():
            assignment = known.by_task.get(task) or self._given_since(person, task)
            if assignment is None:
                if raws:
                    self._problem(
                        "task",
                        f"The Label Studio project of {person.pseudonym} holds a task that is not "
                        f"ours (number {task}); its annotations were left out.",
                    )
                continue
            text, of_task = self.texts[assignment.article_id], list[store.Incoming]()
            for raw in raws:
                self._read(assignment, self.reader.read(raw, text), of_task)
            self._recognise(known.annotations.get(task, {}), of_task)
            incoming += of_task
        for first in range(0, len(incoming), ANNOTATIONS_A_TRANSACTION):
            batch = incoming[first : first + ANNOTATIONS_A_TRANSACTION]
            for outcome in store.save_annotations(self.db, batch, "collect"):
                self._count(outcome)
        there = {one.annotation.labelstudio_id for one in incoming}
        looked_at = known.annotations.keys() - readable.unreadable if is_complete else found
        for task in looked_at:
            self._mark_deleted(known.annotations.get(task, {}).keys() - there)

    def _given_since(self, person: Annotator, task: int) -> Assignment | None:
        """What was published or put back while this collection ran."""
        found = store.find_assignment(self.db, task)
        if found is None or found.annotator_id != person.id:
            return None
        if found.article_id not in self.texts:
            self.texts = store.load_texts(self.db, self.study.id)
        return found

    def _read(
        self, assignment: Assignment, annotation: Annotation, incoming: list[store.Incoming]
    ) -> None:
        if annotation.labelstudio_id:
            incoming.append(store.Incoming(assignment.id, self.study.scheme_id, annotation))
        else:
            self._problem("format", "An annotation came without a usable id.", annotation.raw)

    def _recognise(
        self, known: Mapping[int, AnnotationRecord], found: Sequence[store.Incoming]
    ) -> None:
        """What is the same under another number keeps its row, its revisions and decisions."""
        there = {one.annotation.labelstudio_id for one in found}
        gone = [record for number, record in known.items() if number not in there]
        for one in found if gone else ():
            number, digest = one.annotation.labelstudio_id, content_digest(one.annotation)
            if number in known or store.find_annotation(self.db, number) is not None:
                continue
            same = (record for record in gone if record.content_sha256 == digest)
            record = next(same, None)
            # Unless a page has changed or deleted it since `known` was read.
            if record and store.find_annotation(self.db, record.labelstudio_id) == record:
                give_number(self.db, record, number, one.annotation.raw, "collect")
                gone.remove(record)

    def _mark_deleted(self, labelstudio_ids: Iterable[int]) -> None:
        for gone in labelstudio_ids:
            if store.mark_deleted(self.db, gone, "collect"):
                self._count("deleted")

    def _unreadable(
        self,
        kind: str,
        person: Annotator,
        known: KnownWork,
        failed: Many[int],
        readable: Iterable[int],
    ) -> None:
        """List what Label Studio cannot give back, article by article; strike what it can again."""
        what = "a draft" if kind == UNREADABLE[1] else "an annotation"
        for assignment in (known.by_task[task] for task in failed if task in known.by_task):
            title = store.load_article(self.db, assignment.article_id).article.title
            self._problem(
                kind,
                f"Label Studio fails at giving back {what} by {person.pseudonym} of the article "
                f"{title[:80]!r}. What was collected of it before is kept. Delete that one inside "
                "Label Studio; the article then comes back to them.",
                assignment_id=assignment.id,
            )
        for task in readable:
            read = known.by_task.get(task)
            if read is not None and (kind, read.id) in self.open:
                store.resolve_problems(self.db, kind, read.id)

    def _drafts(
        self,
        person: Annotator,
        known: KnownWork,
        found: Sequence[Draft],
        unreadable: Many[int],
    ) -> None:
        readable = known.by_task.keys() - set(unreadable)
        self._unreadable(UNREADABLE[1], person, known, unreadable, readable)
        there = set()
        for draft in found:
            assignment = known.by_task.get(draft.task)
            if assignment is None:
                continue
            there.add(draft.id)
            if _moment(known.drafts.get(draft.id)) != draft.updated_at:
                store.save_draft(
                    self.db,
                    draft.id,
                    assignment.id,
                    draft.raw,
                    draft.updated_at,
                    draft.postponed,
                    draft.annotation,
                )
        kept = {known.by_task[task].id for task in unreadable if task in known.by_task}
        for gone in known.drafts.keys() - there:
            if known.drafts[gone].assignment_id in kept:
                continue
            store.remove_draft(self.db, gone, found_gone=True)

    def _agrees(self, person: Annotator, fetched: Fetched) -> bool:
        """Whether there are as many tasks and annotations here as there."""
        return fetched.counts == self.known(person).counts()

    def look_at_every_task(self, person: Annotator) -> None:
        """Find tasks whose annotations differ in number, and tasks that are gone."""
        self.assignments = store.load_assignments(self.db, self.study.id)
        known = self.known(person)
        states = self.labelstudio.task_states(project_of(person))
        differing = [
            state.id
            for state in states
            if (state.submitted, state.skipped) != known.count(state.id)
        ]
        found = self.labelstudio.annotations_of_tasks(project_of(person), differing)
        self._annotations(person, known, found, is_complete=False)
        self._tasks_gone(person, known, {state.id for state in states})

    def _tasks_gone(self, person: Annotator, known: KnownWork, there: set[int]) -> None:
        for task, assignment in known.by_task.items():
            if task in there:
                continue
            self._mark_deleted(known.annotations.get(task, ()))
            if store.forget_task(self.db, assignment.id, task) and not assignment.withdrawn:
                title = store.load_article(self.db, assignment.article_id).article.title
                self._problem(
                    "task",
                    f"The article {title!r} of {person.pseudonym} was deleted inside Label "
                    "Studio; publish the study again to give it to them again.",
                )

    def _problem(
        self, kind: str, message: str, raw: str = "", assignment_id: int | None = None
    ) -> None:
        self.problems[message] = None
        self.found_new_problems |= store.save_problem(
            self.db, self.study.id, kind, message, raw, assignment_id=assignment_id
        )

    def _count(self, outcome: str) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1


def _moment(draft: DraftRecord | None) -> str | None:
    return draft.updated_at if draft else None


def project_of(person: Annotator) -> int:
    return person.project_id or 0
