"""Label Studio's JSON becomes an annotation, and whatever cannot be taken becomes a problem."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.labelstudio import read_annotation
from annotator.labelstudio.results import trim
from annotator.models import (
    Answer,
    Choice,
    Kind,
    Label,
    Level,
    Question,
    Relation,
    RelationType,
    Scheme,
    Span,
    SpanAttribute,
    State,
)

TEXT = "“Nobody 😀 trusts them,” the mayor said.\nShe lied: again."


def label(key: str) -> Label:
    return Label(key=key, title=key.title(), definition="")


SCHEME = Scheme(
    name="test",
    version="1",
    title="Test",
    language="en",
    description="",
    source="",
    labels=(label("fear"), label("praise")),
    attributes=(
        SpanAttribute(
            Question("strength", "Strength", choices=(Choice("mild", "Mild"), Choice("hard", "H"))),
            labels=("fear",),
        ),
        SpanAttribute(Question("target", "Target", kind=Kind.TEXT)),
    ),
    relations=(RelationType("supports", "Supports"),),
    questions=(
        Question("frame", "Frame", kind=Kind.CHOICES, choices=(Choice("a", "A"), Choice("b", "B"))),
        Question(
            "slant",
            "Slant",
            level=Level.ORDINAL,
            choices=(Choice("minus", "-1", value=-1.0), Choice("plus", "+1", value=1.0)),
        ),
        Question("certainty", "Certainty", kind=Kind.NUMBER, minimum=0, maximum=10),
    ),
)


def mark(
    start: Any, end: Any, *, region: Any = "r1", labels: Any = ("fear",), **more: Any
) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": "never used", "labels": list(labels)}
    item = {"id": region, "from_name": "label", "to_name": "text", "type": "labels"}
    return item | {"value": value} | more


def answer(question: Any, kind: str, value: Any, *, region: str = "x1") -> dict[str, Any]:
    return {
        "id": region,
        "from_name": question,
        "to_name": "text",
        "type": kind,
        "value": value,
    }


def raw(*result: Any, **more: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": 5,
        "task": 9,
        "result": list(result),
        "was_cancelled": False,
        "created_at": "2026-11-24T08:00:00.123456Z",
        "updated_at": "2026-11-24T08:05:00Z",
        "lead_time": 12.5,
        "unique_id": "3f",
    }
    return fields | more


def test_a_mark_is_cut_from_the_stored_text_and_trimmed_at_its_edges() -> None:
    start = TEXT.index(" trusts")
    end = TEXT.index("”") + 1
    read = read_annotation(raw(mark(start, TEXT.index("”"))), TEXT, SCHEME)
    [span] = read.spans
    assert span == Span("r1", "fear", start + 1, end - 2, start, end - 1, "trusts them")
    assert read.problems == ()
    assert (read.labelstudio_id, read.task_id, read.state) == (5, 9, State.SUBMITTED)
    assert read.updated_at == "2026-11-24T08:05:00.000000Z"
    assert (read.lead_time, read.unique_id) == (12.5, "3f")


def test_offsets_are_code_points_also_after_an_emoji() -> None:
    start = TEXT.index("trusts")
    assert TEXT[start - 2] == "😀"
    read = read_annotation(raw(mark(start, start + 6)), TEXT, SCHEME)
    assert read.spans[0].text == "trusts"


def test_quotation_marks_stay_at_the_edges_of_a_mark() -> None:
    read = read_annotation(raw(mark(0, 7)), TEXT, SCHEME)
    assert read.spans[0].text == "“Nobody"


def test_a_mark_of_only_punctuation_is_kept_as_it_is_and_said() -> None:
    start = TEXT.index(": again")
    read = read_annotation(raw(mark(start, start + 2)), TEXT, SCHEME)
    assert (read.spans[0].start, read.spans[0].end, read.spans[0].text) == (start, start + 2, ": ")
    assert [problem.kind for problem in read.problems] == ["offset"]


def test_several_labels_of_one_mark_are_several_spans() -> None:
    read = read_annotation(raw(mark(1, 7, labels=["fear", "praise", "fear"])), TEXT, SCHEME)
    assert [(span.label, span.region) for span in read.spans] == [("fear", "r1"), ("praise", "r1")]


def test_attributes_belong_to_their_mark_and_questions_to_the_article() -> None:
    read = read_annotation(
        raw(
            mark(1, 7),
            answer("strength", "choices", {"choices": ["hard"]}, region="r1"),
            answer("target", "textarea", {"text": ["the board", " "]}, region="r1"),
            answer("frame", "choices", {"choices": ["b", "a"]}),
            answer("slant", "choices", {"choices": ["minus"]}, region="x2"),
            answer("certainty", "number", {"number": 7}, region="x3"),
        ),
        TEXT,
        SCHEME,
    )
    assert read.problems == ()
    assert read.answers == (
        Answer("strength", "hard", None, "r1"),
        Answer("target", "the board", None, "r1"),
        Answer("frame", "b", None, ""),
        Answer("frame", "a", None, ""),
        Answer("slant", "minus", -1.0, ""),
        Answer("certainty", "7", 7.0, ""),
    )


def test_relations_join_marks_that_are_there() -> None:
    relation = {"type": "relation", "from_id": "r1", "to_id": "r2", "labels": ["supports"]}
    unnamed = {"type": "relation", "from_id": "r2", "to_id": "r1", "direction": "right"}
    read = read_annotation(
        raw(mark(1, 7), mark(10, 16, region="r2"), relation, unnamed), TEXT, SCHEME
    )
    assert read.relations == (Relation("r1", "r2", "supports"), Relation("r2", "r1", ""))
    assert read.problems == ()


def test_a_skip_is_a_state_of_its_own() -> None:
    assert read_annotation(raw(was_cancelled=True), TEXT, SCHEME).state is State.SKIPPED


@pytest.mark.parametrize(
    ("result", "kind", "words"),
    [
        ([mark(1, len(TEXT) + 1)], "offset", f"not inside the text of {len(TEXT)} characters"),
        ([mark(-1, 4)], "offset", "not inside"),
        ([mark(4, 4)], "offset", "not inside"),
        ([mark(5, 4)], "offset", "not inside"),
        ([mark("3", "7")], "offset", "'3' to '7' are not whole numbers"),
        ([mark(True, 4)], "offset", "not whole numbers"),
        ([mark(1.5, 4)], "offset", "not whole numbers"),
        ([mark(None, 4)], "offset", "not whole numbers"),
        ([mark(10**400, 10**401)], "offset", "not inside"),
        ([mark(1, 7, labels=["doubt"])], "label", "'doubt' is not in the codebook"),
        ([mark(1, 7, labels=[3])], "label", "3 is not in the codebook"),
        ([mark(1, 7, labels=[])], "label", "without a label"),
        ([mark(1, 7, region=None)], "format", "no id"),
        ([mark(1, 7, from_name="other")], "format", "'other'"),
        ([mark(1, 7, value="x")], "format", "no value"),
        (["mark"], "format", "not a JSON object"),
        ([answer("mood", "choices", {"choices": ["a"]})], "question", "'mood' is not in"),
        ([answer("frame", "choices", {"choices": ["z"]})], "question", "choice 'z' is not in"),
        ([answer("frame", "choices", {"choices": "a"})], "question", "expected a list"),
        ([answer("frame", "choices", None)], "question", "expected a list"),
        ([answer("slant", "choices", {"choices": ["plus", "minus"]})], "question", "takes one"),
        ([answer("slant", "textarea", {"text": "plus"})], "question", "cannot answer it"),
        ([answer("certainty", "number", {"number": "7"})], "question", "expected a number"),
        ([answer("certainty", "number", {"number": 11})], "question", "outside"),
        ([answer("certainty", "number", {"number": float("nan")})], "question", "a number"),
        ([answer("certainty", "number", {"number": 10**400})], "question", "a number"),
        ([answer(None, "choices", {"choices": ["a"]})], "question", "answers no question"),
        ([answer("target", "textarea", {"text": "x"}, region="r9")], "question", "'r9' is not"),
        ([{"type": "relation", "from_id": "r1", "to_id": "r2"}], "relation", "'r1' is not there"),
    ],
)
def test_what_cannot_be_taken_is_left_out_and_said(
    result: list[Any], kind: str, words: str
) -> None:
    read = read_annotation(raw(*result), TEXT, SCHEME)
    assert (read.spans, read.answers, read.relations) == ((), (), ())
    assert [problem.kind for problem in read.problems] == [kind]
    assert words in read.problems[0].message
    assert json.loads(read.raw)["id"] == 5


def test_a_bad_mark_does_not_take_the_good_ones_along() -> None:
    read = read_annotation(raw(mark(1, 999), mark(1, 7, region="r2")), TEXT, SCHEME)
    assert [span.region for span in read.spans] == ["r2"]
    assert len(read.problems) == 1


def test_an_attribute_of_a_label_it_is_not_asked_of_is_left_out_and_said() -> None:
    read = read_annotation(
        raw(
            mark(1, 7, labels=["praise"]),
            answer("strength", "choices", {"choices": ["mild"]}, region="r1"),
        ),
        TEXT,
        SCHEME,
    )
    assert read.answers == ()
    assert "not asked of praise" in read.problems[0].message


def test_a_question_answered_twice_counts_once_and_is_said() -> None:
    twice = [answer("slant", "choices", {"choices": [key]}) for key in ("plus", "minus")]
    read = read_annotation(raw(*twice), TEXT, SCHEME)
    assert [one.value for one in read.answers] == ["plus"]
    assert "answered twice" in read.problems[0].message


def test_two_marks_of_one_id_are_not_mixed_up() -> None:
    read = read_annotation(raw(mark(1, 7), mark(10, 16)), TEXT, SCHEME)
    assert [(span.start, span.end) for span in read.spans] == [(1, 7)]
    assert "Two marks have the id" in read.problems[0].message


@pytest.mark.parametrize("nonsense", [None, [], "x", 3, {}, {"result": {}}, {"result": None}])
def test_what_is_not_an_annotation_at_all_has_no_id_and_a_problem(nonsense: Any) -> None:
    read = read_annotation(nonsense, TEXT, SCHEME)
    assert (read.labelstudio_id, read.spans) == (0, ())
    assert read.problems


# Any JSON, and JSON that is nearly right: each known key with any value.
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.characters(categories=["Cs"]),
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)
offsets = st.one_of(st.integers(-3, len(TEXT) + 3), anything)
values = st.fixed_dictionaries(
    {},
    optional={
        "start": offsets,
        "end": offsets,
        "labels": st.one_of(anything, st.lists(st.sampled_from(["fear", "praise", "doubt"]))),
        "choices": st.one_of(anything, st.lists(st.sampled_from(["a", "mild", "plus"]))),
        "text": anything,
        "number": anything,
        "rating": anything,
    },
)
items = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.sampled_from(["r1", "r2"]), anything),
        "type": st.one_of(
            st.sampled_from(["labels", "choices", "textarea", "number", "relation"]), anything
        ),
        "from_name": st.one_of(
            st.sampled_from(["label", "frame", "slant", "certainty", "strength", "target"]),
            anything,
        ),
        "to_name": st.one_of(st.just("text"), anything),
        "value": st.one_of(values, anything),
        "from_id": st.sampled_from(["r1", "r2"]),
        "to_id": st.one_of(st.sampled_from(["r1", "r2"]), anything),
        "labels": anything,
    },
)
annotations = st.fixed_dictionaries(
    {},
    optional={
        "id": anything,
        "task": anything,
        "result": st.one_of(st.lists(st.one_of(items, anything)), anything),
        "was_cancelled": anything,
        "created_at": anything,
        "updated_at": anything,
        "lead_time": anything,
        "unique_id": anything,
    },
)


@given(st.one_of(annotations, anything))
def test_no_json_at_all_makes_it_raise_or_give_what_cannot_be_stored(content: Any) -> None:
    read = read_annotation(content, TEXT, SCHEME)
    for span in read.spans:
        assert 0 <= span.raw_start <= span.start < span.end <= span.raw_end <= len(TEXT)
        assert span.text == TEXT[span.start : span.end]
        assert span.label in SCHEME.label_keys
    marks = {span.region for span in read.spans}
    assert {one.region for one in read.answers} <= marks | {""}
    assert {end for one in read.relations for end in (one.from_region, one.to_region)} <= marks
    stored = [read.labelstudio_id, read.task_id, read.lead_time, read.unique_id, read.raw]
    stored += [read.updated_at, read.created_at]
    stored += [field for one in read.answers for field in (one.value, one.number, one.region)]
    stored += [one.message for one in read.problems]
    connection = sqlite3.connect(":memory:")
    connection.execute(f"SELECT {', '.join('?' * len(stored))}", stored).fetchone()
    connection.close()


@given(st.lists(st.one_of(items, anything), max_size=6))
def test_every_item_is_taken_or_said(result: list[Any]) -> None:
    """No item vanishes: it is a span, an answer, a relation or a problem."""
    for item in result:
        read = read_annotation(raw(item), TEXT, SCHEME)
        empty = [] if not isinstance(item, dict) else _says_nothing(item)
        assert read.spans or read.answers or read.relations or read.problems or empty


def _says_nothing(item: dict[str, Any]) -> list[str]:
    """Answers that are there but hold nothing: no choice made, no text written."""
    value = item.get("value")
    if not isinstance(value, dict):
        return []
    content = value.get("choices" if item.get("type") == "choices" else "text")
    if content == [] or (isinstance(content, str) and not content.strip()):
        return ["empty"]
    blank = isinstance(content, list) and all(
        isinstance(text, str) and not text.strip() for text in content
    )
    return ["empty"] if blank else []


@given(st.text(), st.data())
def test_trimming_keeps_everything_but_edges(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = trim(text, start, end)
    assert start <= left <= right <= end
    cut = text[start:left] + text[right:end]
    assert all(character.isspace() or character in ".,:;" for character in cut)
    if left < right:
        assert not {text[left], text[right - 1]} & set(".,:; \n\t")
