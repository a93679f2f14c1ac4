"""Corpora in: 1,000 brat documents of 5 annotators against reading and splitting their lines."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator import store
from annotator.corpora.corpus import Corpus
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.workflow.importing import import_path
from benchmarks.measured import Measured

__all__ = ["importing"]

DOCUMENTS, ANNOTATORS, MARKS = 1000, 5, 20
BOUND = 3.0
WORDS = ("harbour", "mayor", "brazen", "critics", "said", "ferry", "board", "wells", "toll")
LABELS = ("Loaded", "Source", "Cue", "Content")


def importing(rounds: int) -> Iterator[Measured]:
    """Two lines: reading to a corpus, and reading and keeping it as a study."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "corpus"
        folder.mkdir()
        write_corpus(folder)
        split_lines(folder)  # the files are in memory from here on
        reading, keeping, splitting = [], [], []
        for number in range(rounds):
            splitting.append(clock(lambda: split_lines(folder)))
            reading.append(clock(lambda: read(folder)))
            path = Path(place) / f"{number}.sqlite"
            db = store.open_store(path)
            keeping.append(clock(lambda: import_path(db, folder, "Bench")))  # noqa: B023
            db.close()
            path.unlink()
    about = "reading the same files and splitting their lines at tabs"
    size = f"{DOCUMENTS * ANNOTATORS * MARKS:,} marks"
    yield Measured(f"brat corpus read, {size}", tuple(reading), tuple(splitting), BOUND, about)
    yield Measured(f"brat corpus imported, {size}", tuple(keeping), tuple(splitting), BOUND, about)


def write_corpus(folder: Path) -> None:
    chance = random.Random(1)
    for number in range(DOCUMENTS):
        text = f"Story {number}\n\n" + " ".join(chance.choice(WORDS) for _ in range(600))
        (folder / f"d{number}.txt").write_text(text, encoding="utf-8")
        for annotator in range(ANNOTATORS):
            lines = []
            for mark in range(MARKS):
                start = chance.randrange(20, len(text) - 60)
                end = start + chance.randrange(3, 40)
                words = text[start:end]
                lines.append(f"T{mark + 1}\t{chance.choice(LABELS)} {start} {end}\t{words}\n")
            (folder / f"d{number}_a{annotator}.ann").write_text("".join(lines), encoding="utf-8")


def split_lines(folder: Path) -> int:
    cells = 0
    for path in sorted(folder.iterdir()):
        for line in path.read_text(encoding="utf-8").split("\n"):
            cells += len(line.split("\t"))
    return cells


def read(folder: Path) -> Corpus:
    return read_corpus(open_corpus(folder), "brat")[1]


def clock(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
