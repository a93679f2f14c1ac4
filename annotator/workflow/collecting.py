"""Bringing what Label Studio has into the store, and finding what went past the gateway.

A saved annotation is stored while its request is answered. `collect` finds what was missed,
changed or deleted behind our back. Every project is asked three cheap questions: which tasks
changed since last time, which have drafts, how many annotations and tasks there are. Only when
the numbers then differ from ours is every task looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.labelstudio import LabelStudio
from annotator.labelstudio.fetching import Fetched, is_unreadable
from annotator.store.records import Annotator
from annotator.workflow.parallel import Progress, in_threads
from annotator.workflow.taking_in import Collection, project_of

PROJECTS_AT_ONCE = 3  # projects read at once


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
    collection = Collection(db, labelstudio, study)
    # Known before anything is asked: what is stored meanwhile must not look like deleted.
    known = {one.id: collection.known(one) for one in people}
    now = labelstudio.clock()

    def fetch(person: Annotator) -> Fetched | LabelStudioRefused | None:
        since = known[person.id].collected_until  # later than now: the clock was set back
        try:
            return labelstudio.fetch(project_of(person), since if since <= now else "")
        except LabelStudioRefused as error:
            if not is_unreadable(error):
                raise
            return error

    for done, (person, fetched) in enumerate(in_threads(fetch, people, PROJECTS_AT_ONCE)):
        if isinstance(fetched, LabelStudioRefused):
            collection.unreadable_project(person, fetched)
        else:
            collection.take(person, known[person.id], fetched)
            store.set_collected_until(db, person.id, now)
        if progress is not None:
            progress("Collecting from Label Studio", done + 1, len(people))
    count = collection.outcomes
    report = CollectReport(
        created=count.get("created", 0),
        updated=count.get("updated", 0),
        deleted=count.get("deleted", 0),
        unchanged=count.get("unchanged", 0),
        problems=tuple(collection.problems),
    )
    if report.created or report.updated or report.deleted or collection.found_new_problems:
        store.save_event(db, "collected", report.sentence, study_id)
    return report
