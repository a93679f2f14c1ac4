"""What the store has of one annotator's Label Studio project, to compare with what is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator import store
from annotator.store.records import AnnotationRecord, Annotator, Assignment, DraftRecord


@dataclass(frozen=True)
class KnownWork:
    """Task ids and annotation ids are Label Studio's."""

    collected_until: str
    by_task: Mapping[int, Assignment]  # also withdrawn ones whose task may still be there
    annotations: Mapping[int, Mapping[int, AnnotationRecord]]  # task -> its live annotations
    drafts: Mapping[int, DraftRecord]

    def counts(self) -> tuple[int, int, int]:
        """Tasks, submitted annotations, skipped ones."""
        counted = [self.count(task) for task in self.annotations]
        return len(self.by_task), sum(one for one, _ in counted), sum(two for _, two in counted)

    def count(self, task: int) -> tuple[int, int]:
        """How many annotations of a task are submitted, and how many skipped."""
        states = [one.state for one in self.annotations.get(task, {}).values()]
        skipped = states.count("skipped")
        return len(states) - skipped, skipped


def load_known_work(
    db: store.Store, person: Annotator, assignments: Iterable[Assignment]
) -> KnownWork:
    """`assignments` are the study's, withdrawn ones too."""
    project_id = person.project_id or 0
    by_task = {
        one.task_id: one
        for one in assignments
        if one.annotator_id == person.id and one.task_id is not None
    }
    task_of = {one.id: task for task, one in by_task.items()}
    annotations: dict[int, dict[int, AnnotationRecord]] = {}
    for record in store.load_project_annotations(db, project_id):
        task = task_of.get(record.assignment_id)
        if task is not None:
            annotations.setdefault(task, {})[record.labelstudio_id] = record
    drafts = store.load_project_drafts(db, project_id)
    return KnownWork(
        store.load_collected_until(db, person.id),
        by_task,
        annotations,
        {one.labelstudio_id: one for one in drafts},
    )
