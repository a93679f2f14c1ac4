"""The application without Label Studio: a manager, a study with an annotator, their browsers."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from waitress_thread import running

from annotator import store
from annotator.keys import load_keys
from annotator.models import Article
from annotator.settings import Settings
from annotator.web import create_app
from annotator.web.edge.front import make_server
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


def make_pages(folder: Path, articles: int = 3, people: int = 1) -> Pages:
    """The first annotator has an account; each of them has every article."""
    settings = Settings(data_dir=folder)
    app = app_of(settings)
    with closing(store.open_store(settings.database)) as db:
        create_manager(db, MANAGER, PASSWORD, "Mia")
        study = create_study(db, "Harbour", "framing", seed=7)
        saved = store.save_articles(
            db, study.id, [Article(f"News {n}", TEXT.format(n)) for n in range(articles)]
        )
        invited = [invite(db, study.id, ANN, settings.origin)]
        sign_up(db, invited[0].link.rsplit("/", 1)[-1], "Ann", PASSWORD)
        for n in range(1, people):
            invited.append(invite(db, study.id, f"ann{n}@example.org", settings.origin))
        given = [(a.id, one.annotator.id, 0) for a in saved for one in invited]
        store.save_assignments(db, study.id, given)
    return Pages(app, settings, study.id)


def app_of(settings: Settings) -> Flask:
    """What a start makes of a data folder. Forms need no token: what is tried are faults."""
    app = create_app(settings, load_keys(settings), NOWHERE)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@contextmanager
def served(pages: Pages) -> Iterator[str]:
    """Behind the server that faces the network; its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    server = make_server(pages.app, pages.settings, load_keys(pages.settings), listener)
    with running(server):
        yield f"http://127.0.0.1:{port}"
