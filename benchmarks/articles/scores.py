"""How near a reader comes to what is right, one number a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.articles.stories import Truth

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_SHINGLE = 4


@dataclass(frozen=True)
class Found:
    """What one reader made of one page; all "" for a page that it refuses."""

    text: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""


def squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


def f1(text: str, truth: Truth) -> float:
    """F1 of runs of four words, of the body without title and standfirst on either side."""
    apart = {squeeze(truth.title), squeeze(truth.standfirst)}
    lines = [line for line in text.split("\n") if squeeze(line) not in apart]
    found, right = _shingles(tokens("\n".join(lines))), _shingles(tokens("\n".join(truth.body)))
    both = sum((found & right).values())
    return 2 * both / (sum(found.values()) + sum(right.values())) if both else 0.0


def _shingles(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1)))


def scores(found: Found, truth: Truth) -> dict[str, float]:
    """Each column from 0 to 1; a page that says nothing of a column is not counted in it."""
    text = squeeze(found.text)
    rows = {
        "text": f1(found.text, truth),
        "first paragraph": float(squeeze(truth.body[0]) in text),
        "title": float(squeeze(found.title) == squeeze(truth.title)),
    }
    if truth.standfirst:
        rows["standfirst"] = float(squeeze(truth.standfirst) in text)
    if truth.authors:
        right = {squeeze(one) for one in truth.authors}
        rows["authors"] = float({squeeze(one) for one in found.authors} == right)
    if truth.day:
        rows["date"] = float(found.day == truth.day)
    return rows
