"""A mark stands where its words say, whatever the offsets count; else that is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading_corpora import losses, lost, marks, read_files

from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.errors import CorpusError

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
        (CRLF, 11, 15, "line ends of two characters as one, up to the last character"),
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


def test_names_of_passages_tell_whether_the_end_is_the_last_character(tmp_path: Path) -> None:
    """A name that is no passage is somebody's own, and tells nothing."""
    passages = "".join(
        f'<PlainTextSelection guid="{number}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}"><Coding><CodeRef targetGUID="c"/></Coding></PlainTextSelection>'
        for number, (name, start, end) in enumerate([("brazen", 4, 9), ("my own", 11, 16)])
    )
    project = ('<Project xmlns="urn:QDA-XML:project:1.0" name="x"><CodeBook><Codes><Code guid="c" '
               'name="L" isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="s" '
               'name="d"><PlainTextContent>The brazen mayor.</PlainTextContent>'
               f"{passages}</TextSource></Sources></Project>")  # fmt: skip
    found = read_files(tmp_path, {"p.qde": project}, "qdpx")
    assert [one[3] for one in marks(found)] == ["brazen", "mayor"]
    assert "up to the last character" in losses(found)
    assert len(found.losses) == 1


@pytest.mark.parametrize(("first", "other", "remarks"), [((0, 2), (3, 9), 0), ((0, 1), (2, 8), 1)])
def test_words_of_webanno_tell_whether_offsets_count_code_points(
    first: tuple[int, int], other: tuple[int, int], remarks: int, tmp_path: Path
) -> None:
    further = [one + other[1] + 1 for one in (*first, *other)]  # a line end between
    rows = [f"1-1\t{first[0]}-{first[1]}\t🚒\t_", f"1-2\t{other[0]}-{other[1]}\tBrazen\tL"]
    more = [f"2-1\t{further[0]}-{further[1]}\t🚒\t_", f"2-2\t{further[2]}-{further[3]}\tBrazen\tM"]
    head = ["#FORMAT=WebAnno TSV 3.3", "#T_SP=webanno.custom.Mark|label", "", ""]
    lines = [*head, "#Text=🚒 Brazen", *rows, "", "#Text=🚒 Brazen", *more, ""]
    found = read_files(tmp_path, {"d/a.tsv": "\n".join(lines)}, "webanno_tsv")
    assert [one[2:] for one in marks(found)] == [("L", "Brazen"), ("M", "Brazen")]
    assert found.documents[0].article.text == "🚒 Brazen\n🚒 Brazen"
    assert len(found.losses) == remarks


def test_labels_that_differ_in_the_case_of_letters_are_remarked(tmp_path: Path) -> None:
    lines = '{"text": "The brazen mayor.", "label": [[4, 10, "Loaded "], [11, 16, "loaded"]]}\n'
    found = read_files(tmp_path, {"a.jsonl": lines}, "doccano")
    assert [one[2] for one in marks(found)] == ["Loaded", "loaded"]
    assert losses(found).endswith(
        "the labels 'Loaded' and 'loaded' look alike and are counted as different"
    )


def test_a_file_in_two_encodings_is_refused_with_the_place(tmp_path: Path) -> None:
    line = '{"text": "Über die Stadt", "label": [[9, 14, "L"]]}\n'
    (tmp_path / "a.jsonl").write_bytes(line.encode() + line.encode("cp1252"))
    with pytest.raises(CorpusError, match="Wrong encoding: expected UTF-8, but byte 63 does not"):
        read_corpus(open_corpus(tmp_path))
