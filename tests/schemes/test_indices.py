"""An index over questions: in the guideline, in reports, in what leaves, worked out by hand."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet
import pytest
from released_files import released_files

from annotator import store
from annotator.corpora.corpus import Answer, Corpus, Document, Work
from annotator.models import Article
from annotator.releases.content import Content, Plan
from annotator.releases.gold import write_gold_jsonl
from annotator.reports.beside.beside_study import GOLD
from annotator.reports.beside.build_beside import build_beside_report
from annotator.reports.gold.against_gold import build_gold_report
from annotator.reports.plain import as_text
from annotator.reports.subjects import find_subject
from annotator.schemes import check_scheme, guideline_html, load_builtin
from annotator.schemes.indices import INDEX_SENTENCE
from annotator.store.adjudication import load_gold
from annotator.workflow.adjudication.gold_study import load_gold_study
from annotator.workflow.importing import import_corpus
from annotator.workflow.making_releases import load_content
from annotator.workflow.models.comparing import load_beside_study

FORMATS = ("jsonl", "csv", "parquet", "matrices")
# What each of two annotators says to the four items of "conflict"; None: left open.
SAID = {
    "d1": ((1, 1, 1, 1), (1, 1, 1, 0)),
    "d2": ((0, 0, 0, 0), (0, 0, 0, 0)),
    "d3": ((1, 0, 1, 0), (0, 0, 1, 0)),
    "d4": ((1, 1, None, 1), (1, 1, 1, 1)),
}


def work_of(key: str, who: str, said: Sequence[int | None]) -> Work:
    return Work(key, who, answers=tuple(
        Answer(f"conflict_{n}", "yes" if value else "no")
        for n, value in enumerate(said, 1) if value is not None
    ))  # fmt: skip


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    documents = tuple(Document(key, Article(key, f"Story {key}. The mayor spoke.")) for key in SAID)
    work = tuple(
        work_of(key, who, both[place])
        for key, both in SAID.items()
        for place, who in enumerate(("ann", "bob"))
    )
    db = store.open_store(tmp_path_factory.mktemp("indices") / "annotator.sqlite")
    study = import_corpus(
        db, Corpus(documents, work), "Frames", origin="test", scheme=load_builtin("news_frames")
    )
    found = load_content(db, study.study_id, Plan("1.0.0", FORMATS))
    db.close()
    return found


def test_its_agreement_is_alpha_at_the_interval_level(content: Content) -> None:
    found = {one.key: one for one in content.report.questions}["conflict"]
    assert found.title == "Conflict (index: mean of 4 questions)"
    # d4 has one value and is not compared. Pairs (1, 3/4), (0, 0), (1/2, 1/4): the differences
    # observed are 2 * (1 + 0 + 1) / 16 over 6 values, those expected between all six over 30.
    values = [1.0, 0.75, 0.0, 0.0, 0.5, 0.25]
    observed = 2 * (0.25**2 + 0.25**2) / 6
    expected = sum((a - b) ** 2 for a in values for b in values) / 30
    alpha = found.krippendorff_alpha
    assert alpha.level == "interval"
    assert alpha.value == pytest.approx(1 - observed / expected, abs=1e-12)
    assert (found.answered, found.articles) == (7, 3)
    assert INDEX_SENTENCE in content.report.notes
    text = as_text(content.report)
    assert INDEX_SENTENCE in text
    assert "Question: Conflict (index: mean of 4 questions) (interval)" in text
    subject = find_subject(content.work.scheme, "question:conflict")
    assert subject is not None


def test_it_stands_in_every_table_that_leaves(content: Content) -> None:
    files = released_files(content)
    lines = [json.loads(line) for line in files["jsonl/articles.jsonl"].decode().splitlines()]
    first = lines[0]["annotations"][1]["indices"]
    assert first["conflict"] == 0.75
    assert first["morality"] is None
    assert lines[3]["annotations"][0]["indices"]["conflict"] is None  # an item was left open
    rows = list(csv.DictReader(io.StringIO(files["csv/annotations.csv"].decode())))
    assert [row["index_conflict"] for row in rows] == [
        "1.0", "0.75", "0.0", "0.0", "0.5", "0.25", "", "1.0",
    ]  # fmt: skip
    table = pyarrow.parquet.read_table(io.BytesIO(files["parquet/annotations.parquet"]))
    taken = [{one["index"]: one["value"] for one in row} for row in table["indices"].to_pylist()]
    assert [row["conflict"] for row in taken] == [1.0, 0.75, 0.0, 0.0, 0.5, 0.25, None, 1.0]
    matrix = list(csv.reader(io.StringIO(files["matrices/index-conflict.csv"].decode())))
    assert [row[1:] for row in matrix] == [
        ["A01", "A02"], ["1.0", "0.75"], ["0.0", "0.0"], ["0.5", "0.25"], ["", "1.0"],
    ]  # fmt: skip
    card = files["README.md"].decode()
    assert "Index (interval): Conflict, the mean of conflict_1, conflict_2" in card
    assert "**Question: Conflict (index: mean of 4 questions) (interval)**" in card


def test_it_is_compared_with_the_golds_and_with_a_models(tmp_path: Path) -> None:
    """By the gold's answers d1 is 3/4 and d2 0; of d3 one of them is open."""
    documents = tuple(Document(key, Article(key, f"Story {key}. The mayor spoke.")) for key in SAID)
    work = tuple(
        work_of(key, who, SAID[key][n]) for key in SAID for n, who in enumerate(("a", "b"))
    )
    gold = (work_of("d1", "gold", (1, 1, 1, 0)), work_of("d2", "gold", (0, 0, 0, 0)),
            work_of("d3", "gold", (1, 0, 1, None)))  # fmt: skip
    model = tuple(work_of(key, "heron", (1, 1, 1, 1)) for key in ("d1", "d3"))
    db = store.open_store(tmp_path / "annotator.sqlite")
    made = import_corpus(
        db, Corpus(documents, work, gold, predictions=model), "Frames", origin="test",
        scheme=load_builtin("news_frames"),
    )  # fmt: skip
    beside = build_gold_report(load_gold_study(db, made.study_id)).answers
    # The values beside the gold's: a 1 and 0, b 3/4 and 0.
    said = {one.id: (one.right, one.compared) for one in beside if one.question == "conflict"}
    assert said == {"A01": (1, 2), "A02": (2, 2), "": (3, 4)}
    (heron,) = build_beside_report(load_beside_study(db, made.study_id)).models
    found = {one.key: one for one in heron.questions}["conflict"]
    assert found.title == "Conflict (index: mean of 4 questions)"
    # Both articles with a; with b, and with the gold's one, none is equal.
    assert [(one.name, one.percent.value) for one in found.beside] == [
        ("A01", 0.5), ("A02", 0.0), (GOLD, 0.0),
    ]  # fmt: skip
    lines = write_gold_jsonl(store.load_study_work(db, made.study_id), load_gold(db, made.study_id))
    indices = [json.loads(line)["gold"]["indices"] for line in lines]
    db.close()
    assert [one["conflict"] for one in indices] == [0.75, 0.0, None, None]
    assert {one["morality"] for one in indices} == {None}


