"""`kill -9` while the disk is full: two faults that come together, since a full disk is when people
end a program that does not go on."""

from __future__ import annotations

import lzma
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fault_steps
import pytest
from dying_child import place, run
from safe_installation import installation
from small_disk import filled, small_disk_at
from small_study import counts, study

from annotator import store
from annotator.settings import Settings
from annotator.store.safety import check_database, open_as_it_is, study_hashes

STEPS: dict[str, Callable[..., None]] = {"load": fault_steps.load, "settle": fault_steps.settle}
ROOM = (0, 40_000, 400_000)  # bytes
TURNS = 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "small") as folder:
        yield folder


def killed_at(turn: int, step: Callable[..., None], *arguments: Any, moments: int = 0) -> None:
    """The step, which perhaps fails by itself for want of room, killed at one of its moments."""
    moments = moments or run(step, *arguments, may_fail=True).moments
    run(step, *arguments, kill_at=place(turn, TURNS, moments), may_fail=True)


def killed_on_a_full_disk(turn: int, step: Callable[..., None], path: Path, room: int) -> None:
    """Its moments are counted first, on the same disk as full."""
    content, film = path.read_bytes(), filled(path.parent, room)
    moments = run(step, path, may_fail=True).moments
    for one in path.parent.iterdir():
        one.unlink()
    path.write_bytes(content)
    film = filled(path.parent, room)
    killed_at(turn, step, path, moments=moments)
    film.unlink()


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("room", ROOM)
@pytest.mark.parametrize("name", STEPS)
def test_work_killed_on_a_full_disk_is_done_whole_or_not_at_all(
    small_disk: Path, tmp_path: Path, name: str, room: int, turn: int
) -> None:
    whole, path = tmp_path / "whole.sqlite", small_disk / "a.sqlite"
    study(whole)
    study(path)
    before = counts(path)
    STEPS[name](lambda _: None, whole)
    killed_on_a_full_disk(turn, STEPS[name], path, room)
    assert check_database(path) == []
    assert counts(path) in (before, counts(whole))
    if counts(path) == before:
        STEPS[name](lambda _: None, path)
    assert counts(path) == counts(whole)


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("room", ROOM)
def test_a_migration_killed_on_a_full_disk_is_completed_by_the_next_start(
    small_disk: Path, room: int, turn: int
) -> None:
    packed = Path(__file__).parents[1] / "data" / "earlier_schemas" / "m001.sqlite.xz"
    path = small_disk / "annotator.sqlite"
    path.write_bytes(lzma.decompress(packed.read_bytes()))
    killed_on_a_full_disk(turn, fault_steps.migrate, path, room)
    fault_steps.migrate(lambda _: None, path)
    assert check_database(path) == []
    with open_as_it_is(path) as db:
        assert [one.title for one in store.load_studies(db)]
        found = db.execute("SELECT label, text FROM span_table").fetchall()
    assert found == [("loaded_language", "brazen")]


@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("room", ROOM)
def test_a_backup_and_a_restore_killed_on_a_full_disk_leave_what_was_there(
    small_disk: Path, tmp_path: Path, room: int, turn: int
) -> None:
    settings = installation(tmp_path / "var")
    with open_as_it_is(settings.database) as db:
        hashes = study_hashes(db)
    whole, again = tmp_path / "whole.zip", Settings(data_dir=small_disk / "again")
    fault_steps.make_backup(lambda _: None, whole, settings)
    film = filled(small_disk, room)
    killed_at(turn, fault_steps.make_backup, small_disk / "b.zip", settings)
    killed_at(turn, fault_steps.restore_backup, whole, again)
    film.unlink()
    if not (again.database.exists() and not (again.data_dir / ".restoring").exists()):
        fault_steps.restore_backup(lambda _: None, whole, again)
    with open_as_it_is(again.database) as db:
        assert study_hashes(db) == hashes
    fault_steps.make_backup(lambda _: None, small_disk / "c.zip", settings)
    assert {one.name for one in small_disk.iterdir()} <= {"again", "b.zip", "c.zip"}
    for path in small_disk.glob("*.zip"):
        fault_steps.restore_backup(lambda _: None, path, Settings(data_dir=tmp_path / path.stem))
