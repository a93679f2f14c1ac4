"""A release is a folder that never changes, and says where it came from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from released_files import released_files
from sample_study import put_sample

from annotator import store
from annotator.cli import commands
from annotator.corpora.files import open_corpus
from annotator.corpora.formats import read_corpus
from annotator.errors import StudyError
from annotator.releases.content import Content, Plan
from annotator.releases.difference import difference
from annotator.releases.folder import make_release
from annotator.releases.privacy import find_personal
from annotator.store.articles import remove_article
from annotator.workflow.making_releases import (
    load_content,
    personal_data,
    release_study,
    zip_release,
)

PLAIN = ("jsonl", "csv", "matrices")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A data folder with the settled sample study in it."""
    folder = tmp_path_factory.mktemp("data")
    db = store.open_store(folder / "annotator.sqlite")
    study = put_sample(db, settled=True)
    db.close()
    return folder, study


@pytest.fixture(scope="module")
def content(sample: tuple[Path, int]) -> Content:
    folder, study = sample
    db = store.open_store(folder / "annotator.sqlite")
    found = load_content(db, study, Plan("1.0.0", PLAIN, (80, 10, 10)))
    db.close()
    return found


def lines_of(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.decode().splitlines()]


def marks(files: dict[str, bytes]) -> list[dict]:
    articles = lines_of(files["jsonl/articles.jsonl"])
    return [span for one in articles for work in one["annotations"] for span in work["spans"]]


