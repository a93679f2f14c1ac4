"""The store grows by at most three times what one annotation's body holds, whatever is in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator import schemes, store
from annotator.labelstudio.results import MAX_PROBLEMS
from annotator.models import Article
from annotator.settings import MAX_ANNOTATION_BYTES, MAX_MARKS
from annotator.store.records import Assignment
from annotator.workflow.saving import store_annotation

TEXT = "The brazen council slammed the café’s plan again. " * 400


@pytest.fixture
def assignment(store_db: store.Store) -> Assignment:
    scheme = schemes.load_builtin("framing")
    scheme_id = store.save_scheme(store_db, scheme, schemes.to_xml(scheme))
    study_id = store.create_study(store_db, title="Bridge", scheme_id=scheme_id, seed=1)
    (article,) = store.save_articles(store_db, study_id, [Article("Report", TEXT)])
    account = store.create_account(store_db, email="ann@example.org", role="annotator")
    annotator = store.add_annotator(store_db, study_id, account.id)
    store.save_assignments(store_db, study_id, [(article.id, annotator.id, 0)])
    (found,) = store.load_assignments(store_db, study_id)
    return found


def mark(n: int, *, label: str = "loaded_language", length: int = 40) -> dict[str, Any]:
    start = n * 7 % 19_000
    text = TEXT[start : start + length]
    value = {"start": start, "end": start + length, "text": text, "labels": [label]}
    item = {"id": f"region{n:04}", "from_name": "label", "to_name": "text", "type": "labels"}
    return item | {"origin": "manual", "value": value}


def answer(n: int, texts: list[str]) -> dict[str, Any]:
    item = {"id": f"region{n:04}", "from_name": "target", "to_name": "text", "type": "textarea"}
    return item | {"value": {"text": texts}}


FORMS: dict[str, list[dict[str, Any]]] = {
    "unknown labels": [mark(n, label="unheard_of") for n in range(1_000)],
    "long unknown labels": [mark(n, label="x" * 2_000) for n in range(500)],
    "offsets beyond the text": [mark(n + 19_000 * 10) for n in range(1_000)],
    "long names": [mark(n) | {"from_name": "f" * 190} for n in range(1_000)],
    "one id": [mark(0)] * 1_000,
    "good marks": [mark(n) for n in range(2_000)],
    "long good marks": [mark(n, length=500) for n in range(2_000)],
    "notes on no mark": [answer(n, ["note"]) for n in range(1_500)],
    "thousands of notes": [mark(1), answer(1, ["x"] * 100_000)],
    "relations to nothing": [
        {"type": "relation", "from_id": f"a{n}", "to_id": "b"} for n in range(3_000)
    ],
    "one relation, thousands of labels": [
        mark(1),
        mark(2),
        {
            "type": "relation",
            "from_id": "region0001",
            "to_id": "region0002",
            "labels": [""] * 50_000,
        },
    ],
}


def size(db: store.Store) -> int:
    """Bytes of the file, as if it had no log beside it and no free pages."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    (free,) = db.execute("PRAGMA freelist_count").fetchone()
    (width,) = db.execute("PRAGMA page_size").fetchone()
    return int((pages - free) * width)


@pytest.mark.parametrize("name", FORMS)
def test_it_grows_by_at_most_three_times_the_body(
    store_db: store.Store, assignment: Assignment, name: str
) -> None:
    body = len(json.dumps({"result": FORMS[name]}, separators=(",", ":")).encode())
    before = size(store_db)
    raw = {"id": 5, "task": 9, "result": FORMS[name], "updated_at": "2026-11-24T08:05:00Z"}
    assert store_annotation(store_db, assignment, raw, "gateway") == "created"
    assert size(store_db) - before <= 3 * body
    problems = store.load_problems(store_db, assignment.study_id)
    assert len(problems) <= MAX_PROBLEMS + 1
    assert all(len(one.message) <= 400 for one in problems)


def test_a_problem_points_to_the_version_that_holds_everything(
    store_db: store.Store, assignment: Assignment
) -> None:
    result = FORMS["unknown labels"]
    raw = {"id": 5, "task": 9, "result": result, "updated_at": "2026-11-24T08:05:00Z"}
    store_annotation(store_db, assignment, raw, "gateway")
    problems = list(store_db.query("SELECT * FROM problems ORDER BY id"))
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1]["message"] == f"{1_000 - MAX_PROBLEMS} more could not be taken of it."
    assert {one["raw"] for one in problems} == {""}
    (revision,) = {one["revision_id"] for one in problems}
    assert json.loads(store.load_revision(store_db, revision)) == raw
    shown = store.load_problems(store_db, assignment.study_id)[0]
    assert shown.raw.startswith('{"id": 5, "task": 9')
    assert (shown.article_title, shown.pseudonym) == ("Report", "A01")


def test_what_an_older_study_holds_beyond_todays_caps_is_taken_in_whole(
    store_db: store.Store, assignment: Assignment
) -> None:
    many = [mark(n) for n in range(MAX_MARKS + 500)]
    note = answer(0, ["x" * MAX_ANNOTATION_BYTES])
    raw = {
        "id": 5, "task": 9, "result": [*many, note], "updated_at": "2026-11-24T08:05:00Z",
    }  # fmt: skip
    assert store_annotation(store_db, assignment, raw, "collect") == "created"
    (work,) = store.load_study_work(store_db, assignment.study_id).work
    assert len(work.annotation.spans) == len(many)
    assert store_annotation(store_db, assignment, raw, "collect") == "unchanged"
