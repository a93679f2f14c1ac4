"""Each annotator's technical account and project in Label Studio, and the tasks in it.

Everything here may be repeated, and continued after a crash at any point. Requests that write go
one after the other: on SQLite, Label Studio answers two at once by waiting and then *repeating*
one of them inside itself, which can make a project or an import twice. An annotator who is saving
at that moment can cause the same, so what was made is counted and doubles are removed.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Sequence

from annotator import schemes, store
from annotator.keys import Keys
from annotator.labelstudio import LabelStudio, task_data, technical_email
from annotator.models import Article
from annotator.store.records import Annotator, Assignment, Study
from annotator.store.studies import scheme_of
from annotator.workflow.parallel import Progress, in_threads


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
        self._new: set[int] = set()  # projects made just now: certainly empty

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

    def make_projects(self, people: Sequence[Annotator], *, is_first: bool) -> None:
        """Whoever has none gets a project. `is_first`: no earlier attempt can have left any."""
        missing = {one.id: one for one in people if one.project_id is None}
        if not missing:
            return
        xml = store.load_scheme(self.db, self.study.scheme_id).xml
        instruction = schemes.instruction_html(scheme_of(self.db, self.study))
        before = {} if is_first else self._projects_of(missing.values())
        for done, one in enumerate(missing.values()):
            if one.id not in before:
                made = self.labelstudio.create_project(
                    title=self.study.title,
                    config=xml,
                    instruction=instruction,
                    marker=self.marker(one),
                )
                self._new.add(made)
            self.progress("Making projects in Label Studio", done + 1, len(missing))
        for person, (project_id, *doubles) in self._projects_of(missing.values()).items():
            for double, counts in self.labelstudio.counts(doubles).items():
                if not counts.tasks:
                    self.labelstudio.delete_project(double)
            view_id = self.labelstudio.ensure_view(project_id, is_new=project_id in self._new)
            store.set_project(self.db, person, project_id, view_id)

    def make_tasks(self, articles: dict[int, Article]) -> None:
        """Tasks of withdrawn assignments go; those that are missing come, in everybody's order."""
        assignments = store.load_assignments(self.db, self.study.id)
        self._remove_withdrawn(
            [one for one in assignments if one.withdrawn and one.task_id is not None]
        )
        known: dict[int, set[int]] = {}
        missing: dict[int, list[Assignment]] = {}
        for one in assignments:
            if one.project_id is None or one.withdrawn:
                continue  # without a project: somebody who was removed before they had one
            if one.task_id is not None:
                known.setdefault(one.project_id, set()).add(one.task_id)
            elif one.article_id in articles:
                missing.setdefault(one.project_id, []).append(one)
        self._add_missing(missing, known, articles)

    # ------------------------------------------------------------------ inside

    def _remove_withdrawn(self, withdrawn: Sequence[Assignment]) -> None:
        """The store says already that they are withdrawn; nobody has begun them."""
        for done, one in enumerate(withdrawn):
            task, project = one.task_id or 0, one.project_id or 0
            if self.labelstudio.holds(task, project, one.article_id):
                self.labelstudio.delete_task(task)
            store.set_task_ids(self.db, {one.id: None})
            self.progress("Taking articles back", done + 1, len(withdrawn))

    def _add_missing(
        self,
        missing: dict[int, list[Assignment]],
        known: dict[int, set[int]],
        articles: dict[int, Article],
    ) -> None:
        counts = self.labelstudio.counts([one for one in missing if one not in self._new])

        def add(project_id: int) -> dict[int, int]:
            ours = known.get(project_id, set())
            there: dict[int, int] = {}
            if project_id in counts and counts[project_id].tasks > len(ours):
                there = self._unrecorded(project_id, ours, articles)
            return self._add(project_id, missing[project_id], there, articles)

        total, done = sum(map(len, missing.values())), 0
        keep: dict[int, set[int]] = {}
        # Two threads: while Label Studio takes one import, the next is made ready.
        for project_id, made in in_threads(add, list(missing), threads=2):
            store.set_task_ids(self.db, made)
            keep[project_id] = known.get(project_id, set()) | set(made.values())
            done += len(made)
            self.progress("Adding articles to Label Studio", done, total)
        for project_id, after in self.labelstudio.counts(list(keep)).items():
            if after.tasks > len(keep[project_id]):
                self._remove_doubles(project_id, keep[project_id])

    def _unrecorded(
        self, project_id: int, known: set[int], articles: dict[int, Article]
    ) -> dict[int, int]:
        """Article -> the task that an earlier, interrupted import made of it.

        Not one of the same number with another text: its article was in a store that a backup has
        replaced since, and marks on it are no marks on ours.
        """
        found: dict[int, int] = {}
        for task, data in sorted(self.labelstudio.task_contents(project_id).items()):
            number = data.get("article_id")
            article = articles.get(number) if isinstance(number, int) else None
            if task not in known and article is not None and data.get("text") == article.text:
                found.setdefault(int(data["article_id"]), task)
        return found

    def _add(
        self,
        project_id: int,
        wanted: Sequence[Assignment],
        there: dict[int, int],
        articles: dict[int, Article],
    ) -> dict[int, int]:
        """Assignment -> its task."""
        made = {one.id: there[one.article_id] for one in wanted if one.article_id in there}
        new = [one for one in wanted if one.article_id not in there]
        ids = self.labelstudio.import_tasks(
            project_id, [task_data(one.article_id, articles[one.article_id]) for one in new]
        )
        return made | dict(zip((one.id for one in new), ids, strict=True))

    def _remove_doubles(self, project_id: int, keep: set[int]) -> None:
        for task, _ in self.labelstudio.tasks_of_ours(project_id):
            if task not in keep and self.labelstudio.is_untouched(task):
                self.labelstudio.delete_task(task)

    def _projects_of(self, people: Iterable[Annotator]) -> dict[int, list[int]]:
        """Annotator -> the projects that carry their marker, the oldest first; usually one."""
        owners = {marker: one.id for one in people for marker in self.markers(one)}
        found: dict[int, list[int]] = {}
        for project in sorted(self.labelstudio.projects()):
            if project.description in owners:
                found.setdefault(owners[project.description], []).append(project.id)
        return found

    def marker(self, annotator: Annotator) -> str:
        """What a project's description says: always the same for this annotator and study, and no
        other's anywhere, nor of whoever had the number in a store that an older one replaced."""
        return self._signed(f"{self.study.created_at}:{annotator.id}:{annotator.invited_at}")

    def markers(self, annotator: Annotator) -> tuple[str, str]:
        """All that say a project is this annotator's: also what earlier versions wrote."""
        return self.marker(annotator), self._signed(f"{self.study.created_at}:{annotator.id}")

    def _signed(self, words: str) -> str:
        key, message = self.keys.secret_key.encode(), f"labelstudio-project:{words}".encode()
        return f"annotator {hmac.new(key, message, hashlib.sha256).hexdigest()[:32]}"
