"""The releases that the readers read; RELEASES is the folder that make_releases.py filled."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

NAME = "sample-study-news-from-tolvane"


@pytest.fixture(scope="session")
def releases() -> Path:
    return Path(os.environ["RELEASES"])


@pytest.fixture(scope="session")
def release(releases: Path) -> Path:
    """The whole one: every format, an emoji before everything, facts told, split."""
    return releases / f"{NAME}-1.0.0"


@pytest.fixture(scope="session")
def articles(release: Path) -> dict[int, dict]:
    """What JSON Lines says, against which every other format is held."""
    with (release / "jsonl/articles.jsonl").open(encoding="utf-8") as lines:
        return {one["id"]: one for one in map(json.loads, lines)}


def submitted(articles: dict[int, dict]) -> dict[tuple[int, str], list[tuple[int, int, str]]]:
    """(article, annotator) -> start, end and label of the marks, the gold's too."""
    found = {
        (number, work["annotator"]): sorted(
            (span["start"], span["end"], span["label"]) for span in work["spans"]
        )
        for number, article in articles.items()
        for work in article["annotations"]
        if work["state"] == "submitted"
    }
    for number, article in articles.items():
        gold = [(s["start"], s["end"], s["label"]) for s in article["gold"]["spans"]]
        if gold or article["gold"]["answers"]:
            found[number, "gold"] = sorted(gold)
    return found
