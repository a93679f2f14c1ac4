"""The same mark twice by one annotator counts once, wherever it comes from."""

from __future__ import annotations

import json
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from annotator import schemes, store
from annotator.labelstudio import read_annotation
from annotator.models import Annotation, Answer, Relation

TEXT = "The brazen council slammed the plan, and the brazen mayor hid."
SCHEME = schemes.load_builtin("framing")
EARLIER = Path(__file__).parents[1] / "data" / "earlier_store" / "annotator.sqlite.xz"


def mark(region: str, start: int, end: int, *labels: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": list(labels or ("loaded_language",))}
    item = {"id": region, "from_name": "label", "to_name": "text", "type": "labels"}
    return item | {"value": value}


def voice(region: str, answer: str) -> dict[str, Any]:
    item = {"id": region, "from_name": "voice", "to_name": "text", "type": "choices"}
    return item | {"value": {"choices": [answer]}}


def relation(start: str, end: str) -> dict[str, Any]:
    return {"type": "relation", "from_id": start, "to_id": end, "labels": []}


def read(*result: dict[str, Any]) -> Annotation:
    raw = {"id": 5, "task": 9, "result": list(result), "updated_at": "2026-11-24T08:05:00Z"}
    return read_annotation(raw, TEXT, SCHEME)


VOICES = [choice.key for choice in SCHEME.attributes[0].question.choices]


def regions(annotation: Annotation) -> list[str]:
    return [span.region for span in annotation.spans]


def test_it_is_one_span_with_a_remark_and_the_json_has_both() -> None:
    found = read(mark("a", 4, 10), mark("b", 4, 10), mark("c", 45, 51))
    assert regions(found) == ["a", "c"]
    assert [(one.kind, one.message) for one in found.problems] == [
        ("double", "The mark 'brazen' (loaded_language) was made twice; it counts once.")
    ]
    assert [one["id"] for one in json.loads(found.raw)["result"]] == ["a", "b", "c"]


def test_edges_that_are_trimmed_make_no_difference() -> None:
    found = read(mark("a", 4, 10), mark("b", 3, 11))
    assert [(one.region, one.raw_start, one.raw_end) for one in found.spans] == [("a", 4, 10)]


def test_another_label_or_another_end_is_another_mark() -> None:
    found = read(mark("a", 4, 10), mark("b", 4, 10, "name_calling"), mark("c", 4, 18))
    assert regions(found) == ["a", "b", "c"]
    assert found.problems == ()


def test_of_differing_answers_the_later_one_stands_and_others_are_kept() -> None:
    first, second = VOICES[:2]
    found = read(
        mark("a", 4, 10), mark("b", 4, 10), mark("c", 45, 51),
        voice("a", first), voice("b", second), voice("c", first),
    )  # fmt: skip
    assert found.answers == (Answer("voice", second, None, "a"), Answer("voice", first, None, "c"))
    # whichever is written first in the list: the later mark is the later answer
    turned = read(mark("a", 4, 10), mark("b", 4, 10), voice("b", second), voice("a", first))
    assert turned.answers == (Answer("voice", second, None, "a"),)
    only = read(mark("a", 4, 10), mark("b", 4, 10), voice("a", first))
    assert only.answers == (Answer("voice", first, None, "a"),)


def test_relations_move_to_the_mark_that_is_kept() -> None:
    found = read(
        mark("a", 4, 10), mark("b", 4, 10), mark("c", 45, 51),
        relation("b", "c"), relation("a", "c"), relation("a", "b"), relation("c", "b"),
    )  # fmt: skip
    assert found.relations == (Relation("a", "c"), Relation("c", "a"))


def test_a_mark_of_two_labels_stays_with_the_one_that_is_new() -> None:
    found = read(
        mark("a", 4, 10), mark("b", 4, 10, "loaded_language", "name_calling"), relation("b", "a")
    )
    assert [(one.region, one.label) for one in found.spans] == [
        ("a", "loaded_language"),
        ("b", "name_calling"),
    ]
    assert found.relations == (Relation("b", "a"),)


def test_three_times_is_once_and_the_last_answer_stands() -> None:
    found = read(
        *(mark(region, 4, 10) for region in "abc"), *map(voice, "abc", [*VOICES, VOICES[0]][-3:])
    )
    assert regions(found) == ["a"]
    assert found.answers == (Answer("voice", VOICES[0], None, "a"),)
    assert len(found.problems) == 2


def test_a_store_of_an_earlier_version_is_merged_in_the_same_way(tmp_path: Path) -> None:
    """What was kept twice before is kept as it would come in today."""
    path = tmp_path / "annotator.sqlite"
    path.write_bytes(lzma.decompress(EARLIER.read_bytes()))
    a, b, c = ("loaded_language", 4, 10), ("loaded_language", 4, 10), ("loaded_language", 45, 51)
    with closing(sqlite3.connect(path)) as earlier:
        (number,) = earlier.execute("SELECT min(id) FROM annotations").fetchone()
        for table in ("spans", "answers", "relations"):
            earlier.execute(f"DELETE FROM {table} WHERE annotation_id = ?", [number])
        for region, (label, start, end) in zip("abc", (a, b, c), strict=True):
            earlier.execute(
                'INSERT INTO spans (annotation_id, region, label, start, "end", raw_start, '
                "raw_end, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [number, region, label, start, end, start, end, TEXT[start:end]],
            )
        for region, value in (("a", "quoted"), ("b", "own"), ("c", "quoted"), ("", "x")):
            earlier.execute(
                "INSERT INTO answers (annotation_id, region, question, value) "
                "VALUES (?, ?, 'voice', ?)",
                [number, region, value],
            )
        for ends in (("b", "c"), ("a", "c"), ("a", "b"), ("c", "b")):
            earlier.execute(
                "INSERT INTO relations (annotation_id, from_region, to_region) VALUES (?, ?, ?)",
                [number, *ends],
            )
        earlier.commit()
    with closing(store.open_store(path)) as db:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return list(db.execute(f"{sql} WHERE annotation_id = ? ORDER BY id", [number]))

        assert rows("SELECT region FROM spans") == [("a",), ("c",)]
        assert rows("SELECT region, value FROM answers") == [
            ("a", "own"), ("c", "quoted"), ("", "x"),
        ]  # fmt: skip
        assert rows("SELECT from_region, to_region FROM relations") == [("a", "c"), ("c", "a")]
        assert "1 of the marks were made twice; each counts once." in [
            message for (message,) in rows("SELECT message FROM problems")
        ]
