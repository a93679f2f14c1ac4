"""Corpora as people send them: what is written in another way, or half, is read or said."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from reading_corpora import answers, lost, marks, read_files, relations, write_files

from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus, recognised
from annotator.errors import CorpusError

TEXT = "The brazen mayor of Tolvane resigned.\nCritics say so."


def lines(*entries: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in entries)


def parquet(rows: list[dict[str, object]]) -> bytes:
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), buffer)  # type: ignore[no-untyped-call]
    return buffer.getvalue()


def zipped(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def test_doccano_with_marks_under_numbers_and_labels_with_numbers(tmp_path: Path) -> None:
    mark = {"start_offset": 4, "end_offset": 10, "label": "Loaded"}
    entries = lines(
        {"id": 1, "text": TEXT, "labels": "pos"},
        {"id": 2, "text": TEXT, "entities": {"0": mark}},
        {"id": 3, "text": TEXT, "cats": {"left": 1.0, "right": 0.2}},
        {"id": 4, "text": TEXT, "label": {"a": "b"}},
        {"id": 5, "text": TEXT, "entities": [], "relations": [[1, 2, "of"]]},
    )
    corpus = read_files(tmp_path, {"a.jsonl": entries}, "doccano")
    assert marks(corpus) == [("2", "annotator", "Loaded", "brazen")]
    assert [one[2:] for one in answers(corpus)] == [("label", "left"), ("label", "pos")]
    assert lost(corpus) == [("a.jsonl", 4), ("a.jsonl", 5)]


def test_prodigy_with_what_is_no_list(tmp_path: Path) -> None:
    whole = {"text": TEXT, "answer": "accept", "_annotator_id": "ann"}
    entries = lines(
        {**whole, "_input_hash": 1, "spans": {"start": 4}, "accept": "a"},
        {**whole, "_input_hash": 2, "label": ["x", "y"]},
    )
    corpus = read_files(tmp_path, {"p.jsonl": entries}, "prodigy")
    assert [one.sentence for one in corpus.losses] == [
        "'spans' is no list; it was left out: \"{'start': 4}\"",
        "'accept' is no list; it was left out",
    ]  # fmt: skip
    assert [one[3] for one in answers(corpus)] == ["x", "y"]


def test_lewidi_with_more_annotators_than_labels(tmp_path: Path) -> None:
    entries = {"1": {"text": "Rain.", "annotators": "A,B,C", "annotations": "0,1"},
               "2": {"text": "Sun.", "annotators": "A", "annotations": ["1", "0"]}}  # fmt: skip
    corpus = read_files(tmp_path, {"l.json": entries}, "lewidi")
    assert [(one.file, one.sentence.partition(";")[0]) for one in corpus.losses] == [
        ("l.json", "item 1 names 3 annotators and has 2 labels"),
        ("l.json", "item 2 names 1 annotator and has 2 labels"),
    ]


def test_tables_of_shared_tasks_with_quoted_cells(tmp_path: Path) -> None:
    files = {
        "article111.txt": TEXT,
        "train-labels-subtask-1.txt": '"111"\t"opinion"\n',
        "train-labels-subtask-2.txt": '111\t"Economic,Morality"\n',
    }
    corpus = read_files(tmp_path, files, "semeval2023")
    assert [one[2:] for one in answers(corpus)] == [
        ("frames", "Economic"), ("frames", "Morality"), ("genre", "opinion"),
    ]  # fmt: skip


def test_entities_whose_words_are_quoted_by_the_table_or_in_the_text(tmp_path: Path) -> None:
    text = 'The "Great Leader" and a "so\tcalled" mayor.'
    first, second = text.index('"Great'), text.index('"so')
    rows = [
        ["EN_1.txt", '"Great Leader"', f" {first} ", f"{first + 13}", "Innocent", "Victim"],
        ["EN_1.txt", '"""so\tcalled"" mayor"', str(second), str(len(text) - 2), "Antagonist"],
    ]
    table = "".join("\t".join(row) + "\n" for row in rows) + "EN_1.txt mayor 11 15 Innocent\n"
    files = {"raw-documents/EN_1.txt": text, "subtask-1-annotations.txt": table}
    corpus = read_files(tmp_path, files, "semeval2025")
    assert [one[3] for one in marks(corpus)] == ['"Great Leader"', '"so\tcalled" mayor']
    assert lost(corpus) == [("subtask-1-annotations.txt", 3)]


