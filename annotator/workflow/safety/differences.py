"""One annotator's work in Label Studio and in the store, side by side. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any

from annotator.store.records import AnnotationRecord, Annotator, Assignment, DraftRecord

PUT_BACK = "put it back with: annotator restore-to-label-studio STUDY"
NOBODYS = (
    "the account that made it was deleted in Label Studio; it counts; give it to the annotator's "
    "with: annotator restore-to-label-studio STUDY"
)


@dataclass(frozen=True)
class Difference:
    """`kind`: "missing" (from the store), "changed", "deleted" (from Label Studio), "foreign" or
    "doubled". `number` is Label Studio's."""

    kind: str
    about: str  # "account", "project", "task", "annotation" or "draft"
    number: int
    pseudonym: str
    article: str  # its title; "" for an account or a project
    words: str
    healed: bool = False

    @property
    def key(self) -> tuple[str, str, int, str]:
        return self.kind, self.about, self.number, self.pseudonym

    @property
    def sentence(self) -> str:
        """For people.

        >>> Difference("foreign", "task", 7, "A01", "", "not ours").sentence
        'foreign task 7 of A01: not ours.'
        """
        where = f" in {self.article[:60]!r}" if self.article else ""
        what = f"{self.kind} {self.about} {self.number} of {self.pseudonym}{where}"
        return f"{what}: {self.words}.{' Healed.' if self.healed else ''}"


@dataclass(frozen=True)
class Here:
    """What the store has of one annotator's project. Keys are Label Studio's numbers."""

    tasks: Mapping[int, Assignment]
    annotations: Mapping[int, AnnotationRecord]
    drafts: Mapping[int, DraftRecord]
    without_task: tuple[Assignment, ...] = ()


@dataclass(frozen=True)
class Mark:
    """An annotation as Label Studio has it."""

    task: int
    digest: str
    updated_at: str
    by: int | None  # the account that made it; None when it was deleted


@dataclass(frozen=True)
class There:
    """What Label Studio has of the same. `contents`: what the tasks show; None when not asked."""

    contents: Mapping[int, Mapping[str, Any]] | None
    annotations: Mapping[int, Mark]
    drafts: Mapping[int, tuple[int, str]]  # task, when it was last saved
    looked_at: frozenset[int]  # tasks whose annotations were read


