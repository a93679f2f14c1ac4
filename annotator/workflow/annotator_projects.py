"""Each annotator's technical account and project in Label Studio, and the tasks in it.

Everything here may be repeated, and continued after a crash at any point. Requests that write go
one after the other: on SQLite, Label Studio answers two at once by waiting and then *repeating*
one of them inside itself, which can make a project or an import twice. An annotator who is saving
at that moment can cause the same, so what was made is counted and doubles are removed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence

from annotator import schemes, store
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, task_data, technical_email
from annotator.models import Article
from annotator.store.records import Annotator, Assignment, Study

Progress = Callable[[str, int, int], None]  # words, done, total


class AnnotatorProjects:
    """The projects of one study."""

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

    def remove_withdrawn_tasks(self) -> None:
        """The store says already that they are withdrawn; nobody has begun them."""
        gone = [
            one
            for one in store.load_assignments(self.db, self.study.id)
            if one.withdrawn and one.task_id is not None and one.project_id is not None
        ]
        for done, one in enumerate(gone):
            task, project = one.task_id or 0, one.project_id or 0
            if self.labelstudio.holds(task, project, one.article_id):
                self.labelstudio.delete_task(task)
            store.set_task_ids(self.db, {one.id: None})
            self.progress("Taking articles back", done + 1, len(gone))

    def make_accounts(self, people: Sequence[Annotator]) -> None:
        """Each person's technical account, once for all their studies."""
        for done, person in enumerate(people):
            account = store.load_account(self.db, person.account_id)
            if account.labelstudio_user_id is not None:
                continue
            email = account.technical_email or technical_email()
            store.set_technical_account(self.db, account.id, email, None)
            password = self.keys.technical_password(email)
            user_id = self.labelstudio.ensure_account(email, password)
            store.set_technical_account(self.db, account.id, email, user_id)
            self.progress("Making accounts in Label Studio", done + 1, len(people))

    def make_projects(self, people: Sequence[Annotator]) -> set[int]:
        """Whoever has none gets a project; the ids of those that are new and therefore empty."""
        missing = {self._marker(one): one for one in people if one.project_id is None}
        if not missing:
            return set()
        record = store.load_scheme(self.db, self.study.scheme_id)
        scheme = schemes.load_scheme(record.yaml, f"{record.name}.yaml")
        instruction = schemes.instruction_html(scheme)
        before, fresh = self._projects_of(missing), set[int]()
        for done, marker in enumerate(missing):
            if marker not in before:
                self.labelstudio.create_project(
                    title=self.study.title,
                    config=record.xml,
                    instruction=instruction,
                    marker=marker,
                )
            self.progress("Making projects in Label Studio", done + 1, len(missing))
        for marker, (project_id, *doubles) in self._projects_of(missing).items():
            for double in doubles:
                if not self.labelstudio.counts(double).tasks:
                    self.labelstudio.delete_project(double)
            view_id = self.labelstudio.ensure_view(project_id)
            store.set_project(self.db, missing[marker].id, project_id, view_id)
            if marker not in before:
                fresh.add(project_id)
        return fresh

    def add_tasks(self, articles: dict[int, Article], fresh: set[int]) -> None:
        """The tasks that are missing, in each annotator's order."""
        known: dict[int, set[int]] = {}
        missing: dict[int, list[Assignment]] = {}
        for one in store.load_assignments(self.db, self.study.id):
            if one.project_id is None:
                continue  # somebody who was removed before they had a project
            if one.task_id is not None:
                known.setdefault(one.project_id, set()).add(one.task_id)
            elif not one.withdrawn and one.article_id in articles:
                missing.setdefault(one.project_id, []).append(one)
        total, done = sum(map(len, missing.values())), 0
        for project_id, wanted in missing.items():
            is_empty = project_id in fresh
            made = self._add(project_id, wanted, articles, known.get(project_id, set()), is_empty)
            store.set_task_ids(self.db, made)
            done += len(made)
            self.progress("Adding articles to Label Studio", done, total)

    # ------------------------------------------------------------------ inside

    def _add(
        self,
        project_id: int,
        wanted: Sequence[Assignment],
        articles: dict[int, Article],
        known: set[int],
        is_empty: bool,
    ) -> dict[int, int]:
        """Assignment -> its task; one that an earlier, interrupted import made is taken."""
        there: dict[int, int] = {}
        if not is_empty and self.labelstudio.counts(project_id).tasks > len(known):
            for task, article in self.labelstudio.tasks_of_ours(project_id):
                if task not in known:
                    there.setdefault(article, task)
        made = {one.id: there[one.article_id] for one in wanted if one.article_id in there}
        new = [one for one in wanted if one.article_id not in there]
        ids = self.labelstudio.import_tasks(
            project_id, [task_data(one.article_id, articles[one.article_id]) for one in new]
        )
        made |= dict(zip((one.id for one in new), ids, strict=True))
        keep = known | set(made.values())
        if self.labelstudio.counts(project_id).tasks > len(keep):
            self._remove_doubles(project_id, keep)
        return made

    def _remove_doubles(self, project_id: int, keep: set[int]) -> None:
        for task, _ in self.labelstudio.tasks_of_ours(project_id):
            if task not in keep and self.labelstudio.is_untouched(task):
                self.labelstudio.delete_task(task)

    def _projects_of(self, markers: dict[str, Annotator]) -> dict[str, list[int]]:
        """Marker -> the projects that carry it, the oldest first; usually one."""
        found: dict[str, list[int]] = {}
        for project in sorted(self.labelstudio.projects()):
            if project.description in markers:
                found.setdefault(project.description, []).append(project.id)
        return found

    def _marker(self, annotator: Annotator) -> str:
        """The same for this annotator and study whenever asked, and no other's anywhere."""
        message = f"labelstudio-project:{self.study.created_at}:{annotator.id}".encode()
        key = self.keys.secret_key.encode()
        return f"annotator {hmac.new(key, message, hashlib.sha256).hexdigest()[:32]}"
