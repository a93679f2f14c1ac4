"""A locked store, a full disk, damaged files, a clock set back, two starts at once."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import fault_steps
import pytest
from dying_child import run
from harbour import locked
from safe_installation import installation
from small_disk import filled, small_disk_at
from small_study import counts, study

from annotator import store
from annotator.errors import AnnotatorError, SetupError, StoreError
from annotator.keys import load_keys
from annotator.labelstudio import processes
from annotator.labelstudio.folder_lock import FolderLock
from annotator.labelstudio.installation import database_path, ensure_installed
from annotator.labelstudio.running import RECORD_NAME
from annotator.settings import Settings
from annotator.store.safety import check_database
from annotator.workflow.safety.examining import examine

STEPS = {
    "load": fault_steps.load,
    "settle": fault_steps.settle,
    "migrate": fault_steps.migrate,
}


def quiet(_: Any) -> None:
    """Nobody listens."""


# ---------------------------------------------------------------------- a lock


@pytest.mark.parametrize("name", ["load", "settle"])
@pytest.mark.parametrize("seconds", [0.2, 1.0])
def test_who_finds_the_store_locked_waits_and_then_does_it_all(
    tmp_path: Path, name: str, seconds: float
) -> None:
    path = study(tmp_path / "a.sqlite")
    before = counts(path)
    with locked(path, seconds):
        STEPS[name](quiet, path)
    assert counts(path) != before


@pytest.mark.parametrize("name", ["load", "settle"])
def test_a_lock_that_is_never_let_go_is_said_and_nothing_is_half_done(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = study(tmp_path / "a.sqlite")
    before = counts(path)
    monkeypatch.setattr("annotator.store.database.BUSY_TIMEOUT_SECONDS", 0.2)
    with locked(path), pytest.raises(StoreError, match="The store is busy"):
        STEPS[name](quiet, path)
    assert counts(path) == before
    STEPS[name](quiet, path)
    assert counts(path) != before


# ---------------------------------------------------------------------- a full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "small") as folder:
        yield folder


@pytest.mark.parametrize("name", ["load", "settle"])
def test_a_full_disk_is_said_and_what_was_there_stays(small_disk: Path, name: str) -> None:
    path = study(small_disk / "a.sqlite")
    before = counts(path)
    film = filled(small_disk)
    with pytest.raises((AnnotatorError, sqlite3.OperationalError), match="full"):
        STEPS[name](quiet, path)
    film.unlink()  # without any room SQLite cannot even read
    assert counts(path) == before
    assert check_database(path) == []
    STEPS[name](quiet, path)
    assert counts(path) != before


def test_a_store_that_cannot_be_migrated_for_want_of_room_is_migrated_when_there_is_some(
    small_disk: Path,
) -> None:
    import lzma

    packed = Path(__file__).parents[1] / "data" / "earlier_schemas" / "m001.sqlite.xz"
    path = small_disk / "annotator.sqlite"
    path.write_bytes(lzma.decompress(packed.read_bytes()))
    film = filled(small_disk)
    with pytest.raises((StoreError, sqlite3.OperationalError), match=r"full|cannot be opened"):
        fault_steps.migrate(quiet, path)
    film.unlink()
    fault_steps.migrate(quiet, path)
    assert check_database(path) == []


@pytest.mark.parametrize("room", [0, 200_000, 1_000_000])
def test_a_backup_without_room_leaves_nothing_behind(
    small_disk: Path, tmp_path: Path, room: int
) -> None:
    settings = installation(tmp_path / "var")
    film = filled(small_disk, room)
    if room:
        (settings.labelstudio_dir / "media" / "large").write_bytes(os.urandom(3_000_000))
    with pytest.raises(StoreError, match="full"):
        fault_steps.make_backup(quiet, small_disk / "b.zip", settings)
    assert [one for one in small_disk.iterdir() if one != film] == []


def test_a_restore_without_room_is_said_and_completed_when_there_is_some(
    small_disk: Path, tmp_path: Path
) -> None:
    settings = installation(tmp_path / "var")
    fault_steps.make_backup(quiet, tmp_path / "b.zip", settings)
    film = filled(small_disk)
    again = Settings(data_dir=small_disk / "again")
    with pytest.raises(StoreError, match="cannot be restored"):
        fault_steps.restore_backup(quiet, tmp_path / "b.zip", again)
    film.unlink()
    fault_steps.restore_backup(quiet, tmp_path / "b.zip", again)


def test_a_release_without_room_leaves_no_half_file(small_disk: Path, tmp_path: Path) -> None:
    path = study(tmp_path / "a.sqlite")
    filled(small_disk)
    with pytest.raises(AnnotatorError, match="No space left"):
        fault_steps.release(quiet, path, small_disk)
    assert [one.name for one in small_disk.iterdir()] == ["somebody's film"]


# ---------------------------------------------------------------------- damaged files

Damage = Callable[[Path], object]


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def with_another_head(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[:100] = b"This is a letter. " * 5 + b"x" * 10
    path.write_bytes(content)


def with_noise_inside(path: Path) -> None:
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 8192] = os.urandom(8192)
    path.write_bytes(content)


DAMAGES: list[Damage] = [emptied, halved, with_another_head, with_noise_inside]


@pytest.mark.parametrize("which", ["store", "Label Studio"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: one.__name__)
def test_a_damaged_database_is_refused_or_named_with_what_to_do(
    tmp_path: Path, damage: Damage, which: str
) -> None:
    settings = installation(tmp_path / "var")
    path = settings.database if which == "store" else database_path(settings)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE IF NOT EXISTS filling (x)")
        db.executemany("INSERT INTO filling VALUES (?)", [(os.urandom(3000),)] * 30)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("PRAGMA journal_mode = DELETE")
    damage(path)
    said = []
    try:
        if which == "store":
            store.open_store(path).close()
        else:
            ensure_installed(settings, load_keys(settings), quiet)
    except AnnotatorError as error:
        said.append(str(error))
    said += [f"{one.words} {one.to_do}" for one in examine(settings, None) if one.level == "bad"]
    assert said
    assert "annotator restore" in " ".join(said)


@pytest.mark.parametrize("damage", [emptied, halved], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", ["secret_key", "labelstudio_token"])
def test_a_damaged_key_is_refused_with_what_to_do(
    tmp_path: Path, name: str, damage: Damage
) -> None:
    settings = installation(tmp_path / "var")
    halved(settings.secrets_dir / name)
    damage(settings.secrets_dir / name)
    with pytest.raises(SetupError, match=r"is damaged: it has .* Put it back from a backup"):
        load_keys(settings)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"pid": "x"}', b"\xff\xfe"])
def test_a_damaged_record_of_what_runs_counts_as_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / RECORD_NAME
    path.write_bytes(content)
    assert processes.load_record(path) is None


@pytest.mark.parametrize("content", [b"", b"not a number", b"\xff" * 50, b"1"])
def test_a_lock_file_with_anything_in_it_can_be_locked(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "running.lock").write_bytes(content)
    lock = FolderLock(tmp_path)
    lock.acquire()
    lock.release()


# ---------------------------------------------------------------------- two at once


@pytest.mark.parametrize("name", ["load", "migrate"])
def test_two_processes_that_do_the_same_at_once_do_it_once(tmp_path: Path, name: str) -> None:
    path = tmp_path / "annotator.sqlite"
    if name == "load":
        study(path)
        before = counts(path)
    threads = [threading.Thread(target=run, args=(STEPS[name], path)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert check_database(path) == []
    if name == "load":
        assert counts(path)[0] == before[0] + len(fault_steps.NEW)


def test_a_second_holder_of_the_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    hold = (
        "import sys, time; from pathlib import Path\n"
        "from annotator.labelstudio.folder_lock import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1])); lock.acquire()\n"
        "print('held', flush=True); time.sleep(60)"
    )
    words = [sys.executable, "-c", hold, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            with pytest.raises(SetupError, match=f"already served by process {holder.pid}"):
                FolderLock(tmp_path).acquire()
        finally:
            holder.kill()
    FolderLock(tmp_path).acquire()  # the kernel has dropped the lock of the killed one


def test_of_several_starts_at_the_same_moment_one_has_the_folder(tmp_path: Path) -> None:
    start = (
        "import sys; from pathlib import Path\n"
        "from annotator.errors import SetupError\n"
        "from annotator.labelstudio.folder_lock import FolderLock\n"
        "lock = FolderLock(Path(sys.argv[1])); print('ready', flush=True); sys.stdin.readline()\n"
        "try: lock.acquire(); print('held', flush=True)\n"
        "except SetupError as error: print(error, flush=True)\n"
        "sys.stdin.readline()"
    )
    words = [sys.executable, "-c", start, str(tmp_path)]
    pipe = subprocess.PIPE
    with contextlib.ExitStack() as stack:
        starts = [
            stack.enter_context(subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True))
            for _ in range(4)
        ]
        for one in starts:
            assert said(one) == "ready"
        for one in starts:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        answers = sorted(said(one) for one in starts)
        assert [one for one in answers if "already served by process" not in one] == ["held"]
        for one in starts:
            one.communicate()  # its end of the pipe is closed


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
