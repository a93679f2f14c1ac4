"""Two faults at the same moment: a proxy that drops while the store is locked, a kill while it is,
a full disk on our side while Label Studio has room, a backup in the middle of publishing and of
settling."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import fault_steps
import harbour as harbour_module
import pytest
from dying_child import run
from fault_proxy import FaultProxy, proxying, writes
from harbour import Harbour, mark, submission
from saving_requests import SAVES, Request
from small_disk import filled, small_disk_at
from small_study import study

from annotator.settings import Settings
from annotator.store.records import Assignment
from annotator.workflow.publishing import publish
from annotator.workflow.safety.backing_up import back_up
from annotator.workflow.safety.backup_file import LABEL_STUDIO
from annotator.workflow.safety.restoring import restore
from annotator.workflow.safety.verifying import verify

pytestmark = pytest.mark.server
FAILING = ("dropped before", "dropped after", "500 after", "truncated")


@pytest.fixture(scope="module")
def proxy(harbour: Harbour) -> Iterator[FaultProxy]:
    with proxying(harbour.server.url) as one:
        yield one


def saved_in_the_end(harbour: Harbour, request: Request, one: Assignment) -> None:
    """The next start, and the page sends it again."""
    harbour.next_start()
    assert harbour.here(one) == harbour.there(one)
    assert harbour.ask(*request).said == [201]
    assert harbour.here(one) == harbour.there(one)
    assert len(harbour.here(one)) == 1


@pytest.mark.parametrize("mode", FAILING)
@pytest.mark.parametrize("save", SAVES, ids=lambda one: one.__name__)
def test_a_proxy_that_fails_while_the_store_is_locked_loses_and_doubles_nothing(
    harbour: Harbour, proxy: FaultProxy, save: Callable[..., Request], mode: str
) -> None:
    one = harbour.next_article()
    request = save(harbour, one)
    before = harbour.here(one)
    proxy.fail(mode, writes)
    with harbour.locked(seconds=0.7):
        [status] = harbour.ask(*request, url=proxy.url).said
    assert proxy.failed == 1
    if status < 300:
        assert harbour.here(one) not in ([], before)
    else:
        assert status in (500, 502, 503, 504)
    saved_in_the_end(harbour, request, one)


@pytest.mark.parametrize("at", [12, 24, 36, 48])
@pytest.mark.parametrize("mode", ["", "dropped after"], ids=["locked", "locked and dropped"])
def test_killed_while_the_store_is_locked_loses_and_doubles_nothing(
    harbour: Harbour, proxy: FaultProxy, mode: str, at: int
) -> None:
    one = harbour.next_article()
    request = ("POST", f"/api/tasks/{one.task_id}/annotations", submission(mark()))
    proxy.fail(mode, writes)
    with harbour.locked(seconds=0.5):
        outcome = harbour.ask(*request, url=proxy.url, kill_at=at)
    proxy.fail("", writes)
    if outcome.said and outcome.said[0] < 300:
        assert len(harbour.here(one)) == 1
    saved_in_the_end(harbour, request, one)


# ---------------------------------------------------------------------- our disk is full


@pytest.fixture(scope="module")
def small_harbour(
    harbour: Harbour, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Harbour, Path]]:
    """A study whose store lies on a small disk; Label Studio's database does not."""
    folder = tmp_path_factory.mktemp("small") / "disk"
    with small_disk_at(folder, megabytes=16), pytest.MonkeyPatch.context() as patch:
        patch.setattr(harbour_module, "ARTICLES", 24)
        with Harbour.opened(folder, harbour.server, harbour.labelstudio) as one:
            yield one, folder


@pytest.mark.parametrize("room", [0, 30_000])
@pytest.mark.parametrize("save", SAVES, ids=lambda one: one.__name__)
def test_with_our_disk_full_nothing_is_answered_as_saved_that_is_not(
    small_harbour: tuple[Harbour, Path], save: Callable[..., Request], room: int
) -> None:
    here, folder = small_harbour
    one = here.next_article()
    request = save(here, one)
    before = here.here(one)
    film = filled(folder, room)
    try:
        answered = here.ask(*request).said
    finally:
        film.unlink()
    if answered and answered[0] < 300:
        assert here.here(one) not in ([], before)
    saved_in_the_end(here, request, one)


