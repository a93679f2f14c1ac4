"""What is expected of a decoded answer, and one sentence where something else came.

Another version of Label Studio, or something else at its address, may answer anything.
"""

from __future__ import annotations

import json
from typing import Any

import httpx

from annotator.errors import LabelStudioRefused

SHOWN = 300  # characters of an answer in a message
_KINDS = {int: "a whole number", str: "a text", dict: "an object", list: "a list"}


def object_of(answer: Any, path: str, **fields: type) -> dict[str, Any]:
    """The decoded answer, an object with these fields. Raises LabelStudioRefused otherwise.

    >>> object_of({"id": 3, "new": 1}, "/api/projects/", id=int)
    {'id': 3, 'new': 1}
    """
    if not isinstance(answer, dict):
        raise unexpected(path, "an object", answer)
    for name, kind in fields.items():
        if not _is(answer.get(name), kind):
            raise unexpected(path, f"{_KINDS[kind]} as {name!r}", answer)
    return answer


def rows_of(answer: Any, part: str, path: str, **fields: type) -> list[dict[str, Any]]:
    """The list of objects, each with these fields, that a decoded answer holds as `part`.

    >>> rows_of({"tasks": [{"id": 1}]}, "tasks", "/api/tasks", id=int)
    [{'id': 1}]
    """
    rows = answer.get(part) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise unexpected(path, f"a list of {part}", answer)
    for name, kind in fields.items():
        odd = next((row for row in rows if not _is(row.get(name), kind)), None)
        if odd is not None:
            raise unexpected(path, f"a list of {part} with {_KINDS[kind]} as {name!r} in each", odd)
    return rows


def unexpected(path: str, expected: str, came: Any) -> LabelStudioRefused:
    return LabelStudioRefused(
        f"Label Studio answered {path} without {expected}: {json.dumps(came)[:SHOWN]}. Is it Label "
        "Studio that answers at this address?",
        status=httpx.codes.OK,
    )


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool)
