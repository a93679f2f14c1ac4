"""`annotator model` and `annotator agree --models`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from model_world import line, worked_study, write_lines
from released_files import released_files
from settle_world import SettleStudy

from annotator import store
from annotator.cli import commands
from annotator.errors import StudyError
from annotator.releases.content import Plan
from annotator.reports.plain import shown_value
from annotator.workflow.making_releases import load_content, personal_data
from annotator.workflow.results import BESIDE_PEOPLE, result_now

ARTICLES = 30
STUDY = "Bridges of Marl"


@pytest.fixture
def made(store_db: store.Store) -> SettleStudy:
    return worked_study(store_db, articles=ARTICLES)


def ran(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, [*words, "--data-dir", str(folder)])


def said(folder: Path, *words: str) -> str:
    result = ran(folder, *words)
    assert result.exception is None, result.exception
    return result.output


def test_a_model_is_added_listed_compared_and_removed(made: SettleStudy, tmp_path: Path) -> None:
    lines = [line(made, article=n, answers={"primary_frame": "economic"}) for n in range(ARTICLES)]
    path = write_lines(tmp_path / "p.jsonl", [*lines, {"article_id": 77, "spans": []}])
    prompt = tmp_path / "prompt.txt"
    prompt.write_text("Mark it.")
    added = said(tmp_path, "model", "add", STUDY, "heron", str(path), "--version", "7b",
                 "--prompt", f"@{prompt}", "--date", "2026-05-01")  # fmt: skip
    assert "p.jsonl:31: the study has no article '77': left out" in added
    assert "Model 'heron 7b': 30 articles, 60 marks, 30 answers; 1 remark." in added
    assert made.db.execute("SELECT prompt FROM models").fetchone() == ("Mark it.",)
    listed = said(tmp_path, "model", "list", STUDY)
    assert "1  heron 7b  2026-05-01  30 articles, 60 marks, 30 answers, 1 remarks" in listed
    text = said(tmp_path, "agree", STUDY, "--models", "--resamples", "50")
    for words in ("Model heron 7b: 30 articles", "A01", "All annotators", "Primary frame:",
                  "Alternative annotator test, Marks, by characters in common", "ω = ",
                  "Against the gold: No article of the model is settled yet.",
                  "ε = 0.15, q = 0.05.", "does not allow: dropping the annotators."):  # fmt: skip
        assert words in text, words
    found = json.loads(said(tmp_path, "agree", STUDY, "--models", "--json", "--epsilon", "0.2"))
    (model,) = found["models"]
    assert found["input"]["epsilon"] == 0.2
    assert [one["about"] for one in model["alternative_annotator_tests"]] == [
        "Marks", "Marks", "Primary frame",
    ]  # fmt: skip
    assert all(len(one["humans"]) == 3 for one in model["alternative_annotator_tests"])
    assert "Model 'heron 7b' is removed." in said(tmp_path, "model", "remove", STUDY, "1")
    assert isinstance(ran(tmp_path, "model", "remove", STUDY, "1").exception, StudyError)
    assert "has no model yet" in said(tmp_path, "agree", STUDY, "--models")


def test_a_model_stands_in_the_reports_files_and_in_a_releases_card(
    made: SettleStudy, tmp_path: Path
) -> None:
    bare = said(tmp_path, "report", STUDY, "--out", str(tmp_path / "r.md"))
    assert "r.md: written" in bare
    assert "Models beside people" not in (tmp_path / "r.md").read_text()
    lines = [line(made, article=n, answers={"primary_frame": "economic"}) for n in range(ARTICLES)]
    path = write_lines(tmp_path / "p.jsonl", lines)
    said(tmp_path, "model", "add", STUDY, "heron|<b>", str(path), "--prompt", "ask a@b.example")
    for ending in ("md", "html", "json"):
        said(tmp_path, "report", STUDY, "--out", str(tmp_path / f"r.{ending}"))
    numbers = json.loads((tmp_path / "r.json").read_text())["models_beside_people"]
    (one,) = result_now(made.db, made.study.id, BESIDE_PEOPLE).value.models
    assert one.together is not None
    f1 = one.together.measure("f1_overlap")
    shown = " ".join(shown_value(f1).split())
    found = numbers["models"][0]["all_annotators"]["measures"]
    assert next(m["value"] for m in found if m["name"] == "f1_overlap") == f1.value
    content = load_content(made.db, made.study.id, Plan("1.0.0", ("jsonl",)))
    card = released_files(content)["README.md"].decode()
    for text in ((tmp_path / "r.md").read_text(), card):
        for words in ("heron|<b>, from p.jsonl: 30 articles", shown, "dropping the annotators",
                      "Alternative annotator test", "| Primary frame |", "ε = 0.15"):  # fmt: skip
            assert words in text, words
    page = (tmp_path / "r.html").read_text()
    assert "heron|&lt;b&gt;" in page
    assert shown in " ".join(page.split())
    (finding,) = (one for one in personal_data(made.db, content) if one.where.startswith("prompt"))
    assert finding.found == "a@b.example"


def test_options_that_do_not_go_together_are_said(made: SettleStudy, tmp_path: Path) -> None:
    for words, why in (
        (["--models", "--gold"], "either --gold or --models"),
        (["--models", "--raw"], "leave --raw out"),
        (["--epsilon", "0.1"], "--epsilon is for --models"),
    ):
        assert why in ran(tmp_path, "agree", STUDY, *words).output
    (tmp_path / "r.csv").write_text("item,annotator,label\n1,a,x\n1,b,x\n")
    assert "--models is for a study" in ran(tmp_path, "agree", str(tmp_path / "r.csv"),
                                            "--models").output  # fmt: skip
