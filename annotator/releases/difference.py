"""What is different between two releases: articles, annotations, gold, agreement, files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.errors import StudyError
from annotator.releases.manifest import read_manifest

__all__ = ["difference"]

ARTICLES = "jsonl/articles.jsonl"
AGREEMENT = "agreement.json"


def difference(first: Path, second: Path) -> list[str]:
    """Lines for people, the most important first; one line when nothing differs."""
    one, other = read_manifest(first), read_manifest(second)
    lines = [f"{one['title']} {one['version']} -> {other['title']} {other['version']}"]
    if one["codebook"] != other["codebook"]:
        lines.append(f"codebook: {one['codebook']} -> {other['codebook']}")
    for key in sorted({*one["options"], *other["options"]}):
        before, after = one["options"].get(key), other["options"].get(key)
        if before != after:
            lines.append(f"option {key}: {json.dumps(before)} -> {json.dumps(after)}")
    if (first / ARTICLES).exists() and (second / ARTICLES).exists():
        lines += _articles(_read_lines(first / ARTICLES), _read_lines(second / ARTICLES))
    if (first / AGREEMENT).exists() and (second / AGREEMENT).exists():
        lines += _agreement(first / AGREEMENT, second / AGREEMENT)
    lines += _files(one, other)
    return lines if len(lines) > 1 else [*lines, "Nothing is different."]


def _read_lines(path: Path) -> dict[Any, dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            found: dict[Any, dict[str, Any]] = {}
            seen: Counter[str] = Counter()
            for one in map(json.loads, file):
                seen[one["sha256"]] += 1  # two articles may have one text
                found[one["sha256"], seen[one["sha256"]]] = one
            return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StudyError(f"{path} cannot be read as articles, one a line: {error}.") from error


def _articles(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[str]:
    yield from _counted("articles", set(before), set(after))
    works = [
        {
            (key, work["annotator"]): json.dumps(work, sort_keys=True)
            for key, article in side.items()
            for work in article["annotations"]
        }
        for side in (before, after)
    ]
    yield from _counted("annotations", set(works[0]), set(works[1]))
    changed = sum(1 for key in set(works[0]) & set(works[1]) if works[0][key] != works[1][key])
    if changed:
        yield f"annotations changed: {changed}"
    golds = [
        {
            (key, kind, json.dumps(one, sort_keys=True))
            for key, article in side.items()
            for kind, entries in article.get("gold", {}).items()
            for one in entries
        }
        for side in (before, after)
    ]
    yield from _counted("gold", golds[0], golds[1])
    moved = sum(
        1 for key in set(before) & set(after) if before[key].get("split") != after[key].get("split")
    )
    if moved:
        yield f"articles in another part of the split: {moved}"


def _counted(what: str, before: set[Any], after: set[Any]) -> Iterator[str]:
    if before != after:
        yield f"{what}: {len(after - before)} added, {len(before - after)} removed"


def _agreement(first: Path, second: Path) -> Iterator[str]:
    """Values over all labels that differ."""
    values = [
        {
            one["name"]: one["value"]
            for one in json.loads(path.read_text(encoding="utf-8"))["measures"]
            if one["scope"] == "all" and one["label"] is None
        }
        for path in (first, second)
    ]
    for name in sorted({*values[0], *values[1]}):
        before, after = (side.get(name) for side in values)
        if before != after:
            yield f"{name}: {_number(before)} -> {_number(after)}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _files(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    sides = [{file["path"]: file["sha256"] for file in side["files"]} for side in (one, other)]
    for path in sorted({*sides[0], *sides[1]}):
        if path not in sides[1]:
            yield f"file gone: {path}"
        elif path not in sides[0]:
            yield f"file new: {path}"
        elif sides[0][path] != sides[1][path]:
            yield f"file changed: {path}"
