"""Whatever a reader leaves out is said by file and line, and the rest comes in: lists with words
among the objects, missing cells, numbers where words belong, empty names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from reading_corpora import answers, lost, marks, read_files
from test_odd_corpora import parquet, zipped

TEXT = "The brazen mayor resigned."
MARK = {"start": 4, "end": 10, "label": "Loaded"}


def lines(*entries: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in entries)


def article(**work: object) -> dict[str, object]:
    return {"id": 7, "text": TEXT, "annotations": [{"annotator": "A", "spans": [MARK], **work}]}


@pytest.mark.parametrize(("record", "said"), [
    (article(spans=["loaded", MARK]), "'loaded' among 'spans' is no object; it was left out"),
    (article(relations=["s0 of s1"]), "'s0 of s1' among 'relations' is no object; it was left out"),
    (article(relations={"from": "s0"}), "'relations' is no list; it was left out: \"{'from"),
    (article(answers="yes"), "'answers' is no list; it was left out: 'yes'"),
    (article(answers=[{"question": "", "value": "yes"}]),
     "an answer without its question was left out"),
    (article(spans=[{**MARK, "attributes": 4}]), "'attributes' is no list; it was left out: '4'"),
    (article(spans=[MARK, {**MARK, "label": ["x"]}]), "the label \"['x']\" is no word; its mark"),
    ({**article(), "gold": ["x"]}, "its gold is no object; it was left out: \"['x']\""),
    ({**article(), "annotations": [*article()["annotations"], "B"]},  # type: ignore[misc]
     "'B' among 'annotations' is no object; it was left out"),
])  # fmt: skip
def test_json_lines_of_our_own(record: object, said: str, tmp_path: Path) -> None:
    other = {**article(), "id": 8, "text": "A brazen one."}
    corpus = read_files(tmp_path, {"a.jsonl": lines(other, record)}, "jsonl")
    assert marks(corpus)[0] == ("7", "A", "Loaded", "brazen")
    (loss,) = corpus.losses
    assert (loss.file, loss.line) == ("a.jsonl", 2)
    assert loss.sentence.startswith(said)


def test_parquet_whose_annotations_are_no_lists(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"article_id": 7, "text": TEXT, "annotations": "A"}]
    corpus = read_files(tmp_path, {"articles.parquet": parquet(rows)}, "parquet")
    assert lost(corpus) == [("articles.parquet", 1)]
    assert corpus.work == ()


def test_tables_of_our_own(tmp_path: Path) -> None:
    files: dict[str, str | bytes | object] = {
        "7.txt": TEXT,
        "articles.csv": "article_id,title,title\n7,a,b\n,c,d\n7,e,f\n9,g,h\n",
        "spans.csv": "article_id,annotator,label,start,end,\n7,A,Loaded,4,10,x\n7,,Loaded,a,b,\n",
        "gold-spans.csv": "article,label,start,end,attributes\n7,Loaded,4,10,[1]\n",
    }
    corpus = read_files(tmp_path, files, "csv")
    assert sorted(lost(corpus)) == [
        ("articles.csv", 1), ("articles.csv", 3), ("articles.csv", 4), ("articles.csv", 5),
        ("gold-spans.csv", 2), ("spans.csv", 2), ("spans.csv", 3),
    ]  # fmt: skip
    assert corpus.annotators == ("A",)  # nobody is made of a mark that cannot be read


def test_tables_of_semeval_2023(tmp_path: Path) -> None:
    folder = "dev-labels-subtask-3-spans"
    files: dict[str, str | bytes | object] = {
        "article111.txt": TEXT,
        "article112.txt": f"{TEXT}\nWhy?",
        f"{folder}/article111-labels-subtask-3.txt": (
            "111\tDoubt\t4\t10\n111\tDoubt\n111\t17\n111\tDoubt\t17\n111\tDoubt\t4\t10\tx\n"
        ),
        f"{folder}/article112-labels-subtask-3.txt": "112\tDoubt\t4\n",
        "dev-labels-subtask-3.txt": "112\t1\n112\t2\tDoubt\n112\tDoubt\n",
        "dev-labels-subtask-1.txt": "111\topinion\tsatire\n",
    }  # fmt: skip
    corpus = read_files(tmp_path, files, "semeval2023")
    spans = f"{folder}/article111-labels-subtask-3.txt"
    assert set(lost(corpus)) == {
        ("dev-labels-subtask-1.txt", 1), ("dev-labels-subtask-3.txt", 3),
        (spans, 2), (spans, 3), (spans, 4), (spans, 5),
        (f"{folder}/article112-labels-subtask-3.txt", 1),
    }  # fmt: skip
    assert ("112", "gold", "Doubt", "Why?") in marks(corpus)


def test_tables_of_semeval_2025_and_ptc(tmp_path: Path) -> None:
    corpus = read_files(tmp_path / "a", {
        "raw-documents/EN_1.txt": TEXT,
        "subtask-1-annotations.txt": "EN_1.txt\tmayor\t11\t16\t\tVictim\n",
        "subtask-2-annotations.txt": "EN_1.txt\tA\ta\tb\n",
    }, "semeval2025")  # fmt: skip
    assert lost(corpus) == [("subtask-1-annotations.txt", 1), ("subtask-2-annotations.txt", 1)]
    corpus = read_files(tmp_path / "b", {
        "article111.txt": TEXT,
        "article111.task2-TC.labels": "111\tDoubt\t4\t10\n111\tDoubt\tx\t4\t10\n",
    }, "ptc")  # fmt: skip
    assert lost(corpus) == [("article111.task2-TC.labels", 2)]


def qde(inside: str) -> str:
    return (
        '<Project><Users><User guid="u1" name="Ann"/></Users><CodeBook><Codes>'
        '<Code guid="c1" name="Loaded"/></Codes></CodeBook><Sources>\n'
        f'<TextSource guid="s1" name="row"><PlainTextContent>{TEXT}</PlainTextContent>\n'
        f"{inside}</TextSource></Sources></Project>"
    )


def test_qdpx_makes_no_annotator_that_nobody_named(tmp_path: Path) -> None:
    def passage(end: int, user: str, ref: str) -> str:
        return (f'<PlainTextSelection startPosition="4" endPosition="{end}"><Coding{user}>{ref}'
                "</Coding></PlainTextSelection>\n")  # fmt: skip

    code = '<CodeRef targetGUID="c1"/>'
    ann = ' creatingUser="u1"'
    inside = (
        passage(10, ann, code) + passage(900, "", code) + passage(10, ann, "")
        + '<Coding><CodeRef targetGUID="c9"/></Coding>\n'
    )  # fmt: skip
    corpus = read_files(tmp_path, {"p.qde": qde(inside)}, "qdpx")
    assert corpus.annotators == ("Ann",)
    assert sorted(lost(corpus)) == [("p.qde", 4), ("p.qde", 5), ("p.qde", 6)]
    kept = read_files(tmp_path / "kept", {"p.qde": qde(passage(10, "", code))}, "qdpx")
    assert kept.annotators == ("annotator",)


def test_an_archive_without_a_project_beside_one(tmp_path: Path) -> None:
    files = {"a.qdpx": zipped({"x.txt": TEXT}), "p.qde": qde("")}
    corpus = read_files(tmp_path, {**files}, "qdpx")
    assert lost(corpus) == [("a.qdpx", 0)]


def test_label_studio(tmp_path: Path) -> None:
    mark = {"id": "m", "type": "labels", "value": {"start": 4, "end": 10, "labels": ["Loaded"]}}
    tasks = [
        {"id": 1, "data": {"text": TEXT}, "annotations": ["x", {"completed_by": 3, "result": [
            mark, "y", {"type": "choices", "from_name": "q", "value": {}},
            {"type": "choices", "from_name": "", "value": {"choices": ["a"]}}]}],
         "predictions": "z"},
        {"id": 2, "data": {"text": "Rain."},
         "annotations": [{"completed_by": 3, "result": "none"}]},
    ]  # fmt: skip
    corpus = read_files(tmp_path, {"t.json": tasks}, "label_studio")
    assert [one[3] for one in marks(corpus)] == ["brazen"]
    assert len(corpus.losses) == 6
    assert {one.file for one in corpus.losses} == {"t.json"}
    assert all(one.line for one in corpus.losses)


def test_doccano(tmp_path: Path) -> None:
    offsets = {"start_offset": 4, "end_offset": 10, "label": "Loaded", "user": 1}
    entries = lines(
        {"id": 1, "text": TEXT, "entities": [offsets, {"tone": "x"}], "relations": "r",
         "Comments": {"a": 1}},
        {"id": 2, "text": TEXT, "annotations": "none", "label": []},
        {"id": 3, "text": TEXT, "annotations": [offsets], "cats": ["left"]},
    )  # fmt: skip
    corpus = read_files(tmp_path, {"a.jsonl": entries}, "doccano")
    assert [one[0] for one in marks(corpus)] == ["1", "3"]
    assert sorted(lost(corpus)) == [("a.jsonl", n) for n in (1, 1, 1, 2, 3)]


def test_prodigy(tmp_path: Path) -> None:
    whole = {"text": TEXT, "answer": "accept", "_annotator_id": "ann"}
    entries = lines(
        {**whole, "_input_hash": 1, "spans": [MARK, "x"], "relations": [4]},
        {**whole, "_input_hash": 2, "label": {"a": 1}},
        {**whole, "_input_hash": 3, "label": "x", "accept": ["y"], "answer": "perhaps"},
    )
    corpus = read_files(tmp_path, {"p.jsonl": entries}, "prodigy")
    assert [one[3] for one in marks(corpus)] == ["brazen"]
    assert lost(corpus) == [("p.jsonl", n) for n in (1, 1, 2, 3, 3)]


def test_lewidi_labels_of_nobody(tmp_path: Path) -> None:
    entries = {"1": {"text": "Rain.", "annotators": ["A", ""], "annotations": [0, 1]}}
    corpus = read_files(tmp_path, {"l.json": entries}, "lewidi")
    assert corpus.annotators == ("A",)
    assert [one.sentence for one in corpus.losses] == [
        "item 1 has a label '1' of nobody; left out"
    ]  # fmt: skip


def test_basil(tmp_path: Path) -> None:
    files: dict[str, str | bytes | object] = {
        "a.json": {"title": "Vote", "uuid": "u", "body-paragraphs": [["One is brazen.", 5]]},
        "a_ann.json": {"uuid": "u", "phrase-level-annotations": [], "article-level-annotations": 3},
        "b.json": {"tone": "none"},
        "c.json": {"title": "C", "body": [{"sentence": "Rain."}, "Sun."]},
    }  # fmt: skip
    corpus = read_files(tmp_path, files, "basil")
    assert sorted(lost(corpus)) == [(f"{one}.json", 1) for one in ("a", "a_ann", "b", "c")]


def test_inception_files_that_are_no_work(tmp_path: Path) -> None:
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT}
    cas = {"%FEATURE_STRUCTURES": [sofa]}
    work = zipped({"ann.json": json.dumps(cas), "bob.json": json.dumps(cas)})
    files: dict[str, str | bytes | object] = {
        "exportedproject.json": {"annotation_documents": ["x"]},
        "annotation/row.txt/ann.zip": work,
        "annotation/row.txt/bob.html": "<p>",
    }
    corpus = read_files(tmp_path, files, "inception")
    assert corpus.annotators == ("ann",)
    assert sorted(lost(corpus)) == [
        ("annotation/row.txt/ann.zip/bob.json", 0), ("annotation/row.txt/bob.html", 0),
        ("exportedproject.json", 0),
    ]  # fmt: skip


def test_cas(tmp_path: Path) -> None:
    structures = [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": TEXT},
        {"%ID": 2, "%TYPE": "uima.cas.Sofa", "sofaID": "sound", "sofaURI": "x.wav"},
        {"%ID": 3, "%TYPE": "custom.Bias", "@sofa": 1, "begin": 4, "label": "Loaded"},
        {"%ID": 4, "%TYPE": "uima.tcas.Annotation", "@sofa": 1, "begin": 4, "end": 10},
        {"%ID": 5, "%TYPE": "custom.Bias", "@sofa": 2, "begin": 4, "end": 10},
        {"%ID": 6, "%TYPE": "custom.Bias", "@sofa": 1, "begin": 4, "end": 10, "tone": {"a": 1}},
        "x",
    ]  # fmt: skip
    content: object = {"%FEATURE_STRUCTURES": structures}
    corpus = read_files(tmp_path, {"row.json": content}, "cas_json")
    assert [one[2:] for one in marks(corpus)] == [("Bias", "brazen")]
    assert answers(corpus) == []
    assert len(corpus.losses) == 5


def test_rows_with_too_few_cells(tmp_path: Path) -> None:
    tsv = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Mark|label|voice\n\n\n#Text=The brazen\n"
        "1-1\t0-3\tThe\t_\t_\t\n1-2\t4-10\tbrazen\tLoaded\n"
    )
    corpus = read_files(tmp_path / "tsv", {"a.tsv": tsv}, "webanno_tsv")
    assert [one[2] for one in marks(corpus)] == ["Loaded"]
    assert lost(corpus) == [("a.tsv", 7)]
    conll = "1\tAnn\tB-PER\tO\n2\tBee\tI-PER\n"
    corpus = read_files(tmp_path / "conll", {"a.conll": conll}, "conll")
    assert [one[3] for one in marks(corpus)] == ["Ann Bee"]
    assert lost(corpus) == [("a.conll", 2)]


def test_brat_marks_and_attributes_without_a_name(tmp_path: Path) -> None:
    ann = "T1\tLoaded 4 10\tbrazen\nT2\t 4 10\tbrazen\nA1\t T1 x\nN1\t T1 x\n"
    corpus = read_files(tmp_path, {"row.txt": TEXT, "row.ann": ann}, "brat")
    assert [one[2] for one in marks(corpus)] == ["Loaded"]
    assert answers(corpus) == []
    assert lost(corpus) == [("row.ann", 2), ("row.ann", 3), ("row.ann", 4)]


def test_what_stands_behind_a_list(tmp_path: Path) -> None:
    entry = json.dumps([{"id": 1, "text": TEXT, "label": ["left"]}])
    corpus = read_files(tmp_path, {"a.json": f"{entry}\n{entry}\n"}, "doccano")
    assert len(corpus.documents) == 1
    assert lost(corpus) == [("a.json", 2)]


def test_a_line_about_annotators_that_names_none(tmp_path: Path) -> None:
    files = {"ANNOTATORS": "A\nB\tBee\n", "B/row.txt": TEXT, "B/row.ann": ""}
    corpus = read_files(tmp_path, {**files}, "brat")
    assert lost(corpus) == [("ANNOTATORS", 1)]


TWICE = "the key {!r} stands several times in one object; the last was taken"


@pytest.mark.parametrize(("name", "content", "read_as", "key", "line"), [
    ("a.jsonl", lines(article()) + lines({**article(), "id": 8}).replace(
        '"text": ', '"text": "Rain.", "text": '), "jsonl", "text", 2),
    ("a.jsonl", lines(article()).replace('"start": ', '"start": 5, "start": '), "jsonl", "start",
     1),
    ("t.json", '[\n{"id": 1, "data": {"text": "Rain.", "text": "Sun."}, "annotations": []},\n'
     '{"id": 2, "data": {"text": "Rain."}, "annotations": []}]', "label_studio", "text", 2),
    ("l.json", '{"1": {"text": "Rain.", "annotators": ["A"], "annotations": [0]},\n"2": {"text": '
     '"Sun.", "annotators": ["A"], "annotations": [0]},\n"1": {"text": "Hail.", "annotators": '
     '["A"], "annotations": [1]}}', "lewidi", "1", 1),
    ("b.json", '{"title": "T", "title": "V", "uuid": "u",\n"body": [{"sentence": "Rain."}],\n'
     '"phrase-level-annotations": [{"txt": "a", "txt": "b"}]}', "basil", "txt", 3),
    ("p.jsonl", lines({"text": TEXT, "answer": "accept", "spans": [MARK], "_input_hash": 1})
     .replace('"answer": ', '"answer": "reject", "answer": '), "prodigy", "answer", 1),
    ("d.jsonl", lines({"id": 1, "text": TEXT, "label": [[4, 10, "Loaded"]]})
     .replace('"id": ', '"id": 9, "id": '), "doccano", "id", 1),
])  # fmt: skip
def test_a_key_that_stands_twice(
    name: str, content: str, read_as: str, key: str, line: int, tmp_path: Path
) -> None:
    corpus = read_files(tmp_path, {name: content}, read_as)
    said = [(one.file, one.line) for one in corpus.losses if one.sentence == TWICE.format(key)]
    assert said == [(name, line)]


def test_a_key_that_stands_twice_with_the_same_value_loses_nothing(tmp_path: Path) -> None:
    content = lines(article()).replace('"text": ', f'"text": "{TEXT}", "text": ')
    assert read_files(tmp_path, {"a.jsonl": content}, "jsonl").losses == ()


def test_a_key_that_stands_twice_in_a_cell_and_in_cas_json(tmp_path: Path) -> None:
    files: dict[str, str | bytes | object] = {
        "7.txt": TEXT, "spans.csv": "article_id,annotator,label,start,end\n7,A,Loaded,4,10\n",
        "gold-spans.csv": "article,label,start,end,attributes\n"
                          '7,Loaded,4,10,"{""tone"": ""a"", ""tone"": ""b""}"\n',
    }  # fmt: skip
    corpus = read_files(tmp_path / "a", files, "csv")
    (loss,) = corpus.losses
    assert (loss.file, loss.line, loss.sentence) == ("gold-spans.csv", 2, TWICE.format("tone"))
    cas = (
        '{"%TYPES": {},\n"%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1,'
        f' "sofaID": "_InitialView", "sofaString": "Rain.", "sofaString": "{TEXT}"}}],\n'
        '"%VIEWS": {}}'
    )
    corpus = read_files(tmp_path / "b", {"a.json": cas}, "cas_json")
    assert ("a.json", 2, TWICE.format("sofaString")) in [
        (one.file, one.line, one.sentence) for one in corpus.losses
    ]


def test_files_of_data_beside_our_own(tmp_path: Path) -> None:
    spans = "article_id,annotator,label,start,end\n7,A,Loaded,4,10\n"
    corpus = read_files(tmp_path / "csv", {
        "7.txt": TEXT, "spans.csv": spans, "more/marks.csv": spans, "old.jsonl": lines(article()),
        "README.md": "#",
    }, "csv")  # fmt: skip
    assert lost(corpus) == [("more/marks.csv", 0), ("old.jsonl", 0)]
    assert corpus.losses[0].sentence.startswith("nothing of it was read: tables are read that")
    corpus = read_files(tmp_path / "jsonl", {"a.jsonl": lines(article()), "marks.csv": spans},
                        "jsonl")  # fmt: skip
    assert lost(corpus) == [("marks.csv", 0)]
    row: dict[str, object] = {"article_id": 7, "text": TEXT, "annotations": []}
    corpus = read_files(tmp_path / "parquet", {
        "articles.parquet": parquet([row]), "annotations.parquet": parquet([row]),
        "marks.parquet": parquet([row]), "spans.csv": spans,
    }, "parquet")  # fmt: skip
    assert sorted(lost(corpus)) == [("marks.parquet", 0), ("spans.csv", 0)]
