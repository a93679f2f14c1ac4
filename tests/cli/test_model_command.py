"""`annotator model` and `annotator agree --models`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from model_world import line, worked_study, write_lines
from settle_world import SettleStudy

from annotator import store
from annotator.cli import commands
from annotator.errors import StudyError

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