class Comparison:
    """`before` and `after` are the store's sides from before and after Label Studio was asked:
    what was saved between the two is no difference."""

    def __init__(
        self,
        person: Annotator,
        before: Here,
        after: Here,
        there: There,
        wanted: Mapping[int, Mapping[str, Any]],
        user: int | None,
    ) -> None:
        self.person, self.user = person, user  # their account's number in Label Studio
        self.before, self.after, self.there = before, after, there
        self.wanted = wanted  # article -> what its task must show

    def differences(self) -> list[Difference]:
        return [*self._tasks(), *self._annotations(), *self._doubled(), *self._drafts()]

    def _tasks(self) -> Iterator[Difference]:
        contents = self.there.contents
        if contents is None:
            return
        for task, assignment in self.after.tasks.items():
            if task not in contents and task in self.before.tasks:
                yield self._one("deleted", "task", task, PUT_BACK, assignment)
        for assignment in self.after.without_task:
            if not assignment.withdrawn and assignment.article_id in self.wanted:
                words = f"it was never given or was deleted there; publish again, or {PUT_BACK}"
                yield self._one("deleted", "task", 0, words, assignment)
        given = {one.article_id for one in self.after.tasks.values()}
        for task, data in contents.items():
            owner = self.after.tasks.get(task)
            article = data.get("article_id")
            if owner is None and article in given and self._shows(data, article):
                yield self._one("doubled", "task", task, "the same article is there twice")
            elif owner is None:
                words = "it is not ours; look at it in Label Studio, and delete it there"
                yield self._one("foreign", "task", task, words)
            elif owner.article_id in self.wanted and data != self.wanted[owner.article_id]:
                words = "what it shows is not the stored article"
                yield self._one("changed", "task", task, words, owner)

    def _shows(self, data: Mapping[str, Any], article: int) -> bool:
        """Whether a task is of our article of that number, not of one that a replaced store had."""
        return data.get("text") == self.wanted.get(article, data).get("text")

    def _annotations(self) -> Iterator[Difference]:
        renumbered = self._renumbered()
        yield from self._annotations_there(renumbered)
        yield from self._annotations_gone({*renumbered.values()})

    def _annotations_there(self, renumbered: Mapping[int, int]) -> Iterator[Difference]:
        old, new = self.before.annotations, self.after.annotations
        for number, mark in self.there.annotations.items():
            assignment = self.after.tasks.get(mark.task)
            if assignment is None:
                continue
            if mark.by is None:
                yield self._one("changed", "annotation", number, NOBODYS, assignment)
            elif mark.by != self.user:
                words = "another account than the annotator's made it in Label Studio; it counts"
                yield self._one("foreign", "annotation", number, words, assignment)
            if number in new:
                known = {new[number].content_sha256}
                known |= {old[number].content_sha256} if number in old else set()
                if mark.digest not in known:
                    later = new[number].updated_at > mark.updated_at
                    words = f"the store has a later one; {PUT_BACK}" if later else "it was changed"
                    yield self._one("changed", "annotation", number, words, assignment)
            elif number in renumbered:
                words = f"it was number {renumbered[number]} before"
                yield self._one("changed", "annotation", number, words, assignment)
            elif number not in old:
                yield self._one(
                    "missing", "annotation", number, "the store has not got it", assignment
                )

    def _annotations_gone(self, renumbered: Set[int]) -> Iterator[Difference]:
        for number, record in self.after.annotations.items():
            task = next((t for t, a in self.after.tasks.items() if a.id == record.assignment_id), 0)
            gone = number in self.before.annotations and number not in self.there.annotations
            if gone and number not in renumbered and (task in self.there.looked_at or not task):
                owner = self.after.tasks.get(task)
                yield self._one("deleted", "annotation", number, PUT_BACK, owner)

    def _renumbered(self) -> dict[int, int]:
        """Number there -> number here, of what is the same otherwise and has neither elsewhere."""
        old, new, there = self.before.annotations, self.after.annotations, self.there.annotations
        gone = {
            (record.assignment_id, record.content_sha256): number
            for number, record in new.items()
            if number in old and number not in there
        }
        tasks, found = self.after.tasks, {}
        for number, mark in there.items():
            if number not in new and number not in old and mark.task in tasks:
                was = gone.pop((tasks[mark.task].id, mark.digest), None)
                if was is not None:
                    found[number] = was
        return found

    def _doubled(self) -> Iterator[Difference]:
        count = Counter(mark.task for mark in self.there.annotations.values())
        for task, number in count.items():
            if number > 1 and task in self.after.tasks:
                words = f"its article has {number} annotations; the last submitted one counts"
                last = max(n for n, mark in self.there.annotations.items() if mark.task == task)
                yield self._one("doubled", "annotation", last, words, self.after.tasks[task])

    def _drafts(self) -> Iterator[Difference]:
        old, new = self.before.drafts, self.after.drafts
        for number, (task, moment) in self.there.drafts.items():
            assignment = self.after.tasks.get(task)
            if assignment is None:
                continue
            if number not in new and number not in old:
                yield self._one("missing", "draft", number, "the store has not got it", assignment)
            elif number in new and moment not in (new[number].updated_at, old_moment(old, number)):
                yield self._one("changed", "draft", number, "it was changed", assignment)
        for number, draft in new.items():
            if number in old and number not in self.there.drafts:
                owner = next(
                    (a for a in self.after.tasks.values() if a.id == draft.assignment_id), None
                )
                yield self._one("deleted", "draft", number, PUT_BACK, owner)

    def _one(
        self, kind: str, about: str, number: int, words: str, owner: Assignment | None = None
    ) -> Difference:
        title = str(self.wanted.get(owner.article_id, {}).get("title", "")) if owner else ""
        return Difference(kind, about, number, self.person.pseudonym, title, words)


def old_moment(drafts: Mapping[int, DraftRecord], number: int) -> str:
    return drafts[number].updated_at if number in drafts else ""


def marked_healed(found: list[Difference], left: list[Difference]) -> list[Difference]:
    """What a second look no longer finds was healed between the two."""
    still = {one.key for one in left}
    return [replace(one, healed=one.key not in still) for one in found]
