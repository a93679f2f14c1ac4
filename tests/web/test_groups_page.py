"""Groups of annotators: set by a manager, never seen by annotators, compared on a page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from crowd_world import Crowd, make_crowd
from pages_world import ANNA, MANAGER, PASSWORD, World, csrf_token, send
from werkzeug.serving import make_server

from annotator.cli.groups import groups as groups_command

if TYPE_CHECKING:
    from playwright.sync_api import Page

GROUPS = {"group-A01": "trained", "group-A02": " trained ", "group-A03": "new", "group-A04": "new"}


@pytest.fixture
def crowd(world: World) -> Crowd:
    return make_crowd(world)


def test_groups_lead_to_agreement_within_and_between(world: World, crowd: Crowd) -> None:
    client, address = world.client(MANAGER), crowd.address("groups/")
    assert "No annotator has a group yet." in client.get(address).text
    assert send(client, address, GROUPS).status_code == 302
    page = client.get(address).text
    assert "4 annotators changed group." in page
    within = page[page.index("α within each group") :]
    assert re.search(r'"row">trained</th>.*?A01, A02.*?<strong>1\.00</strong>', within, re.S)
    assert "trained agree better" in page
    assert 'value="trained"' in page


def test_a_group_is_emptied_again(world: World, crowd: Crowd) -> None:
    client, address = world.client(MANAGER), crowd.address("groups/")
    send(client, address, GROUPS)
    send(client, address, dict.fromkeys(GROUPS, ""))
    page = client.get(address).text
    assert "No annotator has a group yet." in page
    assert "trained" not in page


def test_one_group_alone_says_that_it_needs_another(world: World, crowd: Crowd) -> None:
    client, address = world.client(MANAGER), crowd.address("groups/")
    send(client, address, {"group-A01": "trained", "group-A02": "trained"})
    assert "There is one group only (trained); comparing needs two." in client.get(address).text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"group-A09": "x"}, "There is no annotator &#39;A09&#39; in this study."),
        ({"group-A01": "y" * 61}, "at most 60 characters; the one of A01 has 61"),
        ({"group-A01": "y\x00"}, "a character that cannot be shown"),
    ],
)
def test_what_is_no_group_is_refused_and_nothing_saved(
    world: World, crowd: Crowd, form: dict[str, str], says: str
) -> None:
    client, address = world.client(MANAGER), crowd.address("groups/")
    send(client, address, {"group-A02": "old", **form})
    page = client.get(address).text
    assert says in page
    assert 'value="old"' not in page


def test_markup_in_a_group_s_name_is_only_text(world: World, crowd: Crowd) -> None:
    client, address = world.client(MANAGER), crowd.address("groups/")
    send(client, address, {**GROUPS, "group-A01": "<b>&", "group-A02": "<b>&"})
    page = client.get(address).text
    assert "<b>&" not in page
    assert "&lt;b&gt;&amp;" in page


def test_a_form_without_its_token_changes_nothing(world: World, crowd: Crowd) -> None:
    client = world.client(MANAGER)
    assert client.post(crowd.address("groups/"), data=GROUPS).status_code == 400
    assert "No annotator has a group yet." in client.get(crowd.address("groups/")).text


def test_annotators_never_see_their_group(world: World) -> None:
    send(world.client(MANAGER), "/studies/1/agreement/groups/", {"group-A01": "suspicious"})
    client = world.client(ANNA)
    for path in ("/work/", "/work/1", "/account"):
        assert "suspicious" not in client.get(path).text
    token = csrf_token(client, "/work/")
    form = {"group-A01": "mine", "csrf_token": token}
    assert client.post("/studies/1/agreement/groups/", data=form).status_code == 403


def test_the_command_sets_and_shows_them(world: World, crowd: Crowd) -> None:
    folder = str(world.settings.data_dir)
    words = ["Council of Marl", "A01=trained", "A02=trained", "A03=new", "A04=new"]
    answer = CliRunner().invoke(groups_command, [*words, "--data-dir", folder])
    assert answer.exit_code == 0, answer.output
    assert "A03\tnew" in answer.output
    assert "within trained: 1.000  (no interval: the same in every resample" in answer.output
    assert "between new and trained: 0." in answer.output
    answer = CliRunner().invoke(groups_command, ["Council of Marl", "A01", "--data-dir", folder])
    assert answer.exit_code == 2
    assert "expected PSEUDONYM=GROUP, as in A01=trained" in answer.output


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """The application, served to a real browser."""
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.browser
def test_in_a_browser_groups_are_typed_and_the_chart_is_drawn(
    world: World, crowd: Crowd, address: str, page: Page
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/sign-in")
    page.fill("#email", MANAGER)
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{address}{crowd.address('')}")
    page.click("nav.pages >> text=Groups")
    page.click("text=Put annotators in groups")
    for name, group in GROUPS.items():
        page.get_by_label(f"Group of {name.removeprefix('group-')}").fill(group)
    page.click("text=Save the groups")
    page.wait_for_selector(".chart.drawn svg")
    assert "within trained" in (page.text_content(".chart svg") or "")
    assert page.is_visible("text=trained agree better")
    page.select_option("#about", "question:primary_frame")
    page.click("form.filters button")
    assert page.is_visible("text=Primary frame: within and between")
    assert errors == []