def test_basil_articles_that_nobody_has_annotated_are_no_gold(tmp_path: Path) -> None:
    article = {"title": "Vote", "body-paragraphs": [["One is brazen."]]}
    files = {
        "articles/a.json": {**article, "uuid": "u1"},
        "articles/b.json": {**article, "uuid": "u2", "title": "Another"},
        "annotations/a_ann.json": {"uuid": "u1", "phrase-level-annotations": []},
        "annotations/c_ann.json": {"uuid": "u3", "phrase-level-annotations": []},
    }
    corpus = read_files(tmp_path, files, "basil")
    assert [one.key for one in corpus.documents] == ["a", "b"]
    assert [one.document for one in corpus.gold] == ["a"]
    assert lost(corpus) == [("annotations/c_ann.json", 1)]


def test_parquet_with_articles_that_nobody_has_annotated(tmp_path: Path) -> None:
    work = {"annotator": "A", "spans": [{"label": "l", "start": 4, "end": 10}],
            "answers": [{"question": "q", "value": float("nan")}]}  # fmt: skip
    rows = [{"article_id": 7, "text": TEXT, "annotations": [work]},
            {"article_id": 8, "text": "Rain.", "annotations": None}]  # fmt: skip
    corpus = read_files(tmp_path, {"articles.parquet": parquet(rows)}, "parquet")
    assert [(one.document, one.annotator) for one in corpus.work] == [("7", "A")]
    assert answers(corpus) == []  # what is no number is no answer
    assert len(corpus.documents) == 2


def test_rows_of_annotations_without_an_annotator(tmp_path: Path) -> None:
    rows = [{"article_id": 7, "text": TEXT, "annotator": "A", "spans": [], "answers": []},
            {"article_id": 8, "text": "Rain.", "annotator": None, "spans": None, "answers": []},
            ]  # fmt: skip
    corpus = read_files(tmp_path, {"annotations.parquet": parquet(rows)}, "parquet")
    assert [(one.document, one.annotator) for one in corpus.work] == [("7", "A")]
    assert len(corpus.documents) == 2


@pytest.mark.parametrize(("table", "rows", "said"), [
    ("spans", "annotator,label,start,end\nA,l,0,4\n", "no column article_id;"),
    ("answers", "article_id,question,answer\n7,q,yes\n", "no column value;"),
    ("relations", "article_id,label\n7,of\n", "no columns from, to;"),
])  # fmt: skip
def test_a_table_without_a_column_is_left_out_with_a_word(
    table: str, rows: str, said: str, tmp_path: Path
) -> None:
    files = {"7.txt": TEXT, "annotations.csv": "article_id,annotator\n7,A\n", f"{table}.csv": rows}
    corpus = read_files(tmp_path, files, "csv")
    assert [(one.document, one.annotator) for one in corpus.work] == [("7", "A")]
    (loss,) = corpus.losses
    assert loss.file == f"{table}.csv"
    assert said in loss.sentence
    assert answers(corpus) == []


def test_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = zipped({"c/row.txt": TEXT, "c/row_ann.ann": "T1\tLoaded 4 10\tbrazen\n",
                    "__MACOSX/c/._row.txt": b"\0"})  # fmt: skip
    outer = zipped({"download/c.zip": inner, "README.md": "Read me."})
    write_files(tmp_path, {"c.zip": zipped({"all.zip": outer}), "two.zip": zipped({
        "train.zip": inner, "test.zip": inner})})  # fmt: skip
    name, corpus = read_corpus(open_corpus(tmp_path / "c.zip"))
    assert name == "brat"
    assert marks(corpus) == [("row", "ann", "Loaded", "brazen")]
    with pytest.raises(CorpusError, match="Unpack the archives in it"):
        recognised(open_corpus(tmp_path / "two.zip"))


