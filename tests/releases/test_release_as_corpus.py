"""A release that somebody imports is the study it was, read from what of it holds most."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sample_study import put_sample

from annotator import store
from annotator.agreement.by_name.question import Question as AgreementQuestion
from annotator.cli import commands
from annotator.corpora.comparing import compare
from annotator.corpora.corpus import Corpus, Document
from annotator.corpora.corpus import Work as CorpusWork
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.models import Answer, Article
from annotator.releases.content import Content, Plan
from annotator.reports import as_json
from annotator.workflow.importing import import_path
from annotator.workflow.making_releases import load_content, release_study, zip_release
from annotator.workflow.results import REPORT, result_now
from annotator.workflow.waiting.corpus import preview_of

EVERY = ("ptc", "brat", "webanno-tsv", "conll", "csv", "matrices", "label-studio", "jsonl")


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    db = store.open_store(tmp_path_factory.mktemp("data") / "annotator.sqlite")
    study = put_sample(db, settled=True)
    found = load_content(db, study, Plan("1.0.0", EVERY))
    db.close()
    return found


def released(content: Content, out: Path, formats: tuple[str, ...], text: str = "yes") -> Path:
    plan = replace(content.plan, formats=formats, text=text)
    return release_study(replace(content, plan=plan), out).folder


def amounts(corpus: Corpus) -> Counter[str]:
    found: Counter[str] = Counter(documents=len(corpus.documents), gold=len(corpus.gold))
    for one in corpus.work:
        found.update({one.state.value: 1, "marks": len(one.spans), "answers": len(one.answers)})
    return found


BEHIND = (
    "the study does not take over: 12 × articles' files, and what was cut from them, 35 × times of "
    "annotations, 206 × where gold comes from: rule or adjudicator, reason, time, 24 × gold marks "
    "with an answer that is not settled"
)
WHOLE = {
    "documents": 12, "gold": 11, "submitted": 34, "skipped": 1, "marks": 516, "answers": 1736,
}  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
def test_all_comes_back_whatever_other_formats_lie_there(
    content: Content, packed: bool, tmp_path: Path
) -> None:
    path = released(content, tmp_path, EVERY)
    if packed:
        path = tmp_path / "sent.zip"
        with path.open("wb") as out:
            zip_release(content, "bridge-1.0.0", out)
    name, corpus = read_corpus(open_corpus(path))
    assert (name, [str(one) for one in corpus.losses]) == ("jsonl", [f"{path.name}: {BEHIND}"])
    assert amounts(corpus) == WHOLE
    assert corpus.scheme == content.work.scheme
    assert preview_of(name, corpus).codebook == "Bias and framing in news, version 2"


def test_the_study_made_has_the_numbers_of_the_release(content: Content, tmp_path: Path) -> None:
    folder = released(content, tmp_path, EVERY)
    db = store.open_store(tmp_path / "annotator.sqlite")
    made = import_path(db, folder, "Again")
    report = as_json(result_now(db, made.study_id, REPORT).value)
    db.close()
    told = json.loads((folder / "agreement.json").read_text("utf-8"))

    def values(numbers: dict) -> list[object]:
        """Notes are left out of a release."""
        return [
            (one["name"], one["scope"], one["id"], one["label"], one["level"], one["value"],
             one["reason"], one.get("units"), one.get("parameters"))
            for one in numbers["measures"]
            if "note" not in one.get("parameters", {}).values()
        ]  # fmt: skip

    assert len(values(told)) > 300
    assert values(report) == values(told)


def test_agree_of_a_release_has_the_numbers_of_its_report(content: Content, tmp_path: Path) -> None:
    """Questions at the level that the codebook gives them."""
    folder = released(content, tmp_path, ("ptc", "jsonl"))
    asked = ["agree", str(folder), "--json", "--resamples", "0"]  # no interval is looked at
    done = CliRunner().invoke(commands, asked, catch_exceptions=False)
    found = json.loads(done.stdout)["questions"]
    told = [one for one in json.loads((folder / "agreement.json").read_text("utf-8"))["measures"]
            if one["scope"] == "all" and one["parameters"].get("question")]  # fmt: skip
    assert {one["level"] for one in told} == {None, "nominal", "ordinal"}
    for one in told:
        mine = found[one["parameters"]["question"]]["measures"]
        assert (one["level"], one["value"]) == next(
            (other["level"], other["value"]) for other in mine if other["name"] == one["name"]
        )
    nominal = json.loads(CliRunner().invoke(commands, [*asked, "--level", "nominal"]).stdout)[
        "questions"
    ]["slant"]
    assert {one["level"] for one in nominal["measures"]} == {None, "nominal"}


def test_choices_with_a_bar_in_them_are_one_choice() -> None:
    documents = tuple(Document(str(n), Article(f"T{n}", f"Rain {n}.")) for n in range(4))
    given = (("x|y",), ("x", "y"), ("x",), ("y",))
    other = (given[1], given[0], *given[2:])
    work = tuple(
        CorpusWork(one.key, who, answers=tuple(Answer("q", value) for value in values))
        for who, turn in (("a", given), ("b", other))
        for one, values in zip(documents, turn, strict=True)
    )
    (found,) = compare(Corpus(documents, work), "x", AgreementQuestion(resamples=0)).values()
    shares = [one["value"] for one in found.as_json()["measures"]
              if one["name"] == "percent_agreement" and one["scope"] == "all"]  # fmt: skip
    assert shares[0] == 0.5  # a|b is not a and b


@pytest.mark.parametrize(
    ("formats", "asked", "name"),
    [
        (("ptc", "csv", "parquet"), "", "parquet"),
        (("ptc", "brat"), "", "brat"),
        (EVERY, "csv", "csv"),
        (EVERY, "brat", "brat"),
        (EVERY, "label_studio", "label_studio"),
    ],
)
def test_another_format_is_read_alone_and_that_is_said(
    content: Content, formats: tuple[str, ...], asked: str, name: str, tmp_path: Path
) -> None:
    folder = released(content, tmp_path, formats)
    found, corpus = read_corpus(open_corpus(folder), asked)
    assert found == name
    assert corpus.scheme == content.work.scheme
    assert str(corpus.losses[0]) == (
        f"{name.replace('_', '-')}: the release is read from here, not from JSON Lines: losses.md "
        "says what of the work is not in it"
    )
    assert {one.file for one in corpus.losses[1:]} <= {folder.name}  # CSV's texts


def test_joined_texts_are_read(content: Content, tmp_path: Path) -> None:
    texts = {one.article.text for one in content.work.articles}
    for formats in (("jsonl", "csv"), ("parquet", "csv")):
        folder = released(content, tmp_path / formats[0], formats, text="no")
        (folder / "texts").mkdir()
        for one in content.work.articles:
            (folder / "texts" / f"{one.id}.txt").write_text(one.article.text, encoding="utf-8")
        if "jsonl" in formats:
            whole = released(content, tmp_path / "yes", ("jsonl",))
            shutil.copy(whole / "jsonl/articles.jsonl", folder / "articles-with-texts.jsonl")
        _, corpus = read_corpus(open_corpus(folder))
        assert {one.article.text for one in corpus.documents} == texts
        assert amounts(corpus) == WHOLE


def test_a_codebook_that_lacks_a_word_is_not_taken(content: Content, tmp_path: Path) -> None:
    """Else what was marked under an earlier version of it would be left out."""
    folder = released(content, tmp_path, ("jsonl",))
    lines = (folder / "jsonl/articles.jsonl").read_text("utf-8")
    (folder / "jsonl/articles.jsonl").write_text(
        lines.replace('"label": "loaded_language"', '"label": "loaded"'), encoding="utf-8"
    )
    _, corpus = read_corpus(open_corpus(folder))
    assert corpus.scheme is None
    assert [str(one) for one in corpus.losses] == [
        f"{folder.name}: {BEHIND}",
        "codebook.yaml: it was not taken as the codebook, and one is made from the corpus: the "
        "label 'loaded' is not in the codebook framing",
    ]
    (folder / "codebook.yaml").write_text("labels: [", encoding="utf-8")
    _, corpus = read_corpus(open_corpus(folder))
    assert str(corpus.losses[1]).startswith("codebook.yaml: it was not taken as the codebook: ")


def test_two_releases_side_by_side_are_no_release(content: Content, tmp_path: Path) -> None:
    for place in ("one", "two"):
        released(content, tmp_path / "both" / place, ("jsonl",))
    _, corpus = read_corpus(open_corpus(tmp_path / "both"))
    assert corpus.scheme is None
