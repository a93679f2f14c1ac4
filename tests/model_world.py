"""A study of several annotators with submitted work, and files of predictions beside it."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from settle_world import LOADED, NAME, TEXT, Mark, SettleStudy, make_study

from annotator import store

WORDS = ("brazen", "slammed", "regime", "long made up")
MODEL_MARKS: Sequence[Mark] = [(LOADED, "brazen"), (NAME, "regime")]


def texts(count: int) -> list[str]:
    return [f"Report {n:02d}. {TEXT}" for n in range(count)]


def worked_study(db: store.Store, *, articles: int = 2, people: int = 3) -> SettleStudy:
    """Everybody submitted every article; most marks are the same for all."""
    made = make_study(db, people=people, texts=texts(articles))
    rng = random.Random(5)
    for article in range(articles):
        for who in range(people):
            marks = [(LOADED, word) for word in WORDS if rng.random() < 0.7]
            frame = "economic" if rng.random() < 0.8 else "morality"
            made.submit(who, marks, article=article, answers={"primary_frame": frame})
    return made


def mark(made: SettleStudy, label: str, words: str, article: int = 0) -> dict[str, Any]:
    start = made.texts[article].index(words)
    return {"label": label, "start": start, "end": start + len(words), "text": words}


def line(
    made: SettleStudy, marks: Sequence[Mark] = MODEL_MARKS, article: int = 0, **more: Any
) -> dict[str, Any]:
    """An article of a file of predictions."""
    spans = [mark(made, label, words, article) for label, words in marks]
    return {"article_id": made.article_ids[article], "spans": spans, **more}


def write_lines(path: Path, lines: Sequence[Mapping[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
    return path