@pytest.mark.parametrize("room", [0, 30_000])
@pytest.mark.parametrize(
    "step",
    [fault_steps.collect_study, fault_steps.verify_study, fault_steps.return_study],
    ids=lambda one: one.__name__,
)
def test_what_was_missed_is_taken_in_when_our_disk_has_room_again(
    small_harbour: tuple[Harbour, Path], step: Callable[..., None], room: int
) -> None:
    here, folder = small_harbour
    one = here.next_article()
    here.behind(one.task_id, submission(mark()))
    film = filled(folder, room)
    try:
        outcome = here.study_step(step, here.study_id, url=here.server.url)
    finally:
        film.unlink()
    if outcome.failed:
        assert "full" in outcome.failed
    assert here.here(one) in ([], here.there(one))
    assert not here.study_step(step, here.study_id, url=here.server.url).failed
    here.next_start()
    assert here.here(one) == here.there(one)
    assert len(here.here(one)) == 1
    assert verify(here.db, here.labelstudio, here.keys, here.study_id).differences == ()


# ---------------------------------------------------------------------- a backup meanwhile


@pytest.fixture
def both(harbour: Harbour, tmp_path: Path) -> Settings:
    """A data folder of which a backup has both databases."""
    folder = tmp_path / "both"
    folder.mkdir()
    (folder / "annotator.sqlite").symlink_to(harbour.settings.database)
    (folder / "label-studio").symlink_to(harbour.server.settings.labelstudio_dir)
    (folder / "secrets").symlink_to(harbour.server.settings.secrets_dir)
    return Settings(data_dir=folder)


def test_backups_made_while_a_study_is_published_and_worked_on_fit_together(
    harbour: Harbour, both: Settings, tmp_path: Path
) -> None:
    """Whatever a store in a backup names in Label Studio is in the database beside it."""
    study_id = harbour.another_study(articles=20)
    done = threading.Event()

    def work() -> None:
        try:
            run(fault_steps.publish_study, harbour.settings.database, harbour.server.url,
                harbour.keys, study_id)  # fmt: skip
            for one in given:
                path = f"/api/tasks/{one.task_id}/annotations"
                assert harbour.ask("POST", path, submission(mark())).said == [201]
        finally:
            done.set()

    given = [harbour.next_article() for _ in range(3)]
    working = threading.Thread(target=work)
    working.start()
    made = []
    while not done.wait(1):  # the rest of the processor is for what is backed up
        made.append(back_up(tmp_path / f"{len(made)}.zip", both).path)
    working.join()
    assert len(made) > 1
    for number, path in enumerate(made):
        again = Settings(data_dir=tmp_path / f"again{number}")
        restore(path, again)
        with closing(sqlite3.connect(again.database)) as db:
            db.execute("ATTACH ? AS theirs", [str(again.data_dir / LABEL_STUDIO)])
            for named, table in (
                ("SELECT task_id FROM main.assignments WHERE task_id IS NOT NULL", "task"),
                ("SELECT project_id FROM main.annotators WHERE project_id IS NOT NULL", "project"),
                ("SELECT labelstudio_id FROM main.annotations WHERE state <> 'deleted' "
                 "AND labelstudio_id > 0", "task_completion"),
            ):  # fmt: skip
                sql = f"{named} EXCEPT SELECT id FROM theirs.{table}"
                assert db.execute(sql).fetchall() == [], (number, table)
    publish(harbour.db, harbour.labelstudio, harbour.keys, study_id, 1)
    assert verify(harbour.db, harbour.labelstudio, harbour.keys, study_id).differences == ()


def test_a_backup_made_while_a_rule_settles_has_all_of_it_or_nothing(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    settings.data_dir.mkdir()
    study(settings.database)
    settling = threading.Thread(target=run, args=(fault_steps.settle, settings.database))
    settling.start()
    made = []
    while settling.is_alive():
        made.append(back_up(tmp_path / f"{len(made)}.zip", settings, secrets=False).path)
    made.append(back_up(tmp_path / "last.zip", settings, secrets=False).path)
    found = set()
    for number, path in enumerate(made):
        again = Settings(data_dir=tmp_path / f"again{number}")
        restore(path, again)
        with closing(sqlite3.connect(again.database)) as db:
            counted = "SELECT (SELECT count(*) FROM batches), (SELECT count(*) FROM decisions), " \
                "(SELECT count(*) FROM gold_spans)"  # fmt: skip
            found |= set(db.execute(counted).fetchall())
    assert len(found) <= 2
    assert max(found)[0] == 1
