"""What could not be kept or given back is refused before anything is sent, with a reason."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st
from unkeepable import UNKEEPABLE, answer_item, marked, nested

from annotator.settings import Settings
from annotator.web.gateway import reading
from annotator.web.gateway.keepable import check_result
from annotator.web.gateway.refusals import Refused
from annotator.web.gateway.table import find_rule

SETTINGS = Settings(data_dir=Path("nowhere"), max_marks=50, max_annotation_bytes=1_000_000)
APP = Flask(__name__)


def read(text: str, settings: Settings = SETTINGS) -> dict[str, Any]:
    found = find_rule("PATCH", "/api/annotations/7")
    assert found is not None
    assert found[0].body is not None
    with APP.test_request_context(
        "/labeling/x", method="PATCH", data=text.encode(), content_type="application/json"
    ):
        return reading.read_body(request, found[0].body, settings)


@pytest.mark.parametrize(("name", "item"), UNKEEPABLE.items(), ids=UNKEEPABLE)
def test_it_is_refused_with_400_and_the_reason(name: str, item: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        read(json.dumps({"result": [marked(0, 3), item]}))
    assert refused.value.status == 400
    assert refused.value.detail.startswith("Entry 2 of `result` cannot be saved: ")


def test_an_infinite_number_is_refused() -> None:
    with pytest.raises(Refused):
        read('{"result": [{"id": "r", "value": {"number": 1e999}}]}')


@pytest.mark.parametrize(
    "items",
    [
        [],
        [marked(0, 3, text="héé 😀 \ufffd\uffff")],
        [marked(0, 3, inside=nested(95))],
        [marked(2**53, 2**53 + 0, text="")],
        [answer_item({"number": -1.5}), answer_item({"text": ["a\nb\t", ""]})],
        [{"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"}],
        [marked(0, 3) | {"parentID": None, "score": None, "meta": {"text": ["x"]}}],
    ],
)
def test_what_the_page_sends_is_let_through(items: list[dict[str, Any]]) -> None:
    assert read(json.dumps({"result": items}))["result"] == items


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(st.characters()), inside),
    max_leaves=20,
)


@given(json_values)
def test_whatever_is_let_through_can_be_written_by_both_stores(value: Any) -> None:
    item = {"id": "r", "from_name": "label", "to_name": "text", "type": "labels"}
    try:
        check_result([item | {"value": {"x": value}}])
    except Refused:
        return
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    assert "\0" not in written
    db = sqlite3.connect(":memory:")
    kept = db.execute("SELECT ?", [written]).fetchone()[0]
    db.close()
    assert json.loads(kept) == value


def test_too_many_marks_are_refused_with_what_to_do() -> None:
    fitting = [marked(n, n + 1, text="x") for n in range(50)]
    assert len(read(json.dumps({"result": fitting}))["result"]) == 50
    with pytest.raises(Refused, match=r"51 marks; 50 are the most.*Remove some") as refused:
        read(json.dumps({"result": [*fitting, marked(0, 1, text="x")]}))
    assert refused.value.status == 413


def test_many_labels_on_one_mark_are_as_many_marks() -> None:
    many = marked(0, 3)
    many["value"]["labels"] = ["loaded_language"] * 51
    with pytest.raises(Refused, match="51 marks"):
        read(json.dumps({"result": [many]}))


def test_a_long_annotation_is_refused_by_its_size_even_when_none_is_said() -> None:
    text = json.dumps(
        {
            "result": [
                marked(0, 1, text="x" * 400_000),
                marked(2, 3, text="y" * 450_000),
                marked(4, 5, text="z" * 200_000),
            ]
        }
    )
    with pytest.raises(Refused, match=r"1\.0 MB"):
        read(text)
    assert read(text, Settings(data_dir=Path("nowhere")))["result"]


def test_marks_that_cover_more_than_they_carry_are_refused() -> None:
    covering = [marked(0, 1_000, text="") for _ in range(21)]
    with pytest.raises(Refused, match="passages"):
        read(json.dumps({"result": covering}))
    assert read(json.dumps({"result": covering[:20]}))
