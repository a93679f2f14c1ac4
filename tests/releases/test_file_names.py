"""Names of files are taken by Linux, macOS and Windows, are never paths, and never the same."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from annotator.file_names import file_name, title_stem

ODD = (
    *("CON", "Nul", "aux", "prn", "COM1", "lpt9", "conin", "com10", "con."),
    *("a/b", "a\\b", "..", ".", "/etc/passwd", "C:\\Temp", "~", "-rf", "a:b", "a*b?", 'a"b<c>|'),
    *("Ann", "Ann ", " Ann", "Ann.", "Ann\t", "Ann\n", "Ann\0", "!!!", "???", "", " "),
    *("🌉", "🌉🌉", "Новости", "Газета", "Новости 2026", "Газета 2026", "é", "e\u0301", "ﬁn"),
    *("x" * 400, "x" * 401, "я" * 400, "\ud800"),
)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("made", [file_name, title_stem])
def test_a_name_is_one_that_every_system_takes(made: object, name: str) -> None:
    assert callable(made)
    found = made(name) or "study-7"
    path = f"{found}.jsonl"
    assert PurePosixPath(path).parts == PureWindowsPath(path).parts == (path,)
    assert re.fullmatch(r"[A-Za-z0-9%_ -]*[A-Za-z0-9%_-]", found)
    assert not PureWindowsPath(path).is_reserved()
    assert len(path) < 140


def test_different_names_are_different_files() -> None:
    assert len({file_name(one) for one in ODD}) == len(ODD)


def test_titles_that_differ_in_lost_letters_or_far_behind_are_different_files() -> None:
    titles = ["Новости 2026", "Газета 2026", "2026", "x" * 80, "x" * 81, "Brücke"]
    assert len({title_stem(one) for one in titles}) == len(titles)


def test_an_ordinary_title_keeps_its_words() -> None:
    assert title_stem("Sample study: news from “Tolvane”") == "sample-study-news-from-tolvane"
