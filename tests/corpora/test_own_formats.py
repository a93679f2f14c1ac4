"""What this product writes comes back: JSON Lines, Parquet and CSV of a study that was imported."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from brat_corpus import write_corpus
from click.testing import CliRunner
from reading_corpora import answers, lost, marks, read_files, relations

from annotator import store
from annotator.cli import commands
from annotator.corpora.corpus import Corpus, canonical, corpus_of_study
from annotator.corpora.files import CorpusFiles
from annotator.corpora.own.absent_texts import AbsentTexts
from annotator.models import text_sha256
from annotator.workflow.importing import import_path


def exported(tmp_path: Path, name: str) -> tuple[Corpus, Path]:
    """A study with everything a study can hold, and what `annotator export` writes of it."""
    db = store.open_store(tmp_path / "data" / "annotator.sqlite")
    made = import_path(db, write_corpus(tmp_path / "corpus"), "Harbour")
    out = tmp_path / "out"
    words = ["export", "Harbour", "--format", name, "--out", str(out)]
    CliRunner().invoke(
        commands, [*words, "--data-dir", str(tmp_path / "data")], catch_exceptions=False
    )
    return corpus_of_study(store.load_study_work(db, made.study_id)), out


def same(one: Corpus, other: Corpus) -> None:
    one, other = canonical(one), canonical(other)
    assert [d.article.text for d in one.documents] == [d.article.text for d in other.documents]
    plain = [
        [
            (w.document, w.annotator, w.state, [(s.label, s.fragments, s.region) for s in w.spans],
             [(a.region, a.question, a.value) for a in w.answers], w.relations)
            for w in corpus.work
        ]
        for corpus in (one, other)
    ]  # fmt: skip
    assert plain[0] == plain[1]


def test_json_lines_come_back_equal(tmp_path: Path) -> None:
    corpus, out = exported(tmp_path, "jsonl")
    (path,) = [path for path in out.glob("*.jsonl") if "gold" not in path.name]
    lines = path.read_text(encoding="utf-8") + '{"id": 9, "text": null, "annotations": []}\n'
    found = read_files(tmp_path / "again", {"articles.jsonl": lines}, "jsonl")
    same(found, corpus)
    assert lost(found) == [("articles.jsonl", 3), ("again", 0)]


def test_csv_comes_back_with_the_texts_beside_it(tmp_path: Path) -> None:
    corpus, out = exported(tmp_path, "csv")
    files: dict[str, object] = {path.name: path.read_bytes() for path in out.glob("*.csv")}
    files |= {f"{one.key}.txt": one.article.text for one in corpus.documents}
    found = read_files(tmp_path / "again", files, "csv")
    assert [one[1:] for one in marks(found)] == [one[1:] for one in marks(corpus)]
    assert answers(found) == answers(corpus)
    assert [one.sentence for one in found.losses] == [
        f"the study does not take over: {len(corpus.work)} × times of annotations"
    ]


def test_a_formula_defused_in_a_cell_comes_back_as_it_was(tmp_path: Path) -> None:
    spans = "article_id,annotator,span,label,start,end,note\n1,A01,r1,Cue,0,4,'=1+1\n1,A01,x,Cue\n"
    found = read_files(tmp_path, {"spans.csv": spans, "1.txt": "Rain."}, "csv")
    assert answers(found) == [("A01", "Rain", "note", "=1+1")]
    assert lost(found) == [("spans.csv", 3)]


@pytest.mark.parametrize("sign", [";", "\t"])
def test_tables_that_a_spreadsheet_parted_otherwise_are_read(tmp_path: Path, sign: str) -> None:
    rows = "article_id,annotator,span,label,start,end,note\r\n1,A01,r1,Cue,0,4,\r\n\r\n"
    spans = "\ufeff" + rows.replace(",", sign)
    found = read_files(tmp_path, {"spans.csv": spans, "1.txt": "Rain, again."}, "csv")
    assert marks(found) == [("1", "A01", "Cue", "Rain")]
    assert found.losses == ()


@pytest.mark.parametrize("by", ["articles", "annotations"])
def test_parquet_comes_back_whether_a_row_is_an_article_or_an_annotation(
    tmp_path: Path, by: str
) -> None:
    span = {"id": "r1", "label": "Cue", "start": 0, "end": 4,
            "answers": [{"question": "note", "value": "wet", "number": None}]}  # fmt: skip
    work = {"annotator": "A01", "state": "submitted", "spans": [span], "answers": [],
            "relations": [{"from": "r1", "to": "r1", "label": "self"}]}  # fmt: skip
    about = {"article_id": 3, "title": "Rain", "text": "Rain again."}
    row = {**about, "annotations": [work]} if by == "articles" else {**about, **work}
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist([row]), buffer)
    found = read_files(tmp_path, {f"{by}.parquet": buffer.getvalue()}, "parquet")
    assert marks(found) == [("3", "A01", "Cue", "Rain")]
    assert answers(found) == [("A01", "Rain", "note", "wet")]
    assert relations(found) == [("Rain", "self", "Rain")]


def test_gold_of_a_release_comes_in_as_gold(tmp_path: Path) -> None:
    record = {
        "id": 1, "text": "Rain again.", "scheme": {"name": "s"},
        "annotations": [{"annotator": "A01", "state": "skipped", "spans": []}],
        "gold": {"spans": [{"label": "Cue", "start": 0, "end": 4}], "answers": {"slant": "-1"}},
    }  # fmt: skip
    found = read_files(tmp_path, {"articles.jsonl": json.dumps(record) + "\n"}, "jsonl")
    assert [(one.annotator, one.state.value) for one in found.work] == [("A01", "skipped")]
    assert marks(found) == [("1", "gold", "Cue", "Rain")]
    assert answers(found) == [("gold", "", "slant", "-1")]


def test_tables_come_back_with_dots_where_nobody_has_the_texts(tmp_path: Path) -> None:
    corpus, out = exported(tmp_path, "csv")
    files: dict[str, object] = {path.name: path.read_bytes() for path in out.glob("*.csv")}
    found = read_files(tmp_path / "again", files, "csv")
    assert marks(found) == marks(corpus)
    lengths = [[len(d.article.text) for d in one.documents] for one in (found, corpus)]
    assert lengths[0] == lengths[1]
    assert "dots stand in their place" in str(found.losses[0])
    agreed = CliRunner().invoke(commands, ["agree", str(tmp_path / "again")])
    assert agreed.exit_code == 0, agreed.output


def test_a_text_is_found_by_its_hash_whatever_its_file_is_called(tmp_path: Path) -> None:
    text = "Rain again."
    about = f"article_id,sha256,length,title,outlet\n3,{text_sha256(text)},{len(text)},Rain,Post\n"
    gold = ("article,label,start,end,text,attributes\n"
            '3,Cue,0,4,Rain,"{""note"": [""wet"", ""=1""]}"\n')  # fmt: skip
    spans = "article_id,annotator,span,label,start,end\n3,A01,r1,Cue,5,10\n"
    files = {"articles.csv": about, "spans.csv": spans, "gold-spans.csv": gold,
             "texts/my rain.txt": "\ufeffRain again.\r\n\r\n"}  # fmt: skip
    found = read_files(tmp_path, files, "csv")
    (document,) = found.documents
    assert (document.article.title, document.article.outlet) == ("Rain", "Post")
    assert marks(found) == [("3", "A01", "Cue", "again"), ("3", "gold", "Cue", "Rain")]
    assert answers(found) == [("gold", "Rain", "note", "=1"), ("gold", "Rain", "note", "wet")]
    assert found.losses == ()


@pytest.mark.parametrize("length", ["999999999999", "-5", "many"])
def test_a_length_that_cannot_be_is_not_made_a_text(tmp_path: Path, length: str) -> None:
    files = {"annotations.csv": f"article_id,annotator,length\n3,A01,{length}\n",
             "4.txt": "There."}  # fmt: skip
    found = read_files(tmp_path, files, "csv")
    assert [one.key for one in found.documents] == ["4"]
    assert "there is no text of article '3'" in str(found.losses[0])


def test_articles_of_one_length_stay_apart_without_their_texts(tmp_path: Path) -> None:
    rows = "".join(f"{number},A01,40\n" for number in (3, 4, 11))
    found = read_files(tmp_path, {"annotations.csv": f"article_id,annotator,length\n{rows}"}, "csv")
    assert len({one.article.text for one in found.documents}) == 3
    assert {len(one.article.text) for one in found.documents} == {40}


def test_an_empty_article_without_texts_is_known_to_be_empty(tmp_path: Path) -> None:
    """The work on it (nothing to mark, but answers) had been left out."""
    record = {
        "id": 8, "text": None, "length": 0, "scheme": {"name": "x"},
        "annotations": [{"annotator": "A01", "answers": {"slant": "none"}}],
    }  # fmt: skip
    found = read_files(tmp_path / "1", {"articles.jsonl": json.dumps(record) + "\n"}, "jsonl")
    tables: dict[str, str | bytes | object] = {
        "annotations.csv": "article_id,length,annotator,state\n8,0,A01,submitted\n",
        "answers.csv": "article_id,annotator,question,value\n8,A01,slant,none\n",
    }
    for corpus in (found, read_files(tmp_path / "2", tables, "csv")):
        assert [one.article.text for one in corpus.documents] == [""]
        assert answers(corpus) == [("A01", "", "slant", "none")]
        assert corpus.losses == ()


def test_the_hash_of_a_passage_is_not_taken_for_its_words() -> None:
    """A release with hashes: a mark of 71 characters is as long as what stands for it."""
    hashed = f"sha256:{'0' * 64}"
    text = AbsentTexts(CorpusFiles("x")).text("7", 90, [(5, 5 + len(hashed), hashed)])
    assert text == "7" + "·" * 89