def test_features_that_name_marks_are_told_by_the_type_system(tmp_path: Path) -> None:
    def feature(name: str, kind: str) -> str:
        return (f"<featureDescription><name>{name}</name><rangeTypeName>{kind}</rangeTypeName>"
                "</featureDescription>")  # fmt: skip

    system = (
        "<typeSystemDescription><types><typeDescription><name>org.example.Frame</name>"
        "<supertypeName>uima.tcas.Annotation</supertypeName><features>"
        + feature("who", "uima.tcas.Annotation") + feature("count", "uima.cas.Integer")
        + feature("tone", "org.example.Tone") + "</features></typeDescription><typeDescription>"
        "<name>org.example.Tone</name><supertypeName>uima.cas.String</supertypeName>"
        "</typeDescription><typeDescription><name>org.example.Inner</name>"
        "<supertypeName>org.example.Frame</supertypeName></typeDescription>"
        "</types></typeSystemDescription>"
    )  # fmt: skip
    xmi = (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" '
        'xmlns:t="http:///org/example.ecore"><t:Frame xmi:id="4" sofa="1" begin="4" end="10"/>'
        '<t:Inner xmi:id="5" sofa="1" begin="11" end="16" who="4" count="4" tone="4"/>'
        f'<cas:Sofa xmi:id="1" sofaID="_InitialView" sofaString="{TEXT[:37]}"/></xmi:XMI>'
    )
    corpus = read_files(tmp_path, {"d/ann.xmi": xmi, "TypeSystem.xml": system}, "cas_xmi")
    assert relations(corpus) == [("mayor", "who", "brazen")]
    assert [one[2:] for one in answers(corpus)] == [("count", "4"), ("tone", "4")]
    alone = read_files(tmp_path / "alone", {"d/ann.xmi": xmi}, "cas_xmi")
    assert relations(alone) == []


def test_files_whose_endings_are_in_large_letters(tmp_path: Path) -> None:
    files = {"A.TXT": TEXT, "A.ANN": "T1\tLoaded 4 10\tbrazen\n"}
    assert [one[2:] for one in marks(read_files(tmp_path, files, "brat"))] == [("Loaded", "brazen")]


def test_an_earlier_webanno_tsv_is_refused_with_its_version(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.tsv": "#FORMAT=WebAnno TSV 2.0\n1-1\tRain\n"})
    with pytest.raises(CorpusError, match="TSV 3 in its first line; found '#FORMAT=WebAnno TSV 2"):
        read_corpus(open_corpus(tmp_path))


def test_a_line_of_conll_that_names_the_columns_is_no_token(tmp_path: Path) -> None:
    content = "Token\tLabel\nAnn\tB-PER\n\nword\tO\n"
    corpus = read_files(tmp_path, {"a.conll": content}, "conll")
    assert [one.article.text for one in corpus.documents] == ["Ann\nword"]
    assert [one[2:] for one in marks(corpus)] == [("PER", "Ann")]


def test_half_a_character_in_the_name_of_an_item_is_none(tmp_path: Path) -> None:
    item = {"text": "", "task": "irony", "annotators": "A", "annotations": "1"}
    content = json.dumps({"\ud800": item, "2": {**item, "text": "Rain."}})
    corpus = read_files(tmp_path, {"l.json": content}, "lewidi")
    assert [one.sentence for one in corpus.losses] == ["item \ufffd has no text; left out"]


def test_how_many_files_have_been_read_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.txt": TEXT, "b.txt": TEXT, "a.ann": "T1\tLoaded 4 10\tbrazen\n"})
    files = open_corpus(tmp_path)
    told: list[tuple[float, float]] = []
    files.tell = lambda done, total: told.append((done, total))
    read_corpus(files)
    assert told == [(0, 3), (1, 3), (2, 3)]  # each once, before it is read


def test_a_broken_line_of_conll_u_is_left_out_and_the_rest_stays(tmp_path: Path) -> None:
    rows = [["1", "Ann", *"_______", "NER=B-PER"], ["2", "x"], ["3", "left", *"________"]]
    content = "".join("\t".join(row) + "\n" for row in rows)
    corpus = read_files(tmp_path, {"a.conllu": content}, "conll")
    assert [one.article.text for one in corpus.documents] == ["Ann left"]
    assert [one[2:] for one in marks(corpus)] == [("PER", "Ann")]
    assert ("a.conllu", 2) in lost(corpus)


def test_the_value_of_an_attribute_of_brat_behind_a_tab(tmp_path: Path) -> None:
    content = "T1\tLoaded 4 10\tbrazen\nA1\tTone T1\thigh\nA2\tSide T1 left\n"
    corpus = read_files(tmp_path, {"a.txt": TEXT, "a.ann": content}, "brat")
    assert [one[2:] for one in answers(corpus)] == [("Side", "left"), ("Tone", "high")]
