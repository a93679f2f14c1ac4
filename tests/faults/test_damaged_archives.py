"""Archives damaged in every place that zip has: refused in words, and what is whole is read."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from safe_installation import installation

from annotator.articles.files import read_file
from annotator.corpora.files import open_corpus
from annotator.errors import AnnotatorError, StoreError
from annotator.settings import Settings
from annotator.workflow.safety.backing_up import back_up
from annotator.workflow.safety.restoring import restore

TEXT = "The brazen mayor of Hask slammed the door on the harbour board, for the {}th time."


def with_a_name_that_is_no_text(content: bytearray, dice: random.Random) -> None:
    """Of the first file: said to be UTF-8, which its bytes are not."""
    content[7] |= 8
    content[30] = 0xA0


def with_an_unknown_packing(content: bytearray, dice: random.Random) -> None:
    at = content.rindex(b"PK\x01\x02")
    content[at + 10] = 99


def locked(content: bytearray, dice: random.Random) -> None:
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    content[content.rindex(b"PK\x03\x04") + 6] |= 1


def with_bits_turned(content: bytearray, dice: random.Random) -> None:
    for _ in range(dice.choice([1, 3, 20])):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)


def with_zeros_inside(content: bytearray, dice: random.Random) -> None:
    at = dice.randrange(len(content) - 600)
    content[at : at + 600] = bytes(600)


def with_its_end_cut(content: bytearray, dice: random.Random) -> None:
    del content[dice.randrange(len(content)) :]


def with_another_list(content: bytearray, dice: random.Random) -> None:
    """The list of files at the end has bytes of something else."""
    at = content.index(b"PK\x01\x02")
    for _ in range(3):
        content[dice.randrange(at, len(content))] = dice.randrange(256)


Damage = Callable[[bytearray, random.Random], None]
ONCE: list[Damage] = [with_a_name_that_is_no_text, with_an_unknown_packing, locked]
AT_RANDOM: list[Damage] = [
    with_bits_turned, with_zeros_inside, with_its_end_cut, with_another_list,
]  # fmt: skip
TURNS = 12


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("whole")
    return back_up(folder / "b.zip", installation(folder / "var")).path.read_bytes()


@pytest.mark.parametrize("damage", [*ONCE, *AT_RANDOM], ids=lambda one: one.__name__)
def test_a_damaged_backup_is_refused_in_words_or_restores_everything(
    backup: bytes, tmp_path: Path, damage: Damage
) -> None:
    dice = random.Random(1)
    for turn in range(1 if damage in ONCE else TURNS):
        content = bytearray(backup)
        damage(content, dice)
        (tmp_path / "b.zip").write_bytes(content)
        again = Settings(data_dir=tmp_path / f"again{turn}")
        try:
            restored = restore(tmp_path / "b.zip", again)
        except StoreError:
            assert not again.database.exists()  # what is half restored is not taken for whole
        else:
            assert damage in AT_RANDOM  # a byte that nothing depends on
            assert restored.titles


def packed(folder: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in folder.items():
            archive.writestr(name, content)
    return made.getvalue()


def a_workbook() -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["title", "text"])
    for number in range(20):
        book.active.append([f"Report {number}", TEXT.format(number)])
    book.save(made)
    return made.getvalue()


def a_document() -> bytes:
    document, made = docx.Document(), io.BytesIO()
    for number in range(20):
        document.add_paragraph(TEXT.format(number))
    document.save(made)
    return made.getvalue()


def texts() -> bytes:
    return packed({f"{number}.txt": TEXT.format(number).encode() * 9 for number in range(9)})


MADE = {"a.xlsx": a_workbook, "b.docx": a_document, "c.zip": texts}


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("damage", [*ONCE, *AT_RANDOM], ids=lambda one: one.__name__)
def test_a_damaged_file_of_articles_is_refused_and_those_beside_it_are_read(
    name: str, damage: Damage
) -> None:
    dice, whole = random.Random(2), MADE[name]()
    for _ in range(1 if damage in ONCE else TURNS):
        content = bytearray(whole)
        damage(content, dice)
        read = read_file(name, bytes(content))
        assert read.articles or read.refusals
        beside = {"x.txt": TEXT.format(1).encode(), name: bytes(content), "z.txt": b"Last one."}
        read = read_file("all.zip", packed(beside))
        found = [one.source_name for one in read.articles]
        assert "all.zip/x.txt" in found
        assert "all.zip/z.txt" in found


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml"])
def test_a_document_whose_parts_are_no_longer_xml_is_refused_in_words(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(a_document())) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    parts[part] = parts[part][: len(parts[part]) // 2]
    [refusal] = read_file("a.docx", packed(parts)).refusals
    assert "damaged" in refusal.reason


def test_only_what_is_locked_is_said_to_be_locked() -> None:
    """A way of packing that is not known raises an error of the same kind."""
    for damage, words in ((locked, "password"), (with_an_unknown_packing, "unknown way")):
        content = bytearray(texts())
        damage(content, random.Random(3))
        [refusal] = read_file("a.zip", bytes(content)).refusals
        assert words in refusal.reason


@pytest.mark.parametrize("damage", [*ONCE, *AT_RANDOM], ids=lambda one: one.__name__)
def test_a_damaged_corpus_gives_what_is_whole_or_is_refused(tmp_path: Path, damage: Damage) -> None:
    dice, path = random.Random(4), tmp_path / "corpus.zip"
    for _ in range(1 if damage in ONCE else TURNS):
        content = bytearray(texts())
        damage(content, dice)
        path.write_bytes(content)
        try:
            corpus = open_corpus(path)
        except AnnotatorError:
            continue
        unread = [name for name in corpus.names if not corpus.read(name)]
        assert {one.file for one in corpus.losses} >= set(unread)


def test_a_file_without_a_proper_name_in_a_corpus_is_left_out_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "corpus.zip"
    path.write_bytes(packed({"a.txt": b"A text.", ".": b"Nobody's."}))
    corpus = open_corpus(path)
    assert list(corpus.names) == ["a.txt"]
    assert [one.file for one in corpus.losses] == ["."]
