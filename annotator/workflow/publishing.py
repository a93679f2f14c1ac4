"""Giving every annotator their articles in Label Studio: one project an annotator and study.

Publishing may be repeated, and continued after a crash at any point: the store is written before
Label Studio where that says what is meant, and after it where that says what is done; what lies
between is found again by a marker (projects) or our article id (tasks).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator import schemes, store
from annotator.errors import StudyError
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, task_data, technical_email
from annotator.models import State
from annotator.store.records import Annotator, Assignment, StoredArticle, Study
from annotator.workflow.assigning import Allocation, Given, allocate
from annotator.workflow.collecting import collect
from annotator.workflow.parallel import in_threads, one_at_a_time

Progress = Callable[[str, int, int], None]  # words, done, total

THREADS = 4  # projects filled at once; Label Studio on SQLite has one writer anyway


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
        '3 articles are published to 2 annotators: 6 new assignments.'
        """
        done = f"{self.assigned} new assignments" if self.assigned else "nothing was missing"
        if self.withdrawn:
            done += f", {self.withdrawn} withdrawn"
        return f"{self.articles} articles are published to {self.annotators} annotators: {done}."

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
        articles = store.load_articles(db, study_id)
        people = [one for one in store.load_annotators(db, study_id) if not one.removed_at]
        _check(study, articles)
        return _Publishing(db, labelstudio, keys, study, progress or _silence).run(
            articles, people, overlap, rebalance
        )


def _silence(words: str, done: int, total: int) -> None:
    """No progress is wanted."""


def _check(study: Study, articles: Sequence[StoredArticle]) -> None:
    if study.removed_at:
        raise StudyError(f"The study {study.title!r} was removed; it cannot be published.")
    if not articles:
        raise StudyError(f"The study {study.title!r} has no articles yet. Load some first.")


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
        allocation = self._allocation(articles, people, overlap, rebalance)
        with store.writing(self.db):
            store.withdraw_assignments(self.db, allocation.withdrawn)
            store.save_assignments(
                self.db,
                self.study.id,
                [(one.article_id, one.annotator_id, one.position) for one in allocation.new],
            )
        self._remove_withdrawn_tasks()
        self._make_accounts(people)
        fresh = self._make_projects(people)
        self._add_tasks(articles, fresh)
        done = Publication(
            len(allocation.new), len(allocation.withdrawn), len(articles), len(people)
        )
        with store.writing(self.db):
            store.set_published(self.db, self.study.id, overlap)
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
        looked_at = in_threads(self.labelstudio.is_untouched, list(tasks.values()), THREADS)
        untouched = {task for task, is_free in looked_at if is_free}
        return {one for one, task in tasks.items() if task not in untouched}

    def _assignments(self) -> list[Assignment]:
        found = store.load_assignments(self.db, self.study.id)
        return [one for one in found if not one.withdrawn]

    # ------------------------------------------------------------------ Label Studio

    def _remove_withdrawn_tasks(self) -> None:
        gone = {
            one.id: one.task_id
            for one in store.load_assignments(self.db, self.study.id)
            if one.withdrawn and one.task_id is not None
        }
        for _ in in_threads(self.labelstudio.delete_task, list(gone.values()), THREADS):
            self.progress("Taking articles back", 0, len(gone))
        store.set_task_ids(self.db, dict.fromkeys(gone))

    def _make_accounts(self, people: list[Annotator]) -> None:
        """Each person's technical account, once for all their studies."""
        for n, person in enumerate(people):
            account = store.load_account(self.db, person.account_id)
            if account.labelstudio_user_id is not None:
                continue
            self.progress("Making accounts in Label Studio", n, len(people))
            email = account.technical_email or technical_email()
            store.set_technical_account(self.db, account.id, email, None)
            password = self.keys.technical_password(email)
            user_id = self.labelstudio.ensure_account(email, password)
            store.set_technical_account(self.db, account.id, email, user_id)

    def _make_projects(self, people: list[Annotator]) -> set[int]:
        """Whoever has none gets a project; the ids of those that are new and therefore empty."""
        missing = [one for one in people if one.project_id is None]
        fresh: set[int] = set()
        if not missing:
            return fresh
        record = store.load_scheme(self.db, self.study.scheme_id)
        scheme = schemes.load_scheme(record.yaml, f"{record.name}.yaml")
        instruction = schemes.instruction_html(scheme)
        known = {one.description: one.id for one in self.labelstudio.projects()}

        def make(annotator: Annotator) -> tuple[int, int, bool]:
            marker = self._marker(annotator)
            project_id = known.get(marker)
            is_new = project_id is None
            if project_id is None:
                project_id = self.labelstudio.create_project(
                    title=self.study.title,
                    config=record.xml,
                    instruction=instruction,
                    marker=marker,
                )
            return project_id, self.labelstudio.ensure_view(project_id), is_new

        for done, (annotator, made) in enumerate(in_threads(make, missing, THREADS)):
            project_id, view_id, is_new = made
            store.set_project(self.db, annotator.id, project_id, view_id)
            if is_new:
                fresh.add(project_id)
            self.progress("Making projects in Label Studio", done + 1, len(missing))
        return fresh

    def _marker(self, annotator: Annotator) -> str:
        """The same for this annotator and study whenever asked, and no other's anywhere."""
        message = f"labelstudio-project:{self.study.created_at}:{annotator.id}".encode()
        key = self.keys.secret_key.encode()
        return f"annotator {hmac.new(key, message, hashlib.sha256).hexdigest()[:32]}"

    def _add_tasks(self, articles: list[StoredArticle], fresh: set[int]) -> None:
        """The tasks that are missing, in each annotator's order."""
        by_id = {one.id: one.article for one in articles}
        assignments = self._assignments()
        done_in: dict[int, int] = {}
        missing: dict[int, list[Assignment]] = {}
        for one in assignments:
            if one.project_id is None:
                continue  # somebody who was removed before they had a project
            if one.task_id is not None:
                done_in[one.project_id] = done_in.get(one.project_id, 0) + 1
            elif one.article_id in by_id:
                missing.setdefault(one.project_id, []).append(one)

        def add(project_id: int) -> dict[int, int]:
            wanted = missing[project_id]
            there: dict[int, int] = {}
            # More tasks than we know of: an import whose answer never reached the store.
            if project_id not in fresh and (
                self.labelstudio.counts(project_id).tasks > done_in.get(project_id, 0)
            ):
                there = self.labelstudio.task_ids(project_id)
            new = [one for one in wanted if one.article_id not in there]
            ids = self.labelstudio.import_tasks(
                project_id, [task_data(one.article_id, by_id[one.article_id]) for one in new]
            )
            made = dict(zip((one.id for one in new), ids, strict=True))
            return made | {
                one.id: there[one.article_id] for one in wanted if one.article_id in there
            }

        total = sum(map(len, missing.values()))
        done = 0
        for _, task_ids in in_threads(add, list(missing), THREADS):
            store.set_task_ids(self.db, task_ids)
            done += len(task_ids)
            self.progress("Adding articles to Label Studio", done, total)
