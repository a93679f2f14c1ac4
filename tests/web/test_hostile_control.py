"""The positive control: B's forms with the gateway's checks off. Every one must reach something.

Without it a form with a wrong address would count as refused, and its test would prove nothing.
The door that checks nothing exists here only: the product has no switch for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from flask import Response, request
from flask_login import current_user
from gateway_world import World, open_world, with_another_study, words
from hostile_forms import ADDRESSES, CHANGES, FORMS, NOWHERE, READS, Form
from hostile_victim import SECRET_REGION, Ids, filled, prepare, work_in_labelstudio
from patient import PATIENCE

from annotator.labelstudio import EmbeddedServer, LabelStudio, LabelStudioSession

pytestmark = pytest.mark.server

CARRIED = ("Content-Type", "Origin", "X-Api-Key", "Authorization")


def unchecked(server: EmbeddedServer) -> Callable[[], Response]:
    """Forwards whatever comes, as it came, with the session of who is signed in."""
    sessions: dict[str, LabelStudioSession] = {}

    def door() -> Response:
        email = current_user.account.technical_email
        password = server.keys.technical_password(email)
        session = sessions.setdefault(email, LabelStudioSession(server.url, email, password))
        sent = request.environ["REQUEST_URI"].removeprefix("/labeling")
        headers = {name: request.headers[name] for name in CARRIED if name in request.headers}
        cookies = "; ".join(f"{name}={value}" for name, value in session.cookies().items())
        answer = httpx.request(
            request.method,
            server.url + sent,
            content=request.get_data(),
            headers={**headers, "Cookie": cookies},
            timeout=PATIENCE,
        )
        return Response(
            answer.content, answer.status_code, content_type=answer.headers.get("content-type")
        )

    return door


@pytest.fixture(scope="module")
def people(
    tmp_path_factory: pytest.TempPathFactory,
    web_port: int,
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("control")
    with open_world(folder, web_port, labelstudio_server, labelstudio, articles=1) as made:
        yield made


def fresh_study(people: World) -> tuple[World, Ids]:
    made = with_another_study(people, articles=2)
    return made, prepare(made)


@pytest.fixture(scope="module")
def used(people: World) -> list[tuple[World, Ids]]:
    """The study that the forms before have worked on."""
    return [fresh_study(people)]


@pytest.fixture
def study(people: World) -> tuple[World, Ids]:
    return fresh_study(people)


@pytest.fixture
def world(study: tuple[World, Ids]) -> World:
    return study[0]


@pytest.fixture
def ids(study: tuple[World, Ids]) -> Ids:
    return study[1]


@pytest.fixture(scope="module")
def no_checks(people: World) -> World:
    return people.behind(unchecked(people.server))


def holds_a_s_work(world: World, ids: Ids, answer: Any) -> bool:
    """A's mark is in it, or A's article by the number of its task or project."""
    text = words(answer)
    numbers = (f'"id": {ids.a_task},', f'"project": {ids.a_project}')
    return SECRET_REGION in text or any(number in text for number in numbers)


def reaches(world: World, ids: Ids, no_checks: World, form: Form) -> bool:
    before = work_in_labelstudio(world, ids) if form.reaches == CHANGES else None
    answer = no_checks.ask(
        world.b,
        form.method,
        filled(form.path, ids),
        filled(form.body, ids),
        headers=filled(form.headers, ids),
    )
    if form.reaches == CHANGES:
        return work_in_labelstudio(world, ids) != before
    if form.reaches == READS:
        return answer.status_code == 200 and holds_a_s_work(world, ids, answer)
    return bool(answer.status_code < 300)


ALIVE = [form for form in FORMS if form.reaches != NOWHERE]


@pytest.mark.parametrize("form", ALIVE, ids=lambda form: form.name)
def test_without_the_checks_b_reaches(
    people: World, used: list[tuple[World, Ids]], no_checks: World, form: Form
) -> None:
    """In the study that is there already, or in a fresh one where an earlier form destroyed it."""
    if not reaches(*used[0], no_checks, form):
        used[0] = fresh_study(people)
        assert reaches(*used[0], no_checks, form)


def test_without_the_checks_every_address_is_alive(
    world: World, no_checks: World, ids: Ids
) -> None:
    """Each address of the matrix answers at least one method (404 and 405 are dead ends)."""
    dead = []
    for address in ADDRESSES:
        statuses = [
            no_checks.ask(world.b, method, filled(address, ids), {}).status_code
            for method in ("GET", "POST")
        ]
        if all(status in (404, 405) for status in statuses):
            dead.append(address)
    assert dead == []


def test_without_the_checks_b_writes_in_a_s_name(world: World, no_checks: World, ids: Ids) -> None:
    body = {"result": [], "completed_by": ids.a_user, "parent_annotation": ids.a_annotation}
    path = f"/api/tasks/{ids.b_free_task}/annotations"
    no_checks.ask(world.b, "POST", path, body)
    (made,) = world.annotations_in_labelstudio(ids.b_free_task)
    assert made["completed_by"]["id"] == ids.a_user
    assert made["parent_annotation"] == ids.a_annotation
