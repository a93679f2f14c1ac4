"""Disputed passages as a page shows them."""

from __future__ import annotations

from report_study import TEXTS, study_of, work_of

from annotator.models import State
from annotator.reports import disputed_passages

WORK = study_of(
    work_of(1, "ann", [("loaded", "slammed"), ("claim", "a disgrace")]),
    work_of(1, "bob", [("loaded", "slammed the plan"), ("loaded", "a disgrace")]),
    work_of(2, "ann"),
    work_of(2, "bob", [("claim", "The bridge stayed open")]),
    work_of(2, "cyd", state=State.SKIPPED),
)


def test_a_passage_stands_in_its_sentence() -> None:
    first = disputed_passages(WORK, TEXTS)[0]
    assert (first.before, first.passage) == ("The mayor ", "slammed the plan")
    assert first.before + first.passage + first.after == TEXTS[1][: first.context_end]
    assert first.after.strip() == "."


def test_each_annotator_who_opened_the_article_is_there_side_by_side() -> None:
    first, second, third = disputed_passages(WORK, TEXTS)
    assert [(a.annotator, [m.text for m in a.marks]) for a in first.annotators] == [
        ("ann", ["slammed"]),
        ("bob", ["slammed the plan"]),
    ]
    assert [[m.title for m in a.marks] for a in second.annotators] == [
        ["Unattributed claim"],
        ["Loaded language"],
    ]
    assert [(a.annotator, len(a.marks)) for a in third.annotators] == [("ann", 0), ("bob", 1)]


def test_a_label_an_article_or_a_kind_can_be_asked_for() -> None:
    assert [p.kind for p in disputed_passages(WORK, TEXTS)] == ["boundary", "label", "missed"]
    assert [p.kind for p in disputed_passages(WORK, TEXTS, label="claim")] == ["label", "missed"]
    assert [p.article_id for p in disputed_passages(WORK, TEXTS, article_id=2)] == [2]
    assert [p.labels for p in disputed_passages(WORK, TEXTS, kind="label")] == [("loaded", "claim")]
    assert [p.kind for p in disputed_passages(WORK, TEXTS, offset=1, limit=1)] == ["label"]


def test_what_is_unknown_has_no_passages() -> None:
    assert disputed_passages(WORK, TEXTS, label="nothing") == ()
    assert disputed_passages(WORK, TEXTS, article_id=99) == ()
    assert disputed_passages(WORK, TEXTS, kind="mood") == ()


def test_a_passage_everybody_marked_alike_is_not_shown() -> None:
    work = study_of(*(work_of(1, who, [("loaded", "slammed")]) for who in ("ann", "bob")))
    assert disputed_passages(work, TEXTS) == ()
