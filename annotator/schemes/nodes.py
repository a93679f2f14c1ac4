"""Read a YAML document node by node, so that every complaint knows its line.

A `Kind` says how one YAML node becomes a value. Scalars are taken as they are written: `hotkey: 1`
is the text "1" and `key: no` is the text "no", whatever YAML makes of them. A kind that cannot
read its node notes the problem and answers `UNREADABLE`; reading goes on, so one run shows every
mistake.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
NULL_TAG = "tag:yaml.org,2002:null"


class Unreadable:
    """Stands for a value that could not be read; its problem is already noted."""


UNREADABLE = Unreadable()


@dataclass
class Notes:
    """What reading finds out beside the values: problems, and the line every value stands on."""

    filename: str
    problems: list[tuple[int, str]] = field(default_factory=list)
    lines: dict[Path, int] = field(default_factory=dict)

    def note(self, line: int, message: str) -> Unreadable:
        self.problems.append((line, message))
        return UNREADABLE

    def line(self, *path: str | int) -> int:
        """The line of a value, or of the nearest thing round it that was written down."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def messages(self) -> list[str]:
        """Every problem as `file:line: what is wrong`, top to bottom."""
        ordered = sorted(self.problems, key=lambda problem: problem[0])
        return [f"{self.filename}:{line}: {message}" for line, message in ordered]


Kind = Callable[[Node, Notes, Path], Any]


@dataclass(frozen=True)
class Key:
    """One key of a mapping: how its value is read and whether it must be there."""

    kind: Kind
    required: bool = False


def line_of(node: Node) -> int:
    return int(node.start_mark.line) + 1


def said(node: Node) -> str:
    """A node as an error message names it."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    if node.tag == NULL_TAG:
        return "nothing"
    return f"'{shortened(node.value)}'"


def shortened(text: str, limit: int = 60) -> str:
    """
    >>> shortened("a  long\\nline", limit=6)
    'a long…'
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"


def name_of(path: Path) -> str:
    """
    >>> name_of(("labels", 0, "hotkey"))
    'labels[1].hotkey'
    """
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).lstrip(".") or "the codebook"


def one_of(words: Sequence[str]) -> Kind:
    """A scalar that must be one of `words`."""

    def read(node: Node, notes: Notes, path: Path) -> Any:
        if isinstance(node, ScalarNode) and node.value in words:
            return node.value
        expected = ", ".join(words)
        return notes.note(
            line_of(node), f"{name_of(path)} must be one of {expected}, not {said(node)}"
        )

    return read


def text(*, single_line: bool = False, limit: int = 20_000) -> Kind:
    """Any scalar, as written; inner blank lines part paragraphs."""

    def read(node: Node, notes: Notes, path: Path) -> Any:
        if not isinstance(node, ScalarNode) or node.tag == NULL_TAG or not node.value.strip():
            return notes.note(line_of(node), f"{name_of(path)} must be a text, not {said(node)}")
        value = str(node.value).strip()
        if len(value) > limit:
            found = f"{name_of(path)} has {len(value)} characters; at most {limit} are possible"
            return notes.note(line_of(node), found)
        if single_line and "\n" in value:
            return notes.note(line_of(node), f"{name_of(path)} must be one line, not several")
        return value

    return read


def flag(node: Node, notes: Notes, path: Path) -> Any:
    """`true` or `false`."""
    if isinstance(node, ScalarNode) and node.value in ("true", "false"):
        return node.value == "true"
    return notes.note(line_of(node), f"{name_of(path)} must be true or false, not {said(node)}")


def number(node: Node, notes: Notes, path: Path) -> Any:
    """A finite number."""
    if isinstance(node, ScalarNode):
        try:
            value = float(node.value)
        except ValueError:
            value = math.nan
        if math.isfinite(value):
            return value
    return notes.note(line_of(node), f"{name_of(path)} must be a number, not {said(node)}")


def list_of(kind: Kind) -> Kind:
    """A list, each entry read by `kind`; the result is a tuple."""

    def read(node: Node, notes: Notes, path: Path) -> Any:
        if not isinstance(node, SequenceNode):
            return notes.note(line_of(node), f"{name_of(path)} must be a list, not {said(node)}")
        values = []
        for index, entry in enumerate(node.value):
            entry_path = (*path, index)
            notes.lines[entry_path] = line_of(entry)
            values.append(kind(entry, notes, entry_path))
        return UNREADABLE if UNREADABLE in values else tuple(values)

    return read


def mapping(keys: Mapping[str, Key], build: Callable[..., Any]) -> Kind:
    """A mapping with exactly these keys; `build` gets the values as keyword arguments."""

    def read(node: Node, notes: Notes, path: Path) -> Any:
        if not isinstance(node, MappingNode):
            expected = ", ".join(keys)
            return notes.note(
                line_of(node),
                f"{name_of(path)} must be a mapping (with {expected}), not {said(node)}",
            )
        values: dict[str, Any] = {}
        meant: set[str] = set()  # keys that are there, misspelt
        for key_node, value_node in node.value:
            word = key_node.value if isinstance(key_node, ScalarNode) else ""
            if word not in keys:
                near = difflib.get_close_matches(word, keys, n=1)
                meant.update(near)
                hint = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(keys)}"
                unknown = f"{name_of(path)} has an unknown key {said(key_node)}; {hint}"
                notes.note(line_of(key_node), unknown)
                values.setdefault("", UNREADABLE)
            elif word in values:
                first = notes.line(*path, word)
                notes.note(
                    line_of(key_node),
                    f"{name_of((*path, word))} is given twice, first in line {first}",
                )
            else:
                value_path = (*path, word)
                notes.lines[value_path] = line_of(key_node)
                values[word] = keys[word].kind(value_node, notes, value_path)
        for word, key in keys.items():
            if key.required and word not in values:
                if word not in meant:
                    notes.note(line_of(node), f"{name_of(path)} lacks the key '{word}'")
                values[word] = UNREADABLE
        return UNREADABLE if UNREADABLE in values.values() else build(**values)

    return read


def compose(source: str) -> Node | None:
    """The root node of a YAML document, or None when there is none.

    Raises `yaml.YAMLError`, and `RecursionError` when lists are nested absurdly deep.
    """
    node: Node | None = yaml.compose(source, Loader=yaml.SafeLoader)
    return node
