"""Bringing what Label Studio has into the store, and finding what went past the gateway.

A saved annotation is stored while its request is answered. `collect` finds what was missed,
changed or deleted behind our back. Every project is asked three cheap questions: which tasks
changed since last time, which have drafts, how many annotations and tasks there are. Only when
the numbers then differ from ours is every task looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.labelstudio import LabelStudio
from annotator.labelstudio.fetching import Fetched, is_unreadable
from annotator.store.records import Annotator
from annotator.workflow.known_work import KnownWork
from annotator.workflow.parallel import Progress, in_threads
from annotator.workflow.taking_in import Collection, project_of

PROJECTS_AT_ONCE = 3  # projects read at once
Found = tuple[Annotator, KnownWork, Fetched | LabelStudioRefused | None]


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
    now = labelstudio.clock()
    for done, (person, known, fetched) in enumerate(_projects(collection, people, now)):
        if isinstance(fetched, LabelStudioRefused):
            collection.unreadable_project(person, fetched)
        else:
            collection.take(person, known, fetched)
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


def _projects(collection: Collection, people: Sequence[Annotator], now: str) -> Iterator[Found]:
    """Each annotator's project, as it was known before it was asked: what is stored meanwhile must
    not look like deleted. A gentle Label Studio is asked about one after the other."""

    def fetch(work: tuple[Annotator, KnownWork]) -> Fetched | LabelStudioRefused | None:
        person, known = work
        since = known.collected_until  # later than now: the clock was set back
        try:
            return collection.labelstudio.fetch(project_of(person), since if since <= now else "")
        except LabelStudioRefused as error:
            if not is_unreadable(error):
                raise
            return error

    if collection.labelstudio.connection.gentle:
        for person in people:
            known = collection.known(person)
            yield person, known, fetch((person, known))
        return
    work = [(person, collection.known(person)) for person in people]
    for (person, known), fetched in in_threads(fetch, work, PROJECTS_AT_ONCE):
        yield person, known, fetched
