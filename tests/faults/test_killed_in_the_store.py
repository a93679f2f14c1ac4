"""`kill -9` at moments of loading, settling, releasing, migrating, backing up and restoring."""

from __future__ import annotations

import lzma
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fault_steps
import pytest
from dying_child import place, run
from safe_installation import installation
from settle_world import LOADED, NAME, TEXT, make_study

from annotator import store
from annotator.errors import StoreError
from annotator.settings import Settings
from annotator.store.safety import check_database, open_as_it_is, study_hashes
from annotator.store.safety.contents import damaged_contents
from annotator.workflow.safety.restoring import restore

SCHEMAS = sorted((Path(__file__).parents[1] / "data" / "earlier_schemas").glob("*.xz"))
STEPS: dict[str, tuple[Callable[..., None], int]] = {
    "load": (fault_steps.load, 10),
    "settle": (fault_steps.settle, 12),
    "unsettle": (fault_steps.unsettle, 8),
}


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Stores to copy: before settling, and after it."""
    folder = tmp_path_factory.mktemp("settled")
    first, second = folder / "first.sqlite", folder / "second.sqlite"
    db = store.open_store(first)
    made = make_study(db, people=2, texts=(TEXT,))
    made.submit(0, [(LOADED, "brazen"), (NAME, "regime")], answers={"headline": "yes"})
    made.submit(1, [(LOADED, "brazen"), (LOADED, "slammed")], answers={"headline": "yes"})
    closed(db)
    shutil.copy(first, second)
    fault_steps.settle(lambda _: None, second)
    closed(store.open_store(second))
    return {"load": first, "settle": first, "unsettle": second}


def closed(db: store.Store) -> None:
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def contents(path: Path) -> list[Any]:
    """What a person finds in it; moments aside."""
    db = store.open_store(path)
    try:
        return [
            db.execute(sql).fetchall()
            for sql in (
                "SELECT id, title, text FROM articles ORDER BY id",
                "SELECT label, text, how, attributes FROM gold_table ORDER BY start, label",
                "SELECT id, kind, how FROM decisions ORDER BY id",
                "SELECT id, undone_at IS NULL FROM batches ORDER BY id",
                "SELECT kind, detail FROM events ORDER BY id",
            )
        ]
    finally:
        db.close()


@pytest.mark.parametrize(
    ("name", "turn"), [(name, turn) for name, (_, turns) in STEPS.items() for turn in range(turns)]
)
def test_killed_at_any_moment_there_is_all_of_it_or_nothing(
    settled: dict[str, Path], tmp_path: Path, name: str, turn: int
) -> None:
    step, turns = STEPS[name]
    whole, path = tmp_path / "whole.sqlite", tmp_path / "killed.sqlite"
    shutil.copy(settled[name], whole)
    shutil.copy(settled[name], path)
    before = contents(whole)
    moments = run(step, whole).moments
    after = contents(whole)
    assert after != before
    killed = run(step, path, kill_at=place(turn, turns, moments))
    assert killed.killed
    assert check_database(path) == []
    assert contents(path) in (before, after)
    if killed.said:
        assert contents(path) == after


RELEASES = 6


@pytest.mark.parametrize("turn", range(RELEASES))
def test_killed_while_a_release_is_written_each_file_is_whole_or_absent(
    settled: dict[str, Path], tmp_path: Path, turn: int
) -> None:
    whole, folder = tmp_path / "whole", tmp_path / "killed"
    moments = run(fault_steps.release, settled["settle"], whole).moments
    at = place(turn, RELEASES, moments)
    assert run(fault_steps.release, settled["settle"], folder, kill_at=at).killed
    expected = {path.name: path.read_bytes() for path in whole.iterdir()}
    for path in folder.glob("[!.]*"):
        assert path.read_bytes() == expected[path.name]
    names = run(fault_steps.release, settled["settle"], folder).said[0]
    assert {name: (folder / name).read_bytes() for name in names} == expected


def earlier(schema: Path, folder: Path) -> Path:
    path = folder / "annotator.sqlite"
    path.write_bytes(lzma.decompress(schema.read_bytes()))
    return path


def check_earlier(path: Path) -> None:
    """The same work as the earlier version had, whole and under today's schema."""
    db = store.open_store(path)
    assert check_database(path) == []
    assert [one for one in damaged_contents(db) if "is gone" in one] == []
    assert db.execute("SELECT label, text FROM span_table").fetchall() == [
        ("loaded_language", "brazen")
    ]
    [study] = store.load_studies(db)
    work = store.load_study_work(db, study.id)
    [one] = work.work
    assert (one.annotator, [span.text for span in one.annotation.spans]) == ("A01", ["brazen"])
    assert [answer.value for answer in one.annotation.answers] == ["journalist"]
    assert [article.article.title for article in work.articles] == ["Hask", "Ferry"]
    assert len(store.load_problems(db, study.id)) == 1
    assert [one.state for one in store.load_assignments(db, study.id)] == [
        "submitted",
        "in progress",
    ]
    for table in ("revisions", "drafts", "accounts", "events", "jobs"):
        count = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        assert count == (2 if table == "accounts" else 1), table
    db.close()


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.name[:4])
def test_a_database_of_each_earlier_schema_opens_with_its_work(
    schema: Path, tmp_path: Path
) -> None:
    check_earlier(earlier(schema, tmp_path))


