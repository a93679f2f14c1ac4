"""Work that is none is nobody's, a "no" is an answer, and a text that has no number is told by its
words."""

from __future__ import annotations

import json
from pathlib import Path

from reading_corpora import answers, marks, read_files
from test_formats_of_tools import TEXT as ROW
from test_formats_of_tools import xmi, zipped

from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.models import State

TEXT = "The brazen mayor of Tolvane resigned."


def lines(*entries: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in entries)


def asked(who: str, label: str, answer: str, text: str = TEXT) -> dict[str, object]:
    return {"text": text, "label": label, "answer": answer, "_annotator_id": who, "_input_hash": 1}


def test_prodigy_that_asks_label_by_label_has_a_question_each(tmp_path: Path) -> None:
    entries = (
        asked("ann", "loaded", "accept"), asked("ann", "vague", "reject"),
        asked("bob", "loaded", "reject"), asked("bob", "vague", "ignore"),
        asked("bob", "loaded", "accept"),
    )  # fmt: skip
    corpus = read_files(tmp_path, {"p.jsonl": lines(*entries)}, "prodigy")
    assert answers(corpus) == [
        ("ann", "", "loaded", "yes"), ("ann", "", "vague", "no"), ("bob", "", "loaded", "no"),
    ]  # fmt: skip
    assert [one.state for one in corpus.work] == [State.SUBMITTED, State.SUBMITTED]
    assert [str(one) for one in corpus.losses] == [
        "p.jsonl:5: 'bob' answered this text in an earlier line, which stays"
    ]


def test_prodigy_with_several_labels_of_one_text_keeps_each(tmp_path: Path) -> None:
    entries = asked("ann", "loaded", "accept"), asked("ann", "vague", "accept")
    corpus = read_files(tmp_path, {"p.jsonl": lines(*entries)}, "prodigy")
    assert answers(corpus) == [("ann", "", "loaded", "yes"), ("ann", "", "vague", "yes")]
    assert corpus.losses == ()


def test_prodigy_with_one_label_a_text_has_one_question(tmp_path: Path) -> None:
    entries = asked("ann", "loaded", "accept"), asked("bob", "vague", "accept")
    corpus = read_files(tmp_path, {"p.jsonl": lines(*entries)}, "prodigy")
    assert answers(corpus) == [("ann", "", "label", "loaded"), ("bob", "", "label", "vague")]


def test_the_texts_that_nobody_labelled_in_doccano_are_no_work_of_somebody(tmp_path: Path) -> None:
    files: dict[str, object] = {
        "ann.jsonl": lines({"id": 1, "text": TEXT, "label": [[4, 10, "loaded"]]}),
        "unknown.jsonl": lines({"id": 2, "text": "Rain again.", "label": [], "Comments": []}),
    }
    corpus = read_files(tmp_path / "two", files, "doccano")
    assert corpus.annotators == ("ann",)
    assert [one.key for one in corpus.documents] == ["1", "2"]
    files["unknown.jsonl"] = lines({"id": 2, "text": "Rain again.", "label": [[0, 4, "loaded"]]})
    assert read_files(tmp_path / "more", files, "doccano").annotators == ("ann", "unknown")


def test_an_inception_project_says_how_far_each_work_is(tmp_path: Path) -> None:
    states = {"ann": "FINISHED", "bob": "IN_PROGRESS", "eve": "NEW", "joe": "IGNORE"}
    project = {"annotation_documents": [
        {"name": "row.txt", "user": who, "state": state} for who, state in states.items()
    ]}  # fmt: skip
    inner = zipped({"x.xmi": xmi().encode()})
    files = {f"annotation/row.txt/{who}.zip": inner for who in (*states, "kim")}
    files["exportedproject7.json"] = json.dumps(project).encode()
    files["source/row.txt"] = ROW.encode()
    (tmp_path / "p.zip").write_bytes(zipped(files))
    name, corpus = read_corpus(open_corpus(tmp_path / "p.zip"))
    assert name == "inception"
    assert {one.annotator: one.state for one in corpus.work} == {
        "ann": State.SUBMITTED, "bob": State.SUBMITTED, "joe": State.SKIPPED,
        "kim": State.SUBMITTED,
    }  # fmt: skip
    assert ("row.txt", "bob", "Loaded", "brazen") in marks(corpus)
    said = [one.sentence for one in corpus.losses if one.file == "p.zip"]
    assert said == ["work of annotators not finished; taken as they are: 1",
                    "work of annotators opened and not begun; left out: 1"]  # fmt: skip


def test_texts_without_numbers_are_told_by_their_words(tmp_path: Path) -> None:
    """Two people's lines on one text stand at other places, and are about one document."""
    rain, row = {"text": "Rain again."}, {"text": TEXT}
    prodigy = [
        {**one, "answer": "accept", "spans": [], "_annotator_id": who}
        for who, one in (("ann", rain), ("ann", row), ("bob", row))
    ]
    corpus = read_files(tmp_path / "p", {"p.jsonl": lines(*prodigy)}, "prodigy")
    assert [(one.document, one.annotator) for one in corpus.work] == [
        ("1", "ann"), ("2", "ann"), ("2", "bob"),
    ]  # fmt: skip
    mark = {"label": [[4, 10, "loaded"]]}
    files = {"ann.jsonl": lines({**rain, "label": []}, row | mark), "bob.jsonl": lines(row | mark)}
    corpus = read_files(tmp_path / "d", files, "doccano")
    assert marks(corpus) == [("2", "ann", "loaded", "brazen"), ("2", "bob", "loaded", "brazen")]
    assert len(corpus.documents) == 2