def test_the_guideline_says_of_what_it_is_made() -> None:
    shown = guideline_html(load_builtin("news_frames"))
    assert INDEX_SENTENCE.replace("'", "&#x27;") in shown or INDEX_SENTENCE in shown
    assert "<b>Conflict</b>: The mean of its items" in shown
    assert "<br>Does it speak of winners and losers?</p>" in shown


def test_an_index_over_what_has_no_number_is_refused(tmp_path: Path) -> None:
    book = (
        "name: b\nversion: 1\ntitle: B\nlanguage: en\ndescription: d\nsource: s\nquestions:\n"
        "  - {key: words, kind: text}\n"
        "  - {key: several, kind: choices, choices: [{key: a, value: 0}, {key: b, value: 1}]}\n"
        "  - {key: plain, choices: [a, b]}\n"
        "indices:\n"
        "  - {key: mean, items: [words, several, plain]}\n"
        "  - {key: mean, items: [plain]}\n"
    )
    said = "\n".join(check_scheme(book, "b.yaml"))
    assert "index 'mean': 'words' needs the kind choice or number, not text" in said
    assert "index 'mean': 'several' needs the kind choice or number, not choices" in said
    assert "index 'mean': the choices of 'plain' need values" in said
    assert "key 'mean' is already used by an index" in said
