"""What was lost is not taken for new: no empty store beside a Label Studio that has work, and no
backup of what is left, which would push the good ones out."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from safe_installation import installation

from annotator import store
from annotator.errors import StoreError
from annotator.labelstudio.installation import database_path
from annotator.settings import Settings
from annotator.workflow.safety.backing_up import back_up_into


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installation(tmp_path / "var")


def test_a_store_that_is_gone_beside_published_work_is_not_begun_anew(settings: Settings) -> None:
    with closing(sqlite3.connect(database_path(settings))) as theirs, theirs:
        theirs.execute("CREATE TABLE project (id INTEGER PRIMARY KEY)")
    settings.database.unlink()
    store.open_store(settings.database).close()  # nothing was ever published: a new one
    settings.database.unlink()
    with closing(sqlite3.connect(database_path(settings))) as theirs, theirs:
        theirs.execute("INSERT INTO project VALUES (1)")
    with pytest.raises(StoreError, match=r"is gone.*annotator restore.*move the folder"):
        store.open_store(settings.database)
    assert not settings.database.exists()
    shutil.move(settings.labelstudio_dir, settings.data_dir.parent / "away")
    store.open_store(settings.database).close()  # as that sentence says


def test_another_programs_database_is_not_made_ours(settings: Settings) -> None:
    """The two databases were put back under each other's name."""
    kept = settings.database.read_bytes()
    with closing(sqlite3.connect(database_path(settings))) as theirs:
        theirs.execute("PRAGMA journal_mode = delete")
    shutil.copy(database_path(settings), settings.database)
    before = settings.database.read_bytes()
    with pytest.raises(StoreError, match=r"is no store of annotator.*annotator restore"):
        store.open_store(settings.database)
    assert settings.database.read_bytes() == before
    settings.database.write_bytes(kept)
    store.open_store(settings.database).close()


@pytest.mark.parametrize("lost", ["Label Studio's database", "keys"])
def test_a_backup_of_what_is_left_is_refused_and_the_earlier_ones_stay(
    settings: Settings, tmp_path: Path, lost: str
) -> None:
    good = back_up_into(tmp_path / "kept", settings, 1).path
    if lost == "keys":
        shutil.rmtree(settings.secrets_dir)
    else:
        for path in settings.labelstudio_dir.glob("*.sqlite3*"):
            path.write_bytes(b"")
    with pytest.raises(StoreError, match=r"is empty|--without-secrets"):
        back_up_into(tmp_path / "kept", settings, 1)
    assert list((tmp_path / "kept").glob("*.zip")) == [good]
    with pytest.raises(StoreError, match="is a file"):
        back_up_into(good, settings, 1)
    if lost == "keys":
        assert back_up_into(tmp_path / "other", settings, 1, secrets=False).studies == 2
