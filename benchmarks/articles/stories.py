"""Invented news in twelve languages and six scripts, and what a reader should make of a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DAY = "2021-09-22"


@dataclass(frozen=True)
class Story:
    """One article and the words that stand round it on its outlet's pages."""

    language: str
    outlet: str
    section: str
    by: str
    joined_by: str
    title: str
    standfirst: str
    authors: tuple[str, ...]
    role: str
    date: str
    paragraphs: tuple[str, ...]
    heading: str
    caption: str
    credit: str
    related: tuple[str, ...]
    newsletter: tuple[str, ...]
    comments: tuple[str, ...]
    buttons: tuple[str, ...]
    more: str
    ad: str
    footer: str
    menu: tuple[str, ...]

    @property
    def byline(self) -> str:
        names = self.joined_by.join(self.authors)
        return f"{self.by} {names}".strip()


@dataclass(frozen=True)
class Truth:
    """What is right for one page or paste; "" and () for what it does not say."""

    name: str
    language: str
    given: str  # the page's HTML, or what was pasted
    title: str
    authors: tuple[str, ...]
    day: str
    standfirst: str
    body: tuple[str, ...]
    furniture: tuple[str, ...]


@cache
def stories() -> tuple[Story, ...]:
    rows: list[dict[str, Any]] = json.loads(
        Path(__file__).with_name("stories.json").read_text(encoding="utf-8")
    )
    return tuple(map(_story, rows))


def _story(row: dict[str, Any]) -> Story:
    row["joined_by"] = row.pop("and")
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return Story(**fields)
