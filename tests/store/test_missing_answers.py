"""Required questions that a submitted annotation leaves open."""

from __future__ import annotations

import json

import pytest

from annotator import store
from annotator.labelstudio import read_annotation
from annotator.models import Article, Choice, Label, Question, Scheme, SpanAttribute
from annotator.store import Store, load_missing_answers

FRAME = Question("frame", "Main frame", choices=(Choice("a", "A"),), required=True)
VOICE = Question("voice", "Whose words", choices=(Choice("paper", "The paper"),), required=True)
SCHEME = Scheme(
    "s",
    "1",
    "S",
    "en",
    "",
    "",
    (Label("loaded", "Loaded", ""), Label("other", "Other", "")),
    attributes=(SpanAttribute(VOICE, labels=("loaded",)),),
    questions=(FRAME, Question("slant", "Slant")),
)
TEXT = "one two three"


def mark(region: str, start: int, end: int, label: str) -> dict[str, object]:
    value = {"start": start, "end": end, "labels": [label]}
    return {"id": region, "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def answer(question: str, key: str, region: str) -> dict[str, object]:
    value = {"choices": [key]}
    return {
        "id": region, "from_name": question, "to_name": "text", "type": "choices", "value": value
    }  # fmt: skip


@pytest.mark.parametrize(
    ("result", "cancelled", "missing"),
    [
        ([], False, [("Main frame", 0)]),
        ([], True, []),  # a skip answers nothing
        ([mark("m", 0, 3, "loaded"), mark("n", 4, 7, "loaded"), mark("o", 8, 13, "other")], False,
         [("Main frame", 0), ("Whose words", 2)]),
        ([mark("m", 0, 3, "loaded"), answer("voice", "paper", "m"), answer("frame", "a", "q")],
         False, []),
    ],
)  # fmt: skip
def test_what_a_submitted_annotation_leaves_open_is_found(
    store_db: Store, result: list[object], cancelled: bool, missing: list[tuple[str, int]]
) -> None:
    account = store.create_account(store_db, email="a@example.org", role="annotator", name="A")
    scheme_id = store.save_scheme(store_db, SCHEME, "<View/>")
    study = store.create_study(store_db, title="Study", scheme_id=scheme_id, seed=1)
    (article,) = store.save_articles(store_db, study, [Article(title="T", text=TEXT)])
    annotator = store.add_annotator(store_db, study, account.id)
    store.save_assignments(store_db, study, [(article.id, annotator.id, 0)])
    (assignment,) = store.assignments_of_annotator(store_db, annotator.id)
    raw = {"id": 7, "task": 1, "result": result, "was_cancelled": cancelled,
           "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z"}  # fmt: skip
    annotation = read_annotation(json.loads(json.dumps(raw)), TEXT, SCHEME)
    assert annotation.problems == ()
    store.save_annotation(store_db, assignment.id, scheme_id, annotation, "collect")
    found = load_missing_answers(store_db, study, SCHEME)
    assert [(one.question, one.marks) for one in found] == missing
    assert {one.article_title for one in found} <= {"T"}
