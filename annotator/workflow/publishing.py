"""Giving every annotator their articles in Label Studio: one project an annotator and study.

Publishing may be repeated, and continued after a crash at any point: the store is written before
Label Studio where that says what is meant, and after it where that says what is done; what lies
between is found again by a marker (projects) or our article id (tasks).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator import store
from annotator.errors import StudyError
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio
from annotator.models import State
from annotator.store.articles import count_articles
from annotator.store.records import Annotator, Assignment, StoredArticle, Study
from annotator.workflow.annotator_projects import AnnotatorProjects
from annotator.workflow.assigning import Allocation, Given, allocate, check_overlap
from annotator.workflow.collecting import collect
from annotator.workflow.parallel import Progress, in_threads, one_at_a_time

TASKS_AT_ONCE = 4  # tasks looked at at once


@dataclass(frozen=True)
class Publication:
    """What a publication did."""

    assigned: int
    withdrawn: int
    articles: int
    annotators: int

    @property
    def sentence(self) -> str:
        """For people.

        >>> Publication(6, 0, 3, 2).sentence
        'Published 3 articles to 2 annotators: 6 new assignments.'
        >>> Publication(0, 0, 1, 1).sentence
        'Published 1 article to 1 annotator: nothing was missing.'
        """
        done = _counted(self.assigned, "new assignment") if self.assigned else "nothing was missing"
        if self.withdrawn:
            done += f", {self.withdrawn} withdrawn"
        articles = _counted(self.articles, "article")
        return f"Published {articles} to {_counted(self.annotators, 'annotator')}: {done}."

    def __str__(self) -> str:
        return self.sentence


def publish(
    db: store.Store,
    labelstudio: LabelStudio,
    keys: Keys,
    study_id: int,
    overlap: int,
    *,
    rebalance: bool = False,
    progress: Progress | None = None,
) -> Publication:
    """Give every article to `overlap` annotators; people who have not signed up yet count.

    Publishing twice changes nothing. Raises StudyError when there is nothing to publish or there
    are too few people, LabelStudioError when Label Studio fails; then publish again to continue.
    """
    with one_at_a_time(db, "publishing"):  # a double click must not make projects twice
        study = store.load_study(db, study_id)
        check_publication(db, study_id, overlap)
        return _Publishing(db, labelstudio, keys, study, progress or _silence).run(
            store.load_articles(db, study_id), _taking_part(db, study_id), overlap, rebalance
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _silence(words: str, done: int, total: int) -> None:
    """No progress is wanted."""


def _taking_part(db: store.Store, study_id: int) -> list[Annotator]:
    return [one for one in store.load_annotators(db, study_id) if one.takes_part]


def check_publication(db: store.Store, study_id: int, overlap: int) -> None:
    """What can be told without Label Studio; raises StudyError with the words of `publish`."""
    study = store.load_study(db, study_id)
    if study.removed_at:
        raise StudyError(f"The study {study.title!r} was removed; it cannot be published.")
    if study.origin:
        raise StudyError(
            f"The study {study.title!r} was imported with its annotations; it is not published. "
            "To have its articles annotated, load them into a study of their own."
        )
    articles = count_articles(db, study_id)
    if not articles and store.count_withdrawn(db, study_id).articles:
        raise StudyError(
            f"Every article of the study {study.title!r} is withdrawn. Bring some back, or load "
            "others."
        )
    if not articles:
        raise StudyError(f"The study {study.title!r} has no articles yet. Load some first.")
    check_overlap(len(_taking_part(db, study_id)), overlap)


class _Publishing:
    """One publication; the store is only used from the thread that began it."""

    def __init__(
        self,
        db: store.Store,
        labelstudio: LabelStudio,
        keys: Keys,
        study: Study,
        progress: Progress,
    ) -> None:
        self.db = db
        self.labelstudio = labelstudio
        self.keys = keys
        self.study = study
        self.progress = progress

    def run(
        self,
        articles: list[StoredArticle],
        people: list[Annotator],
        overlap: int,
        rebalance: bool,
    ) -> Publication:
        is_first = not store.load_assignments(self.db, self.study.id)
        allocation = self._allocation(articles, people, overlap, rebalance)
        with store.writing(self.db):
            store.withdraw_assignments(self.db, allocation.withdrawn)
            store.save_assignments(
                self.db,
                self.study.id,
                [(one.article_id, one.annotator_id, one.position) for one in allocation.new],
            )
        projects = AnnotatorProjects(
            self.db, self.labelstudio, self.keys, self.study, self.progress
        )
        projects.make_accounts(people)
        projects.make_projects(people, is_first=is_first)
        projects.make_tasks({one.id: one.article for one in articles})
        done = Publication(
            len(allocation.new), len(allocation.withdrawn), len(articles), len(people)
        )
        with store.writing(self.db):
            store.set_published(self.db, self.study.id, overlap)
            if done.assigned or done.withdrawn or not self.study.is_published:
                store.save_event(self.db, "published", done.sentence, self.study.id)
        return done

    # ------------------------------------------------------------------ who gets what

    def _allocation(
        self,
        articles: list[StoredArticle],
        people: list[Annotator],
        overlap: int,
        rebalance: bool,
    ) -> Allocation:
        begun: set[int] = set()
        collected = False
        while True:
            given = [
                Given(
                    article_id=one.article_id,
                    annotator_id=one.annotator_id,
                    position=one.position,
                    started=one.state is not State.NOT_STARTED or one.id in begun,
                    id=one.id,
                )
                for one in self._assignments()
            ]
            allocation = allocate(
                [one.id for one in articles],
                [one.id for one in people],
                overlap,
                self.study.seed,
                given,
                rebalance=rebalance,
            )
            if not allocation.withdrawn:
                return allocation
            # Before anything is taken from anybody: what Label Studio knows and we do not yet.
            if not collected:
                collect(self.db, self.labelstudio, self.study.id)
                collected = True
                continue
            touched = self._touched(allocation.withdrawn)
            if not touched:
                return allocation
            begun |= touched

    def _touched(self, assignment_ids: Sequence[int]) -> set[int]:
        wanted = set(assignment_ids)
        tasks = {
            one.id: one.task_id
            for one in self._assignments()
            if one.id in wanted and one.task_id is not None
        }
        looked_at = in_threads(self.labelstudio.is_untouched, list(tasks.values()), TASKS_AT_ONCE)
        untouched = {task for task, is_free in looked_at if is_free}
        return {one for one, task in tasks.items() if task not in untouched}

    def _assignments(self) -> list[Assignment]:
        found = store.load_assignments(self.db, self.study.id)
        # What somebody has of a withdrawn article stays theirs, for when it is brought back.
        return [one for one in found if not one.withdrawn and not one.article_withdrawn]
