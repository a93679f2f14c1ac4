"""A study on the real Label Studio with enough articles that each case has its own."""

from __future__ import annotations

import itertools
import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fault_steps
from dying_child import Outcome, run

from annotator import schemes, store
from annotator.keys import Keys
from annotator.labelstudio import EmbeddedServer, LabelStudio, LabelStudioSession, post_as
from annotator.models import Article
from annotator.settings import Settings
from annotator.store.annotation_rows import content_digest
from annotator.store.records import Assignment
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish
from annotator.workflow.study_scheme import reader_of

ARTICLES = int(os.environ.get("FAULT_ARTICLES", "240"))
TEXT = "Report {}: the brazen mayor of Hask slammed the door on the harbour board."


def mark(start: int = 4, end: int = 11) -> dict[str, Any]:
    return {
        "id": "r1", "from_name": "label", "to_name": "text", "type": "labels",
        "origin": "manual",
        "value": {"start": start, "end": end, "text": "x" * (end - start),
                  "labels": ["loaded_language"]},
    }  # fmt: skip


def submission(*marks: Any, skip: bool = False) -> dict[str, Any]:
    return {
        "result": list(marks),
        "lead_time": 3.0,
        "unique_id": str(uuid.uuid4()),
        "was_cancelled": skip,
    }


@dataclass
class Harbour:
    settings: Settings
    server: EmbeddedServer
    labelstudio: LabelStudio
    db: store.Store
    study_id: int
    account_id: int
    unused: Iterator[Assignment]

    @classmethod
    @contextmanager
    def opened(
        cls, folder: Path, server: EmbeddedServer, labelstudio: LabelStudio
    ) -> Iterator[Harbour]:
        settings = Settings(data_dir=folder)
        db = store.open_store(settings.database)
        account = store.create_account(db, email="ann@example.org", role="annotator", name="Ann")
        store.set_password(db, account.id, "not a hash: nobody signs in by form here")
        study_id = new_study(db, account.id, ARTICLES)
        publish(db, labelstudio, server.keys, study_id, 1)
        given = itertools.chain(store.load_assignments(db, study_id))
        yield cls(settings, server, labelstudio, db, study_id, account.id, given)
        db.close()

    @property
    def keys(self) -> Keys:
        return self.server.keys

    @contextmanager
    def locked(self, seconds: float) -> Iterator[None]:
        """Another program writes into the store for so long."""
        with locked(self.settings.database, seconds):
            yield

    def next_article(self) -> Assignment:
        return next(self.unused)

    def another_study(self, articles: int = 2) -> int:
        """Not published; the same annotator's, whose account is there already."""
        return new_study(self.db, self.account_id, articles)

    def ask(
        self, method: str, path: str, body: Any = None, *, url: str = "", kill_at: int = 0
    ) -> Outcome:
        """What the labelling page sends, answered by an application in a process of its own."""
        return run(
            fault_steps.ask, self.settings, url or self.server.url, self.keys, self.account_id,
            method, path, body, kill_at=kill_at,
        )  # fmt: skip

    def study_step(self, step: Any, study_id: int, *, url: str = "", kill_at: int = 0) -> Outcome:
        return run(
            step, self.settings.database, url or self.server.url, self.keys, study_id,
            kill_at=kill_at, may_fail=bool(url),
        )  # fmt: skip

    def session(self) -> LabelStudioSession:
        email = store.load_account(self.db, self.account_id).technical_email
        return LabelStudioSession(self.server.url, email, self.keys.technical_password(email))

    def behind(self, task: int | None, body: dict[str, Any]) -> int:
        """Saved in Label Studio, past the application."""
        return int(post_as(self.session(), f"/api/tasks/{task}/annotations/", body)["id"])

    def next_start(self, study_id: int = 0) -> None:
        """What every start does by itself."""
        collect(self.db, self.labelstudio, study_id or self.study_id)

    def there(self, one: Assignment) -> list[str]:
        """The annotations Label Studio has of an article, by the hash of their content."""
        raws = self.labelstudio.connection.get(f"/api/tasks/{one.task_id}/")["annotations"]
        text = store.load_article(self.db, one.article_id).article.text
        reader = reader_of(self.db, store.load_study(self.db, one.study_id))
        return [content_digest(reader.read(raw, text)) for raw in raws]

    def here(self, one: Assignment) -> list[str]:
        """The same of the store."""
        found = store.annotations_of_assignment(self.db, one.id)
        return [record.content_sha256 for record in found]

    def drafts_there(self, one: Assignment) -> list[Any]:
        drafts = self.labelstudio.connection.get(f"/api/tasks/{one.task_id}/drafts")
        return sorted((draft["id"], len(draft["result"])) for draft in drafts)

    def drafts_here(self, one: Assignment) -> list[int]:
        return [d.labelstudio_id for d in store.drafts_of_assignment(self.db, one.id)]


@contextmanager
def locked(database: Path, seconds: float | None = None) -> Iterator[None]:
    """Another connection holds the write lock, and lets go after so many seconds, or at the end."""
    began, ended = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(database, timeout=30)) as other:
            other.execute("BEGIN IMMEDIATE")
            began.set()
            ended.wait(seconds)
            other.rollback()

    thread = threading.Thread(target=hold)
    thread.start()
    began.wait()
    try:
        yield
    finally:
        if seconds is None:
            ended.set()
        thread.join()


def new_study(db: store.Store, account_id: int, articles: int) -> int:
    scheme = schemes.load_builtin("framing")
    number = len(store.load_studies(db)) + 1
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    study_id = store.create_study(db, title=f"Harbour {number}", scheme_id=scheme_id, seed=1)
    made = [Article(f"Title {n}", f"{TEXT.format(n)} {number}") for n in range(articles)]
    store.save_articles(db, study_id, made)
    store.add_annotator(db, study_id, account_id)
    return study_id
