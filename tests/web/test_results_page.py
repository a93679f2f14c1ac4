"""Results of a large study: computed in the background, the last one shown until then."""

from __future__ import annotations

import re

import pytest
from pages_world import MANAGER, World, annotate

from annotator.store.results import load_result
from annotator.web import results
from annotator.web.jobs import wait_for_all
from annotator.workflow import making_results

PAGES = {
    "": "Labels",
    "annotators/": "Annotators",
    "groups/": "Nothing to compare yet",
    "enough/": "Do two values differ?",
    "passages": "4 passages",
}
ROOT = "/studies/1/agreement/"


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small study of these tests counts as a large one."""
    monkeypatch.setattr(results, "is_small_study", lambda *_: False)


def test_a_first_look_shows_progress_and_then_the_result(world: World) -> None:
    client = world.client(MANAGER)
    page = client.get(ROOT).text
    assert "Being computed." in page
    assert re.search(r'<noscript>\s*<meta http-equiv="refresh"', page)
    assert re.search(r'data-job="/jobs/\d+\.json"', page)
    assert "Loaded language" not in page
    wait_for_all(world.app)
    page = client.get(ROOT).text
    assert "data-job" not in page
    assert "Loaded language</a></th>" in page
    assert "4 passages" in client.get(f"{ROOT}passages").text  # made with the report


def test_after_a_change_the_last_one_is_shown_with_its_time(world: World) -> None:
    client = world.client(MANAGER)
    client.get(ROOT)
    wait_for_all(world.app)
    db = world.open_store()
    annotate(db, world.study, world.bruno.id, 2, [])
    kept = load_result(db, 1, "report", "")
    assert kept is not None
    page = client.get(ROOT).text
    assert "The work has changed since" in page
    assert "data-job" in page
    assert "<strong>1<span> of 3</span></strong>" in page
    wait_for_all(world.app)
    page = client.get(ROOT).text
    assert "The work has changed since" not in page
    newer = load_result(db, 1, "report", "")
    db.close()
    assert newer is not None
    assert newer.fingerprint != kept.fingerprint


def test_two_looks_at_once_begin_one_computation(world: World) -> None:
    client = world.client(MANAGER)
    jobs = {re.search(r'data-job="([^"]+)"', client.get(ROOT).text)[1] for _ in range(2)}  # type: ignore[index]
    assert len(jobs) == 1
    wait_for_all(world.app)


def test_what_goes_wrong_is_said_and_not_begun_again_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client(MANAGER)
    monkeypatch.setattr(making_results, "WORK", "import sys; sys.exit(3)")
    client.get(ROOT)
    wait_for_all(world.app)
    page = client.get(ROOT).text
    assert "Not computed." in page
    assert "ended with code 3" in page
    assert 'href="?again=1"' in page
    assert "Being computed." in client.get(f"{ROOT}?again=1").text
    wait_for_all(world.app)
    page = client.get(f"{ROOT}?again=1").text  # as the page loads itself when the job has ended
    assert "Not computed." in page
    assert 'href="?again=2"' in page
    monkeypatch.undo()
    monkeypatch.setattr(results, "is_small_study", lambda *_: False)
    assert "Being computed." in client.get(f"{ROOT}?again=2").text
    wait_for_all(world.app)
    assert "Loaded language</a></th>" in client.get(ROOT).text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_agreement_waits_for_its_result(world: World, page: str) -> None:
    client = world.client(MANAGER)
    assert "Being computed." in client.get(ROOT + page).text
    wait_for_all(world.app)
    found = client.get(ROOT + page).text
    assert "data-job" not in found
    assert PAGES[page] in found
