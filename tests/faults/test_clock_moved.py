"""The clock is set forward or back while people are signed in, links are open, files wait, and
Label Studio runs. Nothing is let in that had ended, nothing stays for ever, nobody is shut out."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

import psutil
import pytest
from itsdangerous import TimestampSigner
from pages_at_hand import ANN, MANAGER, PASSWORD, Pages, make_pages

from annotator import store
from annotator.labelstudio import processes, running
from annotator.labelstudio.processes import RUN_VARIABLE, ServerRecord
from annotator.settings import Settings
from annotator.store import accounts, database, reset_links
from annotator.store.reset_links import find_reset_link
from annotator.web import corpora, made_files
from annotator.web.accounts import patience
from annotator.workflow.inviting import invite
from annotator.workflow.roles import reset_account
from annotator.workflow.waiting.upload import new_upload, remove_old_uploads

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@contextmanager
def clock(moved: timedelta) -> Iterator[None]:
    """The application's clock says so much more than the right time."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Moved:  # type: ignore[override]
            return super().now(tz) + moved

    with pytest.MonkeyPatch.context() as patch:
        for module in (accounts, database, reset_links):
            if hasattr(module, "datetime"):
                patch.setattr(module, "datetime", Moved)
        right = TimestampSigner.get_timestamp
        patch.setattr(
            TimestampSigner,
            "get_timestamp",
            lambda signer: right(signer) + int(moved.total_seconds()),
        )
        yield


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    return make_pages(tmp_path / "data")


# ---------------------------------------------------------------------- sessions


@pytest.mark.parametrize("moved", [-YEAR, -DAY, -HOUR, HOUR, 40 * DAY, YEAR])
def test_whoever_signs_in_is_signed_in_whatever_the_clock_said_before(
    pages: Pages, moved: timedelta
) -> None:
    with clock(moved):
        visitor = pages.visitor(ANN)
        assert visitor.get("/work/").status_code == 200
    if visitor.get("/work/").status_code == 302:  # a session of a time to come, or of long ago
        again = visitor.post("/sign-in", data={"email": ANN, "password": PASSWORD})
        assert again.status_code == 302
    assert visitor.get("/work/").status_code == 200


def test_a_session_that_was_ended_stays_so_after_the_clock_was_ahead(pages: Pages) -> None:
    visitor = pages.visitor(ANN)
    cookie = visitor.get_cookie("session") or visitor.get_cookie("annotator_session")
    assert cookie is not None
    visitor.post("/sign-out")
    with clock(YEAR):
        pages.visitor(MANAGER).post("/sign-out")  # what is old might be forgotten then
    thief = pages.visitor()
    thief.set_cookie("annotator_session", cookie.value)
    assert thief.get("/work/").status_code == 302


def test_wrong_passwords_are_forgiven_by_a_clock_that_nobody_sets(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(patience, "_sleep", waited.append)
    visitor = pages.visitor()
    with clock(YEAR):
        for _ in range(2):
            visitor.post("/sign-in", data={"email": ANN, "password": "wrong"})
    assert visitor.post("/sign-in", data={"email": ANN, "password": PASSWORD}).status_code == 302
    assert waited == []


# ---------------------------------------------------------------------- links


def _invited(pages: Pages) -> str:
    with pages.open_db() as db:
        return invite(db, pages.study_id, "ben@example.org", "").link.rsplit("/", 1)[-1]


def _reset(pages: Pages) -> str:
    with pages.open_db() as db:
        return reset_account(db, ANN, "").rsplit("/", 1)[-1]


LINKS = {
    "invitation": (_invited, lambda db, token: store.find_invitation(db, token)),
    "reset": (_reset, find_reset_link),
}


@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.parametrize(
    ("made", "used", "lets_in"),
    [
        (timedelta(), timedelta(), True),
        (HOUR, timedelta(), True),  # set back a little since
        (timedelta(), HOUR, True),
        (timedelta(), YEAR, False),  # old, as far as anybody can know
        (YEAR, timedelta(), False),  # it would let in for a year
        (-YEAR, timedelta(), False),
    ],
)
def test_a_link_lets_in_for_its_time_and_no_longer(
    pages: Pages, kind: str, made: timedelta, used: timedelta, lets_in: bool
) -> None:
    make, find = LINKS[kind]
    with clock(made):
        token = make(pages)
    with clock(used), pages.open_db() as db:
        assert (find(db, token) is not None) == lets_in
    with pages.open_db() as db:  # a new one does in any case
        assert find(db, make(pages)) is not None


# ---------------------------------------------------------------------- what waits for a day


def _upload(pages: Pages) -> Path:
    return new_upload(pages.settings.data_dir, pages.study_id).folder


def _corpus(pages: Pages) -> Path:
    folder = pages.settings.data_dir / "corpora" / ("a" * 32)
    folder.mkdir(parents=True)
    return folder


def _made_file(pages: Pages) -> Path:
    return made_files.new_place(pages.settings.data_dir, "a.zip").parent


def _clear(pages: Pages) -> None:
    remove_old_uploads(pages.settings.data_dir)
    made_files.remove_old(pages.settings.data_dir)
    with pages.app.app_context():
        corpora._remove_old()


@pytest.mark.parametrize("make", [_upload, _corpus, _made_file])
@pytest.mark.parametrize(
    ("came", "stays"), [(-HOUR, True), (HOUR, True), (-2 * DAY, False), (YEAR, False)]
)
def test_what_waits_for_a_day_goes_when_it_is_of_another_day(
    pages: Pages, make: Callable[[Pages], Path], came: timedelta, stays: bool
) -> None:
    folder = make(pages)
    moment = time.time() + came.total_seconds()
    os.utime(folder, (moment, moment))
    _clear(pages)
    assert folder.exists() == stays


# ---------------------------------------------------------------------- Label Studio's process


@pytest.mark.parametrize("moved", [-3600.0, 3600.0])
def test_a_label_studio_that_runs_is_known_after_the_clock_was_set(
    tmp_path: Path, moved: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process's start time is reckoned from now: it is another one then. It was taken for dead,
    started anew in the middle of saves, and commands beside it were refused."""
    words = [sys.executable, "-c", "import time; time.sleep(60)"]
    with subprocess.Popen(words, env={**os.environ, RUN_VARIABLE: "mark"}) as server:
        try:
            record = ServerRecord("mark", server.pid, 1, "http://127.0.0.1:5000")
            processes.save_record(tmp_path / running.RECORD_NAME, record)
            boot = psutil.boot_time()
            monkeypatch.setattr("psutil._pslinux.boot_time", lambda: boot + moved)
            assert running.running_origin(Settings(data_dir=tmp_path)) == "http://127.0.0.1:5000"
        finally:
            server.kill()
