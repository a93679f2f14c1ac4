"""Foreign files are read in a process apart; one that makes it run away stops no other."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import psutil
import pytest

from annotator.articles.duplicates import signature_of
from annotator.articles.reading import Piece, Signed, gather
from annotator.articles.warm_reader import WarmReader
from annotator.background import NICENESS

GOOD = b"Bridge closes\n\nThe old bridge will close on Friday, the council said."
# Half a second of work for every thousand: no page of news looks like this.
HEAVY = b"<html><body><article>" + b"<table><tr><td>x</td></tr></table>" * 20_000
LARGE = b"[" + b'{"a": [{}, {}, {}, {}]},' * 700_000 + b"{}]"


@pytest.fixture
def reader() -> Iterator[WarmReader]:
    made = WarmReader(most_bytes=300 * 1024**2)
    yield made
    made.close()


def titles(reader: WarmReader, name: str = "good.txt", data: bytes = GOOD) -> list[str]:
    return [article.title for article in reader.read(name, data).articles]


def test_files_are_read_by_one_process_after_the_other(reader: WarmReader) -> None:
    assert titles(reader) == ["Bridge closes"]
    first = reader.pid
    assert titles(reader, "rows.csv", b"title,text\nOne,Here.\nTwo,There.\n") == ["One", "Two"]
    assert reader.pid == first
    own = psutil.Process().nice()
    assert psutil.Process(first).nice() == min(19, own + NICENESS)  # whoever saves goes first


def test_so_many_articles_as_asked_come_with_a_signature_of_their_text(reader: WarmReader) -> None:
    found: list[Piece] = []
    rows = b"title,text\nOne,Here.\nTwo,There.\n"
    reader.read_each("rows.csv", rows, found.extend, sign=1)
    first, second = gather(found).articles
    assert gather(found).signed == (Signed(first.sha256, signature_of(first.text)),)
    assert signature_of(first.text) != signature_of(second.text)


def test_a_page_that_takes_too_long_is_refused_by_name_and_the_next_is_read(
    reader: WarmReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert titles(reader) == ["Bridge closes"]  # to start takes longer than the limit elsewhere
    with monkeypatch.context() as patch:
        patch.setattr(reader, "_most_seconds", 2.0)
        (refusal,) = reader.read("heavy.html", HEAVY).refusals
    assert refusal.source_name == "heavy.html"
    assert "2 seconds" in refusal.reason
    assert titles(reader) == ["Bridge closes"]


def test_a_file_that_takes_too_much_memory_is_refused_by_name(reader: WarmReader) -> None:
    (refusal,) = reader.read("large.json", LARGE).refusals
    assert refusal.source_name == "large.json"
    assert "GB of memory" in refusal.reason
    assert titles(reader) == ["Bridge closes"]


def test_a_reader_that_dies_refuses_its_file(reader: WarmReader) -> None:
    assert titles(reader) == ["Bridge closes"]
    assert reader.pid is not None
    psutil.Process(reader.pid).kill()
    psutil.Process(reader.pid).wait()
    assert titles(reader) == ["Bridge closes"]  # started again
    broken = WarmReader((sys.executable, "-c", "print('no answer')"))
    assert "without an answer" in broken.read("a.txt", GOOD).refusals[0].reason


def test_progress_is_told_and_closing_leaves_no_process(reader: WarmReader) -> None:
    rows = b"title,text\n" + b"".join(b"One,Text %d\n" % i for i in range(1000))
    told: list[int] = []
    assert len(reader.read("rows.csv", rows, progress=told.append).articles) == 1000
    assert told == [200, 400, 600, 800, 1000]
    assert reader.pid is not None
    process = psutil.Process(reader.pid)
    reader.close()
    assert not process.is_running()
    assert reader.pid is None