@pytest.mark.parametrize("turn", range(3))
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.name[:4])
def test_killed_while_migrating_the_next_start_completes_it(
    schema: Path, tmp_path: Path, turn: int
) -> None:
    moments = _MIGRATING.get(schema.name)
    if moments is None:
        moments = run(fault_steps.migrate, earlier(schema, tmp_path)).moments
        _MIGRATING[schema.name] = moments
    path = earlier(schema, tmp_path)
    for beside in ("-wal", "-shm"):
        Path(f"{path}{beside}").unlink(missing_ok=True)
    # Not the last moments: spread between the first and the last.
    assert run(fault_steps.migrate, path, kill_at=1 + moments * (turn + 1) // 4).killed
    check_earlier(path)


_MIGRATING: dict[str, int] = {}
BACKUPS, RESTORES = 10, 14


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return installation(tmp_path_factory.mktemp("town") / "var")


def hashes(settings: Settings) -> dict[int, str]:
    with open_as_it_is(settings.database) as db:
        return study_hashes(db)


@pytest.mark.parametrize("turn", range(BACKUPS))
def test_killed_while_backing_up_there_is_a_whole_backup_or_none(
    town: Settings, tmp_path: Path, turn: int
) -> None:
    whole = run(fault_steps.make_backup, tmp_path / "first.zip", town)
    path = tmp_path / "second.zip"
    at = place(turn, BACKUPS, whole.moments)
    killed = run(fault_steps.make_backup, path, town, kill_at=at)
    assert killed.killed
    if killed.said or path.exists():
        again = Settings(data_dir=tmp_path / "again")
        restore(path, again)
        assert hashes(again) == hashes(town)
    assert run(fault_steps.make_backup, tmp_path / "third.zip", town).said == [2]
    assert not list(tmp_path.glob(".annotator-backup-*"))  # what the killed one left is gone


@pytest.mark.parametrize("turn", range(RESTORES))
def test_killed_while_restoring_the_folder_is_refused_until_it_is_restored_again(
    town: Settings, tmp_path: Path, turn: int
) -> None:
    path = tmp_path / "b.zip"
    run(fault_steps.make_backup, path, town)
    first, again = Settings(data_dir=tmp_path / "first"), Settings(data_dir=tmp_path / "again")
    moments = run(fault_steps.restore_backup, path, first).moments
    killed = run(fault_steps.restore_backup, path, again, kill_at=place(turn, RESTORES, moments))
    assert killed.killed
    if (again.data_dir / ".restoring").exists():
        with pytest.raises(StoreError, match="half restored"):
            store.open_store(again.database)
    if killed.said:
        assert hashes(again) == hashes(town)
    else:
        assert run(fault_steps.restore_backup, path, again).said
        assert hashes(again) == hashes(town)
