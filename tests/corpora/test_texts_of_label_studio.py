"""What a Label Studio task shows: a page, a conversation, a text; and what else a mark carries."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reading_corpora import answers, lost, marks, read_files

PAGE = "<style>p {}</style><p>The <b>brazen</b> mayor &amp; 🚢 co.<br>Critics</p>"


def mark(kind: str, label: str, words: str, **where: Any) -> dict[str, Any]:
    return {"id": label, "from_name": "label", "to_name": "it", "type": kind,
            "value": {"text": words, kind: [label], **where}}  # fmt: skip


def task(data: dict[str, Any], *result: dict[str, Any], **about: Any) -> dict[str, Any]:
    return {"id": 1, "data": data, "annotations": [{"completed_by": 3, "result": result, **about}]}


def test_marks_of_a_page_count_in_what_it_shows(tmp_path: Path) -> None:
    """The editor counts UTF-16 code units there: the words tell."""
    result = [
        mark("hypertextlabels", "Loaded", "brazen", start="/p[1]/b[1]/text()[1]", startOffset=0,
             endOffset=6, end="/p[1]/b[1]/text()[1]", globalOffsets={"start": 4, "end": 10}),
        mark("hypertextlabels", "Who", "Critics", start="/p[1]/text()[3]", startOffset=0,
             end="/p[1]/text()[3]", endOffset=7, globalOffsets={"start": 26, "end": 33}),
    ]  # fmt: skip
    corpus = read_files(tmp_path, {"a.json": [task({"html": PAGE}, *result)]}, "label_studio")
    assert corpus.documents[0].article.text == "The brazen mayor & 🚢 co.\nCritics"
    assert [one[2:] for one in marks(corpus)] == [("Loaded", "brazen"), ("Who", "Critics")]
    assert lost(corpus) == []


def test_a_conversation_is_its_turns(tmp_path: Path) -> None:
    turns = [{"author": "Ann", "text": "A brazen 🚢 mayor"}, {"author": "Bob", "text": "So what?"}]
    result = [
        mark("paragraphlabels", "Loaded", "brazen", start="0", end="0", startOffset=2, endOffset=8),
        mark("paragraphlabels", "Long", "mayor\nSo", start="0", end="1", startOffset=11,
             endOffset=2),
        mark("paragraphlabels", "Gone", "", start="9", end="9", startOffset=0, endOffset=2),
    ]  # fmt: skip
    tasks: object = [task({"dialogue": turns}, *result)]
    corpus = read_files(tmp_path, {"a.json": tasks}, "label_studio")
    assert corpus.documents[0].article.text == "Ann: A brazen 🚢 mayor\nBob: So what?"
    assert [one[2:] for one in marks(corpus)] == [("Loaded", "brazen"), ("Long", "mayor\nBob: So")]
    assert "'mayor\\nSo' are not those of the text there" in str(corpus.losses[0])
    assert "9 to 9" in str(corpus.losses[1])


def test_an_address_in_place_of_a_text_has_no_marks(tmp_path: Path) -> None:
    tasks: object = [
        task({"text": "https://example.org/a.txt"}, mark("labels", "Who", "mayor", start=3, end=8)),
        task({"text": "The mayor"}, mark("labels", "Who", "mayor", start=4, end=9)) | {"id": 2},
    ]
    corpus = read_files(tmp_path, {"a.json": tasks}, "label_studio")
    assert [one[0] for one in marks(corpus)] == ["2"]
    assert "task 1 has no text, or an address in place of it" in str(corpus.losses[0])


def test_a_note_on_a_mark_and_the_ground_truth(tmp_path: Path) -> None:
    noted = mark("labels", "Who", "mayor", start=4, end=9) | {"meta": {"text": ["unsure", "why?"]}}
    tasks: object = [task({"text": "The mayor"}, noted, ground_truth=True)]
    corpus = read_files(tmp_path, {"a.json": tasks}, "label_studio")
    assert [one[1:] for one in answers(corpus) if one[0] == "3"] == [
        ("mayor", "note", "unsure"), ("mayor", "note", "why?"),
    ]  # fmt: skip
    assert [len(one.spans) for one in corpus.gold] == [1], "a person's work, and the gold"
    assert corpus.annotators == ("3",)
