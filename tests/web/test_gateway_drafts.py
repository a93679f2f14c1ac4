"""What is marked is not lost with the page, and what is submitted stays submitted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from gateway_world import Person, World, mark, open_world, submission, with_another_study
from labelling_editor import Editor

from annotator import store
from annotator.labelstudio import EmbeddedServer, LabelStudio

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.server, pytest.mark.browser]

BRAZEN, SLAMMED = mark(24, 30, "brazen", "one"), mark(41, 48, "slammed", "two")


_UNUSED = itertools.count()


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory,
    web_port: int,
    labelstudio_server: EmbeddedServer,
    labelstudio: LabelStudio,
) -> Iterator[World]:
    """What needs no browser takes an article each."""
    folder = tmp_path_factory.mktemp("drafts")
    with open_world(folder, web_port, labelstudio_server, labelstudio, articles=6) as made:
        yield made


@pytest.fixture
def n() -> int:
    """The place of an article that no other test has used."""
    return next(_UNUSED)


@pytest.fixture
def world(desk: World) -> World:
    """A study in which the browser begins with the first article."""
    return with_another_study(desk, articles=2)


@pytest.fixture
def page(chromium: Browser, world: World) -> Iterator[Page]:
    """A browser in which A is signed in, at the labelling page."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([world.cookie(world.a)])
    with world.served():
        page = context.new_page()
        page.goto(world.labelling_page(world.a))
        Editor(page).close_guideline()
        yield page
        context.close()


def drafts(world: World, person: Person, index: int) -> list[Any]:
    with world.open_db() as db:
        kept = store.drafts_of_assignment(db, person.assignments[index].id)
    in_labelstudio = world.admin(f"/api/tasks/{person.task(index)}/drafts")
    assert sorted(one.labelstudio_id for one in kept) == sorted(one["id"] for one in in_labelstudio)
    return list(in_labelstudio)


def state(world: World, person: Person, index: int) -> str:
    with world.open_db() as db:
        return store.assignments_of_annotator(db, person.annotator.id)[index].state.value


def marks_on(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "() => Htx.annotationStore.selected.regions.map((one) => one.text).filter(Boolean)"
    )
    return found


def test_a_reload_right_after_a_mark_keeps_it(page: Page) -> None:
    editor = Editor(page)
    editor.shows("Report 0")
    page.keyboard.press("1")
    editor.draw("brazen")
    editor.is_selected()
    page.keyboard.press("s")  # and its attribute
    page.locator("input[name=note]").fill("half a note")
    page.reload()
    editor.shows("Report 0")
    page.wait_for_function("() => Htx.annotationStore.selected.regions.length === 1")
    assert marks_on(page) == ["brazen"]
    kept = page.evaluate("() => Htx.annotationStore.selected.serializeAnnotation()")
    assert [one["value"].get("choices") or one["value"].get("text") for one in kept] == [
        "brazen",
        ["unfavourable"],
        ["half a note"],
    ]
    assert page.get_by_role("dialog", name="Guideline").count() == 0  # it was shown already


def test_leaving_by_a_link_right_after_a_mark_keeps_it(page: Page, world: World) -> None:
    editor = Editor(page)
    editor.shows("Report 0")
    page.keyboard.press("1")
    editor.draw("slammed")
    page.get_by_role("link", name="My work").click()
    page.wait_for_url("**/work/")
    page.goto(world.labelling_page(world.a))
    page.wait_for_function("() => window.Htx?.annotationStore.selected?.regions.length === 1")
    assert marks_on(page) == ["slammed"]


def _unanswered(page: Page) -> None:
    """The scheme's required question is left open, and said to be."""
    Editor(page).button("Submit current annotation").click()
    page.get_by_text("An answer is missing").wait_for()
    page.get_by_role("button", name="OK").click()
    page.get_by_text("An answer is missing").wait_for(state="hidden")


def _cut_off(page: Page) -> None:
    """There is no connection while Submit is pressed; a little later there is again."""
    page.route("**/annotations?*", lambda route: route.abort())
    Editor(page).choose_frame()
    Editor(page).button("Submit current annotation").click()
    page.locator(".annotator-notice.bad").wait_for()
    page.wait_for_function("() => !Htx.isSubmitting")
    page.unroute("**/annotations?*")


@pytest.mark.parametrize("refused", [_unanswered, _cut_off])
def test_what_is_marked_after_a_refused_submission_is_kept(
    page: Page, world: World, refused: Callable[[Page], None]
) -> None:
    """Label Studio keeps no draft of an article once Submit was pressed, whatever came of it."""
    editor = Editor(page)
    editor.shows("Report 0")
    editor.mark("1", "brazen")
    refused(page)
    page.keyboard.press("1")
    editor.draw("slammed")
    editor.is_selected()
    page.get_by_role("link", name="My work").click()
    page.wait_for_url("**/work/")
    page.goto(world.labelling_page(world.a))
    page.wait_for_function("() => window.Htx?.annotationStore.selected?.regions.length > 0")
    assert marks_on(page) == ["brazen", "slammed"]
    editor.submit()
    editor.shows("Report 1")
    assert (state(world, world.a, 0), drafts(world, world.a, 0)) == ("submitted", [])


