"""Another program (Datasette, a browser of databases) has the store open for long, reading or
writing, or copies its file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from harbour import locked
from pages_at_hand import MANAGER, Pages, make_pages

from annotator import store
from annotator.store import database
from annotator.store.safety import check_database


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return make_pages(tmp_path / "data")


def saved(pages: Pages, count: int) -> None:
    with pages.open_db() as db:
        for n in range(count):
            store.save_event(db, "saved", f"{n}" * 100_000, pages.study_id)


def log_size(pages: Pages) -> int:
    path = pages.settings.database
    return path.with_name(f"{path.name}-wal").stat().st_size


def test_who_reads_for_hours_stops_nobody_and_the_room_for_it_comes_back(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "MOST_LOG", 500_000)
    with pages.open_db(), closing(sqlite3.connect(pages.settings.database)) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT count(*) FROM events").fetchone()
        saved(pages, 60)
        assert reader.execute("SELECT count(*) FROM events").fetchone() == before
        assert log_size(pages) > 5_000_000
        reader.rollback()
        saved(pages, 2)
        assert log_size(pages) <= 1_000_000
        assert reader.execute("SELECT count(*) FROM events").fetchone()[0] == before[0] + 62
    assert check_database(pages.settings.database) == []


def test_who_writes_for_long_is_named_and_pages_can_be_read_meanwhile(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_SECONDS", 0.2)
    visitor = pages.visitor(MANAGER)
    words = {"emails": "ben@example.org cleo@example.org"}
    with locked(pages.settings.database):
        assert visitor.get(f"{pages.study}").status_code == 200
        answer = visitor.post(f"{pages.study}/annotators/", data=words)
        assert answer.status_code == 500
        assert "The store is busy" in answer.text
    with pages.open_db() as db:
        assert store.find_account(db, "ben@example.org") is None
    assert visitor.post(f"{pages.study}/annotators/", data=words).status_code == 302


@pytest.mark.parametrize("with_log", [True, False])
def test_a_file_that_was_copied_while_people_work_opens_or_says_what_it_lacks(
    pages: Pages, tmp_path: Path, with_log: bool
) -> None:
    """Without its log it is what it was at the last checkpoint, whole; never something between."""
    with pages.open_db():
        saved(pages, 1)
        (tmp_path / "copy").mkdir()
        copied = tmp_path / "copy" / "annotator.sqlite"
        for ending in ("", "-wal") if with_log else ("",):
            shutil.copy(f"{pages.settings.database}{ending}", f"{copied}{ending}")
    assert check_database(copied) == []
    with closing(store.open_store(copied)) as db:
        events = db.execute("SELECT count(*) FROM events WHERE kind = 'saved'").fetchone()[0]
    assert events == int(with_log)
