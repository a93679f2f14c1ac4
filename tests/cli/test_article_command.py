"""`annotator article` and `annotator study rename|restore`, on a real store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotator import store
from annotator.cli import commands
from annotator.models import Article
from annotator.workflow.studies import create_study, remove_study

TEXT = "The council voted at night. The bridge is old."


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    db = store.open_store(tmp_path / "annotator.sqlite")
    study = create_study(db, "Bridge", "framing", seed=1)
    store.save_articles(db, study.id, [Article("Bridge closes", TEXT), Article("Market", "Open.")])
    db.close()
    return tmp_path


def run(data_dir: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, [*words, "--data-dir", str(data_dir)])


def test_an_article_is_corrected_and_shown_with_its_history(data_dir: Path) -> None:
    done = run(data_dir, "article", "edit", "1", "--title", "Bridge shut", "--date", "2021-09-22",
               "--standfirst", "The bridge is old.", "--language", "en_GB")  # fmt: skip
    assert done.output == "Article 1 corrected: title, standfirst, date, language.\n"
    shown = run(data_dir, "article", "show", "1").output
    assert "title\tBridge shut" in shown
    assert "language\ten-GB" in shown
    assert "the command line\ttitle: 'Bridge closes' became 'Bridge shut'" in shown
    again = run(data_dir, "article", "edit", "1", "--title", "Bridge shut")
    assert again.output == "Article 1 unchanged: it said so already.\n"


def test_the_text_is_read_from_a_file_and_gets_a_new_hash(data_dir: Path) -> None:
    (data_dir / "new.txt").write_text("The council voted at noon.", "utf-8")
    run(data_dir, "article", "edit", "1", "--text", str(data_dir / "new.txt"))
    db = store.open_store(data_dir / "annotator.sqlite")
    row = db.execute("SELECT text, sha256, length FROM articles WHERE id = 1").fetchone()
    assert row == ("The council voted at noon.", Article("", row[0]).sha256, 26)
    (data_dir / "same.txt").write_text("Open.", "utf-8")
    refused = run(data_dir, "article", "edit", "1", "--text", str(data_dir / "same.txt"))
    assert "has this very text already, as article 2 'Market'" in str(refused.exception)
    db.close()


def test_a_bad_value_changes_nothing(data_dir: Path) -> None:
    refused = run(data_dir, "article", "edit", "1", "--title", "Kept?", "--date", "9/5/2021")
    assert "should look like 2021-09-22" in str(refused.exception)
    assert "title\tBridge closes" in run(data_dir, "article", "show", "1").output


def test_an_article_is_withdrawn_and_every_command_says_so(data_dir: Path) -> None:
    done = run(data_dir, "article", "withdraw", "1").output
    assert done == "“Bridge closes” is withdrawn: it is offered to nobody and counts nowhere.\n"
    listed = run(data_dir, "article", "list", "Bridge").output
    assert "1\tBridge closes\t\t\t\twithdrawn\n" in listed
    out = ["--out", str(data_dir / "out")]
    for words in (["progress"], ["agree"], ["export", "--format", "jsonl", *out],
                  ["settle", "--rule", "majority", "--dry-run"]):  # fmt: skip
        said = run(data_dir, words[0], "Bridge", *words[1:]).stderr
        assert "1 article is withdrawn: it counts nowhere." in said, words
    assert "“Bridge closes” is back" in run(data_dir, "article", "restore", "1").output
    assert "withdrawn" not in run(data_dir, "progress", "Bridge").stderr


def test_the_history_of_an_article_cannot_be_changed(data_dir: Path) -> None:
    run(data_dir, "article", "edit", "1", "--title", "Bridge shut")
    db = sqlite3.connect(data_dir / "annotator.sqlite")
    for statement in ("UPDATE article_edits SET after = ''", "DELETE FROM article_edits"):
        with pytest.raises(sqlite3.IntegrityError, match="article_edits are never"):
            db.execute(statement)
    db.close()


def test_loading_the_same_text_again_brings_it_back_with_its_history(data_dir: Path) -> None:
    run(data_dir, "article", "withdraw", "1")
    (data_dir / "again.txt").write_text(TEXT, "utf-8")
    run(data_dir, "load", "Bridge", str(data_dir / "again.txt"))
    shown = run(data_dir, "article", "show", "1").output
    assert "withdrawn: '' became 'yes'" in shown
    assert "withdrawn: 'yes' became ''" in shown


def test_a_study_is_renamed_and_a_removed_one_restored(data_dir: Path) -> None:
    renamed = run(data_dir, "study", "rename", "Bridge", "Bridges of Marl")
    assert renamed.output == "Study 1 is now 'Bridges of Marl'.\n"
    db = store.open_store(data_dir / "annotator.sqlite")
    remove_study(db, 1)
    db.close()
    assert "No studies yet" in run(data_dir, "study", "list").output
    unknown = run(data_dir, "study", "restore", "Bridge")
    assert "Removed studies: 1 'Bridges of Marl'" in str(unknown.exception)
    restored = run(data_dir, "study", "restore", "Bridges of Marl")
    assert restored.output == "Study 1 'Bridges of Marl' is back.\n"
    assert "Bridges of Marl" in run(data_dir, "study", "list").output
