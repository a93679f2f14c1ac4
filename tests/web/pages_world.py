"""A small invented study in a real store, for the tests of the pages (no Label Studio needed)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from page_text import browsed

from annotator import store
from annotator.keys import load_keys
from annotator.models import Annotation, Answer, Article, Span, State
from annotator.settings import Settings
from annotator.store.annotation_rows import Incoming
from annotator.store.records import Annotator, Study
from annotator.web import create_app
from annotator.workflow.inviting import create_manager, invite, sign_up
from annotator.workflow.studies import create_study

PASSWORD = "a long invented password"
MANAGER, ANNA, BRUNO = "mona@example.org", "anna@example.org", "bruno@example.org"

BRIDGE = Article(
    title="Council shuts the old bridge “for good” 🌉",
    text=(
        "The brazen vote came after ten minutes of debate. Critics say the mayor had long made up "
        "her mind. “We were not heard,” said Tomas Weil, who runs the bakery by the bridge.\n\n"
        "The regime at the town hall slammed the protest 🌉 as a stunt. It is believed that more "
        "closures will follow."
    ),
    author="Ada Quill",
    published="2021-09-22",
    outlet="The Marl Courier",
    url="https://example.org/bridge",
    source_name="bridge.html",
    removed=("Share this article", "Photo: Marl Press Agency"),
)
MARKET = Article(
    title="Market hall reopens after repairs",
    text="The market hall in Brackwell reopened on Monday. Forty stalls were let.\n\nRents rose.",
    author="Jon Ferris",
    published="2021-10-04",
    outlet="Brackwell Post",
    source_name="market.txt",
)
BUDGET = Article(
    title="Budget gap grows", text="The gap has grown to two million, the treasurer said.\n" * 4
)


@dataclass
class World:
    """The application with a manager, a published study and two annotators, A01 and A02."""

    app: Flask
    settings: Settings
    study: Study
    anna: Annotator
    bruno: Annotator
    article_ids: list[int]

    def open_store(self) -> store.Store:
        return store.open_store(self.settings.database)

    def client(self, email: str = "") -> FlaskClient:
        """A browser of its own, signed in as this person (or as nobody)."""
        client = browsed(self.app).test_client()
        if email:
            answer = sign_in(client, email, PASSWORD)
            assert answer.status_code == 302, answer.text
        return client


def make_app(data_dir: Path) -> tuple[Flask, Settings]:
    settings = Settings(data_dir=data_dir)
    app = create_app(settings, load_keys(settings), "http://127.0.0.1:9")
    app.config["TESTING"] = True
    return app, settings


def make_world(data_dir: Path) -> World:
    app, settings = make_app(data_dir)
    db = store.open_store(settings.database)
    create_manager(db, MANAGER, PASSWORD, "Mona Tarrend")
    study = create_study(db, "Bridges of Marl", "framing", seed=7)
    saved = store.save_articles(db, study.id, [BRIDGE, MARKET, BUDGET])
    people = []
    for email, name in ((ANNA, "Anna Bell"), (BRUNO, "Bruno Kerr")):
        invitation = invite(db, study.id, email, settings.origin)
        sign_up(db, invitation.link.rsplit("/", 1)[-1], name, PASSWORD)
        people.append(invitation.annotator.id)
    publish_without_labelstudio(db, study.id, people, [one.id for one in saved])
    bridge, market = saved[0].id, saved[1].id
    record = store.load_study(db, study.id)
    annotate(
        db,
        record,
        people[0],
        bridge,
        [
            ("loaded_language", "brazen"),
            ("vague_attribution", "Critics say"),
            ("name_calling", "regime at the town hall slammed"),
            ("loaded_language", "slammed the protest 🌉"),
        ],
    )
    annotate(db, record, people[1], bridge, [("loaded_language", "brazen vote")])
    annotate(db, record, people[1], market, [], state=State.SKIPPED)
    store.save_draft(db, 900, _assignment(db, people[0], market), "{}", "2026-01-02", False)
    store.save_problem(db, study.id, "offset", "A mark ends after the text.", '{"end": 9999}')
    anna, bruno = (store.load_annotator(db, one) for one in people)
    db.close()
    return World(app, settings, record, anna, bruno, [one.id for one in saved])


def publish_without_labelstudio(
    db: store.Store, study_id: int, annotator_ids: list[int], article_ids: list[int]
) -> None:
    """What publishing leaves in the store, with invented Label Studio ids."""
    for annotator_id in annotator_ids:
        store.set_project(db, annotator_id, 100 + annotator_id, 200 + annotator_id)
        store.save_assignments(
            db,
            study_id,
            [(article_id, annotator_id, n) for n, article_id in enumerate(article_ids)],
        )
    store.set_task_ids(db, {one.id: 1000 + one.id for one in store.load_assignments(db, study_id)})
    store.set_published(db, study_id, len(annotator_ids))


def annotate(
    db: store.Store,
    study: Study,
    annotator_id: int,
    article_id: int,
    marks: list[tuple[str, str]],
    *,
    state: State = State.SUBMITTED,
) -> None:
    """An annotation as collecting would store it: labels on the first place a passage occurs."""
    text = store.load_article(db, article_id).article.text
    assignment_id = _assignment(db, annotator_id, article_id)
    spans = []
    for number, (label, passage) in enumerate(marks):
        start = text.index(passage)
        end = start + len(passage)
        spans.append(Span(f"r{number}", label, start, end, start, end, passage))
    answers = [Answer("primary_frame", "political"), Answer("headline", "partly", 2.0)]
    if spans:
        answers.append(Answer("voice", "journalist", region="r0"))
    annotation = Annotation(
        labelstudio_id=5000 + assignment_id,
        task_id=1000 + assignment_id,
        state=state,
        updated_at="2026-11-24T08:00:00.000000Z",
        created_at="2026-11-24T07:59:00.000000Z",
        lead_time=61.5,
        spans=tuple(spans),
        answers=tuple(answers) if state is State.SUBMITTED else (),
        relations=(),
        raw="{}",
    )
    store.save_annotations(db, [Incoming(assignment_id, study.scheme_id, annotation)], "collect")


def _assignment(db: store.Store, annotator_id: int, article_id: int) -> int:
    return next(
        one.id
        for one in store.assignments_of_annotator(db, annotator_id)
        if one.article_id == article_id
    )


def csrf_token(client: FlaskClient, path: str) -> str:
    """The token in the forms of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found is not None, f"{path} has no form"
    return found[1]


def send(client: FlaskClient, path: str, form: dict[str, object] | None = None, *, to: str = ""):
    """Open a page and send its form, as a browser does; `to` when the form goes elsewhere."""
    token = csrf_token(client, path)
    return client.post(to or path, data={"csrf_token": token, **(form or {})})


def sign_in(client: FlaskClient, email: str, password: str):
    return send(client, "/sign-in", {"email": email, "password": password})
