"""What a report's numbers do not say, and a reader of them must know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.reports.gold.gold_study import SettledBy

__all__ = ["MISSING", "Setting"]

MISSING = "*missing*"


@dataclass(frozen=True)
class Setting:
    """How a study was made. `told` are answers of people, by the keys of `releases.facts`."""

    scheme_name: str
    scheme_title: str
    scheme_versions: Sequence[str]  # under which submitted work was made
    overlap: int | None  # annotators an article is given to
    published: bool
    settled_by: Sequence[SettledBy]
    version: str  # of this program
    conformance: tuple[int, int]  # published values reproduced, of how many
    origin: str = ""  # the format of the corpus it was imported from
    told: Mapping[str, str] = field(default_factory=dict)

    def said(self, key: str) -> str:
        return " ".join(self.told.get(key, "").split()) or MISSING
