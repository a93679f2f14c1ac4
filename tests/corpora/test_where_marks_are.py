"""A mark stands where its words say, whatever the offsets count; else that is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading_corpora import losses, lost, marks, read_files

CRLF = "The brazen\r\nmayor spoke."
FIRE = "🚒 The brazen mayor."


def own(text: str, start: object, end: object, words: str) -> dict[str, object]:
    span = {"label": "L", "start": start, "end": end, "text": words}
    return {"id": 1, "text": text, "annotations": [{"annotator": "A", "spans": [span]}]}


def prodigy(text: str, start: int, end: int, words: str) -> dict[str, object]:
    span = {"label": "L", "start": start, "end": end, "text": words}
    return {"text": text, "_annotator_id": "A", "answer": "accept", "spans": [span]}


def label_studio(text: str, start: int, end: int, words: str) -> list[dict[str, object]]:
    value = {"start": start, "end": end, "text": words, "labels": ["L"]}
    work = {"completed_by": "A", "result": [{"id": "a", "type": "labels", "value": value}]}
    return [{"id": 1, "data": {"text": text}, "annotations": [work]}]


@pytest.mark.parametrize(
    ("text", "start", "end", "counts"),
    [
        (CRLF, 12, 17, ""),
        (CRLF, 11, 16, "line ends of two characters as one"),
        (CRLF.replace("\r", ""), 12, 17, "line ends of one character as two"),
        (FIRE, 14, 19, "UTF-16 code units"),
        ("Über the brazen mayor.", 17, 22, "bytes"),
        ("The brazen mayor.", 12, 17, "a byte order mark in front"),
        ("The brazen mayor.", 11, 15, "up to the last character, not behind it"),
        ("A mayor", 3, 8, "a byte order mark in front"),
    ],
)
@pytest.mark.parametrize("name", ["jsonl", "prodigy", "label_studio"])
def test_words_tell_what_offsets_count(
    name: str, text: str, start: int, end: int, counts: str, tmp_path: Path
) -> None:
    make = {"jsonl": own, "prodigy": prodigy, "label_studio": label_studio}[name]
    line = json.dumps(make(text, start, end, "mayor")) + "\n"
    file = "a.json" if name == "label_studio" else "a.jsonl"
    found = read_files(tmp_path, {file: line}, name)
    assert [one[3] for one in marks(found)] == ["mayor"]
    if not (name == "label_studio" and counts == "UTF-16 code units"):  # a browser's own way
        assert (counts in losses(found)) if counts else not found.losses


def test_words_that_stand_nowhere_are_named_and_offsets_taken(tmp_path: Path) -> None:
    line = json.dumps(own("The brazen mayor.", 3, 9, "brazen")) + "\n"
    found = read_files(tmp_path, {"a.jsonl": line}, "jsonl")
    assert marks(found)[0][3] == " braze"
    assert losses(found) == ("a.jsonl:1: the words 'brazen' are not those of the text there, "
                             "' braze'; the offsets were taken")  # fmt: skip


def test_a_text_beside_our_tables_may_have_other_line_ends(tmp_path: Path) -> None:
    """Offsets of a release count in the text that is stored."""
    table = "article_id,annotator,span,label,start,end\n1,A,r1,L,11,16\n"
    found = read_files(tmp_path, {"spans.csv": table, "1.txt": CRLF}, "csv")
    assert (marks(found)[0][3], found.losses) == ("mayor", ())


def test_offsets_of_ptc_count_each_line_end_as_one(tmp_path: Path) -> None:
    """As its scorer reads the texts, on whatever system they were fetched."""
    files = {"article7.txt": "The brazen\r\n\r\nmayor.\r\n",
             "article7.task2-TC.labels": "7\tLoaded\t12\t17\n"}  # fmt: skip
    assert marks(read_files(tmp_path, files, "ptc"))[0][3] == "mayor"


def test_tables_of_ours_that_were_saved_again_by_a_spreadsheet(tmp_path: Path) -> None:
    """Decimals of a column with gaps, blanks behind names, the line that is for Excel."""
    table = ("\ufeffsep=;\r\narticle_id;annotator;span;label;start;end\r\n"
             "1 ;A ;r1;L ;4,0;10,0\r\n1;A;r2;L;11.0;16.00\r\n1;A;r3;L;1,5;3\r\n")  # fmt: skip
    found = read_files(tmp_path, {"spans.csv": table, "1.txt": "The brazen mayor."}, "csv")
    assert marks(found) == [("1", "A", "L", "brazen"), ("1", "A", "L", "mayor")]
    assert lost(found) == [("spans.csv", 5)]


def test_offsets_as_text_with_decimals(tmp_path: Path) -> None:
    line = json.dumps(own("The brazen mayor.", "11.0", "16,0", "")) + "\n"
    assert marks(read_files(tmp_path, {"a.jsonl": line}, "jsonl"))[0][3] == "mayor"
