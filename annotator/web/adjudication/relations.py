"""Relations between marks: what people joined, and what is joined in the gold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from annotator.adjudication import Place
from annotator.errors import StudyError
from annotator.models import Scheme
from annotator.store.adjudication import Gold
from annotator.workflow.adjudication.deciding_relations import relations_of
from annotator.workflow.adjudication.desk import Desk

__all__ = ["ShownRelation", "gold_places", "read_place", "shown_relations"]


@dataclass(frozen=True)
class ShownRelation:
    """One pair of ends, as its form shows it."""

    start: Place
    end: Place
    start_text: str
    end_text: str
    said: tuple[tuple[str, str], ...]  # letter and type
    chosen: str  # the type in the gold, or what most said
    is_gold: bool
    is_open: bool
    has_gold: bool

    @property
    def fields(self) -> dict[str, str]:
        """What names it in a form."""
        return {"from": written_place(self.start), "to": written_place(self.end)}


def gold_places(gold: Gold) -> list[tuple[str, str]]:
    """The gold marks that a new relation can join, each as it is sent and as it is read."""
    return [(written_place(one.place), one.text) for one in gold.spans]


def written_place(place: Place) -> str:
    return json.dumps(place, ensure_ascii=False)


def shown_relations(
    desk: Desk,
    gold: Gold,
    text: str,
    letters: Mapping[int, str],
    scheme: Scheme,
    within: tuple[int, int] | None = None,
) -> list[ShownRelation]:
    """Those of an article, or those with an end in a passage."""
    titles = {one.key: one.title for one in scheme.relations}
    found = []
    for one in relations_of(desk, gold):
        (_, start, stop), (_, begin, end) = one.ends.start, one.ends.end
        if within and not _touches(within, start, stop) and not _touches(within, begin, end):
            continue
        types = [link.label for link in one.links]
        likely = max(sorted(set(types)), key=types.count, default="")
        said = sorted((letters[link.revision], titles.get(link.label, "")) for link in one.links)
        found.append(
            ShownRelation(
                one.ends.start, one.ends.end, text[start:stop], text[begin:end], tuple(said),
                one.gold[0] if one.gold else likely, bool(one.gold), one.is_open,
                one.ends.has_gold,
            )
        )  # fmt: skip
    return found


def read_place(text: str) -> Place:
    """A place as it was sent. Raises StudyError when it is none."""
    try:
        label, start, end = json.loads(text)
        return str(label), int(start), int(end)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise StudyError("Choose both marks that the relation joins.") from None


def _touches(within: tuple[int, int], start: int, end: int) -> bool:
    return start < within[1] and within[0] < end
