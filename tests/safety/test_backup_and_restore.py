"""A backup while people work, and the same studies out of it."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from safe_installation import SOURCE, installation, rows

from annotator import store
from annotator.cli import commands
from annotator.errors import AnnotatorError, StoreError
from annotator.labelstudio.installation import database_path
from annotator.settings import Settings
from annotator.store.safety import study_hashes
from annotator.workflow.safety.backing_up import back_up, back_up_into
from annotator.workflow.safety.restoring import restore


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installation(tmp_path / "var")


def hashes(settings: Settings) -> dict[int, str]:
    db = store.open_store(settings.database)
    try:
        return study_hashes(db)
    finally:
        db.close()


@contextmanager
def writers(settings: Settings) -> Iterator[None]:
    """Both databases are written all the time: the second never runs ahead of the first."""
    stop = threading.Event()

    def write() -> None:
        with (
            closing(sqlite3.connect(settings.database, timeout=30)) as ours,
            closing(sqlite3.connect(database_path(settings), timeout=30)) as theirs,
        ):
            while not stop.is_set():
                # As a save: Label Studio first, our store after it.
                theirs.execute("INSERT INTO task_completion (result) VALUES ('[1]')")
                theirs.commit()
                ours.execute("INSERT INTO events (kind, at) VALUES ('saved', '')")
                ours.commit()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_a_backup_restored_into_an_empty_folder_has_the_same_studies(
    settings: Settings, tmp_path: Path
) -> None:
    before = hashes(settings)
    assert len(before) == 2
    made = back_up(tmp_path / "b.zip", settings)
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    again = Settings(data_dir=tmp_path / "again")
    done = restore(made.path, again)
    assert hashes(again) == before
    assert len(done.titles) == 2
    assert rows(database_path(again), "SELECT result FROM task_completion") == [("[]",)]
    for name in ("secrets/secret_key", "label-studio/.env", "label-studio/media/kept.txt"):
        there = again.data_dir / name
        assert there.read_bytes() == (settings.data_dir / name).read_bytes()
        assert stat.S_IMODE(there.stat().st_mode) == 0o600
    assert not (again.data_dir / "label-studio" / "export").exists()


def test_what_is_saved_in_label_studio_only_is_never_missing_there_in_a_backup_made_meanwhile(
    settings: Settings, tmp_path: Path
) -> None:
    with writers(settings):
        for turn in range(5):
            again = Settings(data_dir=tmp_path / f"again{turn}")
            restore(back_up(tmp_path / f"{turn}.zip", settings).path, again)
            [(ours,)] = rows(again.database, "SELECT count(*) FROM events WHERE kind = 'saved'")
            [(theirs,)] = rows(database_path(again), "SELECT count(*) - 1 FROM task_completion")
            assert ours <= theirs  # what the store has, Label Studio has


def test_a_study_hashes_to_something_else_when_any_of_its_rows_changes(settings: Settings) -> None:
    before = hashes(settings)
    db = store.open_store(settings.database)
    for statement in (
        "UPDATE spans SET label = 'other' WHERE id = (SELECT min(id) FROM spans)",
        "UPDATE answers SET value = 'other' WHERE id = (SELECT min(id) FROM answers)",
        "UPDATE articles SET title = 'other' WHERE study_id = 1",
        "INSERT INTO problems (study_id, kind, message, created_at) VALUES (1, 'x', 'y', '')",
        "UPDATE annotators SET group_name = 'other' WHERE study_id = 1",
    ):
        with store.writing(db):
            db.execute(statement)
        after = study_hashes(db)
        assert after[1] != before[1], statement
        assert after[2] == before[2], statement
        before = after
    db.close()


@pytest.mark.parametrize("lacks", ["secrets", "sources"])
def test_secrets_and_sources_are_left_out_when_asked_and_that_is_said(
    settings: Settings, tmp_path: Path, lacks: str
) -> None:
    made = back_up(tmp_path / "b.zip", settings, **{lacks: False})
    assert made.lacks == (lacks,)
    names = zipfile.ZipFile(made.path).namelist()
    secret = [name for name in names if name.startswith(("secrets/", "label-studio/.env"))]
    assert bool(secret) == (lacks != "secrets")
    again = Settings(data_dir=tmp_path / "again")
    said = " ".join(restore(made.path, again).sentences)
    [(packed,)] = rows(again.database, "SELECT compressed FROM raw_files")
    assert isinstance(packed, bytes)
    assert zlib.decompress(packed) == (b"" if lacks == "sources" else SOURCE)
    assert (zlib.compress(SOURCE) in again.database.read_bytes()) == (lacks != "sources")
    assert ("no secrets: copy the folder" in said) == (lacks == "secrets")
    # As it stands it starts what was restored, and not what is in the usual folder.
    assert said.endswith(f"Start with: annotator up --data-dir {again.data_dir}")


def test_of_the_backups_in_a_folder_the_newest_are_kept_and_nothing_else_is_touched(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "thesis.zip").write_text("somebody's own")
    made = [back_up_into(folder, settings, 2).path for _ in range(4)]
    left = sorted(path.name for path in folder.iterdir())
    assert left == sorted([made[2].name, made[3].name, "thesis.zip"])


def test_backups_from_before_the_clock_was_set_back_count_as_the_oldest(
    settings: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for hour in ("10", "11", "12"):
        (folder / f"annotator-backup-29990101T{hour}0000000000Z.zip").write_text("of before")
    made = [back_up_into(folder, settings, 3).path.name for _ in range(2)]
    left = sorted(path.name for path in folder.iterdir())
    assert left == [*made, "annotator-backup-29990101T120000000000Z.zip"]


def test_a_folder_with_anything_in_it_is_not_restored_into(
    settings: Settings, tmp_path: Path
) -> None:
    made = back_up(tmp_path / "b.zip", settings)
    with pytest.raises(StoreError, match=r"not empty \(it has 'annotator.sqlite'\)"):
        restore(made.path, settings)
    assert len(hashes(settings)) == 2
    with pytest.raises(StoreError, match="is there already"):
        back_up(made.path, settings)


def test_a_damaged_backup_is_refused_whatever_byte_is_wrong(
    settings: Settings, tmp_path: Path
) -> None:
    whole = back_up(tmp_path / "b.zip", settings).path.read_bytes()
    step = len(whole) // 12
    for place in {*range(0, len(whole), step), len(whole) - 1}:
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        path, folder = tmp_path / "damaged.zip", tmp_path / f"again{place}"
        path.write_bytes(damaged)
        try:
            restore(path, Settings(data_dir=folder))
        except StoreError:
            assert not (folder / "annotator.sqlite").exists()
        else:  # a byte that means nothing, a date for example
            assert hashes(Settings(data_dir=folder)) == hashes(settings)
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match="damaged or is no backup"):
        restore(tmp_path / "half.zip", Settings(data_dir=tmp_path / "half"))


def test_a_file_that_names_places_outside_the_folder_is_no_backup(
    settings: Settings, tmp_path: Path
) -> None:
    path = back_up(tmp_path / "b.zip", settings).path
    with zipfile.ZipFile(path) as archive:
        manifest = archive.read("manifest.json").decode()
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as evil:
        evil.writestr("manifest.json", manifest.replace("secrets/secret_key", "../../secret_key"))
    with pytest.raises(StoreError, match="is not a backup"):
        restore(tmp_path / "evil.zip", Settings(data_dir=tmp_path / "again"))


@pytest.mark.parametrize("part", ["files", "studies", "titles"])
def test_a_manifest_that_is_not_ours_is_refused_before_anything_is_written(
    settings: Settings, tmp_path: Path, part: str
) -> None:
    path = back_up(tmp_path / "b.zip", settings).path
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    for strange in (None, 7, ["a"], {"a": ["b"]}):
        with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
            other.writestr("manifest.json", json.dumps({**manifest, part: strange}))
        again = Settings(data_dir=tmp_path / "again")
        with pytest.raises(StoreError, match=r"is not a backup|is damaged"):
            restore(tmp_path / "other.zip", again)
        assert not again.database.exists()


def test_a_half_restored_folder_cannot_be_used_and_restoring_again_completes_it(
    settings: Settings, tmp_path: Path
) -> None:
    made, again = back_up(tmp_path / "b.zip", settings), Settings(data_dir=tmp_path / "again")
    restore(made.path, again)
    (again.data_dir / ".restoring").mkdir()
    with pytest.raises(StoreError, match="half restored"):
        store.open_store(again.database)
    restore(made.path, again)
    assert hashes(again) == hashes(settings)


def test_the_commands_say_what_they_did_in_a_sentence(settings: Settings, tmp_path: Path) -> None:
    run = CliRunner().invoke
    data = ["--data-dir", str(settings.data_dir)]
    done = run(commands, ["backup", str(tmp_path / "b.zip"), *data])
    assert "written and checked: 2 studies" in done.output
    done = run(commands, ["backup", str(tmp_path), *data])
    assert "is a folder: name a file in it, or say --keep N" in done.output
    done = run(commands, ["backup", str(tmp_path / "nightly"), "--keep", "1", *data])
    assert done.exit_code == 0, done.output
    again = ["--data-dir", str(tmp_path / "again")]
    done = run(commands, ["restore", str(tmp_path / "b.zip"), *again])
    assert "has the 2 studies of the backup of" in done.output


def test_two_restores_into_one_folder_at_once_leave_one_whole(
    settings: Settings, tmp_path: Path
) -> None:
    before, made = hashes(settings), back_up(tmp_path / "b.zip", settings).path
    into = Settings(data_dir=tmp_path / "again")

    def one(_turn: int) -> str:
        try:
            return str(restore(made, into).titles)
        except AnnotatorError as error:
            return str(error)

    with ThreadPoolExecutor(3) as three:
        said = list(three.map(one, range(3)))
    whole = [words for words in said if "already served" not in words and "not empty" not in words]
    assert len(whole) == 1, said
    assert hashes(into) == before
    assert not (into.data_dir / ".restoring").exists()
