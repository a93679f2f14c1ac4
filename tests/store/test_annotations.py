"""What the store does with annotations: nothing is lost, nothing is doubled."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from pathlib import Path

import pytest

from annotator import store
from annotator.models import (
    Annotation,
    Answer,
    Article,
    Label,
    Problem,
    Relation,
    Scheme,
    Span,
    State,
)
from annotator.store.records import Assignment

SCHEME = Scheme(
    name="small",
    version="1",
    title="Small",
    language="en",
    description="",
    source="",
    labels=(Label("loaded", "Loaded", "charged words"),),
    yaml="name: small",
)


@dataclasses.dataclass(frozen=True)
class Place:
    db: store.Store
    study_id: int
    scheme_id: int
    assignment: Assignment


@pytest.fixture
def place(tmp_path: Path) -> Place:
    db = store.open_store(tmp_path / "annotator.sqlite")
    scheme_id = store.save_scheme(db, SCHEME, "<View/>")
    study_id = store.create_study(db, title="Bridge", scheme_id=scheme_id, seed=1)
    (article,) = store.save_articles(db, study_id, [Article("A bridge", "hello bridge")])
    account = store.create_account(db, email="ann@example.org", role="annotator")
    annotator = store.add_annotator(db, study_id, account.id)
    store.save_assignments(db, study_id, [(article.id, annotator.id, 0)])
    (assignment,) = store.load_assignments(db, study_id)
    store.set_task_ids(db, {assignment.id: 77})
    (assignment,) = store.load_assignments(db, study_id)
    return Place(db, study_id, scheme_id, assignment)


def annotation(
    result: object = 1, moment: str = "2026-01-01T00:00:00Z", state: State = State.SUBMITTED
) -> Annotation:
    return Annotation(
        labelstudio_id=5,
        task_id=77,
        state=state,
        updated_at=moment,
        created_at=moment,
        lead_time=2.5,
        spans=(Span("r1", "loaded", 0, 5, 0, 6, "hello"),),
        answers=(Answer("voice", "quoted", None, "r1"), Answer("sure", "4", 4.0)),
        relations=(Relation("r1", "r1", "same"),),
        raw=json.dumps({"result": result}),
    )


def save(place: Place, what: Annotation) -> str:
    return store.save_annotation(place.db, place.assignment.id, place.scheme_id, what, "test")


def revisions(place: Place) -> list[str]:
    return [row["kind"] for row in place.db.query("SELECT kind FROM revisions ORDER BY id")]


def test_the_same_annotation_twice_is_one_revision(place: Place) -> None:
    assert save(place, annotation()) == "created"
    assert save(place, annotation()) == "unchanged"
    assert revisions(place) == ["created"]


def test_a_change_replaces_the_content_and_appends_a_revision(place: Place) -> None:
    save(place, annotation())
    changed = dataclasses.replace(
        annotation(result=2, moment="2026-01-02T00:00:00Z"),
        spans=(Span("r1", "loaded", 6, 12, 6, 12, "bridge"),),
    )
    assert save(place, changed) == "updated"
    assert revisions(place) == ["created", "updated"]
    assert [row["text"] for row in place.db.query("SELECT text FROM span_table")] == ["bridge"]


def test_an_older_version_that_comes_late_changes_nothing(place: Place) -> None:
    save(place, annotation(result=2, moment="2026-01-02T00:00:00.500000Z"))
    assert save(place, annotation(result=1, moment="2026-01-02T00:00:00Z")) == "unchanged"
    assert revisions(place) == ["created"]


def test_a_deletion_keeps_the_revisions_and_a_late_copy_does_not_revive_it(place: Place) -> None:
    save(place, annotation())
    assert store.mark_deleted(place.db, 5, "test")
    assert not store.mark_deleted(place.db, 5, "test")
    assert revisions(place) == ["created", "deleted"]
    assert save(place, annotation()) == "unchanged"
    assert store.annotations_of_assignment(place.db, place.assignment.id) == []
    assert save(place, annotation(result=3, moment="2026-01-03T00:00:00Z")) == "updated"
    assert revisions(place) == ["created", "deleted", "restored"]


def test_revisions_cannot_be_changed_or_deleted(place: Place) -> None:
    save(place, annotation())
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        place.db.execute("DELETE FROM revisions")
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        place.db.execute("UPDATE revisions SET raw = ''")


def test_what_could_not_be_taken_is_listed_until_it_is_mended(place: Place) -> None:
    save(place, dataclasses.replace(annotation(), problems=(Problem("offset", "past the end"),)))
    (problem,) = store.load_problems(place.db, place.study_id)
    assert (problem.message, problem.article_title, problem.pseudonym) == (
        "past the end",
        "A bridge",
        "A01",
    )
    assert json.loads(problem.raw) == {"result": 1}
    save(place, annotation(result=2, moment="2026-01-02T00:00:00Z"))
    assert store.load_problems(place.db, place.study_id) == []


def test_the_state_of_an_assignment_follows_what_was_done(place: Place) -> None:
    def state() -> State:
        (assignment,) = store.load_assignments(place.db, place.study_id)
        return assignment.state

    assert state() is State.NOT_STARTED
    store.save_draft(place.db, 9, place.assignment.id, "{}", "2026", False)
    assert state() is State.IN_PROGRESS
    store.save_draft(place.db, 9, place.assignment.id, "{}", "2026", True)
    assert state() is State.POSTPONED
    save(place, annotation(state=State.SKIPPED))
    assert state() is State.SKIPPED
    store.mark_deleted(place.db, 5, "test")
    assert state() is State.POSTPONED
    store.remove_draft(place.db, 9)
    assert state() is State.NOT_STARTED


def test_the_span_table_shows_the_pseudonym_and_the_attributes(place: Place) -> None:
    save(place, annotation())
    (row,) = place.db.query("SELECT * FROM span_table")
    assert row["annotator"] == "A01"
    assert json.loads(row["attributes"]) == {"voice": "quoted"}
    assert "ann@example.org" not in str(row)


def test_many_annotations_are_one_transaction(place: Place) -> None:
    many = [
        store.Incoming(
            place.assignment.id,
            place.scheme_id,
            dataclasses.replace(annotation(), labelstudio_id=number),
        )
        for number in range(1, 40)
    ]
    broken = store.Incoming(
        10**6, place.scheme_id, dataclasses.replace(annotation(), labelstudio_id=999)
    )
    with pytest.raises(sqlite3.IntegrityError):
        store.save_annotations(place.db, [*many, broken], "test")
    assert revisions(place) == []
    assert store.save_annotations(place.db, many, "test") == ["created"] * 39
