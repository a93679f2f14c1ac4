"""Opening the store, and two writers at once."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from annotator import store
from annotator.errors import AccountError, StoreError, StudyError
from annotator.models import Article, Label, Scheme
from annotator.store.database import MIGRATED
from annotator.store.migrations import migrations

SCHEME = Scheme("s", "1", "S", "en", "", "", (Label("a", "A", "d"),), yaml="s")


def test_a_store_opens_again_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "annotator.sqlite"
    first = store.open_store(path)
    scheme_id = store.save_scheme(first, SCHEME, "<View/>")
    again = store.open_store(path)
    assert store.load_scheme(again, scheme_id).name == "s"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert again.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert again.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_store_that_tests_copy_is_what_the_migrations_make(tmp_path: Path) -> None:
    """A worker's first store is the pattern of the next ones (`made_once`)."""

    def made(db: store.Store) -> list[tuple[str, ...]]:
        applied = db.execute(f"SELECT name FROM {MIGRATED} ORDER BY rowid").fetchall()
        return db.execute("SELECT type, name, sql FROM sqlite_master").fetchall() + applied

    with closing(sqlite3.connect(tmp_path / "migrated.sqlite")) as connection:
        migrations.apply(migrated := store.Store(connection))
        for place in ("first", "copy"):
            with closing(store.open_store(tmp_path / f"{place}.sqlite")) as db:
                assert made(db) == made(migrated)
                store.create_account(db, email=f"{place}@example.org", role="annotator")
                assert db.table("accounts").count == 1


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "annotator.sqlite"
    path.write_text("this is a letter, not a database, and it is long enough to be looked at" * 20)
    with pytest.raises(StoreError, match="cannot be opened"):
        store.open_store(path)


def test_a_store_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "annotator.sqlite"
    db = store.open_store(path)
    with store.writing(db):
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('annotator', 'm999_future', '')"
        )
    with pytest.raises(StoreError, match=r"newer version .*m999_future"):
        store.open_store(path)


def test_two_threads_that_read_then_write_both_succeed(tmp_path: Path) -> None:
    path = tmp_path / "annotator.sqlite"
    store.open_store(path)

    def work(number: int) -> None:
        db = store.open_store(path)
        for turn in range(25):
            store.create_account(db, email=f"{number}-{turn}@example.org", role="annotator")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert store.open_store(path).table("accounts").count == 100


def test_the_same_text_twice_is_one_article_and_a_removed_one_comes_back(tmp_path: Path) -> None:
    db = store.open_store(tmp_path / "a.sqlite")
    study = store.create_study(
        db, title="One", scheme_id=store.save_scheme(db, SCHEME, "x"), seed=1
    )
    first, second = store.save_articles(db, study, [Article("t", "text"), Article("u", "text")])
    assert (first.is_new, second.is_new, first.id) == (True, False, second.id)
    store.remove_article(db, first.id)
    assert store.load_articles(db, study) == []
    (back,) = store.save_articles(db, study, [Article("v", "text")])
    assert (back.id, back.is_new) == (first.id, True)


def test_two_studies_cannot_share_a_title_until_one_is_removed(tmp_path: Path) -> None:
    db = store.open_store(tmp_path / "a.sqlite")
    scheme = store.save_scheme(db, SCHEME, "x")
    study = store.create_study(db, title="One", scheme_id=scheme, seed=1)
    with pytest.raises(StudyError, match="already"):
        store.create_study(db, title=" One ", scheme_id=scheme, seed=1)
    assert len(store.load_studies(db)) == 1
    store.remove_study(db, study)
    store.create_study(db, title="One", scheme_id=scheme, seed=1)
    with pytest.raises(StudyError, match=r"There is no study 'Two'. Studies: 2 'One'"):
        store.find_study(db, "Two")


def test_an_address_has_one_account_and_an_invitation_works_once(tmp_path: Path) -> None:
    db = store.open_store(tmp_path / "a.sqlite")
    study = store.create_study(
        db, title="One", scheme_id=store.save_scheme(db, SCHEME, "x"), seed=1
    )
    account = store.create_account(db, email="Ann@example.org", role="annotator")
    with pytest.raises(AccountError):
        store.create_account(db, email="ann@EXAMPLE.org", role="annotator")
    annotator = store.add_annotator(db, study, account.id)
    store.save_invitation(db, annotator.id, "old")
    store.save_invitation(db, annotator.id, "new")
    assert store.find_invitation(db, "old") is None
    assert store.find_invitation(db, "new") == annotator
    assert "new" not in [row["token_sha256"] for row in db.query("SELECT * FROM invitations")]
    store.use_invitation(db, "new")
    assert store.find_invitation(db, "new") is None
