"""A study to adjudicate behind the real pages: a manager, an adjudicator, three annotators."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from pages_world import PASSWORD, sign_in
from settle_world import CLAIM, LOADED, NAME, SettleStudy, make_study
from werkzeug.serving import make_server

from annotator import store
from annotator.keys import load_keys
from annotator.settings import Settings
from annotator.store.members import add_member
from annotator.web import create_app
from annotator.workflow.inviting import create_manager
from annotator.workflow.passwords import hash_password

MANAGER, JUDGE, OTHER = "mona@example.org", "judit@example.org", "bela@example.org"
ROOT = "/studies/1/adjudication"


@dataclass
class AdjudicationWorld:
    app: Flask
    made: SettleStudy
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, email: str) -> FlaskClient:
        """One browser a person: signing in takes long, on purpose."""
        if email not in self.browsers:
            self.browsers[email] = self.app.test_client()
            assert sign_in(self.browsers[email], email, PASSWORD).status_code == 302
        return self.browsers[email]


def make_adjudication_world(data_dir: Path, *, port: int = 5000) -> AdjudicationWorld:
    settings = Settings(data_dir=data_dir, port=port)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    db = store.open_store(settings.database)
    create_manager(db, MANAGER, PASSWORD, "Mona Tarrend")
    made = make_study(db)
    hashed = hash_password(PASSWORD)
    for email in (JUDGE, OTHER):
        person = store.create_account(db, email=email, role="annotator", name="Judit Orr")
        store.set_password(db, person.id, hashed)
        add_member(db, made.study.id, person.id)
    voice = {0: {"voice": "journalist"}, 1: {"voice": "journalist"}}
    made.submit(
        0, [(LOADED, "brazen"), (LOADED, "slammed"), (NAME, "regime"), (CLAIM, "minutes 🌉 of")],
        attributes=voice,
    )  # fmt: skip
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], attributes=voice)
    made.submit(2, [(LOADED, "brazen vote"), (LOADED, "slammed the protest")])
    return AdjudicationWorld(app, made)


@contextmanager
def serving_adjudication(data_dir: Path, port: int) -> Iterator[AdjudicationWorld]:
    """The same, answering a browser at this port."""
    made = make_adjudication_world(data_dir, port=port)
    server = make_server("127.0.0.1", port, made.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        made.made.db.close()
