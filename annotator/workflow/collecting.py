"""Bringing what Label Studio has into the store, and finding what went past the gateway.

A saved annotation is stored while its request is answered. `collect` finds what was missed,
changed or deleted behind our back. Every project is asked three cheap questions: which tasks
changed since last time, which have drafts, how many annotations and tasks there are. Only when
the numbers then differ from ours is every task looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annotator import store
from annotator.labelstudio import LabelStudio
from annotator.labelstudio.fetching import Draft, Fetched
from annotator.models import Annotation
from annotator.store.records import Annotator, Assignment, Study
from annotator.workflow.known_work import KnownWork, load_known_work
from annotator.workflow.parallel import in_threads
from annotator.workflow.study_scheme import reader_of

Progress = Callable[[str, int, int], None]  # words, done, total

THREADS = 3  # projects read at once
BATCH = 500  # annotations a transaction


@dataclass(frozen=True)
class CollectReport:
    """What a collection found. `problems` are sentences; the store keeps them too."""

    created: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0
    problems: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """For people.

        >>> CollectReport(created=2, unchanged=5).sentence
        '2 new, 0 changed, 0 deleted.'
        """
        found = f"{self.created} new, {self.updated} changed, {self.deleted} deleted."
        return " ".join([found, *self.problems])

    def __str__(self) -> str:
        return self.sentence


def store_annotation(
    db: store.Store, assignment: Assignment, raw: dict[str, Any], source: str
) -> str:
    """Keep one annotation as Label Studio answered it: "created", "updated" or "unchanged".

    "problem" when it has no usable id: then it is kept raw on the study's list of problems.
    """
    study = store.load_study(db, assignment.study_id)
    text = store.load_article(db, assignment.article_id).article.text
    annotation = reader_of(db, study).read(raw, text)
    if not annotation.labelstudio_id:
        store.save_problem(
            db,
            study.id,
            "format",
            f"An annotation of article {assignment.article_id} came without a usable id.",
            annotation.raw,
        )
        return "problem"
    return store.save_annotation(db, assignment.id, study.scheme_id, annotation, source)


def collect(
    db: store.Store,
    labelstudio: LabelStudio,
    study_id: int,
    progress: Progress | None = None,
) -> CollectReport:
    """Make the store agree with Label Studio, and say what was found.

    Raises LabelStudioError when Label Studio fails; what was collected by then is kept.
    """
    study = store.load_study(db, study_id)
    people = [one for one in store.load_annotators(db, study_id) if one.project_id is not None]
    collection = _Collection(db, labelstudio, study)
    # Known before anything is asked: what is stored meanwhile must not look like deleted.
    known = {one.id: collection.known(one) for one in people}
    now = labelstudio.clock()

    def fetch(person: Annotator) -> Fetched | None:
        return labelstudio.fetch(_project(person), known[person.id].collected_until)

    for done, (person, fetched) in enumerate(in_threads(fetch, people, THREADS)):
        collection.take(person, known[person.id], fetched)
        store.set_collected_until(db, person.id, now)
        if progress is not None:
            progress("Collecting from Label Studio", done + 1, len(people))
    report = collection.report()
    if report.created or report.updated or report.deleted or report.problems:
        store.save_event(db, "collected", report.sentence, study_id)
    return report


def _project(person: Annotator) -> int:
    return person.project_id or 0


class _Collection:
    """One collection; the store is only used from the thread that began it."""

    def __init__(self, db: store.Store, labelstudio: LabelStudio, study: Study) -> None:
        self.db = db
        self.labelstudio = labelstudio
        self.study = study
        self.reader = reader_of(db, study)
        self.texts = store.load_texts(db, study.id)
        self.outcomes: dict[str, int] = {}
        self.problems: dict[str, None] = {}
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
        self._annotations(person, known, fetched.annotations, is_complete=fetched.is_complete)
        self._drafts(known, fetched.drafts)
        if not fetched.is_complete and not self._agrees(person, fetched):
            self._look_at_every_task(person)

    def report(self) -> CollectReport:
        count = self.outcomes
        return CollectReport(
            created=count.get("created", 0),
            updated=count.get("updated", 0),
            deleted=count.get("deleted", 0),
            unchanged=count.get("unchanged", 0),
            problems=tuple(self.problems),
        )

    # ------------------------------------------------------------------ inside

    def _annotations(
        self,
        person: Annotator,
        known: KnownWork,
        found: dict[int, list[dict[str, Any]]],
        *,
        is_complete: bool,
    ) -> None:
        incoming: list[store.Incoming] = []
        for task, raws in found.items():
            assignment = known.by_task.get(task)
            if assignment is None:
                if raws:
                    self._problem(
                        "task",
                        f"The Label Studio project of {person.pseudonym} holds a task that is not "
                        f"ours (number {task}); its annotations were left out.",
                    )
                continue
            text = self.texts[assignment.article_id]
            for raw in raws:
                self._read(assignment, self.reader.read(raw, text), incoming)
        for first in range(0, len(incoming), BATCH):
            batch = incoming[first : first + BATCH]
            for outcome in store.save_annotations(self.db, batch, "collect"):
                self._count(outcome)
        there = {one.annotation.labelstudio_id for one in incoming}
        for task in known.annotations if is_complete else found:
            self._mark_deleted(known.annotations.get(task, {}).keys() - there)

    def _read(
        self, assignment: Assignment, annotation: Annotation, incoming: list[store.Incoming]
    ) -> None:
        if annotation.labelstudio_id:
            incoming.append(store.Incoming(assignment.id, self.study.scheme_id, annotation))
        else:
            self._problem("format", "An annotation came without a usable id.", annotation.raw)

    def _mark_deleted(self, labelstudio_ids: Iterable[int]) -> None:
        for gone in labelstudio_ids:
            if store.mark_deleted(self.db, gone, "collect"):
                self._count("deleted")

    def _drafts(self, known: KnownWork, found: Sequence[Draft]) -> None:
        there = set()
        for draft in found:
            assignment = known.by_task.get(draft.task)
            if assignment is None:
                continue
            there.add(draft.id)
            if known.drafts.get(draft.id) != draft.updated_at:
                store.save_draft(
                    self.db,
                    draft.id,
                    assignment.id,
                    draft.raw,
                    draft.updated_at,
                    draft.postponed,
                    draft.annotation,
                )
        for gone in known.drafts.keys() - there:
            store.remove_draft(self.db, gone)

    def _agrees(self, person: Annotator, fetched: Fetched) -> bool:
        """Whether there are as many tasks and annotations here as there."""
        return fetched.counts == self.known(person).counts()

    def _look_at_every_task(self, person: Annotator) -> None:
        known = self.known(person)
        states = self.labelstudio.task_states(_project(person))
        differing = [
            state.id
            for state in states
            if (state.submitted, state.skipped) != known.count(state.id)
        ]
        found = self.labelstudio.annotations_of_tasks(_project(person), differing)
        self._annotations(person, known, found, is_complete=False)
        self._tasks_gone(person, known, {state.id for state in states})

    def _tasks_gone(self, person: Annotator, known: KnownWork, there: set[int]) -> None:
        for task, assignment in known.by_task.items():
            if task in there:
                continue
            self._mark_deleted(known.annotations.get(task, ()))
            store.set_task_ids(self.db, {assignment.id: None})
            if not assignment.withdrawn:
                title = store.load_article(self.db, assignment.article_id).article.title
                self._problem(
                    "task",
                    f"The article {title!r} of {person.pseudonym} was deleted inside Label "
                    "Studio; publish the study again to give it to them again.",
                )

    def _problem(self, kind: str, message: str, raw: str = "") -> None:
        self.problems[message] = None
        store.save_problem(self.db, self.study.id, kind, message, raw)

    def _count(self, outcome: str) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
