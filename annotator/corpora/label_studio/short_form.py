"""Label Studio's short form (JSON-MIN): an annotation an entry, its answers under their names.

    {"id": 7, "text": "The brazen mayor", "annotator": 3, "annotation_id": 1, "slant": "left",
     "label": [{"start": 4, "end": 10, "text": "brazen", "labels": ["Loaded"]}]}

It has lost the ids of marks: relations and what was said of marks were not written, or stand alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

__all__ = ["is_short", "known_of_texts", "whole_task"]

_OF_ANNOTATION = ("annotation_id", "annotator", "created_at", "updated_at", "lead_time", "id")
_MARKED = ("labels", "hypertextlabels", "paragraphlabels")
_ADDRESS = re.compile(r"https?://\S+")
FEWEST_SHARED = 5  # tasks of several annotators that tell a field of the task


def is_short(entry: Any) -> bool:
    return isinstance(entry, dict) and "annotation_id" in entry and "data" not in entry


def known_of_texts(entries: Iterable[Any]) -> frozenset[str]:
    """The fields that were there before anybody answered (a title, a day): addresses, and those in
    which annotators of a task never differ and no two tasks are alike, if enough have several."""
    said_of: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    given: dict[str, int] = defaultdict(int)
    for entry in filter(is_short, entries):
        given[str(entry.get("id"))] += 1
        for name, value in entry.items():
            if isinstance(value, str) and name not in _OF_ANNOTATION:
                said_of[name][str(entry.get("id"))].add(value)
    shared = {task for task, count in given.items() if count > 1}
    found = set()
    for name, by_task in said_of.items():
        values = [one for some in by_task.values() for one in some]
        alike = len(values) == len(by_task) == len(set(values))
        if all(map(_ADDRESS.fullmatch, values)) or (
            alike and len(shared & by_task.keys()) >= FEWEST_SHARED
        ):
            found.add(name)
    return frozenset(found)


def whole_task(entry: dict[str, Any], known: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The same as a task of the whole form. Its data are the fields of text, among which an answer
    cannot be told from the article but where they are `known` of the text: the longest (or `text`)
    is the article, the others answers."""
    given = {key: value for key, value in entry.items() if key not in _OF_ANNOTATION}
    strings = [key for key, value in given.items() if isinstance(value, str)]
    texts = [key for key in strings if not _ADDRESS.fullmatch(given[key])] or strings
    article = "text" if "text" in strings else max(texts, key=lambda one: len(given[one]),
                                                   default="")  # fmt: skip
    result: list[dict[str, Any]] = []
    for name, value in given.items():
        if name != article and name not in known:
            result += _items(name, value)
    annotation = {"completed_by": entry.get("annotator"), "result": result}
    data = {name: given[name] for name in strings if name in known or name == article}
    return {"id": entry.get("id"), "data": data, "annotations": [annotation]}


def _items(name: str, value: Any) -> list[dict[str, Any]]:
    """What stands under one name: marks, each an item, or an answer."""
    is_list = isinstance(value, dict) and len(value) == 1 and value.keys() <= {"choices", "text"}
    several = next(iter(value.values())) if is_list else value
    entries = several if isinstance(several, list) else [several]
    found: list[dict[str, Any]] = []
    for number, one in enumerate(entries):
        kind = next((k for k in _MARKED if isinstance(one, dict) and k in one), "")
        if kind:
            found.append({"id": f"{name}-{number}", "type": kind, "value": one})
        elif isinstance(one, list):  # a path of a taxonomy
            found.append({"from_name": name, "type": "taxonomy", "value": {"taxonomy": [one]}})
        elif isinstance(one, dict):
            found.append({"type": f"{name} of a shortened export"})
        else:
            found.append({"from_name": name, "type": "choices", "value": {"choices": [one]}})
    return found
