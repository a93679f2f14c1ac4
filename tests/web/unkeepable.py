"""Entries of a result that Label Studio or SQLite could not keep or not give back."""

from __future__ import annotations

from typing import Any


def marked(start: int, end: int, *, text: str = "abc", **inside: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": ["loaded_language"]}
    item = {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels"}
    return item | {"value": value | inside}


def answer_item(value: Any) -> dict[str, Any]:
    item = {"id": "x1", "from_name": "notes", "to_name": "text", "type": "textarea"}
    return item | {"value": value}


def nested(depth: int) -> Any:
    value: Any = "deep"
    for _ in range(depth):
        value = [value]
    return value


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in marked(0, 3).items() if key != name}


UNKEEPABLE: dict[str, dict[str, Any]] = {
    "a lone surrogate in the text": marked(0, 3, text="a\ud800b"),
    "a lone low surrogate": marked(0, 3, text="\udfff"),
    "a surrogate in a note": answer_item({"text": ["fine", "\udc80"]}),
    "a surrogate in a label": marked(0, 3, labels=["\ud800"]),
    "a surrogate in a key": marked(0, 3, **{"\ud800": 1}),
    "a surrogate in a region": marked(0, 3) | {"id": "\ud800"},
    "a surrogate beside the value": marked(0, 3) | {"meta": {"text": ["\ud800"]}},
    "NUL in the text": marked(0, 3, text="a\0b"),
    "NUL in a key": marked(0, 3, **{"\0": 1}),
    "nested beyond 100": marked(0, 3, inside=nested(101)),
    "nested beyond all": marked(0, 3, inside=nested(700)),
    "a number beyond 2^53": marked(0, 2**53 + 1),
    "a number beyond 64 bits": marked(0, 10**30),
    "a number beyond a float": marked(0, 10**400),
    "a negative one": marked(-(2**53) - 1, 3),
    "a float beyond": marked(0, 3, inside=1e300),
    "a text beyond a size": marked(0, 3, text="x" * 500_001),
    "a key beyond a size": marked(0, 3, **{"k" * 201: 1}),
    "a value that is a list": answer_item([1]),
    "a value that is a text": answer_item("x"),
    "a value that is null": answer_item(None),
    "no value": _without("value"),
    "no id": _without("id"),
    "an id that is a list": marked(0, 3) | {"id": ["r1"]},
    "an id that is an object": marked(0, 3) | {"id": {}},
    "an id beyond a size": marked(0, 3) | {"id": "r" * 201},
    "no type": _without("type"),
    "a type that is a list": marked(0, 3) | {"type": ["labels"]},
    "no from_name": _without("from_name"),
    "a from_name that is a list": marked(0, 3) | {"from_name": ["label"]},
    "a from_name that is a number": marked(0, 3) | {"from_name": 5},
    "no to_name": _without("to_name"),
    "a relation from nowhere": {"type": "relation", "to_id": "r1"},
    "a relation to a list": {"type": "relation", "from_id": "r1", "to_id": []},
    "a relation with a list for a value": {
        "type": "relation", "from_id": "a", "to_id": "b", "value": [1],
    },
}  # fmt: skip
