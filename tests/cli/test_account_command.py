"""`annotator account`, as it is typed, and the links that it prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from settle_world import SettleStudy, make_study

from annotator import store
from annotator.cli import commands
from annotator.errors import AccountError
from annotator.store.reset_links import find_reset_link
from annotator.workflow.inviting import create_manager, invite
from annotator.workflow.passwords import password_matches
from annotator.workflow.roles import set_new_password

MANAGER, ANNOTATOR, JUDGE = "mona@example.org", "bridges0@example.org", "judit@example.org"
PASSWORD = "a long invented password"


@pytest.fixture
def study(store_db: store.Store) -> SettleStudy:
    create_manager(store_db, MANAGER, PASSWORD, "Mona")
    return make_study(store_db)


def said(tmp_path: Path, *words: str) -> str:
    result = CliRunner().invoke(commands, ["account", *words, "--data-dir", str(tmp_path)])
    if result.exception is not None:
        raise result.exception
    return result.output.strip()


def test_an_adjudicator_is_made_from_the_command_line(study: SettleStudy, tmp_path: Path) -> None:
    link = said(tmp_path, "add", JUDGE)
    set_new_password(study.db, link.rsplit("/", 1)[-1], PASSWORD)
    assert "as J01" in said(tmp_path, "role", JUDGE, "adjudicator", "--study", "1")
    assert f"{JUDGE}\t\tannotator, adjudicates 'Bridges of Marl'" in said(tmp_path, "list")
    assert "has no role" in said(tmp_path, "role", JUDGE, "none", "--study", "1")
    assert "adjudicates" not in said(tmp_path, "list")


def test_an_annotator_adjudicates_own_work_only_when_that_is_said(
    study: SettleStudy, tmp_path: Path
) -> None:
    with pytest.raises(AccountError, match="would settle their own work"):
        said(tmp_path, "role", ANNOTATOR, "adjudicator", "--study", "1")
    said(tmp_path, "role", ANNOTATOR, "adjudicator", "--study", "1", "--also-annotates")


def test_a_reset_ends_the_password_and_its_link_works_once(
    study: SettleStudy, tmp_path: Path
) -> None:
    before = store.find_account(study.db, MANAGER)
    token = said(tmp_path, "reset", MANAGER).rsplit("/", 1)[-1]
    after = store.find_account(study.db, MANAGER)
    assert before is not None
    assert after is not None
    assert after.password_hash != before.password_hash, "sessions end with the password"
    assert not password_matches(after, PASSWORD)
    assert store.has_manager(study.db), "nobody else can become the first manager meanwhile"
    person = set_new_password(study.db, token, "another long password")
    assert password_matches(person, "another long password")
    assert find_reset_link(study.db, token) is None
    with pytest.raises(AccountError, match="does not work any more"):
        set_new_password(study.db, token, PASSWORD)


def test_a_newer_link_ends_the_earlier_one(study: SettleStudy, tmp_path: Path) -> None:
    first = said(tmp_path, "reset", MANAGER).rsplit("/", 1)[-1]
    second = said(tmp_path, "reset", MANAGER).rsplit("/", 1)[-1]
    assert find_reset_link(study.db, first) is None
    assert find_reset_link(study.db, second) is not None


def test_the_last_manager_stays(study: SettleStudy, tmp_path: Path) -> None:
    for words in (("remove", MANAGER), ("role", MANAGER, "annotator")):
        with pytest.raises(AccountError, match="only manager"):
            said(tmp_path, *words)
    token = said(tmp_path, "add", JUDGE).rsplit("/", 1)[-1]
    set_new_password(study.db, token, PASSWORD)
    said(tmp_path, "role", JUDGE, "manager")
    said(tmp_path, "remove", MANAGER)
    found = store.find_account(study.db, MANAGER)
    assert found is not None
    assert found.disabled


def test_who_is_not_there_is_said(study: SettleStudy, tmp_path: Path) -> None:
    with pytest.raises(AccountError, match=r"no account for nobody@example\.org"):
        said(tmp_path, "reset", "nobody@example.org")
    with pytest.raises(AccountError, match="name it with --study"):
        said(tmp_path, "role", MANAGER, "adjudicator")


def test_a_removed_account_is_promised_nothing_until_it_is_opened_again(
    study: SettleStudy, tmp_path: Path
) -> None:
    said(tmp_path, "remove", ANNOTATOR)
    again = f"was removed.* annotator account add {ANNOTATOR}"
    with pytest.raises(AccountError, match=again):
        invite(study.db, study.study.id, ANNOTATOR, "http://127.0.0.1:5000")
    for words in (
        ("reset", ANNOTATOR),
        ("role", ANNOTATOR, "manager"),
        ("role", ANNOTATOR, "viewer", "--study", "1"),
    ):
        with pytest.raises(AccountError, match=again):
            said(tmp_path, *words)
    assert not store.load_annotators(study.db, study.study.id)[0].takes_part
    token = said(tmp_path, "add", ANNOTATOR).rsplit("/", 1)[-1]
    assert password_matches(set_new_password(study.db, token, PASSWORD), PASSWORD)
    assert store.load_annotators(study.db, study.study.id)[0].takes_part
