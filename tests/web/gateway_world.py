"""Two annotators on a real Label Studio, and the application between them and it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from waitress.server import create_server
from waitress_thread import running

from annotator import schemes, store
from annotator.labelstudio import EmbeddedServer, LabelStudio, technical_email
from annotator.models import Article
from annotator.settings import Settings
from annotator.store import Store
from annotator.store.records import Account, Annotator, Assignment
from annotator.web import create_app
from annotator.web.access import SignedIn
from annotator.web.gateway import make_blueprint
from annotator.web.gateway.own_numbers import OwnNumbers

TEXT = "Report {} 😀: the mayor's brazen plan was “slammed”."
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Person:
    account: Account
    annotator: Annotator
    assignments: tuple[Assignment, ...]

    @property
    def project(self) -> int:
        assert self.annotator.project_id is not None
        return self.annotator.project_id

    @property
    def view(self) -> int:
        assert self.annotator.view_id is not None
        return self.annotator.view_id

    def task(self, index: int) -> int:
        task_id = self.assignments[index].task_id
        assert task_id is not None
        return task_id


@dataclass(frozen=True)
class Heard:
    """One answer as it went to the browser."""

    method: str
    path: str
    query: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    visitor: str = ""  # whose browser it was, where browsers say so in the header X-Visitor


class Recorder:
    """Stands before an application and keeps every answer that comes through `/labeling/`."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.heard: list[Heard] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        begun: list[tuple[int, tuple[tuple[str, str], ...]]] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            begun.append((int(status.split()[0]), tuple(headers)))
            return start_response(status, headers, *rest)

        pieces: list[bytes] = []
        answer = self.application(environ, start)
        try:
            for piece in answer:
                pieces.append(piece)
                yield piece
        finally:
            if hasattr(answer, "close"):
                answer.close()
            if begun and environ["PATH_INFO"].startswith("/labeling"):
                asked = (environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"])
                visitor = environ.get("HTTP_X_VISITOR", "")
                self.heard.append(Heard(*asked, *begun[-1], b"".join(pieces), visitor))


@dataclass(frozen=True)
class World:
    settings: Settings
    server: EmbeddedServer
    labelstudio: LabelStudio
    app: Flask
    study_id: int
    a: Person
    b: Person

    def open_db(self) -> closing[Store]:
        return closing(store.open_store(self.settings.database))

    def client(self, person: Person) -> FlaskClient:
        """A browser in which this person is signed in to our application."""
        client = self.app.test_client()
        with client.session_transaction(base_url=self.settings.origin) as session:
            session["_user_id"] = SignedIn(person.account, self.server.keys).get_id()
            session["_fresh"] = True
        return client

    def cookie(self, person: Person) -> Any:
        """What signs a real browser in as this person."""
        cookie = self.client(person).get_cookie("annotator_session", domain="127.0.0.1")
        assert cookie is not None
        return {"name": "annotator_session", "value": cookie.value, "url": self.settings.origin}

    def labelling_page(self, person: Person) -> str:
        return f"{self.settings.origin}/labeling/projects/{person.project}/data?labeling=1"

    def ask(self, person: Person, method: str, path: str, body: Any = None, **options: Any) -> Any:
        """One request as the labelling page sends it."""
        headers = {"Origin": self.settings.origin, "Sec-Fetch-Site": "same-origin"}
        headers |= options.pop("headers", {})
        headers = {name: value for name, value in headers.items() if value}
        with self.client(person) as client:
            return client.open(
                f"/labeling{path}",
                method=method,
                json=body,
                headers=headers,
                base_url=self.settings.origin,
                **options,
            )

    def numbers(self, person: Person) -> OwnNumbers:
        """How this person's browser sees Label Studio's ids."""
        return OwnNumbers(self.server.keys.secret_key, person.account.id)

    def admin(self, path: str, **query: Any) -> Any:
        """What the administrator's token reads."""
        return self.labelstudio.connection.get(path, **query)

    def annotations_in_labelstudio(self, task: int) -> list[dict[str, Any]]:
        return list(self.admin(f"/api/tasks/{task}/")["annotations"])

    def behind(self, door: Callable[[], Response]) -> World:
        """The same world behind another door."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("annotator.web.gateway.blueprint", make_blueprint(door))
            app = create_app(self.settings, self.server.keys, self.server.url, self.labelstudio)
        return replace(self, app=app)

    def away(self) -> World:
        """The same world, with a Label Studio that does not answer."""
        nowhere = "http://127.0.0.1:9"  # the discard port: nothing listens there
        return replace(self, app=create_app(self.settings, self.server.keys, nowhere))

    def served(self, application: Any = None) -> AbstractContextManager[str]:
        """The application under its production server, at the configured origin."""
        return serving(application or self.app, self.settings)


@contextmanager
def serving(application: Any, settings: Settings) -> Iterator[str]:
    """An application under its production server, at the configured origin."""
    server = create_server(application, host=settings.host, port=settings.port, threads=16)
    with running(server):
        yield settings.origin


@contextmanager
def open_world(
    data_dir: Path,
    port: int,
    server: EmbeddedServer,
    labelstudio: LabelStudio,
    *,
    articles: int = 6,
    names: tuple[str, str] = ("Ada Quill", "Bruno Vane"),
    texts: Sequence[str] = (),
) -> Iterator[World]:
    """A study of `articles` articles (or of these `texts`) that two people annotate."""
    settings = Settings(data_dir=data_dir, port=port)
    with closing(store.open_store(settings.database)) as db:
        people = [_account(db, server, labelstudio, name) for name in names]
        study_id, a, b = _study(db, labelstudio, people, texts or _texts(articles))
    app = create_app(settings, server.keys, server.url, labelstudio)
    yield World(settings, server, labelstudio, app, study_id, a, b)


def with_another_study(world: World, *, articles: int) -> World:
    """The same people in a study of its own, which a test may destroy."""
    with world.open_db() as db:
        people = [world.a.account, world.b.account]
        study_id, a, b = _study(db, world.labelstudio, people, _texts(articles))
    return replace(world, study_id=study_id, a=a, b=b)


def _texts(articles: int) -> list[str]:
    return [TEXT.format(number) for number in range(articles)]


def _account(db: Store, server: EmbeddedServer, labelstudio: LabelStudio, name: str) -> Account:
    email = f"{name.split()[0].lower()}-{next(_NUMBERS)}@newsroom.example"
    account = store.create_account(db, email=email, role="annotator", name=name)
    store.set_password(db, account.id, "not a hash: nobody signs in by form here")
    technical = technical_email()
    user = labelstudio.ensure_account(technical, server.keys.technical_password(technical))
    store.set_technical_account(db, account.id, technical, user)
    return store.load_account(db, account.id)


def _study(
    db: Store, labelstudio: LabelStudio, people: list[Account], texts: Sequence[str]
) -> tuple[int, Person, Person]:
    scheme = schemes.load_builtin("framing")
    scheme_id = store.save_scheme(db, scheme, schemes.to_xml(scheme))
    number = next(_NUMBERS)
    study_id = store.create_study(db, title=f"Study {number}", scheme_id=scheme_id, seed=1)
    made = [Article(title=f"Title {n} of {number}", text=text) for n, text in enumerate(texts)]
    ids = [one.id for one in store.save_articles(db, study_id, made)]
    a, b = [_person(db, labelstudio, study_id, ids, account) for account in people]
    return study_id, a, b


def _person(
    db: Store, labelstudio: LabelStudio, study_id: int, article_ids: list[int], account: Account
) -> Person:
    annotator = store.add_annotator(db, study_id, account.id)
    scheme = schemes.load_builtin("framing")
    project = labelstudio.create_project(
        title=f"Work of {account.name}",
        config=schemes.to_xml(scheme),
        instruction=schemes.instruction_html(scheme),
        marker=f"annotator {annotator.id} of study {study_id}",
    )
    store.set_project(db, annotator.id, project, labelstudio.ensure_view(project))
    store.save_assignments(
        db, study_id, [(one, annotator.id, place) for place, one in enumerate(article_ids)]
    )
    assignments = store.assignments_of_annotator(db, annotator.id)
    articles = [store.load_article(db, one.article_id) for one in assignments]
    tasks = labelstudio.import_tasks(
        project,
        [
            {
                "text": one.article.text,
                "title": one.article.title,
                "byline": "",
                "article_id": one.id,
            }
            for one in articles
        ],
    )
    pairs = zip(assignments, tasks, strict=True)
    store.set_task_ids(db, {one.id: task for one, task in pairs})
    return Person(
        account,
        store.load_annotator(db, annotator.id),
        tuple(store.assignments_of_annotator(db, annotator.id)),
    )


def mark(start: int, end: int, text: str, region: str = "r1") -> dict[str, Any]:
    """One marked passage, as the labelling page writes it."""
    return {
        "id": region,
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "origin": "manual",
        "value": {"start": start, "end": end, "text": text, "labels": ["loaded_language"]},
    }


def submission(unique_id: str, *regions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The body of *Submit*, with everything the page puts into it."""
    return {
        "result": list(regions),
        "lead_time": 12.5,
        "draft_id": 0,
        "parent_prediction": None,
        "parent_annotation": None,
        "started_at": "2026-01-31T12:00:00.000Z",
        "unique_id": unique_id,
        "project": "1",
    } | fields


def words(answer: Any) -> str:
    """Everything an answer says, to look for what it must not say."""
    text: str = answer.get_data(as_text=True)
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text
