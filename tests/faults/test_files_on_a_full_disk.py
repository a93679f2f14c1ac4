"""Files that commands write, on a full disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from small_disk import filled, small_disk_at
from small_study import study

from annotator import store
from annotator.cli import commands, what_to_do
from annotator.errors import AnnotatorError

RATINGS = "item,annotator,label\n" + "".join(
    f"{n},{who},{n % 2}\n" for n in range(4000) for who in ("ann", "bob")
)
TITLE = "Bridges of Marl"
Words = Callable[[Path, Path], list[str]]


def report(data: Path, out: Path) -> list[str]:
    return ["report", TITLE, "--out", str(out / "report.html"), "--data-dir", str(data)]


def export(data: Path, out: Path) -> list[str]:
    return ["export", TITLE, "--format", "jsonl", "--out", str(out), "--data-dir", str(data)]


def soft(data: Path, out: Path) -> list[str]:
    (data / "ratings.csv").write_text(RATINGS)
    return ["soft", str(data / "ratings.csv"), "--out", str(out / "soft.csv")]


def do(words: list[str]) -> None:
    commands(words, standalone_mode=False)


def contents(folder: Path) -> dict[str, bytes]:
    found = [one for one in folder.rglob("*") if one.is_file() and one.name != "somebody's film"]
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def marked(folder: Path) -> dict[str, bytes]:
    """Each file says that it is of before; what came of it."""
    for one in folder.rglob("*"):
        if one.is_file():
            one.write_bytes(b"of before")
    return contents(folder)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    study(tmp_path / "data" / "annotator.sqlite")
    return tmp_path / "data"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "small") as folder:
        yield folder


@pytest.mark.parametrize("words", [report, export, soft])
def test_a_file_that_is_written_again_on_a_full_disk_stays_as_it_was(
    data: Path, small_disk: Path, words: Words
) -> None:
    do(words(data, small_disk))
    before = marked(small_disk)
    assert before
    film = filled(small_disk)
    with pytest.raises(AnnotatorError, match=r"(?i)could not .*No space left on device"):
        do(words(data, small_disk))
    assert contents(small_disk) == before
    film.unlink()
    do(words(data, small_disk))
    assert b"of before" not in contents(small_disk).values()


@pytest.mark.parametrize("form", ["csv", "brat"])
def test_an_export_of_several_files_is_all_there_or_as_it_was(
    data: Path, small_disk: Path, form: str
) -> None:
    """Some of the files had been new and some of before, as if they belonged together."""
    words = export(data, small_disk / "out")
    words[words.index("jsonl")] = form
    do(words)
    before = marked(small_disk)
    assert len(before) > 1
    for room in (4096, 8192):
        film = filled(small_disk, room)
        with pytest.raises(AnnotatorError, match=r"(?i)could not .*No space left on device"):
            do(words)
        assert contents(small_disk) == before
        film.unlink()
    do(words)
    assert b"of before" not in contents(small_disk).values()


def test_a_store_that_cannot_be_opened_for_want_of_room_says_so(small_disk: Path) -> None:
    path = study(small_disk / "annotator.sqlite")
    filled(small_disk)
    with pytest.raises(AnnotatorError, match="its disk is full; make room on it"):
        store.open_store(path)


def test_what_is_not_a_file_is_written_as_it_comes(data: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "soft.csv")
    with closing(os.fdopen(os.open(tmp_path / "soft.csv", os.O_RDWR | os.O_NONBLOCK), "rb")):
        (data / "ratings.csv").write_text("item,annotator,label\n1,ann,a\n1,bob,b\n")
        do(["soft", str(data / "ratings.csv"), "--out", str(tmp_path / "soft.csv")])
    assert (tmp_path / "soft.csv").is_fifo()


def test_a_full_disk_is_said_with_what_to_do() -> None:
    assert "Make room" in what_to_do(OSError(28, "No space left on device"))
    assert what_to_do(OSError(13, "Permission denied")) == ""
