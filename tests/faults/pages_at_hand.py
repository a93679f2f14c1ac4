"""The application without Label Studio: a manager, a study with an annotator, their browsers."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from annotator import store
from annotator.keys import load_keys
from annotator.models import Article
from annotator.settings import Settings
from annotator.web import create_app
from annotator.workflow.inviting import create_manager, invite, sign_up
from annotator.workflow.studies import create_study

MANAGER, ANN = "mia@example.org", "ann@example.org"
PASSWORD = "four unrelated words"
NOWHERE = "http://127.0.0.1:9"  # nothing listens there
TEXT = "Report {}: the brazen mayor of Hask slammed the door on the harbour board."


@dataclass
class Pages:
    app: Flask
    settings: Settings
    study_id: int

    @property
    def study(self) -> str:
        """The beginning of its addresses."""
        return f"/studies/{self.study_id}"

    def open_db(self) -> closing[store.Store]:
        return closing(store.open_store(self.settings.database))

    def visitor(self, email: str = "") -> FlaskClient:
        """A browser of its own, signed in as this person."""
        one = self.app.test_client()
        if email:
            answer = one.post("/sign-in", data={"email": email, "password": PASSWORD})
            assert answer.status_code == 302
        return one


def make_pages(folder: Path) -> Pages:
    settings = Settings(data_dir=folder)
    app = app_of(settings)
    with closing(store.open_store(settings.database)) as db:
        create_manager(db, MANAGER, PASSWORD, "Mia")
        study = create_study(db, "Harbour", "framing", seed=7)
        store.save_articles(db, study.id, [Article(f"News {n}", TEXT.format(n)) for n in range(3)])
        link = invite(db, study.id, ANN, settings.origin).link
        sign_up(db, link.rsplit("/", 1)[-1], "Ann", PASSWORD)
    return Pages(app, settings, study.id)


def app_of(settings: Settings) -> Flask:
    """What a start makes of a data folder. Forms need no token: what is tried are faults."""
    app = create_app(settings, load_keys(settings), NOWHERE)
    app.config["WTF_CSRF_ENABLED"] = False
    return app
