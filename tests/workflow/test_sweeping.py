"""The sweep outlives what goes wrong in it, and the log says what went wrong."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from annotator import store
from annotator.workflow import sweeping
from annotator.workflow.studies import create_study

DISK_FULL = "database or disk is full"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "annotator.sqlite"
    with closing(store.open_store(path)) as db:
        for title in ("First", "Second"):
            store.set_published(db, create_study(db, title, "framing").id, 2)
    return path


def test_a_study_that_cannot_be_collected_keeps_no_other_from_it(
    database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    collected: list[int] = []

    def collect(_db: store.Store, _labelstudio: Any, study_id: int) -> None:
        collected.append(study_id)
        if len(collected) == 1:
            raise sqlite3.OperationalError(DISK_FULL)

    monkeypatch.setattr(sweeping, "collect", collect)
    with closing(store.open_store(database)) as db:
        sweeping.sweep(db, SimpleNamespace())
    assert len(set(collected)) == 2
    assert DISK_FULL in caplog.text
    assert "Traceback" in caplog.text


def test_a_full_disk_does_not_end_the_sweeping(
    database: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The store cannot even be opened, twice; the third time it can, and the sweep is done."""
    stop, opened = threading.Event(), store.open_store
    tried: list[Path] = []

    def open_store(path: Path) -> store.Store:
        tried.append(path)
        if len(tried) < 3:
            raise sqlite3.OperationalError(DISK_FULL)
        return opened(path)

    def collect(_db: store.Store, _labelstudio: Any, _study_id: int) -> None:
        stop.set()

    monkeypatch.setattr(sweeping.store, "open_store", open_store)
    monkeypatch.setattr(sweeping, "collect", collect)
    monkeypatch.setattr(sweeping, "SECONDS_BETWEEN", 0.0)
    sweeping.keep_sweeping(database, SimpleNamespace(), stop)
    assert len(tried) == 3
    assert caplog.text.count("A sweep failed") == 2
    assert "Traceback" in caplog.text