def test_what_is_too_large_to_be_sent_at_the_end_is_asked_about(page: Page) -> None:
    editor = Editor(page)
    editor.shows("Report 0")
    page.keyboard.press("1")
    editor.draw("brazen")
    editor.is_selected()
    page.locator("input[name=note]").fill("long " * 14_000)  # 70 kB; 64 KiB may outlive a page
    page.keyboard.press("Enter")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)
    assert asked == ["beforeunload"]


def test_submitting_while_a_draft_is_on_its_way_leaves_no_draft(page: Page, world: World) -> None:
    held: list[Any] = []
    editor = Editor(page)
    editor.shows("Report 0")
    page.route("**/drafts*", lambda route: held.append(route))
    page.keyboard.press("1")
    editor.draw("brazen")
    page.wait_for_function("() => Htx.annotationStore.selected.isDraftSaving")
    editor.choose_frame()
    editor.button("Submit current annotation").click()
    held[0].continue_()
    editor.shows("Report 1")
    page.unroute("**/drafts*")
    assert state(world, world.a, 0) == "submitted"
    assert drafts(world, world.a, 0) == []
    editor.back()
    editor.shows("Report 0")
    assert marks_on(page) == ["brazen"]
    assert page.get_by_text("This did not work").count() == 0


def test_submitting_ends_a_draft_that_the_page_did_not_know_of_yet(desk: World, n: int) -> None:
    task = desk.a.task(n)
    assert desk.ask(desk.a, "POST", f"/api/tasks/{task}/drafts", {"result": [BRAZEN]})
    body = submission(str(uuid4()), BRAZEN)  # draft_id 0: the answer was on its way
    assert desk.ask(desk.a, "POST", f"/api/tasks/{task}/annotations", body).status_code == 201
    assert drafts(desk, desk.a, n) == []


@pytest.mark.parametrize("result", [[BRAZEN], [BRAZEN, SLAMMED], []])
def test_a_draft_sent_before_submitting_and_read_after_it_is_not_kept(
    desk: World, n: int, result: list[Any]
) -> None:
    task = desk.a.task(n)
    page = {"X-Annotator-Sent": "abcdefgh1234.2"}
    path = f"/api/tasks/{task}/annotations"
    body = submission(str(uuid4()), BRAZEN)
    assert desk.ask(desk.a, "POST", path, body, headers=page).status_code == 201
    late = {"X-Annotator-Sent": "abcdefgh1234.1"}
    for headers in (late, {}):  # {}: from whoever is not our page
        answer = desk.ask(
            desk.a, "POST", f"/api/tasks/{task}/drafts", {"result": result}, headers=headers
        )
        assert (answer.status_code, answer.json["kept"]) == (200, False)
    assert drafts(desk, desk.a, n) == []
    assert state(desk, desk.a, n) == "submitted"


def test_what_a_second_tab_marks_after_the_first_has_submitted_is_kept(desk: World, n: int) -> None:
    task = desk.a.task(n)
    first, second = ({"X-Annotator-Sent": f"{page}.1"} for page in ("firstpage", "secondpage"))
    path = f"/api/tasks/{task}/annotations"
    done = desk.ask(desk.a, "POST", path, submission(str(uuid4()), BRAZEN), headers=first)
    assert done.headers.get("X-Annotator-Replaced") is None
    begun = desk.ask(
        desk.a, "POST", f"/api/tasks/{task}/drafts", {"result": [SLAMMED]}, headers=second
    )
    assert begun.status_code == 201
    (draft,) = drafts(desk, desk.a, n)
    assert draft["annotation"] is not None  # a change of what is there, not a second one
    body = submission(str(uuid4()), SLAMMED, draft_id=begun.json["id"])
    replaced = desk.ask(desk.a, "POST", path, body, headers=second)
    assert replaced.headers["X-Annotator-Replaced"] == "yes"
    assert drafts(desk, desk.a, n) == []
    assert len(desk.annotations_in_labelstudio(task)) == 1


def test_two_first_drafts_at_once_are_one(desk: World, n: int) -> None:
    path = f"/api/tasks/{desk.a.task(n)}/drafts"
    desk.ask(desk.a, "POST", path, {"result": [BRAZEN]})
    desk.ask(desk.a, "POST", path, {"result": [BRAZEN, SLAMMED]})
    (draft,) = drafts(desk, desk.a, n)
    assert draft["result"] == [BRAZEN, SLAMMED]
