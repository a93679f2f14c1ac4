"""How an annotator's project is set up: what the labelling page and Label Studio go by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.labelstudio.connection import Connection

PAGE = 100  # projects a request
SAME_FOR_ALL = {
    "show_skip_button": True,
    "enable_empty_annotation": True,
    "show_annotation_history": False,
    "show_collab_predictions": False,
    "sampling": "Sequential sampling",
    "skip_queue": "REQUEUE_FOR_OTHERS",  # there are no others: skipped means put aside
    "maximum_annotations": 1,
}


def project_setup(config: str) -> dict[str, Any]:
    """By the names of Label Studio's API."""
    return {"label_config": config, **SAME_FOR_ALL}


def changed_setup(there: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """The names of what is set otherwise.

    >>> changed_setup({"label_config": "<View/> ", "sampling": "Uniform"},
    ...               {"label_config": "<View/>", "sampling": "Sequential sampling"})
    ['sampling']
    """
    return [name for name, value in wanted.items() if _bare(there.get(name)) != _bare(value)]


def load_setups(connection: Connection, project_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Of each of those projects that are there."""
    found: dict[int, dict[str, Any]] = {}
    for first in range(0, len(project_ids), PAGE):
        ids = ",".join(map(str, project_ids[first : first + PAGE]))
        include = ",".join(("id", *project_setup("")))
        there = connection.rows(
            "/api/projects/", "results", {"id": int}, ids=ids, include=include, page_size=PAGE
        )
        found |= {one["id"]: one for one in there}
    return found


def _bare(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
