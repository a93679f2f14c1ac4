"""A withdrawn article is offered to nobody by the real Label Studio; brought back, it is again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from gateway_world import Person, World, mark, open_world, submission

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio
from annotator.workflow.correcting import edit_article, restore_article, withdraw_article
from annotator.workflow.progress import progress

pytestmark = pytest.mark.server

BRAZEN = mark(24, 30, "brazen", "one")


@pytest.fixture
def world(
    tmp_path: Path, web_port: int, labelstudio_server: EmbeddedServer, labelstudio: LabelStudio
) -> Iterator[World]:
    with open_world(tmp_path, web_port, labelstudio_server, labelstudio, articles=3) as made:
        yield made


def offered(world: World, person: Person) -> int | None:
    """The task that the labelling page would show now; None for "nothing left"."""
    path = f"/api/dm/actions?id=next_task&project={person.project}"
    answer = world.ask(person, "POST", path, {})
    assert answer.status_code in (200, 404), answer.text
    return int(answer.json["id"]) if answer.status_code == 200 else None


def withdraw(world: World, *indices: int) -> None:
    with world.open_db() as db:
        for index in indices:
            withdraw_article(db, world.a.assignments[index].article_id)


def restore(world: World, index: int) -> None:
    with world.open_db() as db:
        restore_article(db, world.a.assignments[index].article_id)


def left(world: World) -> tuple[int, int]:
    with world.open_db() as db:
        mine = progress(db, world.study_id)[0]
    return mine.assigned, mine.finished


def test_a_withdrawn_article_is_passed_over_and_comes_back_in_its_place(world: World) -> None:
    assert offered(world, world.a) == world.a.task(0)
    withdraw(world, 0)
    assert offered(world, world.a) == world.a.task(1)
    assert offered(world, world.b) == world.b.task(1)
    assert left(world) == (2, 0)
    restore(world, 0)
    assert offered(world, world.a) == world.a.task(0)
    assert left(world) == (3, 0)


def test_when_everything_is_withdrawn_nothing_is_left_to_do(world: World) -> None:
    withdraw(world, 0, 1, 2)
    assert offered(world, world.a) is None
    restore(world, 2)
    assert offered(world, world.a) == world.a.task(2)


def test_what_was_begun_waits_for_the_article_to_come_back(world: World) -> None:
    task = world.a.task(0)
    world.ask(world.a, "POST", f"/api/tasks/{task}/drafts", {"result": [BRAZEN]})
    withdraw(world, 0)
    assert offered(world, world.a) == world.a.task(1)
    restore(world, 0)
    path = f"/api/dm/actions?id=next_task&project={world.a.project}"
    again = world.ask(world.a, "POST", path, {}).json
    assert again["id"] == task
    assert again["drafts"][0]["result"][0]["value"]["text"] == "brazen"


def test_what_is_on_the_screen_can_still_be_submitted_and_counts_once_it_is_back(
    world: World,
) -> None:
    withdraw(world, 0)
    path = f"/api/tasks/{world.a.task(0)}/annotations"
    answer = world.ask(world.a, "POST", path, submission(str(uuid4()), BRAZEN))
    assert answer.status_code == 201
    with world.open_db() as db:
        assert store.count_withdrawn(db, world.study_id).annotations == 1
        assert store.load_study_work(db, world.study_id).work == ()
    restore(world, 0)
    with world.open_db() as db:
        assert len(store.load_study_work(db, world.study_id).work) == 1
    assert left(world) == (3, 1)


def test_a_corrected_title_is_what_the_annotator_reads_next(world: World) -> None:
    with world.open_db() as db:
        changes = {"title": "Corrected", "author": "Ada Quill"}
        edit_article(db, world.a.assignments[0].article_id, changes)
    path = f"/api/dm/actions?id=next_task&project={world.a.project}"
    seen = world.ask(world.a, "POST", path, {}).json["data"]
    assert (seen["title"], seen["byline"]) == ("Corrected", "Ada Quill")
    earlier = world.ask(world.a, "GET", f"/api/tasks/{world.a.task(0)}").json["data"]
    assert earlier["title"] == "Corrected"
