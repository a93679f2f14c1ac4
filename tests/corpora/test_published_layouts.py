"""Corpora as they are published or exported by others, folder by folder: nothing to be told."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from brat_corpus import write

from annotator.corpora.corpus import Corpus
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus

TEXT = "Harbour closes\n\nThe brazen mayor spoke. It is over.\n"


def read(path: Path) -> tuple[str, Corpus]:
    return read_corpus(open_corpus(path))


def found(corpus: Corpus) -> list[tuple[str, str, str, str]]:
    texts = {one.key: one.article.text for one in corpus.documents}
    return sorted(
        (work.document, work.annotator, span.label, texts[work.document][span.start : span.end])
        for work in (*corpus.work, *corpus.gold)
        for span in work.spans
    )


def test_ptc_with_a_folder_a_task_and_one_file_for_all_beside(tmp_path: Path) -> None:
    for split, number in (("train", "101"), ("dev", "201"), ("test", "301")):
        write(tmp_path / f"datasets/{split}-articles/article{number}.txt", TEXT + number)
        if split == "test":
            continue
        labels = tmp_path / f"datasets/{split}-labels-task"
        write(Path(f"{labels}1-span-identification/article{number}.task1-SI.labels"),
              f"{number}\t20\t32\n")  # fmt: skip
        lines = f"{number}\tLoaded_Language\t20\t26\n{number}\tDoubt\t20\t32\n"
        for name in (f"2-technique-classification/article{number}.task2-TC", "2-TC"):
            write(Path(f"{labels}{name}.labels"), lines)
    write(tmp_path / "tools/techniques-names.txt", "Loaded_Language\n")
    name, corpus = read(tmp_path)
    assert (name, corpus.annotators, corpus.losses) == ("ptc", (), ())
    assert sorted(one.key for one in corpus.documents) == ["101", "201", "301"]
    assert found(corpus) == [
        (number, "gold", *mark)
        for number in ("101", "201")
        for mark in (("Doubt", "brazen mayor"), ("Loaded_Language", "brazen"))
    ]


def test_semeval_2023_with_one_number_in_two_languages(tmp_path: Path) -> None:
    for language, genre in (("en", "opinion"), ("fr", "satire")):
        folder = tmp_path / language
        write(folder / "train-articles-subtask-1/article1.txt", TEXT + language)
        write(folder / "train-labels-subtask-1.txt", f"1\t{genre}\n")
    name, corpus = read(tmp_path)
    texts = {one.key: one.article.text for one in corpus.documents}
    assert name == "semeval2023"
    assert {texts[one.document][-2:]: one.answers[0].value for one in corpus.gold} == {
        "en": "opinion", "fr": "satire",
    }  # fmt: skip


def test_webanno_roles_are_relations_and_no_marks_are_made_of_them(tmp_path: Path) -> None:
    write(tmp_path / "a.tsv", (
        "#FORMAT=WebAnno TSV 3.2\n#T_SP=webanno.custom.SemPred|Cat|"
        "ROLE_webanno.custom.SemPred:Args_webanno.custom.SemPredArgsLink|webanno.custom.Arg\n"
        "#T_SP=webanno.custom.Arg|\n\n\n#Text=Marl said\n"
        "1-1\t0-4\tMarl\t_\t_\t_\t*[2]\n1-2\t5-9\tsaid\tsay\tagent\t1-1[2]\t_\n"
    ))  # fmt: skip
    _, corpus = read(tmp_path)
    assert found(corpus) == [
        ("a", "annotator", "Arg", "Marl"), ("a", "annotator", "SemPred", "said"),
    ]  # fmt: skip
    assert [one.label for one in corpus.work[0].relations] == ["agent"]
    assert corpus.losses == ()


def test_doccano_with_a_number_for_each_user(tmp_path: Path) -> None:
    marks = [{"label": label, "start_offset": 0, "end_offset": 7, "user": user}
             for label, user in (("Place", 2), ("Name", 5))]  # fmt: skip
    items = [{"id": 1, "text": "Harbour closes", "annotations": marks, "meta": {}}]
    write(tmp_path / "all.json", json.dumps(items))
    name, corpus = read(tmp_path)
    assert name == "doccano"
    assert found(corpus) == [("1", "2", "Place", "Harbour"), ("1", "5", "Name", "Harbour")]


def test_a_pdf_in_a_qdpx_is_read_where_its_text_lies_beside(tmp_path: Path) -> None:
    project = """<Project xmlns="urn:QDA-XML:project:1.0"><Users>
<User guid="U" name="Anna"/></Users>
<CodeBook><Codes><Code guid="C" name="Frame"/></Codes></CodeBook><Sources>
<PDFSource guid="D" name="scan" path="internal://D.pdf"><Representation guid="R"
 plainTextPath="internal://R.txt"><PlainTextSelection guid="P" startPosition="0" endPosition="7">
<Coding guid="K" creatingUser="U"><CodeRef targetGUID="C"/></Coding></PlainTextSelection>
</Representation></PDFSource><PDFSource guid="E" name="plates" path="internal://E.pdf"/>
</Sources></Project>"""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("project.qde", project)
        archive.writestr("sources/R.txt", TEXT)
    (tmp_path / "a.qdpx").write_bytes(packed.getvalue())
    _, corpus = read(tmp_path)
    assert found(corpus) == [("scan", "Anna", "Frame", "Harbour")]
    assert ["PDFSource 'plates'" in str(one) for one in corpus.losses] == [True]
