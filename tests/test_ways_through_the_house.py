"""CONTRIBUTING tells the ways through the code by names; each name exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
WAYS = ("The way of an article", "The way of an annotation", "The way of a span")
NAMED = re.findall(r"`(annotator/[\w/]+\.py)(?::([\w.]+))?`", TEXT)


def section(title: str) -> str:
    return TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]


def defined_in(file: Path) -> set[str]:
    """Functions and classes, and methods as `Class.method`."""
    found: set[str] = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            inner = (one for one in node.body if isinstance(one, ast.FunctionDef))
            found |= {f"{node.name}.{one.name}" for one in inner}
    return found


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_what_is_named_on_the_way_is_there(file: str, name: str) -> None:
    assert (ROOT / file).is_file(), file
    if name:
        assert name in defined_in(ROOT / file)


@pytest.mark.parametrize("title", WAYS)
def test_a_way_has_fewer_than_fifteen_steps_each_with_its_function(title: str) -> None:
    steps = re.findall(r"^\d+\. (.*)$", section(title), re.MULTILINE)
    assert 5 <= len(steps) < 15
    for step in steps:
        assert re.match(r"`annotator/[\w/]+\.py:[\w.]+`", step), step


def test_ten_questions_are_answered_in_a_line_each() -> None:
    assert len(re.findall(r"^- \*.*\?\* \S", section("Ten questions"), re.MULTILINE)) == 10
