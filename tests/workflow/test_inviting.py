"""People: the first manager, invitations, signing up."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator import store
from annotator.errors import AccountError, SchemeError, StudyError
from annotator.store.records import Study
from annotator.workflow import inviting, passwords, studies

PASSWORD = "four unrelated words"


@pytest.fixture
def db(tmp_path: Path) -> store.Store:
    return store.open_store(tmp_path / "annotator.sqlite")


@pytest.fixture
def study(db: store.Store) -> Study:
    return studies.create_study(db, "Bridge", "framing", seed=1)


def token(link: str) -> str:
    return link.rsplit("/", 1)[1]


def test_the_first_manager_is_made_once(db: store.Store) -> None:
    manager = inviting.create_manager(db, "Mia@example.org", PASSWORD)
    assert manager.is_manager
    assert passwords.password_matches(manager, PASSWORD)
    assert not passwords.password_matches(manager, PASSWORD + "x")
    with pytest.raises(AccountError, match="already"):
        inviting.create_manager(db, "other@example.org", PASSWORD)
    assert store.find_account(db, "other@example.org") is None


@pytest.mark.parametrize(
    "email", ["", "ann", "ann@", "@b.c", "a b@c.d", "a@b", "<a@b.c>", "a@b.c, d@e.f"]
)
def test_what_is_no_address_is_refused(db: store.Store, study: Study, email: str) -> None:
    with pytest.raises(AccountError, match="not an e-mail address"):
        inviting.invite(db, study.id, email, "http://x")
    assert store.load_annotators(db, study.id) == []


def test_a_short_password_is_refused_with_the_numbers(db: store.Store, study: Study) -> None:
    link = inviting.invite(db, study.id, "ann@example.org", "http://x").link
    with pytest.raises(AccountError, match="has 5 characters; it needs at least 10"):
        inviting.sign_up(db, token(link), "Ann", "short")
    inviting.sign_up(db, token(link), "Ann", PASSWORD)


def test_an_invitation_signs_up_once_and_is_never_stored_in_the_clear(
    db: store.Store, study: Study, tmp_path: Path
) -> None:
    invited = inviting.invite(db, study.id, "ann@example.org", "http://x")
    assert invited.link.startswith("http://x/invitation/")
    account = inviting.sign_up(db, token(invited.link), "Ann", PASSWORD)
    assert (account.name, account.role) == ("Ann", "annotator")
    with pytest.raises(AccountError, match="does not work"):
        inviting.sign_up(db, token(invited.link), "Eve", PASSWORD)
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token(invited.link).encode() not in files
    assert PASSWORD.encode() not in files


def test_inviting_again_ends_the_earlier_link(db: store.Store, study: Study) -> None:
    first = inviting.invite(db, study.id, "ann@example.org", "http://x")
    second = inviting.invite(db, study.id, "ANN@example.org", "http://x")
    assert first.annotator.id == second.annotator.id
    with pytest.raises(AccountError, match="does not work"):
        inviting.sign_up(db, token(first.link), "Ann", PASSWORD)
    inviting.sign_up(db, token(second.link), "Ann", PASSWORD)


def test_who_has_an_account_needs_no_link(db: store.Store, study: Study) -> None:
    link = inviting.invite(db, study.id, "ann@example.org", "http://x").link
    inviting.sign_up(db, token(link), "Ann", PASSWORD)
    other = studies.create_study(db, "Harbour", "framing")
    invited = inviting.invite(db, other.id, "ann@example.org", "http://x")
    assert (invited.link, invited.already_signed_up) == ("", True)


def test_a_removed_annotator_cannot_use_their_invitation(db: store.Store, study: Study) -> None:
    invited = inviting.invite(db, study.id, "ann@example.org", "http://x")
    inviting.remove_annotator(db, invited.annotator.id)
    with pytest.raises(AccountError, match="does not work"):
        inviting.sign_up(db, token(invited.link), "Ann", PASSWORD)


def test_an_unknown_scheme_is_answered_with_the_known_ones(db: store.Store) -> None:
    with pytest.raises(SchemeError, match=r"no scheme 'frming'. Schemes: .*framing"):
        studies.create_study(db, "X", "frming")
    assert store.load_studies(db) == []


def test_a_removed_study_is_hidden_and_kept(db: store.Store, study: Study) -> None:
    studies.remove_study(db, study.id)
    assert store.load_studies(db) == []
    assert store.load_study(db, study.id).removed_at
    with pytest.raises(StudyError, match=r"'Bridge' was removed.* annotator study restore Bridge"):
        store.find_study(db, "Bridge")
