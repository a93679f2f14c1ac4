"""What a disputed passage is disputed about."""

from __future__ import annotations

import pytest

from annotator.agreement.spans.disputed_passages import KINDS, Passage, find_passages
from annotator.agreement.spans.spans import Mark, Spans, spans_from_marks

ANN, BOB, CYD = "ann", "bob", "cyd"


def spans_of(*marks: tuple[str, str, int, int], seen: tuple[str, ...] = (ANN, BOB)) -> Spans:
    return spans_from_marks(
        [Mark("a", who, label, start, end) for who, label, start, end in marks],
        lengths={"a": 200},
        seen=[("a", who) for who in seen],
    )


def passages(
    *marks: tuple[str, str, int, int], seen: tuple[str, ...] = (ANN, BOB)
) -> list[Passage]:
    found = find_passages(spans_of(*marks, seen=seen))
    return found.passages(range(len(found)))


@pytest.mark.parametrize(
    ("marks", "kinds"),
    [
        ([(ANN, "x", 5, 9), (BOB, "x", 5, 9)], ()),
        ([(ANN, "x", 5, 9)], ("missed",)),
        ([(ANN, "x", 5, 9), (BOB, "y", 5, 9)], ("label",)),
        ([(ANN, "x", 5, 9), (BOB, "x", 5, 12)], ("boundary",)),
        ([(ANN, "x", 5, 30), (BOB, "x", 5, 12), (BOB, "x", 20, 30)],
         ("split or merged", "boundary")),
        ([(ANN, "x", 5, 30), (BOB, "y", 5, 28)], ("label",)),
    ],
)  # fmt: skip
def test_each_kind(marks: list[tuple[str, str, int, int]], kinds: tuple[str, ...]) -> None:
    (passage,) = passages(*marks)
    assert passage.kinds == kinds
    assert passage.kind == (kinds[0] if kinds else "settled")


def test_several_kinds_at_once_and_who_is_missing() -> None:
    (passage,) = passages((ANN, "x", 5, 9), (BOB, "y", 5, 9), seen=(ANN, BOB, CYD))
    assert passage.kinds == ("missed", "label")
    assert passage.missing == (2,)


def test_a_short_cue_in_a_long_quotation_is_a_passage_of_its_own() -> None:
    found = passages(
        (ANN, "quote", 0, 100), (BOB, "quote", 0, 100), (ANN, "cue", 10, 15), (BOB, "cue", 10, 16)
    )
    assert [(p.start, p.end, p.kind) for p in found] == [(0, 100, "settled"), (10, 16, "boundary")]


def test_two_labels_on_one_passage_by_everybody_are_settled() -> None:
    (passage,) = passages((ANN, "x", 5, 9), (ANN, "y", 5, 9), (BOB, "x", 5, 9), (BOB, "y", 5, 9))
    assert passage.kinds == ()


def test_passages_never_cross_articles_and_need_two_who_opened() -> None:
    spans = spans_from_marks(
        [Mark("a", ANN, "x", 5, 10), Mark("b", BOB, "x", 0, 4), Mark("c", ANN, "x", 0, 4)],
        lengths={"a": 10, "b": 10, "c": 10},
        seen=[("a", ANN), ("a", BOB), ("b", ANN), ("b", BOB), ("c", ANN)],
    )
    found = find_passages(spans)
    assert [(p.article, p.start, p.end) for p in found.passages([0, 1])] == [(0, 5, 10), (1, 0, 4)]
    assert len(found) == 2


def test_counts_by_label_and_article_add_up() -> None:
    spans = spans_of((ANN, "x", 5, 9), (BOB, "y", 5, 9), (ANN, "x", 50, 60), (BOB, "x", 90, 95),
                     (ANN, "y", 120, 130), (BOB, "y", 120, 130))  # fmt: skip
    found = find_passages(spans)
    assert found.counts() == {
        "missed": 2, "label": 1, "split or merged": 0, "boundary": 0, "settled": 1,
    }  # fmt: skip
    assert found.counts(label=0)["missed"] == 2
    assert found.counts(label=1) == {**dict.fromkeys(KINDS, 0), "label": 1, "settled": 1}
    assert found.counts(article=0) == found.counts()
    assert found.select(kind="label").tolist() == [0]
    assert found.select(disputed=True).tolist() == [0, 1, 2]


def test_the_order_of_spans_changes_nothing() -> None:
    marks = [(ANN, "x", 5, 30), (BOB, "x", 5, 12), (BOB, "x", 20, 30), (ANN, "y", 40, 44)]
    assert passages(*marks) == passages(*marks[::-1])
