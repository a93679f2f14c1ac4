"""Label Studio's short form (JSON-MIN): an annotation an entry, its answers under their names.

    {"id": 7, "text": "The brazen mayor", "annotator": 3, "annotation_id": 1, "slant": "left",
     "label": [{"start": 4, "end": 10, "text": "brazen", "labels": ["Loaded"]}]}

It has lost the ids of marks: relations and what was said of marks were not written, or stand alone.
"""

from __future__ import annotations

from typing import Any

__all__ = ["is_short", "whole_task"]

_OF_ANNOTATION = ("annotation_id", "annotator", "created_at", "updated_at", "lead_time", "id")
_MARKED = ("labels", "hypertextlabels", "paragraphlabels")


def is_short(entry: Any) -> bool:
    return isinstance(entry, dict) and "annotation_id" in entry and "data" not in entry


def whole_task(entry: dict[str, Any]) -> dict[str, Any]:
    """The same as a task of the whole form. Its data are the fields of text, among which an answer
    cannot be told from the article: the longest (or `text`) is the article, the others answers."""
    given = {key: value for key, value in entry.items() if key not in _OF_ANNOTATION}
    strings = [key for key, value in given.items() if isinstance(value, str)]
    article = "text" if "text" in strings else max(strings, key=lambda one: len(given[one]),
                                                   default="")  # fmt: skip
    result: list[dict[str, Any]] = []
    for name, value in given.items():
        if name != article:
            result += _items(name, value)
    annotation = {"completed_by": entry.get("annotator"), "result": result}
    data = {"text": given[article]} if article else {}
    return {"id": entry.get("id"), "data": data, "annotations": [annotation]}


def _items(name: str, value: Any) -> list[dict[str, Any]]:
    """What stands under one name: marks, each an item, or an answer."""
    several = value.get("choices", value) if isinstance(value, dict) else value
    entries = several if isinstance(several, list) else [several]
    found: list[dict[str, Any]] = []
    for number, one in enumerate(entries):
        kind = next((k for k in _MARKED if isinstance(one, dict) and k in one), "")
        if kind:
            found.append({"id": f"{name}-{number}", "type": kind, "value": one})
        elif isinstance(one, dict):
            found.append({"type": f"{name} of a shortened export"})
        else:
            found.append({"from_name": name, "type": "choices", "value": {"choices": [one]}})
    return found
