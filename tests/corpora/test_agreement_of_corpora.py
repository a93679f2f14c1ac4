"""`annotator agree` takes a corpus as it lies there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from brat_corpus import write_corpus
from click.testing import CliRunner, Result
from reading_corpora import write_files

from annotator.agreement import span_measure
from annotator.cli import commands
from annotator.corpora.comparing import spans_of, tokens_of
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus


def agree(*words: str) -> Result:
    return CliRunner().invoke(commands, ["agree", *words])


def value(report: dict[str, list[dict[str, object]]], name: str) -> object:
    (found,) = [
        one["value"]
        for one in report["measures"]
        if (one["name"], one["scope"], one.get("label")) == (name, "all", None)
    ]
    return found


def test_a_brat_folder_is_recognised_and_token_alpha_computed(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    done = agree(str(folder), "--json", "--resamples", "0")
    assert done.exit_code == 0, done.output
    assert "corpus: read as brat" in done.stderr
    report = json.loads(done.stdout)
    assert (report["input"]["annotators"], report["input"]["spans"]) == (3, 16)
    _, corpus = read_corpus(open_corpus(folder))
    spans = spans_of(corpus)
    assert value(report, "token_alpha") == pytest.approx(
        span_measure(spans, "token_alpha", tokens=tokens_of(corpus), resamples=0).value
    )
    assert value(report, "f1_exact") == pytest.approx(span_measure(spans, "f1_exact").value)


def test_questions_about_documents_are_compared_each(tmp_path: Path) -> None:
    items = {
        str(n): {"text": f"Rain number {n}.", "annotation task": "irony", "annotators": "a,b",
                 "annotations": {"a": str(n % 2), "b": str(n % 2 if n else 1)}}
        for n in range(12)
    }  # fmt: skip
    write_files(tmp_path, {"d.json": items})
    done = agree(str(tmp_path / "d.json"), "--resamples", "0")
    assert done.exit_code == 0, done.output
    assert "Question: irony" in done.output
    assert "percent_agreement" in done.output
    report = json.loads(agree(str(tmp_path / "d.json"), "--resamples", "0", "--json").stdout)
    assert value(report["questions"]["irony"], "percent_agreement") == pytest.approx(11 / 12)


def test_a_corpus_of_one_annotator_has_no_agreement(tmp_path: Path) -> None:
    write_files(tmp_path, {"articles/article1.txt": "Rain.", "a/article1.task2-TC.labels":
                           "1\tDoubt\t0\t4\n"})  # fmt: skip
    done = agree(str(tmp_path), "--format", "ptc")
    assert done.exit_code != 0
    assert "agreement needs two annotators" in str(done.exception)


def test_a_table_of_ratings_is_still_a_table(tmp_path: Path) -> None:
    write_files(tmp_path, {"r.csv": "item,annotator,label\n1,a,x\n1,b,x\n2,a,x\n2,b,y\n"})
    done = agree(str(tmp_path / "r.csv"), "--resamples", "0")
    assert done.exit_code == 0
    assert "kind ratings" in done.output


def test_one_annotator_alone_is_compared_with_the_gold(tmp_path: Path) -> None:
    files = {f"{who}/1.txt": "Rain again." for who in ("ann", "gold")}
    files |= {"ann/1.ann": "T1\tWet 0 4\tRain\n", "gold/1.ann": "T1\tWet 0 4\tRain\n"}
    write_files(tmp_path, files)
    done = agree(str(tmp_path), "--resamples", "0", "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.output[done.output.index("{") :])
    assert value(report, "f1_exact") == 1
