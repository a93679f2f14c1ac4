"""One of the two stores replaced by a backup, the other not: numbers are then given a second time,
to other people, articles and drafts than those they belong to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from harbour import Harbour, mark, submission

from annotator import store
from annotator.labelstudio import LabelStudioSession, post_as
from annotator.labelstudio.installation import database_path
from annotator.models import Article, State
from annotator.store.records import Assignment
from annotator.store.safety import copy_database
from annotator.workflow.collecting import collect
from annotator.workflow.publishing import publish
from annotator.workflow.safety.returning_work import put_back
from annotator.workflow.safety.verifying import verify

pytestmark = pytest.mark.server


@pytest.fixture
def older(harbour: Harbour, tmp_path: Path) -> Iterator[tuple[store.Store, int]]:
    """A copy of the store from before anything was published of a study, to go on with."""
    study_id = harbour.another_study()
    copy_database(harbour.settings.database, tmp_path / "older.sqlite")
    with closing(store.open_store(tmp_path / "older.sqlite")) as db:
        yield db, study_id


def published(harbour: Harbour, db: store.Store, study_id: int, overlap: int = 1) -> None:
    publish(db, harbour.labelstudio, harbour.keys, study_id, overlap)


def add_person(db: store.Store, study_id: int, name: str) -> int:
    email = f"{name}{study_id}@example.org"
    account = store.create_account(db, email=email, role="annotator", name=name)
    store.add_annotator(db, study_id, account.id)
    return account.id


def given_to(db: store.Store, study_id: int, account_id: int) -> list[Assignment]:
    found = store.load_assignments(db, study_id)
    return [one for one in found if one.account_id == account_id]


def newest(db: store.Store, study_id: int) -> Assignment:
    """That of the article which was loaded last."""
    return max(store.load_assignments(db, study_id), key=lambda one: one.article_id)


def states(given: list[Assignment]) -> list[State]:
    return [one.state for one in given]


def test_work_done_since_an_older_store_is_found_again_by_the_next_publication(
    harbour: Harbour, older: tuple[store.Store, int]
) -> None:
    db, study_id = older
    published(harbour, harbour.db, study_id)
    [one, _] = store.load_assignments(harbour.db, study_id)
    harbour.behind(one.task_id, submission(mark()))
    published(harbour, db, study_id)
    collect(db, harbour.labelstudio, study_id)
    now = store.load_assignments(db, study_id)
    assert [each.task_id for each in now] == [
        each.task_id for each in store.load_assignments(harbour.db, study_id)
    ]
    assert states(now) == [State.SUBMITTED, State.NOT_STARTED]
    assert verify(db, harbour.labelstudio, harbour.keys, study_id).differences == ()


def test_nobody_gets_the_project_of_whoever_had_their_number_in_a_newer_store(
    harbour: Harbour, older: tuple[store.Store, int]
) -> None:
    db, study_id = older
    bob = add_person(harbour.db, study_id, "Bob")
    published(harbour, harbour.db, study_id, 2)
    task = given_to(harbour.db, study_id, bob)[0].task_id
    email = store.load_account(harbour.db, bob).technical_email
    session = LabelStudioSession(harbour.server.url, email, harbour.keys.technical_password(email))
    post_as(session, f"/api/tasks/{task}/annotations/", submission(mark()))
    cleo = add_person(db, study_id, "Cleo")
    assert cleo == bob  # the number
    published(harbour, db, study_id, 2)
    collect(db, harbour.labelstudio, study_id)
    theirs = given_to(db, study_id, cleo)
    assert states(theirs) == [State.NOT_STARTED] * 2
    assert task not in [one.task_id for one in theirs]
    assert verify(db, harbour.labelstudio, harbour.keys, study_id).differences == ()


def test_marks_on_an_article_of_a_newer_store_are_none_on_another_of_the_same_number(
    harbour: Harbour, older: tuple[store.Store, int]
) -> None:
    db, study_id = older
    store.save_articles(harbour.db, study_id, [Article("First", "A brazen text of the first.")])
    published(harbour, harbour.db, study_id)
    first = newest(harbour.db, study_id)
    harbour.behind(first.task_id, submission(mark(2, 8)))
    store.save_articles(db, study_id, [Article("Second", "Ferries are late once more today.")])
    published(harbour, db, study_id)
    collect(db, harbour.labelstudio, study_id)
    second = newest(db, study_id)
    assert second.article_id == first.article_id
    assert second.task_id != first.task_id
    assert second.state is State.NOT_STARTED
    [left] = verify(db, harbour.labelstudio, harbour.keys, study_id).differences
    assert (left.kind, left.about, left.number) == ("foreign", "task", first.task_id)


# ---------------------------------------------------------------------- Label Studio is older


def older_there(harbour: Harbour, table: str, newest: int) -> None:
    """Its database is as before this row came, whose number the next one gets."""
    path = database_path(harbour.server.settings)
    with closing(sqlite3.connect(path, timeout=30)) as db, db:
        db.execute(f"DELETE FROM {table} WHERE id = ?", [newest])
        db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", [newest - 1, table])


def two_articles(harbour: Harbour) -> tuple[int, Assignment, Assignment]:
    """A study of its own: to compare and put back a large one takes longer than a case may."""
    study_id = harbour.another_study()
    published(harbour, harbour.db, study_id)
    one, two = store.load_assignments(harbour.db, study_id)
    return study_id, one, two


def test_a_draft_that_gets_the_number_of_another_articles_lost_one_takes_nothing_from_it(
    harbour: Harbour,
) -> None:
    study_id, one, two = two_articles(harbour)
    begun = {"result": [mark()], "lead_time": 1.0}
    assert harbour.ask("POST", f"/api/tasks/{one.task_id}/drafts", begun).said == [201]
    [number] = harbour.drafts_here(one)
    older_there(harbour, "tasks_annotationdraft", number)
    begun = {"result": [mark(0, 3), mark()], "lead_time": 2.0}
    assert harbour.ask("POST", f"/api/tasks/{two.task_id}/drafts", begun).said == [201]
    assert harbour.drafts_here(two) == [number]
    harbour.next_start(study_id)
    said = verify(harbour.db, harbour.labelstudio, harbour.keys, study_id).differences
    assert [(each.kind, each.about) for each in said] == [("deleted", "draft")]
    put_back(harbour.db, harbour.labelstudio, harbour.keys, study_id)
    assert [marks for _, marks in harbour.drafts_there(one)] == [1]
    assert [marks for _, marks in harbour.drafts_there(two)] == [2]
    for each in (one, two):
        assert harbour.drafts_here(each) == [n for n, _ in harbour.drafts_there(each)]


def test_an_annotation_that_gets_the_number_of_a_lost_one_takes_nothing_from_it(
    harbour: Harbour,
) -> None:
    study_id, one, two = two_articles(harbour)
    path = "/api/tasks/{}/annotations"
    assert harbour.ask("POST", path.format(one.task_id), submission(mark())).said == [201]
    before = harbour.here(one)
    [record] = store.annotations_of_assignment(harbour.db, one.id)
    older_there(harbour, "task_completion", record.labelstudio_id)
    assert harbour.ask("POST", path.format(two.task_id), submission(mark(0, 3))).said == [201]
    harbour.next_start(study_id)
    put_back(harbour.db, harbour.labelstudio, harbour.keys, study_id)
    assert harbour.here(one) == harbour.there(one) == before
    assert harbour.here(two) == harbour.there(two)
    assert len(harbour.here(two)) == 1
