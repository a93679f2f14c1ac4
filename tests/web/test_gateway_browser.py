"""A person annotates in Chromium, through the gateway; every answer is recorded and searched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from gateway_world import Heard, Person, Recorder, World, mark, open_world, submission
from labelling_editor import Editor

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.server, pytest.mark.browser]

OTHERS_REGION = "regionOfSomebodyElse"


@pytest.fixture
def world(
    tmp_path: Path, web_port: int, labelstudio_server: EmbeddedServer, labelstudio: LabelStudio
) -> Iterator[World]:
    with open_world(tmp_path, web_port, labelstudio_server, labelstudio, articles=4) as made:
        for index in range(4):
            task, body = made.b.task(index), submission(str(uuid4()), _others_mark())
            assert (
                made.ask(made.b, "POST", f"/api/tasks/{task}/annotations", body).status_code == 201
            )
        yield made


@pytest.fixture
def page(chromium: Browser, world: World) -> Iterator[Page]:
    """A browser in which A is signed in."""
    cookie = world.client(world.a).get_cookie("annotator_session", domain="127.0.0.1")
    assert cookie is not None
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies(
        [{"name": "annotator_session", "value": cookie.value, "url": world.settings.origin}]
    )
    yield context.new_page()
    context.close()


def _others_mark() -> dict[str, Any]:
    return mark(11, 16, "mayor", OTHERS_REGION)


def select(page: Page, words: str) -> None:
    """Mark `words` in the article with the mouse."""
    box = page.evaluate(
        """words => {
          const root = document.querySelector("[data-testid^='richtext'], .htx-richtext,"
            + " [class*=richtext]") || document.body;
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0 || !node.parentElement.offsetParent) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            const box = range.getBoundingClientRect();
            return [box.left, box.right, (box.top + box.bottom) / 2];
          }
          return null;
        }""",
        words,
    )
    assert box is not None, f"{words!r} is not on the page"
    left, right, middle = box
    page.mouse.move(left + 1, middle)
    page.mouse.down()
    page.mouse.move((left + right) / 2, middle, steps=4)
    page.mouse.move(right - 1, middle, steps=4)
    page.mouse.up()


def button(page: Page, name: str) -> Any:
    return page.locator(f"[aria-label='{name}']")


def sends(page: Page, method: str, ending: str) -> Any:
    """Wait, around what is done inside, for the answer to such a request."""
    return page.expect_response(
        lambda answer: answer.request.method == method and ending in answer.url
    )


def open_first_article(page: Page, world: World) -> None:
    page.goto(f"{world.settings.origin}/labeling/projects/{world.a.project}/data?labeling=1")
    Editor(page).close_guideline()
    page.get_by_text("Report 0").wait_for()


def raw_spans(world: World, person: Person, index: int) -> list[tuple[str, int, int]]:
    with world.open_db() as db:
        sql = (
            "SELECT label, raw_start, raw_end FROM spans JOIN annotations"
            " ON annotations.id = spans.annotation_id WHERE assignment_id = ? ORDER BY raw_start"
        )
        rows = db.query(sql, [person.assignments[index].id])
        return [(row["label"], row["raw_start"], row["raw_end"]) for row in rows]


def span_answers(world: World, person: Person, index: int) -> list[tuple[str, str]]:
    with world.open_db() as db:
        sql = (
            "SELECT question, value FROM answers JOIN annotations"
            " ON annotations.id = answers.annotation_id WHERE assignment_id = ? AND region <> ''"
        )
        rows = db.query(sql, [person.assignments[index].id])
        return [(row["question"], row["value"]) for row in rows]


def states(world: World) -> list[str]:
    with world.open_db() as db:
        found = store.assignments_of_annotator(db, world.a.annotator.id)
        return [one.state.value for one in found]


def test_a_labelling_session_works_and_tells_nothing_of_others(world: World, page: Page) -> None:
    recorder = Recorder(world.app)
    with world.served(recorder):
        open_first_article(page, world)
        page.keyboard.press("1")
        with sends(page, "POST", "/drafts"):  # the page saves by itself
            select(page, "brazen")
        with sends(page, "PATCH", "/drafts/"):
            page.keyboard.press("s")  # the new mark is selected: our script sees to it
        assert states(world)[0] == "in progress"
        with sends(page, "POST", "/annotations"):
            Editor(page).submit()
        page.get_by_text("Report 1").wait_for()
        assert raw_spans(world, world.a, 0) == [("loaded_language", 24, 30)]
        assert span_answers(world, world.a, 0) == [("direction", "unfavourable")]

        with sends(page, "POST", "/annotations"):
            button(page, "skip-task").click()
        page.get_by_text("Report 2").wait_for()
        assert states(world)[1] == "skipped"
        button(page, "Previous task").click()
        with sends(page, "DELETE", "/api/annotations/"):
            button(page, "cancel-skip").click()
        with sends(page, "POST", "/annotations"):
            Editor(page).submit()
        page.get_by_text("Report 2").wait_for()
        assert states(world)[1] == "submitted"

        with sends(page, "POST", "/drafts"):
            button(page, "Postpone task").click()
        page.get_by_text("Report 3").wait_for()
        assert states(world)[2] == "postponed"

        for report in ("Report 2", "Report 1", "Report 0"):
            button(page, "Previous task").click()
            page.get_by_text(report).wait_for()
        page.keyboard.press("2")
        select(page, "slammed")
        with sends(page, "PATCH", "/api/annotations/"):
            button(page, "submit").click()
        assert raw_spans(world, world.a, 0) == [
            ("loaded_language", 24, 30),
            ("unattributed_claim", 41, 48),
        ]
        page.reload()
        page.get_by_text("Report 3").wait_for()
    assert len(recorder.heard) > 40
    refused = [
        f"{h.method} {h.path}?{h.query} {h.status}" for h in recorder.heard if h.status > 399
    ]
    assert refused == []
    for heard in recorder.heard:
        _tells_nothing_of_others(heard, world)


def test_a_label_studio_that_is_down_is_said_on_a_page(world: World, page: Page) -> None:
    away = world.away()
    with away.served():
        answer = page.goto(
            f"{world.settings.origin}/labeling/projects/{world.a.project}/data?labeling=1"
        )
        assert answer is not None
        assert answer.status == 503
        assert page.get_by_role("heading").inner_text() == "Label Studio does not answer"


def _tells_nothing_of_others(heard: Heard, world: World) -> None:
    where = f"{heard.method} {heard.path}?{heard.query}"
    text = heard.body.decode("utf-8", "replace")
    for secret in _secrets(world):
        assert secret not in text, f"{where} tells {secret!r}"
    for name, value in heard.headers:
        assert name.lower() != "access-control-allow-origin", where
        assert "sessionid" not in value, where
        assert "csrftoken" not in value, where
    if heard.path.startswith("/labeling/api/") and heard.status == 200:
        for kind, number in _ids(json.loads(text), heard.path):
            assert number not in _others_ids(world)[kind], f"{where} tells the {kind} {number}"


def _secrets(world: World) -> list[str]:
    other = world.b.account
    keys = world.server.keys
    return [
        *(other.name, other.name.split()[1], other.email, other.technical_email),
        other.technical_email.partition("@")[0],
        *(OTHERS_REGION, "owner@annotator.invalid", f"Work of {world.a.account.name}"),
        *(world.a.account.email, keys.labelstudio_token, keys.secret_key),
        keys.technical_password(world.a.account.technical_email),
    ]


def _others_ids(world: World) -> dict[str, set[int]]:
    with world.open_db() as db:
        annotations = store.load_project_annotations(db, world.b.project)
    user = world.b.account.labelstudio_user_id
    assert user is not None
    return {
        "user": {user, 1},
        "project": {world.b.project},
        "task": {world.b.task(index) for index in range(4)},
        "annotation": {one.labelstudio_id for one in annotations},
    }


_KINDS = {
    "completed_by": "user",
    "updated_by": "user",
    "user_id": "user",
    "user": "user",
    "created_by": "user",
    "annotators": "user",
    "project": "project",
    "task": "task",
    "taskId": "task",
    "annotation": "annotation",
    "annotationId": "annotation",
}


def _ids(value: Any, path: str, kind: str = "") -> Iterator[tuple[str, int]]:
    """Every id in an answer, with what it is the id of."""
    if isinstance(value, dict):
        if value.get("id") in ("annotators", "updated_by"):  # a column about people
            yield from _ids(value.get("schema", {}).get("items"), path, "user")
        for name, inside in value.items():
            yield from _ids(inside, path, _KINDS.get(name, ""))
    elif isinstance(value, list):
        for inside in value:
            yield from _ids(inside, path, kind)
    elif kind and isinstance(value, int) and not isinstance(value, bool):
        yield kind, value
