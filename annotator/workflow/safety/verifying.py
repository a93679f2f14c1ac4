"""Comparing Label Studio with the store, number by number and hash by hash; healing what has one
right answer.

One right answer have: what the store lacks (it is taken in), what was changed there later (it is
taken in as a new version), what was deleted there (it is marked, and kept), a task that shows
something else than the stored article or a project that is set up otherwise (they are put right),
an empty project or an untouched task that is there twice (the second goes). The rest is reported
with what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from annotator import store
from annotator.errors import LabelStudioRefused
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, task_data
from annotator.labelstudio.fetching import Fetched
from annotator.labelstudio.json_values import user_number
from annotator.labelstudio.project_setup import changed_setup, project_setup
from annotator.plural import counted
from annotator.store.annotation_rows import content_digest
from annotator.store.records import Annotator
from annotator.store.safety.returning import load_live_annotations, load_live_drafts
from annotator.workflow.annotator_projects import AnnotatorProjects
from annotator.workflow.parallel import Progress, one_at_a_time
from annotator.workflow.safety.differences import (
    PUT_BACK,
    Comparison,
    Difference,
    Here,
    Mark,
    There,
    marked_healed,
)
from annotator.workflow.taking_in import Collection, project_of


@dataclass(frozen=True)
class Verification:
    """What was compared and what differed."""

    annotators: int
    tasks: int
    annotations: int
    drafts: int
    differences: tuple[Difference, ...]
    changed_only: bool = False

    @property
    def sentence(self) -> str:
        """For people.

        >>> Verification(2, 6, 4, 1, ()).sentence
        'Compared the work of 2 annotators: 6 tasks, 4 annotations, 1 draft. No difference.'
        >>> Verification(1, 0, 0, 0, (), changed_only=True).sentence.partition(":")[0]
        'Compared what changed in the work of 1 annotator'
        """
        what = "what changed in the work" if self.changed_only else "the work"
        compared = (
            f"Compared {what} of {counted(self.annotators, 'annotator')}: "
            f"{counted(self.tasks, 'task')}, {counted(self.annotations, 'annotation')}, "
            f"{counted(self.drafts, 'draft')}."
        )
        if not self.differences:
            return f"{compared} No difference."
        healed = sum(one.healed for one in self.differences)
        kinds = Counter(one.kind for one in self.differences)
        named = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
        return f"{compared} Differences: {named}; healed: {healed}."


def verify(
    db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    study_id: int,
    *,
    changed_only: bool = False,
    heal: bool = True,
    progress: Progress = lambda words, done, total: None,
) -> Verification:
    """Compare everything of a study, or only what changed since the last collection.

    Raises LabelStudioError when Label Studio fails.
    """
    look = _Look(db, labelstudio, keys, study_id, changed_only=changed_only)
    found = look.differences(progress)
    if found:
        # What is being published or put back looks different half-way, and healing would take away
        # what was made for it.
        with one_at_a_time(db, "publishing"):
            look = _Look(db, labelstudio, keys, study_id, changed_only=changed_only)
            found = look.differences(progress)
            if found and heal:
                look.heal(found)
                again = _Look(db, labelstudio, keys, study_id, changed_only=False)
                found = marked_healed(found, again.differences(progress))
    return Verification(len(look.people), *look.counts, tuple(found), changed_only=changed_only)


class _Look:
    def __init__(
        self,
        db: store.Store,
        labelstudio: LabelStudio,
        keys: Keys,
        study_id: int,
        *,
        changed_only: bool,
    ) -> None:
        self.db, self.labelstudio, self.keys = db, labelstudio, keys
        self.study = store.load_study(db, study_id)
        self.changed_only = changed_only
        self.people = [
            one for one in store.load_annotators(db, study_id) if one.project_id is not None
        ]
        self.accounts = {one.id: store.load_account(db, one.account_id) for one in self.people}
        articles = {one.id: one.article for one in store.load_articles(db, study_id)}
        self.wanted = {number: task_data(number, one) for number, one in articles.items()}
        self.setup = project_setup(store.load_scheme(db, self.study.scheme_id).xml)
        self.counts = (0, 0, 0)  # tasks, annotations, drafts that were compared
        self.collection = Collection(db, labelstudio, self.study)

    def differences(self, progress: Progress) -> list[Difference]:
        found = self._accounts() + self._projects()
        for done, person in enumerate(self.people, start=1):
            found += self._of_person(person)
            progress("Comparing with Label Studio", done, len(self.people))
        return found

    def heal(self, found: list[Difference]) -> None:
        doubles = [one for one in found if one.kind == "doubled"]
        for one in doubles:
            if one.about == "project" and not self._tasks_in(one.number):
                self.labelstudio.delete_project(one.number)
            elif one.about == "task" and self.labelstudio.is_untouched(one.number):
                self.labelstudio.delete_task(one.number)
        for one in found:
            if (one.kind, one.about) == ("changed", "project"):
                with suppress(LabelStudioRefused):  # marks there that do not fit: it is said again
                    self.labelstudio.set_up(one.number, self.setup)
            if (one.kind, one.about) == ("changed", "task"):
                assignment = store.find_assignment(self.db, one.number)
                if assignment is not None:
                    self.labelstudio.set_task_data(one.number, self.wanted[assignment.article_id])
        concerned = {one.pseudonym for one in found}
        for person in self.people:
            if person.pseudonym in concerned:
                known = self.collection.known(person)
                self.collection.take(person, known, self.labelstudio.fetch(project_of(person), ""))
                if self.labelstudio.counts([project_of(person)]):
                    self.collection.look_at_every_task(person)

    # ------------------------------------------------------------------ inside

    def _accounts(self) -> list[Difference]:
        there, found = self.labelstudio.accounts(), []
        for person in self.people:
            account = self.accounts[person.id]
            number = there.get(account.technical_email)
            if number != account.labelstudio_user_id:
                kind, words = "changed", f"it was made anew there; {PUT_BACK}"
                if number is None:
                    kind, words = "deleted", PUT_BACK
                was = account.labelstudio_user_id or 0
                found.append(Difference(kind, "account", was, person.pseudonym, "", words))
        return found

    def _projects(self) -> list[Difference]:
        projects = AnnotatorProjects(
            self.db, self.labelstudio, self.keys, self.study, lambda *_: None
        )
        owners = {marker: one for one in self.people for marker in projects.markers(one)}
        there = list(self.labelstudio.projects())
        found = []
        numbers = {one.id for one in there}
        for person in self.people:
            if person.project_id not in numbers:
                found.append(self._project("deleted", project_of(person), person, PUT_BACK))
        setups = self.labelstudio.setups([project_of(one) for one in self.people])
        for person in self.people:
            setup = setups.get(project_of(person), self.setup)
            if changed := changed_setup(setup, self.setup):
                words = f"it is not set up as it was published ({', '.join(changed)})"
                found.append(self._project("changed", project_of(person), person, words))
        for project in there:
            owner = owners.get(project.description)
            if owner is not None and owner.project_id != project.id:
                words = "this annotator has another one in the same study"
                found.append(self._project("doubled", project.id, owner, words))
        return found

    def _project(self, kind: str, number: int, person: Annotator, words: str) -> Difference:
        return Difference(kind, "project", number, person.pseudonym, "", words)

    def _of_person(self, person: Annotator) -> list[Difference]:
        before = self._here(person)
        since = store.load_collected_until(self.db, person.id) if self.changed_only else ""
        fetched = self.labelstudio.fetch(project_of(person), since)
        if fetched is None:
            return []  # said of the project
        if since and fetched.counts.tasks != len(before.tasks):
            since = ""
        contents = None if since else self.labelstudio.task_contents(project_of(person))
        if not fetched.is_complete and self._counts_differ(fetched, before):
            fetched = self.labelstudio.fetch(project_of(person), "") or fetched
        there = self._there(person, before, fetched, contents)
        after = self._here(person)
        tasks, annotations, drafts = self.counts
        self.counts = (
            tasks + len(contents if contents is not None else there.looked_at),
            annotations + len(there.annotations),
            drafts + len(there.drafts),
        )
        user = self.accounts[person.id].labelstudio_user_id
        return Comparison(person, before, after, there, self.wanted, user).differences()

    def _counts_differ(self, fetched: Fetched, here: Here) -> bool:
        return fetched.counts.submitted + fetched.counts.skipped != len(here.annotations)

    def _there(
        self,
        person: Annotator,
        here: Here,
        fetched: Fetched,
        contents: Mapping[int, Mapping[str, Any]] | None,
    ) -> There:
        texts, marks = self.collection.texts, {}
        for task, raws in fetched.annotations.items():
            assignment = here.tasks.get(task)
            text = texts.get(assignment.article_id, "") if assignment else ""
            for raw in raws:
                read = self.collection.reader.read(raw, text)
                by = user_number(raw.get("completed_by"))
                mark = Mark(task, content_digest(read), read.updated_at, by)
                marks[read.labelstudio_id] = mark
        looked_at = set(here.tasks if fetched.is_complete else fetched.annotations)
        return There(
            contents,
            marks,
            {one.id: (one.task, one.updated_at) for one in fetched.drafts},
            frozenset(looked_at - fetched.unreadable),
        )

    def _here(self, person: Annotator) -> Here:
        mine = [
            one
            for one in store.load_assignments(self.db, self.study.id)
            if one.annotator_id == person.id
        ]
        return Here(
            {one.task_id: one for one in mine if one.task_id is not None},
            {one.labelstudio_id: one for one in load_live_annotations(self.db, person.id)},
            {one.labelstudio_id: one for one in load_live_drafts(self.db, person.id)},
            tuple(one for one in mine if one.task_id is None),
        )

    def _tasks_in(self, project_id: int) -> int:
        return sum(one.tasks for one in self.labelstudio.counts([project_id]).values())
