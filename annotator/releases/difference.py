"""What is different between two releases: codebook, articles, annotations, gold, agreement, files.

What JSON Lines and the report say is compared by its meaning, everything else by checksums.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from annotator.errors import SchemeError, StudyError
from annotator.models import Scheme
from annotator.releases.difference_of_work import difference_of_work
from annotator.releases.manifest import read_manifest, sha256_of
from annotator.schemes import load_scheme
from annotator.schemes.notes import is_note

__all__ = ["difference"]

ARTICLES = "jsonl/articles.jsonl"
AGREEMENT = "agreement.json"
CODEBOOK = "codebook.yaml"
MOST_FILES = 10  # of a folder that are named one by one
_WRITTEN = {"yaml", "version", "name"}  # of a codebook; the manifest says its name and version


def difference(first: Path, second: Path) -> list[str]:
    """Lines for people, the most important first; one line when nothing differs. Raises StudyError
    where a folder is no release."""
    one, other = read_manifest(first), read_manifest(second)
    lines = [*_changed_since(first, one), *_changed_since(second, other)]
    for key in ("codebook", "made_with"):
        if one.get(key) != other.get(key):
            lines.append(f"{key.replace('_', ' ')}: {one.get(key)} -> {other.get(key)}")
    lines += _codebooks(first / CODEBOOK, second / CODEBOOK)
    options = [side.get("options") or {} for side in (one, other)]
    for key in sorted({*options[0], *options[1]}):
        before, after = (side.get(key) for side in options)
        if before != after:
            lines.append(f"option {key}: {json.dumps(before)} -> {json.dumps(after)}")
    notes = options[0].get("notes") != options[1].get("notes")
    files = list(_files(one, other))
    if (first / ARTICLES).exists() and (second / ARTICLES).exists():
        lines += _of_work(first / ARTICLES, second / ARTICLES, passed_over=notes)
    elif files:
        lines.append("Articles and annotations are compared where both releases have jsonl only.")
    if (first / AGREEMENT).exists() and (second / AGREEMENT).exists():
        lines += _agreement(first / AGREEMENT, second / AGREEMENT)
    head = " -> ".join(f"{side.get('title')} {side.get('version')}" for side in (one, other))
    if not lines and not any("/" in line for line in files):
        lines.append("Nothing is different in the data." if files else "Nothing is different.")
    return [head, *lines, *files]


def _of_work(first: Path, second: Path, *, passed_over: bool) -> list[str]:
    """`passed_over`: whether one of the releases leaves notes out."""
    before, after = _read_lines(first), _read_lines(second)
    try:
        return list(difference_of_work(
            before, after, is_note if passed_over else lambda question: False
        ))  # fmt: skip
    except (KeyError, TypeError, AttributeError) as error:
        raise StudyError(
            f"{first} or {second} are no articles of a release: {type(error).__name__} {error}."
        ) from error


def _changed_since(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Files that are no longer what their release says."""
    for file in manifest["files"]:
        path = folder / str(file.get("path"))
        try:
            if sha256_of(path.read_bytes()) != file.get("sha256"):
                yield f"{path} was changed after the release"
        except FileNotFoundError:
            yield f"{path} was removed after the release"
        except OSError as error:
            raise StudyError(f"{path} cannot be read: {error.strerror}.") from error


def _read_lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_bytes().split(b"\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise StudyError(f"{path} cannot be read as articles, one a line: {error}.") from error


# ----------------------------------------------------------------------------- the codebook


def _codebooks(first: Path, second: Path) -> Iterator[str]:
    """Labels, questions and so on that came, went or are worded otherwise."""
    try:
        one, other = (load_scheme(path.read_bytes(), path.name) for path in (first, second))
    except (OSError, SchemeError):
        return  # that its file is another one is told with the files
    for what, before, after in zip(
        ("label", "question", "attribute", "relation", "index"), _parts(one), _parts(other),
        strict=True,
    ):  # fmt: skip
        yield from (f"{what} added: {key}" for key in after if key not in before)
        yield from (f"{what} gone: {key}" for key in before if key not in after)
        yield from (
            f"{what} {key} is described otherwise"
            for key in before
            if key in after and before[key] != after[key]
        )
    shared = {"labels", "questions", "attributes", "relations", "indices"} | _WRITTEN
    for name in (one_field.name for one_field in fields(Scheme)):
        if name not in shared and getattr(one, name) != getattr(other, name):
            yield f"the codebook's {name.replace('_', ' ')} is another"


def _parts(scheme: Scheme) -> tuple[dict[str, Any], ...]:
    return (
        {one.key: one for one in scheme.labels},
        {one.key: one for one in scheme.questions},
        {one.question.key: one for one in scheme.attributes},
        {one.key: one for one in scheme.relations},
        {one.key: one for one in scheme.indices},
    )


# ----------------------------------------------------------------------------- agreement, files


def _agreement(first: Path, second: Path) -> Iterator[str]:
    """Values over all labels one by one; how many of the others differ."""
    before, after = _values(first), _values(second)
    others = 0
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        if key[1] == "all" and not key[2]:
            about = f" of {key[4]}" if key[4] else ""
            yield f"{key[0]}{about}: {_number(one)} -> {_number(other)}"
        else:
            others += 1
    if others:
        yield f"values of single labels, pairs, annotators and articles: {others} differ"


def _values(path: Path) -> dict[tuple[str, ...], float | None]:
    try:
        measures = json.loads(path.read_text(encoding="utf-8"))["measures"]
        return {
            (
                *(str(one.get(key) or "") for key in ("name", "scope", "label", "id")),
                str(next((one.get("parameters", {}).get(what) for what in ("question", "attribute")
                          if one.get("parameters", {}).get(what)), "")),
                str(one.get("level")),
            ): one["value"]
            for one in measures
        }  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StudyError(f"{path} cannot be read as a report: {error}.") from error


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _files(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[str]:
    """Folder by folder; in one where much differs only how much."""
    sides = [{str(file["path"]): file["sha256"] for file in side["files"]} for side in (one, other)]
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted({*sides[0], *sides[1]}):
        before, after = (side.get(path) for side in sides)
        if before != after:
            how = "gone" if after is None else "new" if before is None else "changed"
            found.setdefault((path.rpartition("/")[0].partition("/")[0], how), []).append(path)
    for (folder, how), paths in found.items():
        if folder and len(paths) > MOST_FILES:
            yield f"files {how} in {folder}/: {len(paths)}"
        else:
            yield from (f"file {how}: {path}" for path in paths)