def test_every_file_is_in_the_manifest_with_its_checksum(content: Content, tmp_path: Path) -> None:
    made = release_study(content, tmp_path)
    assert made.folder.name == "sample-study-news-from-tolvane-1.0.0"
    manifest = json.loads((made.folder / "manifest.json").read_text())
    there = {p.relative_to(made.folder).as_posix() for p in made.folder.rglob("*") if p.is_file()}
    assert {one["path"] for one in manifest["files"]} == there - {"manifest.json"}
    for one in manifest["files"]:
        data = (made.folder / one["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (one["bytes"], one["sha256"])
    assert manifest["version"] == "1.0.0"
    assert manifest["codebook"].startswith("framing ")
    assert manifest["store"]["annotations"] == len(content.work.work)


def test_the_same_state_gives_the_same_bytes(content: Content, sample: tuple[Path, int]) -> None:
    db = store.open_store(sample[0] / "annotator.sqlite")
    again = load_content(db, sample[1], content.plan)
    db.close()
    assert released_files(content) == released_files(again)
    archives = BytesIO(), BytesIO()
    for one, archive in zip((content, again), archives, strict=True):
        zip_release(one, "x", archive)
    assert archives[0].getvalue() == archives[1].getvalue()


def test_a_file_is_handed_on_before_the_next_format_is_written(content: Content) -> None:
    """Together they can be larger than the memory there is."""
    seen: list[str] = []
    make_release(
        content,
        lambda path, data: seen.append(path),
        lambda done, total: seen.append(f"{done} of {total}"),
    )
    assert seen.index("jsonl/articles.jsonl") < seen.index("1 of 3") < seen.index("csv/spans.csv")
    assert seen.index("csv/spans.csv") < seen.index("2 of 3")
    assert seen[-1] == "manifest.json"


def test_a_changed_state_under_the_same_version_is_refused(
    content: Content, tmp_path: Path
) -> None:
    first = release_study(content, tmp_path)
    assert first.is_new
    assert not release_study(content, tmp_path).is_new
    less = replace(content, work=replace(content.work, work=content.work.work[1:]))
    with pytest.raises(StudyError, match=r"holds this version already.*another version"):
        release_study(less, tmp_path)
    assert release_study(replace(less, plan=replace(less.plan, version="1.0.1")), tmp_path).is_new


def test_a_file_changed_by_hand_is_named(content: Content, tmp_path: Path) -> None:
    made = release_study(content, tmp_path)
    (made.folder / "splits.csv").write_text("article_id,split\n")
    with pytest.raises(StudyError, match=r"splits\.csv is not what its manifest says"):
        release_study(content, tmp_path)


def test_a_difference_is_told_by_articles_annotations_and_files(
    content: Content, tmp_path: Path
) -> None:
    first = release_study(content, tmp_path).folder
    less = replace(
        content,
        work=replace(content.work, work=content.work.work[1:]),
        plan=replace(content.plan, version="1.1.0", split=()),
    )
    second = release_study(less, tmp_path).folder
    said = difference(first, second)
    assert "annotations: 0 added, 1 removed" in said
    assert "option split: [80, 10, 10] -> []" in said
    assert "file gone: splits.csv" in said
    assert difference(first, first)[-1] == "Nothing is different."


def test_every_line_has_all_annotators_the_gold_soft_labels_and_the_codebook(
    content: Content,
) -> None:
    articles = lines_of(released_files(content)["jsonl/articles.jsonl"])
    assert len(articles) == 12
    works = [one for article in articles for one in article["annotations"]]
    assert {one["annotator"] for one in works} == {"A01", "A02", "A03"}
    assert {one["state"] for one in works} == {"submitted", "skipped"}
    assert {one["codebook"] for one in works} == {f"framing {content.work.scheme.version}"}
    gold = [one for article in articles for one in article["gold"]["spans"]]
    assert gold
    assert all(one["how"].startswith("rule:majority ") for one in gold)
    shares = [one["share"] for article in articles for one in article["soft"]["spans"]]
    assert set(shares) == {0.333333, 0.666667, 1.0, 0.5} & set(shares)
    assert {article["split"] for article in articles} == {"train", "validation", "test"}


def test_without_texts_no_passage_is_quoted(content: Content) -> None:
    texts = [one.article.text for one in content.work.articles]
    passages = {
        span.text
        for one in content.work.work
        for span in one.annotation.spans
        if len(span.text) > 12
    }
    for choice in ("no", "hash"):
        files = released_files(replace(content, plan=replace(content.plan, text=choice)))
        whole = b"\n".join(
            data for path, data in files.items() if path.endswith((".jsonl", ".csv"))
        )
        shown = whole.decode()
        assert not [text for text in texts if json.dumps(text)[1:-1] in shown]
        assert not [passage for passage in passages if passage in shown]
        assert ("sha256:" in shown) == (choice == "hash")


def test_names_and_notes_are_in_it_only_when_asked_for(content: Content) -> None:
    closed = released_files(content)
    whole = b"".join(closed.values())
    assert b"sample.invalid" not in whole
    assert not [one for one in marks(closed) if "note" in one["attributes"]]
    opened = released_files(replace(content, plan=replace(content.plan, names=True, notes=True)))
    assert b"alder@sample.invalid" in opened["csv/annotators.csv"]
    assert [one for one in marks(opened) if "note" in one["attributes"]]


def test_addresses_and_names_in_free_text_are_found(
    content: Content, sample: tuple[Path, int]
) -> None:
    first = content.work.work[0]
    answer = replace(
        first.annotation.answers[0],
        question="target",
        value="ask briar (sample) or Alder, b.x@marl.example; no briar",
    )
    changed = replace(first, annotation=replace(first.annotation, answers=(answer,)))
    typed = replace(content, work=replace(content.work, work=(changed, *content.work.work[1:])))
    db = store.open_store(sample[0] / "annotator.sqlite")
    found = personal_data(db, typed)
    assert personal_data(db, content) == []
    db.close()
    assert [(one.what, one.found) for one in found] == [
        ("an e-mail address", "b.x@marl.example"),
        ("the name of an account", "briar (sample)"),
        ("the name of an account", "Alder"),
    ]
    assert found[0].where == f"article {first.article_id}, A01, target"


def test_the_command_makes_a_folder_and_says_what_is_missing(
    sample: tuple[Path, int], tmp_path: Path
) -> None:
    asked = [
        "release", str(sample[1]), "--version", "2.0.0", "--out", str(tmp_path), "--data-dir",
        str(sample[0]), "--formats", "jsonl,csv", "--fact", "license=CC-BY-4.0",
        "--split", "98/1/1",
    ]  # fmt: skip
    done = CliRunner().invoke(commands, asked, catch_exceptions=False)
    assert done.exit_code == 0
    assert (tmp_path / "sample-study-news-from-tolvane-2.0.0/jsonl/articles.jsonl").exists()
    assert "Missing, and marked so: summary, creators, url" in done.stderr
    folder = tmp_path / "sample-study-news-from-tolvane-2.0.0"
    told_in = [(folder / name).read_text("utf-8") for name in ("README.md", "losses.md")]
    for said in (done.stderr, *told_in):
        assert "Empty: validation and test. The study has too few articles" in said
    same = CliRunner().invoke(commands, asked, catch_exceptions=False)
    assert "The same release is there already" in same.stderr
    told = CliRunner().invoke(
        commands, ["release-diff", *[done.stdout.strip()] * 2], catch_exceptions=False
    )
    assert "Nothing is different." in told.stdout


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": "1.0"}, "is no version"),
        ({"split": (80, 30)}, "make 100"),
        ({"split": (100, 0)}, "above 0"),
        ({"text": "some"}, "Expected text yes, no or hash"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(change: dict, words: str) -> None:
    with pytest.raises(StudyError, match=words):
        Plan(**{"version": "1.0.0", **change})


def test_an_unknown_format_is_answered_with_the_known_ones(content: Content) -> None:
    with pytest.raises(StudyError, match=r"Unknown format 'xls'. Formats: jsonl, csv, matrices"):
        released_files(replace(content, plan=replace(content.plan, formats=("xls",))))


def test_a_removed_article_is_in_no_release(tmp_path: Path) -> None:
    db = store.open_store(tmp_path / "annotator.sqlite")
    study = put_sample(db)
    first = store.load_articles(db, study)[0]
    remove_article(db, first.id)
    made = released_files(load_content(db, study, Plan("1.0.0", ("jsonl",))))
    db.close()
    articles = lines_of(made["jsonl/articles.jsonl"])
    assert first.id not in [one["id"] for one in articles]
    assert len(articles) == 11


def test_reasons_of_decisions_are_in_no_file_unless_asked_for(content: Content) -> None:
    """Also of decisions that nothing is marked somewhere, which have no gold."""
    number, some = next(iter(content.gold.decisions.items()))
    decided = {**content.gold.decisions, number: replace(some, reason="Cedar said so")}
    nothing = replace(some, id=-1, reason="Cedar saw nothing")
    gold = replace(content.gold, decisions=decided, nothing=(nothing,))
    for asked in (False, True):
        plan = replace(content.plan, notes=asked, formats=("jsonl", "csv", "parquet"))
        files = released_files(replace(content, gold=gold, plan=plan))
        assert any(b"Cedar" in data for data in files.values()) == asked
        said = files["losses.md"].decode()
        assert ("reasons of adjudicators (2) are left out" in said) != asked
        assert "1 × decisions that nothing is marked somewhere: left out" in said
    typed = replace(content, gold=gold, plan=replace(content.plan, notes=True))
    found = [one.found for one in find_personal(typed, ["Cedar (sample)"])]
    assert set(found) == {"Cedar"}


def test_every_row_of_gold_says_its_codebook_version(content: Content) -> None:
    number = content.gold.spans[0].decision_id
    some = content.gold.decisions[number]
    decided = {**content.gold.decisions, number: replace(some, codebook="framing 0")}
    gold = replace(content.gold, decisions=decided)
    table = released_files(replace(content, gold=gold))["csv/gold-spans.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {one["codebook"] for one in rows} == {
        "framing 0",
        f"framing {content.work.scheme.version}",
    }


def test_two_articles_of_one_text_are_both_compared(content: Content, tmp_path: Path) -> None:
    first, second, *rest = content.work.articles
    twin = replace(second, article=replace(second.article, text=first.article.text))
    work = replace(content.work, articles=(first, twin, *rest))
    folder = release_study(replace(content, work=work), tmp_path).folder
    less = tuple(one for one in work.work if one.article_id != first.id)
    other = replace(content, work=replace(work, work=less), plan=replace(content.plan, seed=1))
    said = difference(folder, release_study(other, tmp_path / "other").folder)
    gone = len(work.work) - len(less)
    assert gone
    assert f"annotations: 0 added, {gone} removed" in said


def test_a_release_without_texts_has_hashes_and_the_script_whatever_the_formats(
    content: Content, tmp_path: Path
) -> None:
    plan = replace(content.plan, formats=("ptc", "csv"), text="no")
    folder = release_study(replace(content, plan=plan), tmp_path).folder
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "latin.txt").write_bytes(b"\xe9t\xe9")
    line = json.dumps({"text": content.work.articles[0].article.text + "\u2028 "}) + "\nno JSON\n"
    (mine / "some.jsonl").write_text(line.replace("\\u2028 ", "\u2028"), encoding="utf-8")
    for stored in content.work.articles[1:]:
        (mine / f"a{stored.id}.txt").write_text(f"{stored.article.text}\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, folder / "join_texts.py", mine], capture_output=True, text=True
    )
    assert done.stdout == "12 of 12 articles have their text.\n", done.stderr
    shutil.copytree(folder / "texts", folder / "csv" / "texts")
    _, corpus = read_corpus(open_corpus(folder / "csv"))
    assert {one.article.text for one in corpus.documents} == {
        one.article.text for one in content.work.articles
    }
    (loss,) = corpus.losses  # what no import takes over, whatever the texts
    assert loss.sentence.startswith("the study does not take over: 12 × splits of articles, ")


def test_one_format_is_exported_by_itself(sample: tuple[Path, int], tmp_path: Path) -> None:
    asked = ["export", str(sample[1]), "--format", "brat", "--out", str(tmp_path), "--data-dir",
             str(sample[0])]  # fmt: skip
    done = CliRunner().invoke(commands, asked, catch_exceptions=False)
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert tmp_path / "sample-study-news-from-tolvane-brat/annotation.conf" in paths
    assert all(path.exists() for path in paths)
    assert "12 × titles of articles: left out" in done.stderr
